// The shifted map, what is left of it three ways, and how much a shift changes; nothing is drawn here.
// Python is the reference: PoolingExplorer.max_pooled and so on, and a test compares every number.

import { both, crossCorrelate, pool, slideOver } from "../parts/arithmetic.js";
import { picture } from "../parts/arrays.js";

export const METHODS = ["max", "mean", "strided"];
export const LARGEST_WINDOW = 16; // rows or columns

/** The map moved by [rows down, columns to the right]; zeros come in behind it. */
export function shiftedMap({ height, width, values }, [down, right]) {
  const moved = new values.constructor(height * width);
  const kept = width - Math.abs(right);
  if (kept > 0)
    for (let row = Math.max(0, down); row < Math.min(height, height + down); row++) {
      const from = (row - down) * width + Math.max(0, -right);
      moved.set(values.subarray(from, from + kept), row * width + Math.max(0, right));
    }
  return picture(height, width, 1, moved);
}

/** { max, mean, strided }: three pictures. */
export function downsampled(map, window, stride, kernel) {
  const slide = slideOver(map, both(window), { stride });
  const strided = crossCorrelate(map, kernel, slide, new Float64Array(slide.rows * slide.columns));
  return {
    max: pool(map, window, stride, "max"),
    mean: pool(map, window, stride, "mean"),
    strided: picture(slide.rows, slide.columns, 1, strided),
  };
}

// Kernels of the strided convolution ----------------------------------------------------------

const kernelOf = (weight) => ([rows, columns]) =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => weight(i, j, rows * columns)));
export const KERNELS = {
  mean: kernelOf((i, j, count) => 1 / count),
  top_left: kernelOf((i, j) => (i === 0 && j === 0 ? 1 : 0)),
};

/** "mean", "top_left" or "own". */
export function kindOf(kernel) {
  const size = [kernel.length, kernel[0].length];
  return Object.keys(KERNELS).find((name) => String(KERNELS[name](size)) === String(kernel)) ?? "own";
}

/** The kernel for another window: the same kind, or the same weights and zeros. */
export function refitted(kernel, window) {
  if (kernel.length === window[0] && kernel[0].length === window[1]) return kernel;
  const named = KERNELS[kindOf(kernel)];
  return named ? named(window) : kernelOf((i, j) => kernel[i]?.[j] ?? 0)(window);
}

// What a shift changes ------------------------------------------------------------------------

/** Whether two numbers differ by more than rounding. */
export const differ = (a, b) => Math.abs(a - b) > 1e-9 * Math.abs(a) + 1e-12;

/** How many numbers changed, of how many, by how much on average, and what share that is of the
 *  average size of a number before (NaN where all were 0). */
export function changeOf(before, after) {
  let changed = 0, sum = 0, size = 0;
  before.values.forEach((number, i) => {
    if (differ(number, after.values[i])) changed++;
    sum += Math.abs(after.values[i] - number);
    size += Math.abs(number);
  });
  const all = before.values.length;
  return { changed, all, mean: sum / all, share: sum / size };
}

/** Where the shift is a whole number of strides: how many numbers of the output are found again that
 *  many places further, of those that have not left it. Else null. */
export function movedAlong(before, after, shift, stride) {
  const steps = shift.map((by, axis) => by / stride[axis]);
  if (!steps.every(Number.isInteger) || steps.every((step) => step === 0)) return null;
  let found = 0, all = 0;
  for (let row = 0; row < after.height; row++)
    for (let column = 0; column < after.width; column++) {
      const [y, x] = [row - steps[0], column - steps[1]];
      if (y < 0 || y >= before.height || x < 0 || x >= before.width) continue;
      all++;
      if (!differ(before.values[y * before.width + x], after.values[row * after.width + column])) found++;
    }
  return { found, all, steps };
}

// Windows -------------------------------------------------------------------------------------

/** The places of a window, row by row, with their numbers. */
export function windowAt(map, window, stride, { row, column }) {
  const [top, left] = [row * stride[0], column * stride[1]];
  const cells = [];
  for (let i = top; i < top + window[0]; i++)
    for (let j = left; j < left + window[1]; j++)
      cells.push({ row: i, column: j, number: map.values[i * map.width + j] });
  return { top, left, height: window[0], width: window[1], cells };
}

/** The first and the last window along one axis that hold the row or column `at`; first > last: none. */
function windowsAlong(at, window, stride, count) {
  return [Math.max(0, Math.ceil((at - window + 1) / stride)), Math.min(count - 1, Math.floor(at / stride))];
}

/** Every place of the output whose window holds one place of the map. */
export function placesFedBy({ row, column }, window, stride, { height, width }) {
  const [top, bottom] = windowsAlong(row, window[0], stride[0], height);
  const [left, right] = windowsAlong(column, window[1], stride[1], width);
  const places = [];
  for (let i = top; i <= bottom; i++)
    for (let j = left; j <= right; j++) places.push({ row: i, column: j });
  return places;
}

/** The rows (or columns) of the map that lie in no window, as runs: [{ start, length }]. */
export function leftOut(size, window, stride, count) {
  const runs = [];
  for (let at = 0; at < size; at++) {
    const [first, last] = windowsAlong(at, window, stride, count);
    if (first <= last) continue;
    const run = runs.at(-1);
    if (run && run.start + run.length === at) run.length++;
    else runs.push({ start: at, length: 1 });
  }
  return runs;
}
