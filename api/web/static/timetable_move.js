// A meeting on its way: where it may go, what it would meet with there, and what came of it.
const THRESHOLD = 5;
const EDGE = 40;

export class Move {
  constructor(board) {
    this.board = board;
    this.held = null;
    this.dragged = false;
  }

  // Whether a drag has just ended, whose click is not to open anything.
  ended() {
    const ended = this.dragged;
    this.dragged = false;
    return ended;
  }

  async pick(card, said = "picked") {
    const { board } = this;
    const meeting = board.meeting(card);
    this.held = { card, meeting, who: board.who(card), from: card.closest("td") };
    board.say(board.texts.asking);
    const held = this.held;
    const query = new URLSearchParams({ m: meeting });
    const answer = await fetch(`${board.base}/targets?${query}`).catch(() => null);
    if (this.held !== held) return;
    if (!answer?.ok) {
      this.release();
      board.say(board.texts.failed, "bad");
      return;
    }
    held.targets = await answer.json();
    this.mark();
    board.say(board.fill(said, { who: held.who }));
  }

  mark() {
    const { board, held } = this;
    board.table.classList.add("moving");
    for (const card of board.cards(held.meeting)) card.classList.add("held");
    for (const cell of board.table.tBodies[0].querySelectorAll("td:not(.gap)")) {
      const found = this.meets(cell);
      if (found.kind !== "here") cell.classList.add(found.kind === "others" ? "no" : found.kind);
    }
  }

  // What the meeting would meet with in a cell.
  meets(cell) {
    const { board, held } = this;
    const place = board.place(cell);
    const rows = board.seats ? null : board.cards(held.meeting).map((card) => board.row(card.closest("td")));
    if (cell.contains(held.card)) return { kind: "here", text: board.fill("here", { place }) };
    if (rows && !rows.includes(board.row(cell))) return { kind: "others", text: board.fill("others", { place }) };
    const numbers = board.seats
      ? held.targets.seats[`${board.slot(cell)}-${board.row(cell)}`]
      : held.targets.any[board.slot(cell)];
    const rules = (numbers ?? []).map((one) => held.targets.rules[one]).join(" ");
    if (!numbers || numbers.some((one) => held.targets.firm[one])) {
      return { kind: "no", text: board.fill("firm", { place, rules }) };
    }
    if (numbers.length) return { kind: "maybe", text: board.fill("soft", { place, rules }) };
    const other = board.card(cell);
    if (other) return { kind: "ok", text: board.fill("swap", { place, other: board.who(other) }) };
    return { kind: "ok", text: board.fill("free", { place }) };
  }

  over(cell) {
    const { board, held } = this;
    board.table.querySelector(".over")?.classList.remove("over");
    cell?.classList.add("over");
    if (!cell || !held.targets) return;
    const found = this.meets(cell);
    board.say(found.text, { no: "bad", others: "bad", maybe: "warn", ok: "good" }[found.kind] ?? "");
  }

  async drop(cell, confirmed = []) {
    const { board, held } = this;
    if (!held?.targets) return;
    const found = this.meets(cell);
    if (found.kind === "here") return this.leave();
    if (found.kind === "no" || found.kind === "others") return board.say(found.text, "bad");
    await this.send(held, { slot: board.slot(cell), table: board.seats ? board.row(cell) : 0 }, confirmed);
  }

  async send(held, place, confirmed = []) {
    const { board } = this;
    const body = new URLSearchParams({ m: held.meeting, ...place, version: board.table.dataset.version });
    for (const code of confirmed) body.append("confirmed", code);
    const answer = await board.send("/drop", body);
    if (!answer) return this.release();
    if (answer.done) return this.settle(held, answer);
    this.release();
    if (answer.stale) return board.reload(answer.message);
    const rules = (answer.rules ?? []).map((one) => one.sentence).join(" ") || answer.message;
    if (!answer.rules?.length || answer.rules.some((one) => one.firm)) {
      board.say(board.fill("refused", { rules }), "bad");
      return;
    }
    board.say(rules, "warn", [
      [board.texts.confirm, () => this.send(held, place, answer.rules.map((one) => one.code))],
      [board.texts.leave, () => board.say(board.fill("left", { who: held.who }))],
    ]);
    board.actions.querySelector("button").focus();
  }

  // The page as it is after a move.
  settle(held, answer) {
    const { board } = this;
    this.release();
    if (String(answer.version) !== board.table.dataset.version || !held.from) return board.reload(answer.message);
    const places = answer.moved.map((one) => [one, board.cards(one.m)]);
    for (const [one, cards] of places) {
      for (const card of cards) {
        const row = board.seats ? one.table : board.row(card.closest("td"));
        const cell = board.at(row, one.slot);
        if (!cell) return board.reload(answer.message);
        if (!board.seats) card.querySelector("br").nextSibling.textContent = board.fill("table", one);
        cell.append(card);
      }
      board.mark(one.m, true);
    }
    const breaks = document.getElementById("breaks");
    if (breaks && answer.breaks !== null && breaks.textContent !== String(answer.breaks)) {
      breaks.textContent = answer.breaks;
      // What was proved of the number before is not said of this one.
      breaks.previousElementSibling.textContent = board.texts.breaks;
    }
    held.card.focus();
    const { m, from } = answer.moved[0];
    const back = () => this.send({ ...held, meeting: m }, { slot: from[0], table: from[1] });
    board.say(answer.message, "good", from ? [[board.texts.undo, back]] : []);
  }

  leave() {
    const { board, held } = this;
    this.release();
    if (!held) return;
    if (held.from) board.focus(held.from);
    board.say(board.fill("left", { who: held.who }));
  }

  release() {
    const { table } = this.board;
    table.classList.remove("moving");
    for (const cell of table.querySelectorAll(".ok, .maybe, .no, .over")) {
      cell.classList.remove("ok", "maybe", "no", "over");
    }
    for (const card of table.querySelectorAll(".held")) card.classList.remove("held");
    this.held = null;
  }

  // The pointer is down on a card: it is dragged once it has gone a little.
  press(card, start) {
    const ghost = document.createElement("div");
    ghost.className = "dragged";
    ghost.setAttribute("aria-hidden", "true");
    let over = null;
    const moved = (event) => {
      if (!ghost.isConnected) {
        if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < THRESHOLD) return;
        ghost.textContent = this.board.who(card);
        document.body.append(ghost);
        this.pick(card, "dragged");
      }
      ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 12}px)`;
      this.scroll(event);
      const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest("#sheet td:not(.gap)") ?? null;
      if (cell !== over && this.held) {
        over = cell;
        this.over(cell);
      }
    };
    const finish = (event) => {
      stop();
      if (!ghost.isConnected) return;
      ghost.remove();
      this.dragged = event.type === "pointerup";
      // The click that follows a drag comes at once, if it comes.
      setTimeout(() => { this.dragged = false; }, 0);
      const cell = event.type === "pointerup" ? over : null;
      if (cell && this.held?.targets) this.dropped(cell);
      else this.leave();
    };
    const key = (event) => event.key === "Escape" && finish(event);
    const stop = () => {
      document.removeEventListener("pointermove", moved);
      document.removeEventListener("pointerup", finish);
      document.removeEventListener("pointercancel", finish);
      document.removeEventListener("keydown", key);
    };
    document.addEventListener("pointermove", moved);
    document.addEventListener("pointerup", finish);
    document.addEventListener("pointercancel", finish);
    document.addEventListener("keydown", key);
  }

  async dropped(cell) {
    const { text, kind } = this.meets(cell);
    await this.drop(cell);
    if (kind !== "no" && kind !== "others") return;
    this.release();
    this.board.say(text, "bad");
  }

  scroll(event) {
    const box = this.board.table.parentNode;
    const edges = box.getBoundingClientRect();
    const near = (at, first, last) => (at > last - EDGE ? 14 : 0) - (at < first + EDGE ? 14 : 0);
    box.scrollBy(near(event.clientX, edges.left, edges.right), near(event.clientY, edges.top, edges.bottom));
  }
}
