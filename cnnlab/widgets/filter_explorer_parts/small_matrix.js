// A few numbers in colour beside each other: to be read, not to be edited.

import { extremes } from "../parts/arrays.js";
import { cssOf } from "../parts/colours.js";
import { make } from "../parts/view.js";
import { short } from "../parts/words.js";
import { rangeText } from "./state.js";

const SIDES = [[5, 32], [7, 28], [Infinity, 12]]; // up to so many rows and columns: so many CSS pixels a cell
const SHORTEST = 20; // CSS pixels of a cell in which a number can still be read

/** The side of a cell in a matrix of this size. */
export const cellSide = (rows, columns) => SIDES.find(([most]) => Math.max(rows, columns) <= most)[1];

/** A matrix with its title; `refresh(title, rows, scale)` shows other numbers. */
export function smallMatrix(view) {
  const caption = make("figcaption");
  const grid = make("div", { class: "cnnlab-small", role: "img" });
  const element = make("figure", {}, caption, grid);
  let cells = [], columns = 0;

  function build(rows, side) {
    columns = rows[0].length;
    cells = rows.flat().map(() => make("span"));
    grid.style.setProperty("--columns", columns);
    grid.style.setProperty("--side", `${side}px`);
    grid.replaceChildren(...cells);
  }

  function refresh(title, rows, scale) {
    const numbers = rows.flat(), side = cellSide(rows.length, rows[0].length);
    if (numbers.length !== cells.length || rows[0].length !== columns) build(rows, side);
    const texts = side < SHORTEST ? numbers.map(() => "") : numbers.map(short);
    const longest = Math.max(...texts.map((text) => text.length), 1);
    grid.style.fontSize = `${Math.min(12, (side * 1.35) / longest)}px`;
    numbers.forEach((number, i) => {
      const { background, ink } = cssOf(number, scale);
      if (cells[i].textContent !== texts[i]) cells[i].textContent = texts[i];
      cells[i].style.background = background;
      cells[i].style.color = ink;
    });
    if (caption.textContent !== title) caption.textContent = title;
    grid.ariaLabel = `${title}: ${inWords(view, rows)}`;
  }
  return { element, refresh };
}

function inWords(view, rows) {
  if (rows.length * rows[0].length > 49) return rangeText(view, extremes(rows.flat()));
  return rows.map((row) => row.map(short).join(" ")).join(" / ");
}
