// The volumes in a row: sides to scale, depth as sheets behind each other, what a unit sees framed.

import { make } from "../parts/view.js";
import { boxOf, rangesInWords } from "./sight.js";
import { byTimes } from "./trace.js";

const SVG = "http://www.w3.org/2000/svg", FRONT = 92, THINNEST = 3; // CSS pixels
const APART = 2.4, FINEST_CELL = 3.5, TALLEST_VECTOR = 110;

/** `choose(layer, place or null)`: a volume was pressed, perhaps at a place of its front sheet. */
export function volumeStrip(view, { choose }) {
  const { say } = view, figures = [];
  const element = make("div", { class: "arch-strip", role: "group", "data-part": "strip",
    "aria-label": say("The volumes, layer by layer") });

  function figureAt(place) {
    figures[place] ??= volumeFigure(view, place - 1, choose);
    return figures[place];
  }
  view.listen(element, "keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key], label = event.target.closest("button");
    const next = by && label && figures.find((figure) => figure.element.contains(label)).number + by;
    if (!by || !label || next < 0 || next >= element.childElementCount - 1) return;
    event.preventDefault();
    choose(next, null);
    figures[next + 1].label.focus();
  });
  return {
    element,
    /** `seen`: places from the input on, as far as the unit's layer; `chosen` is a layer's number. */
    draw({ steps, layers, inputShape, seen, chosen, fault }) {
      const shapes = [inputShape, ...steps.map(({ shape }) => shape)];
      const scale = FRONT / Math.max(...shapes.flatMap((shape) => (shape.length > 1 ? shape.slice(0, 2) : [])));
      const shown = [null, ...layers].map((layer, place) => {
        const figure = figureAt(place), kind = layer?.kind ?? say("input");
        figure.draw({ kind, shape: shapes[place], scale, places: seen[place],
          isChosen: place - 1 === chosen, isFault: fault?.layer === place - 1 });
        return figure.element;
      });
      if (shown.length !== element.childElementCount) element.replaceChildren(...shown);
    },
  };
}

function volumeFigure(view, number, choose) {
  const { say } = view;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  const name = make("span", { class: "arch-kind" }), size = make("span");
  const seen = make("span", { class: "arch-seen" });
  const isInput = number < 0;
  const label = isInput ? make("div", { class: "arch-name" }, name, size, seen)
    : make("button", { type: "button", class: "arch-name" }, name, size, seen);
  const element = make("div", { class: "arch-volume", "data-layer": number }, svg, label);
  const rangesOf = (places) => (boxOf(places) ? rangesInWords(say, boxOf(places)) : [say("only padding")]);
  let front = null, shape = null;

  view.listen(label, "click", () => isInput || choose(number, null));
  view.listen(svg, "click", (event) => {
    if (isInput || !shape) return;
    const box = svg.getBoundingClientRect(), cell = front.width / (shape[1] ?? 1);
    const row = Math.floor((event.clientY - box.top - front.y) / cell);
    const column = Math.floor((event.clientX - box.left - front.x) / cell);
    const inside = shape.length > 1 && row >= 0 && column >= 0 && row < shape[0] && column < shape[1];
    choose(number, inside ? { row, column } : null);
  });
  return {
    element, label, number,
    draw({ kind, shape: now, scale, places, isChosen, isFault }) {
      shape = now;
      name.textContent = isInput ? kind : `${number} ${kind}`;
      size.textContent = shape ? byTimes(shape) : isFault ? say("does not fit") : say("not reached");
      const ranges = places && shape.length > 1 ? rangesOf(places) : [];
      seen.replaceChildren(...ranges.map((range) => make("span", {}, range)));
      if (!isInput) label.setAttribute("aria-pressed", isChosen);
      element.classList.toggle("arch-unreached", !shape);
      element.classList.toggle("arch-fault", isFault);
      if (!shape) drawNothing(svg);
      else if (shape.length > 1) front = drawVolume(svg, shape, scale, places);
      else drawVector(svg, shape[0], places);
    },
  };
}

function part(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
const sheetAt = (x, y, width, height, kind) => part("rect", { x, y, width, height, class: kind });

function fill(svg, width, height, parts) {
  svg.setAttribute("width", Math.ceil(width) + 2);
  svg.setAttribute("height", Math.ceil(height) + 2);
  svg.replaceChildren(...parts);
}

/** Draws the sheets, the last one first; returns the front one, { x, y, width, height }. */
function drawVolume(svg, [rows, columns, depth], scale, places) {
  const width = Math.max(THINNEST, columns * scale), height = Math.max(THINNEST, rows * scale);
  const back = 5 * (Math.log2(depth + 1) - 1), sheets = Math.min(depth, 1 + Math.round(back / APART));
  const front = { x: 1, y: 1 + back, width, height };
  const parts = Array.from({ length: sheets }, (_, i) => {
    const off = sheets > 1 ? back * (1 - i / (sheets - 1)) : 0;
    return sheetAt(front.x + off, front.y - off, width, height, "arch-sheet");
  });
  const cell = width / columns;
  if (cell >= FINEST_CELL) parts.push(cellLines(front, rows, columns));
  const box = places && boxOf(places);
  if (box) parts.push(...frameOn(front, box, cell));
  fill(svg, width + back, height + back, parts);
  return front;
}

function cellLines({ x, y, width, height }, rows, columns) {
  const across = Array.from({ length: rows - 1 }, (_, i) => `M${x} ${y + ((i + 1) * height) / rows}h${width}`);
  const down = Array.from({ length: columns - 1 }, (_, i) => `M${x + ((i + 1) * width) / columns} ${y}v${height}`);
  return part("path", { d: [...across, ...down].join(""), class: "arch-lines" });
}

function frameOn({ x, y }, { top, left, height, width }, cell) {
  const box = [x + left * cell, y + top * cell, Math.max(2, width * cell), Math.max(2, height * cell)];
  return ["arch-halo", "arch-frame"].map((kind) => sheetAt(...box, kind));
}

/** A vector: one cell for each of a few, else a bar as long as their logarithm. */
function drawVector(svg, count, places) {
  const few = count <= 12, height = few ? 9 * count : Math.min(TALLEST_VECTOR, 60 + 8 * Math.log2(count / 4));
  const front = { x: 1, y: 1, width: 9, height }, parts = [sheetAt(1, 1, 9, height, "arch-sheet")];
  if (few) parts.push(cellLines(front, count, 1));
  if (places) {
    const [first, last] = [places.rows[0], places.rows.at(-1) + 1].map((at) => (at / count) * height);
    const frame = [1, 1 + first, 9, Math.max(2, last - first)];
    parts.push(...["arch-halo", "arch-frame"].map((kind) => sheetAt(...frame, kind)));
  }
  fill(svg, 9, height, parts);
}

function drawNothing(svg) {
  const mark = part("text", { x: 12, y: 20, class: "arch-nothing" });
  mark.textContent = "?";
  fill(svg, 24, 28, [sheetAt(1, 1, 22, 26, "arch-empty"), mark]);
}
