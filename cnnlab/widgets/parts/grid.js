// A small matrix as a grid of cells: seen, pointed at, and edited by typing, wheel or keys.

import { cssOf, signedScale } from "./colours.js";
import { exact, readNumber, short } from "./words.js";
import { make } from "./view.js";

const STEPS = { PageUp: 1, "+": 1, PageDown: -1 };

/** Options:
 *    label      what the grid is, for a screen reader
 *    change     (row, column, number, commit): a cell was edited; without it the grid is only read
 *    point      (place or null): the pointer or the keyboard is at { row, column }
 *    scale      (rows) => a scale of colours.js; by default signed, as far as the largest number
 *    step       how much the wheel, Page up and Page down change a number
 *    words      (number) => its text in a cell; by default as short as it can be
 *  `refresh(rows)` shows a matrix; a number that is null leaves its cell empty. */
export function numberGrid(view, { label, change, point = () => {}, scale = signedAround, step = 0.25, words = short }) {
  const { say } = view;
  const element = make("div", { class: "cnnlab-grid", role: "grid", "aria-label": label });
  if (!change) element.setAttribute("aria-readonly", "true");
  let matrix = [[0]], cells = [], chosen = { row: 0, column: 0 }, editing = false;

  function build() {
    element.style.setProperty("--columns", matrix[0].length);
    cells = matrix.map((row) => row.map(() => make("div", { role: "gridcell", class: "cnnlab-cell", tabindex: -1 })));
    element.replaceChildren(...cells.map((row) => make("div", { role: "row" }, ...row)));
    choose({ row: Math.min(chosen.row, cells.length - 1), column: Math.min(chosen.column, cells[0].length - 1) });
  }

  function refresh(rows) {
    const sameSize = rows.length === cells.length && rows[0].length === cells[0]?.length;
    matrix = rows;
    if (!sameSize) build();
    const colours = scale(matrix);
    matrix.forEach((row, i) => row.forEach((number, j) => paint(cells[i][j], number, i, j, colours)));
  }

  function paint(cell, number, row, column, colours) {
    const text = number === null ? "" : words(number);
    if (!cell.querySelector("input") && cell.textContent !== text) cell.textContent = text;
    const spoken = number === null ? say("empty") : exact(number);
    cell.ariaLabel = say("row {row}, column {column}: {number}", { row, column, number: spoken });
    const { background, ink } = number === null ? { background: "", ink: "" } : cssOf(number, colours);
    cell.style.background = background;
    cell.style.color = ink;
  }

  function choose({ row, column }, focus = false) {
    cells[chosen.row]?.[chosen.column]?.setAttribute("tabindex", -1);
    cells[chosen.row]?.[chosen.column]?.removeAttribute("aria-selected");
    chosen = { row, column };
    cells[row][column].setAttribute("tabindex", 0);
    cells[row][column].setAttribute("aria-selected", "true");
    if (focus) cells[row][column].focus();
    point(chosen);
  }

  const numberAt = ({ row, column }) => matrix[row][column];
  function nudge(by) {
    const rounded = Number((numberAt(chosen) + by).toPrecision(12)); // 0.1 + 0.2 is 0.3 here
    change(chosen.row, chosen.column, rounded, true);
  }

  function edit(typed) {
    if (editing) return;
    editing = true;
    const cell = cells[chosen.row][chosen.column], place = chosen;
    const field = make("input", { type: "text", inputmode: "decimal", "aria-label": cell.ariaLabel, autocomplete: "off" });
    field.value = typed ?? exact(numberAt(place));
    cell.replaceChildren(field);
    field.focus();
    if (typed === undefined) field.select();
    const finish = (keep) => {
      if (!editing) return;
      editing = false;
      const number = readNumber(field.value), text = field.value;
      cell.textContent = words(numberAt(place)); // takes the field away
      if (!keep) return;
      const right = Number.isFinite(number);
      view.complain(right ? "" : say("“{text}” is not a number, so the old value stays. Numbers look like 2, −0.5 or 1/9.", { text }));
      if (right) change(place.row, place.column, number, true);
    };
    field.addEventListener("blur", () => finish(true));
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key !== "Enter" && event.key !== "Escape" && event.key !== "Tab") return;
      finish(event.key !== "Escape");
      if (event.key === "Tab") return; // goes on to the next control, as everywhere
      event.preventDefault();
      cell.focus();
    });
  }

  function move(event) {
    const { row, column } = chosen, bottom = cells.length - 1, right = cells[0].length - 1;
    const places = {
      ArrowUp: { row: Math.max(0, row - 1), column },
      ArrowDown: { row: Math.min(bottom, row + 1), column },
      ArrowLeft: { row, column: Math.max(0, column - 1) },
      ArrowRight: { row, column: Math.min(right, column + 1) },
      Home: { row: event.ctrlKey ? 0 : row, column: 0 },
      End: { row: event.ctrlKey ? bottom : row, column: right },
    };
    const place = places[event.key];
    if (place) choose(place, true);
    return Boolean(place);
  }

  function editByKey(event) {
    if (!change || event.ctrlKey) return false;
    if (event.key in STEPS) nudge(STEPS[event.key] * step * (event.shiftKey ? 4 : 1));
    else if (event.key === "Delete" || event.key === "Backspace") change(chosen.row, chosen.column, 0, true);
    else if (event.key === "Enter" || event.key === "F2") edit();
    else if (/^[\d.,−-]$/.test(event.key)) edit(event.key);
    else return false;
    return true;
  }

  const placeOf = (event) => {
    const cell = event.target.closest?.(".cnnlab-cell");
    const row = cells.findIndex((each) => each.includes(cell));
    return row < 0 ? null : { row, column: cells[row].indexOf(cell) };
  };
  view.listen(element, "keydown", (event) => {
    if (event.altKey || event.metaKey || !(move(event) || editByKey(event))) return;
    event.preventDefault();
    event.stopPropagation();
  });
  let touched = null; // the chosen cell, when a finger touches it once more: that edits it
  view.listen(element, "pointerdown", (event) => {
    touched = event.pointerType === "touch" && event.target === document.activeElement ? event.target : null;
  });
  view.listen(element, "click", (event) => {
    const place = placeOf(event);
    if (!place || event.target.tagName === "INPUT") return;
    choose(place, true);
    if (change && touched === event.target) edit();
  });
  view.listen(element, "dblclick", (event) => change && placeOf(event) && edit());
  view.listen(element, "focusin", () => !editing && point(chosen));
  view.listen(element, "pointerover", (event) => point(placeOf(event) ?? chosen));
  view.listen(element, "pointerleave", () => point(element.contains(document.activeElement) ? chosen : null));
  if (change)
    view.listen(element, "wheel", (event) => {
      const place = placeOf(event);
      if (!place || !element.contains(document.activeElement)) return; // the page may scroll on
      event.preventDefault();
      choose(place, true);
      nudge(event.deltaY < 0 ? step : -step);
    }, { passive: false });

  return {
    element, refresh, choose,
    get chosen() { return chosen; },
    /** Gives cells a class of their own: mark("cnnlab-patch", (row, column) => boolean). */
    mark(name, belongs) {
      cells.forEach((row, i) => row.forEach((cell, j) => cell.classList.toggle(name, belongs(i, j))));
    },
  };
}

function signedAround(rows) {
  return signedScale(Math.max(...rows.flat().map((number) => Math.abs(number ?? 0))) || 1);
}
