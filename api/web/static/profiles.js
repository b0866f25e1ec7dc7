/* The form of a profile with script: rows on the spot, skills suggested as one types, the preview kept up to date. */
import { combobox } from "./combobox.js";

const PAUSE_MS = 600;
const form = document.querySelector("#profile-form");
const preview = document.querySelector("#preview");

for (const button of form.querySelectorAll("[data-add]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    addRow(form.querySelector(`[data-rows="${button.dataset.add}"]`)).focus();
  });
}
for (const input of form.querySelectorAll("[data-item]")) suggest(input);

/* A row like the last one, empty; its field. */
function addRow(rows) {
  const last = rows.lastElementChild;
  const number = rows.children.length;
  const row = last.cloneNode(true);
  for (const name of ["id", "for", "data-skills", "aria-controls", "aria-activedescendant"]) {
    for (const element of row.querySelectorAll(`[${name}]`)) {
      element.setAttribute(name, element.getAttribute(name).replace(/-\d+/, `-${number}`));
    }
  }
  for (const label of row.querySelectorAll("label")) label.textContent = label.textContent.replace(/\d+\s*$/, number + 1);
  for (const list of row.querySelectorAll(".suggestions, .suggestions-told")) list.remove();
  const chips = row.querySelector("[data-skills]");
  chips.replaceChildren();
  chips.hidden = true;
  const input = row.querySelector("[data-item]");
  input.value = "";
  rows.append(row);
  suggest(input);
  return input;
}

function suggest(input) {
  combobox(input, {
    ask: async (text, signal) => {
      const answer = await fetch(`${form.dataset.skills}?q=${encodeURIComponent(text)}`, { signal });
      return answer.ok ? answer.json() : [];
    },
    told: (count) => (count === 1 ? form.dataset.suggestionsOne : `${count} ${form.dataset.suggestionsMany}`),
    taken: later,
  });
}

/* The type belongs to organisations alone. */
const kind = form.elements.kind;
const type = form.elements.type.closest(".field");
const showType = () => {
  type.hidden = kind.value !== "organisation";
};
kind.addEventListener("change", showType);
if (!type.querySelector(".error")) showType();

/* The id that will be made of the name. */
const id = form.elements.id;
if (id instanceof HTMLInputElement && form.querySelector("#id")) {
  const propose = () => {
    const plain = form.elements.name.value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    id.placeholder = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60);
  };
  form.elements.name.addEventListener("input", propose);
  propose();
}

/* The preview follows what is typed, after a pause. */
let pause;
let asked;
form.addEventListener("input", later);
document.querySelector("[data-preview-button]").addEventListener("click", (event) => {
  event.preventDefault();
  look();
});

function later() {
  clearTimeout(pause);
  pause = setTimeout(look, PAUSE_MS);
}

async function look() {
  asked?.abort();
  asked = new AbortController();
  preview.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form), signal: asked.signal });
    if (answer.ok) {
      preview.innerHTML = await answer.text();
      for (const side of ["offers", "seeks"]) showSkills(side);
    }
    preview.removeAttribute("aria-busy");
  } catch (error) {
    if (error.name !== "AbortError") preview.removeAttribute("aria-busy");
  }
}

/* Skills come by the number of the filled row: empty rows in between are not counted. */
function showSkills(side) {
  const inputs = [...form.querySelectorAll(`[data-rows="${side}"] [data-item]`)];
  const filled = inputs.filter((input) => input.value.trim());
  for (const input of inputs) {
    const found = preview.querySelector(`[data-skills-of="${side}-${filled.indexOf(input)}"]`);
    const chips = input.closest(".item-row").querySelector("[data-skills]");
    chips.replaceChildren(...(found ? [...found.children].map((chip) => chip.cloneNode(true)) : []));
    chips.hidden = !chips.children.length;
  }
}
