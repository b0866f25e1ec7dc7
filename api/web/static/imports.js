/* The import of a file with script: too large a file is refused before it travels, and progress is followed. */
const POLL_MS = 500;

const file = document.querySelector("input[data-most]");
if (file) {
  const problem = document.querySelector("#file-problem");
  const button = file.form.querySelector("button.button-primary");
  file.addEventListener("change", () => {
    const tooLarge = (file.files[0]?.size ?? 0) > Number(file.dataset.most);
    problem.textContent = tooLarge ? problem.dataset.tooLarge : "";
    problem.hidden = !tooLarge;
    button.disabled = tooLarge;
    if (tooLarge) file.setAttribute("aria-invalid", "true");
    else file.removeAttribute("aria-invalid");
  });
}

const card = document.querySelector("[data-progress]");
if (card) follow();

async function follow() {
  const bar = card.querySelector("progress");
  const done = card.querySelector("[data-done]");
  const language = document.documentElement.lang;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    try {
      const answer = await fetch(card.dataset.progress);
      const told = await answer.json();
      if (told.ended) break;
      if (told.expected) {
        bar.max = told.expected;
        bar.value = told.done ?? 0;
      }
      done.textContent = (told.done ?? 0).toLocaleString(language, { useGrouping: "always" });
    } catch {
      continue;
    }
  }
  location.reload();
}
