// Filters apply as soon as they change: the page of the new address is fetched and its parts take the place of the old.
const parts = ["understood", "groups", "where", "results"];
const form = document.getElementById("find");
let underway = null;

function addressOf(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value !== "" && !(name === "km" && !form.elements.near.value)) query.append(name, value);
  }
  const text = query.toString();
  return form.action + (text ? `?${text}` : "");
}

async function show(address, { push = true } = {}) {
  underway?.abort();
  underway = new AbortController();
  document.body.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: underway.signal, headers: { Accept: "text/html" } });
    if (answer.status !== 200) throw new Error(`status ${answer.status}`);
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    exchange(made);
    if (push) history.pushState(null, "", address);
    document.title = made.title;
    document.body.removeAttribute("aria-busy");
  } catch (error) {
    // Whatever could not be fetched, or is to be corrected, the page itself shows.
    if (error.name !== "AbortError") location.assign(address);
  }
}

function exchange(made) {
  const focused = document.activeElement?.id;
  const open = [...document.querySelectorAll("#groups details[open]")].map((each) => each.id);
  for (const id of parts) document.getElementById(id).replaceChildren(...made.getElementById(id).childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  for (const summary of document.querySelectorAll(".find-filters > summary")) {
    summary.replaceChildren(...made.querySelector(".find-filters > summary").childNodes);
  }
  document.getElementById("said").textContent = document.getElementById("results-title").textContent.trim();
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
}

document.querySelector(".find-apply").hidden = true;
document.querySelector(".find-go").hidden = false;

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.form !== form || field.id === "q") return;
  if (field.id === "km" && !form.elements.near.value) return;
  show(addressOf(form));
});

// A need that is sent from here is sent as it is written, without a distance from nowhere.
form.addEventListener("submit", (event) => {
  event.preventDefault();
  location.assign(addressOf(form));
});

// An area of the map and its line in the list are one: each shows where the other is.
document.addEventListener("pointerover", ({ target }) => {
  const address = target.closest?.("#where a[href]")?.getAttribute("href");
  for (const link of document.querySelectorAll("#where a[href]")) {
    link.classList.toggle("pointed", link.getAttribute("href") === address);
  }
});

addEventListener("popstate", () => location.reload());
