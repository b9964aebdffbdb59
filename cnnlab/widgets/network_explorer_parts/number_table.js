// A few numbers in colour, to be read: a patch, a kernel, their products.

import { extremes } from "../parts/arrays.js";
import { cssOf } from "../parts/colours.js";
import { make } from "../parts/view.js";
import { short } from "../parts/words.js";
import { alike } from "./decimals.js";
import { write } from "./texts.js";

const SIDES = [[3, 36], [4, 30], [5, 28], [8, 24], [16, 12], [Infinity, 8]]; // up to so many rows and columns: CSS pixels of a cell
const SHORTEST = 20; // CSS pixels of a cell in which a number can still be read

/** `refresh(title, rows, scale)` shows a matrix; null is a place where there is no number. */
export function numberTable(view) {
  const caption = make("figcaption"), grid = make("div", { class: "n-table", role: "img" });
  const element = make("figure", {}, caption, grid);
  let cells = [], size = "";

  function refresh(title, rows, scale) {
    const numbers = rows.flat(), columns = rows[0].length;
    const side = SIDES.find(([most]) => Math.max(rows.length, columns) <= most)[1];
    if (size !== `${rows.length} ${columns}`) {
      size = `${rows.length} ${columns}`;
      cells = numbers.map(() => make("span"));
      grid.style.gridTemplateColumns = `repeat(${columns}, ${side}px)`;
      grid.style.gridAutoRows = `${side}px`;
      grid.replaceChildren(...cells);
    }
    const words = alike(numbers);
    const texts = numbers.map((number) => (side < SHORTEST || number === null ? "" : words(number)));
    grid.style.fontSize = `${Math.min(12, (side * 1.5) / Math.max(3, ...texts.map((text) => text.length)))}px`;
    numbers.forEach((number, i) => {
      const { background, ink } = number === null ? { background: "", ink: "" } : cssOf(number, scale);
      write(cells[i], texts[i]);
      cells[i].style.background = background;
      cells[i].style.color = ink;
    });
    write(caption, title);
    grid.ariaLabel = `${title}: ${inWords(view, rows)}`;
  }
  return { element, refresh };
}

function inWords({ say }, rows) {
  const [lowest, highest] = extremes(rows.flat().filter((number) => number !== null)).map(short);
  if (rows.length * rows[0].length > 49) return say("from {lowest} to {highest}", { lowest, highest });
  return rows.map((row) => row.map((number) => (number === null ? "·" : short(number))).join(" ")).join(" / ");
}
