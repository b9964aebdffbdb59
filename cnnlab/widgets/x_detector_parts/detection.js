// The way from a drawing to the verdict, and the X that the sliders draw. Python is the reference:
// cnnlab/widgets/x_detector.py and x_drawings.py define every number here, and a test compares them.

import { both, crossCorrelate, pool, slideOver } from "../parts/arithmetic.js";
import { picture } from "../parts/arrays.js";

const STROKE_REACH = 0.6; // a stroke covers the cells whose centres are at most this far from it

/** An X of two strokes on `rows` × `columns` cells: +1 where there is a stroke, −1 where there is none. */
export function drawX({ shift: [down, right], size, angle, shear }, rows, columns) {
  const inMiddle = { row: (rows - 1) / 2 + down, column: (columns - 1) / 2 + right };
  const ends = [1, -1].map((lean) => turnedBy(angle, { row: size, column: (lean + shear) * size }));
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const cell = { row: row - inMiddle.row, column: column - inMiddle.column };
      return ends.some((end) => squaredDistance(cell, end) <= STROKE_REACH * STROKE_REACH) ? 1 : -1;
    }));
}

function turnedBy(angle, { row, column }) {
  const radians = angle * Math.PI / 180, exact = [Math.cos(radians), Math.sin(radians)];
  const [cosine, sine] = exact.map((each) => Math.floor(each * 1e12 + 0.5) / 1e12);
  return { row: column * sine + row * cosine, column: column * cosine - row * sine };
}

/** How far a cell is from the stroke between minus the end and the end, squared. */
function squaredDistance(cell, end) {
  const along = (cell.row * end.row + cell.column * end.column) / (end.row * end.row + end.column * end.column);
  const nearest = Math.min(Math.max(along, -1), 1);
  const row = cell.row - nearest * end.row, column = cell.column - nearest * end.column;
  return row * row + column * column;
}

/** Every step of the detector. Each of `rows` is one filter's: its map, biased, rectified, pooled, evidence. */
export function detect({ image, filters, thresholds, relu, pool: size, stride }) {
  const drawn = picture(image.length, image[0].length, 1, Float64Array.from(image.flat()));
  const rows = filters.map((filter, i) => {
    const slide = slideOver(drawn, [filter.length, filter[0].length]);
    const sums = crossCorrelate(drawn, filter, slide, new Float64Array(slide.rows * slide.columns));
    const map = picture(slide.rows, slide.columns, 1, sums);
    const biased = { ...map, values: sums.map((sum) => sum + -thresholds[i]) };
    const rectified = relu ? { ...map, values: biased.values.map((sum) => Math.max(0, sum)) } : biased;
    const pooled = pool(rectified, windowOf(size, map), stride, "max");
    return { map, biased, rectified, pooled, evidence: Math.max(...pooled.values) };
  });
  const score = Math.min(...rows.map(({ evidence }) => evidence));
  return { rows, score, isX: score > 0 };
}

/** The pooling window in a map, [rows, columns]: null is the whole map, and so is one that is too large. */
export function windowOf(size, { height, width }) {
  const [rows, columns] = both(size ?? Infinity);
  return [Math.min(rows, height), Math.min(columns, width)];
}

/** The largest number of a map, and every place where it stands. */
export function peaksOf({ width, values }) {
  const largest = Math.max(...values);
  const at = [...values.keys()].filter((i) => values[i] === largest);
  return { largest, places: at.map((i) => ({ row: Math.floor(i / width), column: i % width })) };
}
