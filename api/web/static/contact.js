// Copies a private link with one click; without script it is selected and copied by hand.
const told = document.getElementById("copied");

for (const button of document.querySelectorAll("[data-copies]")) {
  const link = document.getElementById(button.dataset.copies);
  const label = button.textContent;
  button.hidden = false;
  link.addEventListener("focus", () => link.select());
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.value);
    } catch {
      // A page that is not served securely has no clipboard: the selection is left to be copied by hand.
      link.focus();
      return;
    }
    button.textContent = button.dataset.done;
    told.textContent = button.dataset.done;
    setTimeout(() => {
      button.textContent = label;
      told.textContent = "";
    }, 2000);
  });
}
