// The chosen layer's map as a grid of units, and the picture with what a unit sees of it.

import { fromPython, toGrey } from "../parts/arrays.js";
import { canvasPicture } from "../parts/canvas.js";
import { greyScale, paintColours, paintShades, rangeOf } from "../parts/colours.js";
import { boxOf } from "./sight.js";
import { byTimes, product, sidesOf } from "./trace.js";

const LIGHT = 0xfff5e4d6, DARKER = 0xffe8cdb4, BLANK = 0xffffffff; // bytes in the order of a canvas
const TINT = 0xff2f8cff, TELLS_CELLS = 64;

/** Options: `look(place or null)` is the unit under the pointer, `choose(place)` the one pressed or reached
 *  with the keys; a place is { row, column }, of a vector { row: the number, column: 0 }. */
export function unitMap(view, { look, choose }) {
  const { say } = view;
  let shape = [1, 1, 1];
  const shown = canvasPicture(view, {
    title: say("Map"), part: "map", largest: 250,
    hint: say("Point at a unit and press to choose it. With the keyboard, the arrow keys go from unit to unit."),
    point: (cell, how) => (how === "key" ? cell && choose(unitAt(cell)) : look(cell && unitAt(cell))),
  });
  view.listen(shown.stage, "click", (event) => {
    const box = shown.stage.getBoundingClientRect(), { width, height } = shown.canvas;
    const unit = unitAt({ row: Math.floor(((event.clientY - box.top) / box.height) * height),
      column: Math.floor(((event.clientX - box.left) / box.width) * width) });
    if (unit) choose(unit);
  });

  /** A vector stands in rows of 20 numbers; a long one as a square. */
  const perRow = () =>
    (shape.length > 1 ? shape[1] : Math.min(shape[0], Math.max(20, Math.ceil(Math.sqrt(shape[0])))));
  function unitAt({ row, column }) {
    if (shape.length > 1) return { row, column };
    const number = Math.min(row * perRow() + column, shape[0] - 1);
    return { row: number, column: 0 };
  }
  const cellOf = ({ row, column }) =>
    shape.length > 1 ? { row, column } : { row: Math.floor(row / perRow()), column: row % perRow() };

  return {
    element: shown.element,
    draw(step, number, unit) {
      shown.element.hidden = !step;
      if (!step) return;
      shape = step.shape;
      const name = say("Layer {number}, {kind}: {shape}", { number, kind: step.layer.kind, shape: byTimes(shape) });
      shown.name(name, name);
      const columns = perRow(), count = product(sidesOf(shape)), rows = Math.ceil(count / columns);
      shown.paint(rows, columns, (pixels) => paintUnits(pixels, rows, columns, count));
      this.mark(unit);
    },
    mark(unit) {
      shown.cursor = cellOf(unit);
      const { row, column } = cellOf(unit);
      shown.marks([{ top: row, left: column, height: 1, width: 1 }]);
    },
  };
}

/** Units have no numbers here, only places: a chessboard tells them apart. */
function paintUnits(pixels, rows, columns, count) {
  const tells = Math.max(rows, columns) <= TELLS_CELLS;
  for (let i = 0; i < pixels.length; i++)
    pixels[i] = i >= count ? BLANK : tells && (Math.floor(i / columns) + (i % columns)) % 2 ? DARKER : LIGHT;
}

/** The picture at the input's size, and frames on it. */
export function inputPicture(view) {
  const { say, model } = view;
  const shown = canvasPicture(view, { title: say("Picture"), part: "picture", largest: 250 });
  let drawn = "", source = null, pixelsOf = null, isTinted = false;
  return {
    element: shown.element,
    draw([height, width, depth], places, words) {
      const key = `${height} ${width} ${depth === 3}`;
      const isNew = key !== drawn || source !== model.get("picture");
      [drawn, source] = [key, model.get("picture")];
      if (isNew) pixelsOf = resampled(fromPython(source), height, width, depth === 3);
      const box = places && boxOf(places), count = box && places.rows.length * places.columns.length;
      const hasGaps = box && count < box.height * box.width;
      if (isNew || hasGaps || isTinted)
        shown.paint(height, width, (pixels) => {
          pixels.set(pixelsOf);
          if (hasGaps) tint(pixels, width, places);
        });
      isTinted = hasGaps;
      const title = say("Input: {shape}", { shape: byTimes([height, width, depth]) });
      shown.name(`${title}. ${words}`, title);
      shown.marks(box ? [box] : []);
    },
  };
}

/** Where there are gaps between the places, each of them is tinted: a box would promise too much. */
function tint(pixels, width, { rows, columns }) {
  const mix = (pixel, at) => (0.45 * ((pixel >>> at) & 255) + 0.55 * ((TINT >>> at) & 255)) << at;
  for (const row of rows)
    for (const column of columns) {
      const place = row * width + column;
      pixels[place] = (0xff000000 | mix(pixels[place], 16) | mix(pixels[place], 8) | mix(pixels[place], 0)) >>> 0;
    }
}

/** The middle of the picture in the input's proportions, made as small as the input: pixels of a canvas. */
function resampled(picture, height, width, inColour) {
  const shown = inColour ? picture : toGrey(picture), full = canvasOf(shown), small = document.createElement("canvas");
  Object.assign(small, { height, width });
  const factor = Math.min(full.height / height, full.width / width);
  const part = [width * factor, height * factor];
  const context = small.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.drawImage(full, (full.width - part[0]) / 2, (full.height - part[1]) / 2, ...part, 0, 0, width, height);
  return new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
}

function canvasOf({ height, width, channels, values }) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { height, width });
  const context = canvas.getContext("2d"), image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer), range = rangeOf(values);
  if (channels === 3) paintColours(pixels, values, range);
  else paintShades(pixels, values, greyScale(...range));
  context.putImageData(image, 0, 0);
  return canvas;
}
