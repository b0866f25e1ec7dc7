// The grid: which cell stands for which place, where the focus is, and what is said and offered above it.
const KEPT = "timetable-said";

export class Board {
  constructor(table) {
    this.table = table;
    this.texts = JSON.parse(table.dataset.texts);
    this.base = table.dataset.base;
    this.seats = table.dataset.view === "table";
    this.said = document.getElementById("sheet-said");
    this.actions = document.getElementById("sheet-actions");
    this.heads = [...table.tHead.rows[0].cells];
    for (const card of table.querySelectorAll("td a")) card.tabIndex = -1;
    const first = table.querySelector("td a");
    if (first) first.tabIndex = 0;
    this.current = first;
  }

  welcome() {
    const kept = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    if (kept) this.say(kept, "good");
    const found = this.table.querySelector(".hit")?.closest("td");
    // The first one that was searched for may lie far to the right.
    if (found) this.table.parentNode.scrollTo(found.offsetLeft - found.offsetWidth * 2, found.offsetTop - found.offsetHeight * 2);
  }

  reload(message) {
    if (message) sessionStorage.setItem(KEPT, message);
    location.reload();
  }

  fill(text, values) {
    return this.texts[text].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }

  meeting(card) {
    return new URL(card.href).searchParams.get("m");
  }

  card(cell) {
    return cell.querySelector("a");
  }

  cards(meeting) {
    return [...this.table.querySelectorAll(`a[href$="m=${CSS.escape(meeting)}"]`)];
  }

  who(card) {
    const lines = [...card.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE).map((one) => one.textContent);
    if (card.closest("#tray")) return lines.join("");
    return this.seats ? lines.join(" – ") : `${this.rowName(card.closest("td"))} – ${lines[0]}`;
  }

  rowName(cell) {
    return cell.parentNode.cells[0].firstChild.textContent.trim();
  }

  slot(cell) {
    return Number(this.heads[cell.cellIndex].dataset.s) || 0;
  }

  row(cell) {
    return cell.parentNode.dataset.r;
  }

  place(cell) {
    const time = this.heads[cell.cellIndex].textContent.trim().replace(/\s+/g, " ");
    return this.seats ? this.fill("seat", { time, row: this.rowName(cell) }) : time;
  }

  at(row, slot) {
    const column = this.heads.findIndex((one) => Number(one.dataset.s) === slot);
    return [...this.table.tBodies[0].rows].find((one) => one.dataset.r === String(row))?.cells[column];
  }

  beside(cell, down, right) {
    const rows = this.table.tBodies[0].rows;
    const row = rows[cell.parentNode.sectionRowIndex + down];
    let next = row?.cells[cell.cellIndex + right];
    while (next?.classList.contains("gap")) next = row.cells[next.cellIndex + (right || 1)];
    return next?.matches("td") ? next : null;
  }

  focus(cell) {
    const target = this.card(cell) ?? cell;
    if (target === cell) cell.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  rove(cell) {
    const target = this.card(cell) ?? cell;
    if (this.current && this.current !== target) this.current.tabIndex = -1;
    target.tabIndex = 0;
    this.current = target;
  }

  choose(card) {
    this.table.querySelector(".chosen")?.classList.remove("chosen");
    if (!card) return this.say(this.texts.hint);
    card.classList.add("chosen");
    const locked = Boolean(card.querySelector("b"));
    this.say(this.fill("chosen", { who: this.who(card), place: this.place(card.closest("td")) }), "", [
      [locked ? this.texts.unlock : this.texts.lock, () => this.lock(card, !locked)],
      [this.texts.open, card.href],
    ]);
  }

  async lock(card, lock) {
    const body = new URLSearchParams({ meeting: this.meeting(card), state: lock ? "lock" : "unlock" });
    const answer = await this.send("/lock", body);
    if (!answer) return;
    if (String(answer.version) !== this.table.dataset.version) return this.reload();
    this.mark(this.meeting(card), lock);
    this.choose(card);
    this.say(this.fill(lock ? "is_locked" : "is_unlocked", { who: this.who(card) }), "good");
  }

  mark(meeting, locked) {
    let change = 0;
    for (const card of this.cards(meeting)) {
      const mark = card.querySelector("b");
      change = Number(locked) - Number(Boolean(mark));
      if (locked && !mark) card.append(Object.assign(document.createElement("b"), { textContent: this.texts.locked }));
      if (!locked) mark?.remove();
    }
    const count = document.getElementById("locked");
    count.textContent = Number(count.textContent) + change;
  }

  say(text, tone = "", actions = []) {
    if (this.said.textContent !== text) this.said.textContent = text;
    this.said.parentNode.className = `sheet-status ${tone}`;
    this.actions.replaceChildren(...actions.map(([label, what]) => {
      const one = document.createElement(typeof what === "string" ? "a" : "button");
      if (typeof what === "string") one.href = what;
      else one.addEventListener("click", what);
      one.className = "button button-small";
      one.textContent = label;
      return one;
    }));
    this.actions.hidden = actions.length === 0;
  }

  async send(path, body) {
    try {
      const answer = await fetch(this.base + path, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-CSRF-Token": this.table.dataset.csrf },
      });
      if (answer.headers.get("content-type")?.includes("json")) return await answer.json();
      this.reload();
    } catch {
      this.say(this.texts.failed, "bad");
    }
    return null;
  }
}
