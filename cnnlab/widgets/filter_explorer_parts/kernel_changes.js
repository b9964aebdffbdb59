// What can be done to a whole kernel. Each function returns a new one.

/** The kernel with another number in one cell. */
export const withWeight = (kernel, row, column, weight) =>
  kernel.map((numbers, i) => numbers.map((old, j) => (i === row && j === column ? weight : old)));

const middleIndex = (size) => (size - 1) >> 1; // of an even size, the first of the two

/** The kernel with other numbers of rows and columns: its middle stays the middle, so that one row
 *  more and then one row less is the old kernel again. */
export function resized(kernel, rows, columns) {
  const down = middleIndex(rows) - middleIndex(kernel.length);
  const right = middleIndex(columns) - middleIndex(kernel[0].length);
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => kernel[i - down]?.[j - right] ?? 0));
}

export const quarterTurned = (kernel) => kernel[0].map((_, j) => kernel.map((row) => row[j]).reverse());
export const negated = (kernel) => kernel.map((row) => row.map((weight) => 0 - weight));
export const zeroed = (kernel) => kernel.map((row) => row.map(() => 0));

/** The sum of the weights; 0 where only the rounding of decimals keeps it from being 0. */
export function sumOf(kernel) {
  const weights = kernel.flat(), sum = weights.reduce((total, weight) => total + weight, 0);
  const size = weights.reduce((total, weight) => total + Math.abs(weight), 0);
  return Math.abs(sum) > 1e-12 * size ? sum : 0;
}
export const withSumOne = (kernel) => kernel.map((row) => row.map((weight) => weight / sumOf(kernel)));

/** A kernel of this size that leaves every picture as it is. */
export function identityLike(kernel) {
  return kernel.map((row, i) =>
    row.map((_, j) => Number(i === middleIndex(kernel.length) && j === middleIndex(row.length))));
}
