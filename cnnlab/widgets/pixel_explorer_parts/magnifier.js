// What the rectangle holds, magnified: pixels as squares, and their numbers in them where they can be read.

import { inkOn } from "../parts/colours.js";
import { make } from "../parts/view.js";
import { short } from "../parts/words.js";
import { paintCanvas } from "./painting.js";

const SMALLEST_SIDE = 24; // CSS pixels of a side, so that a single row can be seen
const LINES = 8; // CSS pixels of a cell from which lines part it from the next
const LETTERS = 7; // CSS pixels: smaller ones could not be read
const LINE_HEIGHT = 1.05; // figures have nothing below their line
const SQUARE = 3; // screen pixels of a side from which all cells are of one size; smaller ones are smoothed
const NUMBERED = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** The size of a cell in CSS pixels, where `sharp` screen pixels make one, so that all cells fit. */
export function cellSize(room, rows, columns, sharp) {
  const unit = Math.min(room / columns, room / rows);
  const side = unit * sharp >= SQUARE ? Math.floor(unit * sharp) / sharp : unit;
  return { width: Math.max(side, SMALLEST_SIDE / columns), height: Math.max(side, SMALLEST_SIDE / rows) };
}

/** Options: `point` (pixel or null) and `choose` (pixel) with a { row, column } of the image; `move` (down,
 *  right) chooses the next; `nudge` (steps), `blacken` () and `type` () change the chosen one; `zoomIn` and
 *  `zoomOut` (place) change how much is magnified. */
export function magnifier(view, options) {
  const { say } = view, { point, choose } = options;
  const pixels = make("canvas"); // one pixel each, off the screen
  const canvas = make("canvas", { "aria-hidden": "true" });
  const stage = make("div", {
    class: "cnnlab-magnified", role: "application", tabindex: 0, "aria-label": say("The magnified pixels"),
    "aria-description": say("Arrow keys choose a pixel. Type its new number, or change it with Page up and Page down, with Shift by ten; Delete makes it black."),
  }, canvas);
  const rowNumbers = make("div", { class: "cnnlab-row-numbers", "aria-hidden": "true" });
  const columnNumbers = make("div", { class: "cnnlab-column-numbers", "aria-hidden": "true" });
  const room = make("div", { class: "cnnlab-room" }, columnNumbers, rowNumbers, stage);
  const element = make("figure", { "data-part": "matrix" }, room);
  let top = 0, left = 0, rows = 1, columns = 1, draw = () => {};

  function pixelOf(event) {
    const box = canvas.getBoundingClientRect();
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
    const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
    return row >= 0 && row < rows && column >= 0 && column < columns ? { row: top + row, column: left + column } : null;
  }
  view.listen(stage, "pointermove", (event) => point(pixelOf(event)));
  view.listen(stage, "pointerleave", () => point(null));
  view.listen(stage, "click", (event) => pixelOf(event) && choose(pixelOf(event)));
  view.listen(stage, "dblclick", options.type);
  view.listen(stage, "keydown", (event) => useKey(event, columns, options));
  view.listen(stage, "wheel", (event) => {
    const pixel = pixelOf(event), up = event.deltaY < 0;
    if (!pixel || !stage.matches(":focus")) return; // the page may scroll on
    event.preventDefault();
    if (!stage.hasAttribute("data-numbers")) return (up ? options.zoomIn : options.zoomOut)(pixel);
    choose(pixel);
    options.nudge(up ? 1 : -1);
  }, { passive: false });
  const redraw = view.oncePerFrame(() => draw());
  const observer = new ResizeObserver(redraw);
  observer.observe(room);
  view.atTheEnd(() => observer.disconnect());
  view.listen(window, "resize", redraw); // the page was zoomed: other screen pixels

  /** Draws the picture of a `part`, [top, left, height, width]; `texts()` are the lines of each cell, and
   *  `chosen` is the cell with a frame round it. */
  function show({ picture, part, range, tint, texts, chosen }) {
    [top, left, rows, columns] = part;
    draw = () => {
      const sharp = window.devicePixelRatio || 1;
      const cell = cellSize(room.clientWidth - stage.offsetLeft, rows, columns, sharp);
      const colours = paintCanvas(pixels, picture, range, tint);
      const size = { width: cell.width * columns, height: cell.height * rows };
      const context = enlarge(canvas, pixels, size, { sharp, smooth: cell.width * sharp < SQUARE });
      const letters = texts ? fitting(context, cell, texts()) : null;
      if (Math.min(cell.width, cell.height) >= LINES) drawLines(context, cell, rows, columns, sharp);
      if (letters) write(context, cell, columns, letters, colours);
      drawChosen(context, cell, chosen);
      number(rowNumbers, "top", top, rows, cell.height, 18);
      number(columnNumbers, "left", left, columns, cell.width, 8 + 8 * String(left + columns).length);
      stage.toggleAttribute("data-numbers", letters !== null);
    };
    redraw();
  }
  return { element, stage, show };
}

const ARROW_KEYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function useKey(event, columns, { move, nudge, blacken, type }) {
  const { key } = event, many = event.shiftKey ? 10 : 1;
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (/^[\d.,−-]$/.test(key)) return type(); // and the browser types the key in the field
  if (key in ARROW_KEYS) move(...ARROW_KEYS[key]);
  else if (key === "Home" || key === "End") move(0, key === "Home" ? -columns : columns);
  else if (key === "PageUp" || key === "PageDown") nudge(key === "PageUp" ? many : -many);
  else if (key === "Delete" || key === "Backspace") blacken();
  else if (key === "Enter" || key === "F2") type();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function enlarge(canvas, pixels, { width, height }, { sharp, smooth }) {
  Object.assign(canvas, { width: Math.round(width * sharp), height: Math.round(height * sharp) });
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  const context = canvas.getContext("2d");
  context.imageSmoothingEnabled = smooth;
  context.drawImage(pixels, 0, 0, canvas.width, canvas.height);
  context.scale(sharp, sharp);
  return context;
}

/** The texts with the size at which all of them fit, or null if that is too small to be read. */
function fitting(context, cell, texts) {
  const lines = texts[0].length;
  context.font = "100px system-ui, sans-serif";
  const widths = [...new Set(texts.flat())].map((text) => context.measureText(text).width);
  const width = Math.max(...widths) / 100; // of a letter size of 1
  const across = Math.min(cell.width - 1, 0.94 * cell.width);
  const size = Math.min(16, across / width, (cell.height - 1) / (LINE_HEIGHT * lines));
  return size >= LETTERS ? { texts, size, line: LINE_HEIGHT * size } : null;
}

function write(context, cell, columns, { texts, size, line }, colours) {
  context.font = `${size}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  texts.forEach((lines, i) => {
    context.fillStyle = inkOn(...colours.subarray(4 * i, 4 * i + 3));
    const x = ((i % columns) + 0.5) * cell.width, y = (Math.floor(i / columns) + 0.5) * cell.height;
    lines.forEach((text, k) => context.fillText(text, x, y + (k - (lines.length - 1) / 2) * line));
  });
}

function drawLines(context, cell, rows, columns, sharp) {
  const width = columns * cell.width, height = rows * cell.height, thin = 1 / sharp;
  context.fillStyle = "#8c8c8c";
  for (let row = 1; row < rows; row++) context.fillRect(0, row * cell.height - thin, width, thin);
  for (let column = 1; column < columns; column++) context.fillRect(column * cell.width - thin, 0, thin, height);
}

/** White and blue, so that it shows on any colour; a cell too small to be seen gets a larger frame. */
function drawChosen(context, cell, { row, column }) {
  const [width, height] = [cell.width, cell.height].map((side) => Math.max(side, 8));
  const x = (column + 0.5) * cell.width - width / 2, y = (row + 0.5) * cell.height - height / 2;
  for (const [colour, line] of [["#fff", 4], ["#0057b8", 2]]) {
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.strokeRect(x, y, width, height);
  }
}

/** Numbers beside the rows or above the columns: each, or every 2nd, 5th, ... where they would touch. */
function number(strip, side, first, count, cell, apart) {
  const step = NUMBERED.find((each) => each * cell >= apart) ?? NUMBERED.at(-1);
  const numbers = [];
  for (let i = Math.ceil(first / step) * step; i < first + count; i += step) numbers.push(i);
  const key = `${numbers} ${first} ${cell}`;
  if (strip.dataset.key === key) return;
  strip.dataset.key = key;
  const at = (each) => `${side}: ${(each - first + 0.5) * cell}px`;
  strip.replaceChildren(...numbers.map((each) => make("span", { style: at(each) }, each)));
}

/** The lines of each cell of a picture: its number, or R, G and B with theirs. */
export function textsOf({ channels, values }) {
  if (channels === 1) return Array.from(values, (number) => [short(number)]);
  return Array.from({ length: values.length / 3 }, (_, i) =>
    ["R", "G", "B"].map((letter, channel) => `${letter} ${short(values[3 * i + channel])}`));
}
