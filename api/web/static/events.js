// The form of an event: its day is drawn anew while hours are typed.
const form = document.querySelector("form[data-programme]");
const drawing = document.getElementById("programme");
const HURRY_MS = 250;
let waiting = 0;
let asked = 0;

async function draw() {
  const mine = (asked += 1);
  const answer = await fetch(form.dataset.programme, { method: "POST", body: new FormData(form) });
  const html = answer.ok ? await answer.text() : null;
  if (html !== null && mine === asked) {
    drawing.innerHTML = html;
  }
}

if (form && drawing) {
  for (const button of form.querySelectorAll("[data-without-script]")) {
    button.hidden = true;
  }
  form.addEventListener("input", (event) => {
    if (/^(begin|end|minutes|pause|day|then|date|time_zone)/.test(event.target.name)) {
      clearTimeout(waiting);
      waiting = setTimeout(draw, HURRY_MS);
    }
  });
}

// What takes a few seconds says so.
for (const slow of document.querySelectorAll("form[data-busy]")) {
  slow.addEventListener("submit", (event) => {
    const button = event.submitter ?? slow.querySelector("button");
    button.textContent = slow.dataset.busy;
    button.setAttribute("aria-disabled", "true");
  });
}

// A file is looked at as soon as it is chosen, which is said beforehand.
const upload = document.getElementById("upload");
if (upload) {
  upload.querySelector("[data-on-choice]").hidden = false;
  upload.querySelector("input[type=file]").addEventListener("change", (event) => {
    if (event.target.files.length > 0) {
      upload.requestSubmit();
    }
  });
}
