// A meeting is moved by dragging it, or by the keyboard: Enter picks it up, arrows choose a place, Enter drops it.
import { Board } from "./timetable_board.js";
import { Move } from "./timetable_move.js";

const table = document.getElementById("sheet");
if (table) {
  const board = new Board(table);
  const move = new Move(board);
  board.welcome();

  table.setAttribute("role", "grid");
  table.addEventListener("dragstart", (event) => event.preventDefault());
  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td");
    if (cell) board.rove(cell);
    if (cell && !move.held) board.choose(event.target.closest("a"));
  });
  table.addEventListener("click", (event) => {
    const card = event.target.closest("td a");
    if (!card || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!move.ended()) board.choose(card);
  });
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (step) {
      const next = board.beside(cell, ...step);
      if (next) board.focus(next);
      if (next && move.held) move.over(next);
    } else if (event.key === "Enter" || event.key === " ") {
      if (move.held) move.drop(cell);
      else if (board.card(cell)) move.pick(board.card(cell));
      else return;
    } else if (event.key === "Escape" && move.held) {
      move.leave();
    } else {
      if (event.key === "Tab" && move.held) move.leave();
      return;
    }
    event.preventDefault();
  });
  table.addEventListener("pointerdown", (event) => {
    const card = event.target.closest("td a");
    if (card && event.button === 0 && event.pointerType !== "touch") move.press(card, event);
  });
  const tray = document.getElementById("tray");
  if (tray && board.seats) {
    tray.addEventListener("dragstart", (event) => event.preventDefault());
    tray.addEventListener("click", (event) => move.ended() && event.preventDefault());
    tray.addEventListener("pointerdown", (event) => {
      const card = event.target.closest("a");
      if (card && event.button === 0 && event.pointerType !== "touch") move.press(card, event);
    });
  }
}
