// One more line for people as soon as the last one of a group is filled in.
function grow(rows) {
  const lines = rows.querySelectorAll(".day-row");
  const last = lines[lines.length - 1];
  if (!last.querySelector("input").value.trim()) return;
  const number = lines.length + 1;
  const line = last.cloneNode(true);
  for (const problem of line.querySelectorAll(".error")) problem.remove();
  for (const one of line.querySelectorAll("input, select")) {
    one.id = one.id.replace(/\d+$/, number);
    one.removeAttribute("aria-invalid");
    one.removeAttribute("aria-describedby");
    if (one.matches("input")) one.value = "";
  }
  for (const label of line.querySelectorAll("label")) {
    label.htmlFor = label.htmlFor.replace(/\d+$/, number);
    label.textContent = label.textContent.replace(/\d+$/, number);
  }
  last.after(line);
}

for (const rows of document.querySelectorAll(".rows")) {
  rows.addEventListener("change", () => grow(rows));
  grow(rows);
}
