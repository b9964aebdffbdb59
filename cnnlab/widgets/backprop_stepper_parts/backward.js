// What each position of the kernel hands out on the way back; nothing is drawn here.
// Python is the reference: BackpropStepper.steps and .so_far, and a test compares each number.

import { walkOver } from "../parts/steps.js";

const UPSTREAM = [2, -1, 0, 1, -2, 3, 1]; // over and over, where no gradient is given; also in backprop_stepper.py

/** The walk of steps.js with, at each step, the upstream gradient there, and what it hands out:
 *  `kernelShare` to the weights, `inputShare` to the pixels under them; the bias gets `upstream`. */
export function walkBack(image, kernel, gradient, settings) {
  const walk = walkOver(image, kernel, settings);
  const steps = walk.steps.map((step) => {
    const upstream = gradient[step.row][step.column];
    return { ...step, upstream, kernelShare: times(upstream, step.patch), inputShare: times(upstream, kernel) };
  });
  return { ...walk, gradient, steps };
}

/** The gradients of kernel, input and bias after the first `count` steps. */
export function addedUp({ image, kernel, steps }, count) {
  const sums = { kernel: zerosLike(kernel), input: zerosLike(image), bias: 0 };
  for (const { top, left, upstream, kernelShare, inputShare } of steps.slice(0, count)) {
    sums.bias += upstream;
    kernelShare.forEach((row, i) => row.forEach((share, j) => {
      sums.kernel[i][j] += share;
      if (sums.input[top + i]?.[left + j] !== undefined) sums.input[top + i][left + j] += inputShare[i][j]; // else padding
    }));
  }
  return sums;
}

/** An upstream gradient for a map of this size. */
export function someGradient({ rows, columns }) {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => UPSTREAM[(row * columns + column) % UPSTREAM.length]));
}

/** What is asked at step `at`: one share, of a weight and of a pixel by turns. */
export function questionAt({ kernel, steps }, at) {
  const { upstream, patch, kernelShare, inputShare } = steps[at], columns = kernel[0].length;
  const cell = (2 * at + 1) % (kernel.length * columns), row = Math.floor(cell / columns), column = cell % columns;
  const kind = at % 2 ? "pixel" : "weight", share = kind === "weight" ? kernelShare : inputShare;
  const [own, met] = kind === "weight" ? [kernel, patch] : [patch, kernel];
  return { kind, row, column, answer: share[row][column], swapped: upstream * own[row][column], met: met[row][column] };
}

const times = (factor, rows) => rows.map((row) => row.map((number) => factor * number));
const zerosLike = (rows) => rows.map((row) => row.map(() => 0));
