// Shows how far the making of a timetable is, and goes on to what came of it.
const EVERY_MS = 700;
const WIDTH = 600;
const HEIGHT = 120;

const box = document.getElementById("progress");
const texts = JSON.parse(box.dataset.texts);
const state = document.getElementById("progress-state");
const bar = document.getElementById("elapsed");
const course = document.getElementById("course");
const points = [];

function say(found) {
  const words = found.stopping ? texts.stopping
    : found.waiting ? texts.waiting
    : found.best === null ? texts.searching : texts.improving;
  if (state.textContent !== words) state.textContent = words;
  for (const place of box.querySelectorAll("[data-value]")) {
    const value = found[place.dataset.value];
    place.textContent = value === null ? "–" : Math.floor(value);
  }
  bar.value = Math.min(found.elapsed, found.limit);
}

function draw(found) {
  if (found.best === null) return;
  points.push([found.elapsed, found.best, found.bound]);
  if (points.length < 2) return;
  const most = Math.max(...points.map((one) => one[1]), 1);
  const line = (at) => points
    .map((one) => `${(one[0] / found.limit) * WIDTH},${HEIGHT - 4 - ((one[at] ?? 0) / most) * (HEIGHT - 12)}`)
    .join(" ");
  course.hidden = false;
  course.querySelector(".course-best").setAttribute("points", line(1));
  course.querySelector(".course-bound").setAttribute("points", line(2));
}

async function ask() {
  try {
    const answer = await fetch(box.dataset.from, { headers: { Accept: "application/json" } });
    if (!answer.ok) return location.reload();
    const found = await answer.json();
    if (found.ended) return location.assign(box.dataset.here);
    say(found);
    draw(found);
  } catch {
    // The server is away for a moment: the next question will tell.
  }
  setTimeout(ask, EVERY_MS);
}

setTimeout(ask, EVERY_MS);
