// What one unit sees of everything below it: back through the layers with its rows and its columns.

import { LOOKS_AT_ALL, product, sidesOf } from "./trace.js";

const upTo = (end) => {
  const numbers = new Array(end);
  for (let i = 0; i < end; i++) numbers[i] = i;
  return numbers;
};
const inOrder = (places) => [...new Set(places)].sort((a, b) => a - b);

/** What a unit of the last step sees: [{ rows, columns }, ...], from its own place down to places in the
 *  first step's input. Padding is left out: a zero that was added depends on nothing. */
export function seenBelow(steps, row, column) {
  const seen = [{ rows: [row], columns: [column] }];
  for (const step of [...steps].reverse()) seen.push(oneBelow(step, seen.at(-1)));
  return seen;
}

function oneBelow({ layer, before, slide }, places) {
  const [height, width] = sidesOf(before);
  const isFlattened = layer.kind === "Flatten" && before.length > 1;
  if (LOOKS_AT_ALL.includes(layer.kind) || (isFlattened && places.rows.length === product(before)))
    return { rows: upTo(height), columns: upTo(width) };
  if (isFlattened) { // channel by channel, row by row
    const numbers = places.rows.map((number) => number % (height * width));
    return { rows: inOrder(numbers.map((number) => Math.floor(number / width))),
      columns: inOrder(numbers.map((number) => number % width)) };
  }
  if (!slide) return places;
  const rows = covered(layer, slide, 0, places.rows, height);
  return { rows, columns: covered(layer, slide, 1, places.columns, width) };
}

function covered({ kernel_size }, { stride, dilation, before }, axis, places, size) {
  const length = Array.isArray(kernel_size) ? kernel_size[axis] : kernel_size;
  const met = places.flatMap((place) =>
    upTo(length).map((i) => place * stride[axis] - before[axis] + dilation[axis] * i));
  return inOrder(met.filter((place) => place >= 0 && place < size));
}

/** { size, jump }, each [rows, columns] of the first step's input; null where a layer looks at everything. */
export function fieldOf(steps) {
  const size = [1, 1], jump = [1, 1];
  for (const { layer, slide } of steps) {
    if (LOOKS_AT_ALL.includes(layer.kind)) return null;
    if (!slide) continue;
    for (const axis of [0, 1]) {
      size[axis] += (slide.spans[axis] - 1) * jump[axis];
      jump[axis] *= slide.stride[axis];
    }
  }
  return { size, jump };
}

/** The rectangle round the places, { top, left, height, width }; null where there are none. */
export function boxOf({ rows, columns }) {
  if (!rows.length || !columns.length) return null;
  const [top, left] = [rows[0], columns[0]];
  return { top, left, height: rows.at(-1) - top + 1, width: columns.at(-1) - left + 1 };
}

// In words ------------------------------------------------------------------------------------

export function unitInWords(say, { steps }, { layer, row, column }) {
  const { layer: { kind }, shape } = steps[layer];
  return shape.length > 1 ? say("Row {row}, column {column} of layer {layer} ({kind})", { row, column, layer, kind })
    : say("Number {row} of layer {layer} ({kind})", { row, layer, kind });
}

export function placesInWords(say, places) {
  const box = boxOf(places);
  if (!box) return say("only padding");
  return rangesInWords(say, box).join(", ");
}

/** ["rows 6–19", "columns 8–21"] of a box. */
export function rangesInWords(say, { top, left, height, width }) {
  const range = (from, length) => (length > 1 ? `${from}–${from + length - 1}` : from);
  return [say("rows {range}", { range: range(top, height) }), say("columns {range}", { range: range(left, width) })];
}

/** Sentences: what the unit sees of the picture, how much of that is padding, and whether there are gaps. */
export function sightInWords(say, trace, unit) {
  const below = trace.steps.slice(0, unit.layer + 1), field = fieldOf(below);
  const places = seenBelow(below, unit.row, unit.column).at(-1), box = boxOf(places);
  const name = unitInWords(say, trace, unit);
  if (!box) return [say("{unit} sees nothing of the picture: only padding.", { unit: name })];
  const { height, width } = box, all = height * width;
  const looked = places.rows.length * places.columns.length;
  const sentences = [say("{unit} sees {height} × {width} pixels of the picture: {places}.",
    { unit: name, height, width, places: placesInWords(say, places) })];
  if (field && (field.size[0] > height || field.size[1] > width))
    sentences.push(say("Its receptive field is {field}; what is missing lies beyond the edge, in the padding (rows: {rows}, columns: {columns}).",
      { field: field.size.join(" × "), rows: field.size[0] - height, columns: field.size[1] - width }));
  if (looked < all)
    sentences.push(say("There are gaps: it looks at {looked} of these {all} pixels.", { looked, all }));
  return sentences;
}
