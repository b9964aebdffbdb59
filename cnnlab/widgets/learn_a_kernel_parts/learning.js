// Gradient descent on a few numbers; nothing is drawn here. Python is the reference:
// LearnAKernel.gradient, .step and .outcome, and a test compares each step.

import { crossCorrelate, slideOver } from "../parts/arithmetic.js";
import { picture } from "../parts/arrays.js";

const FOUND = 1e-3; // how near every weight has to come. These four also in learn_a_kernel.py
const ALIKE = 1e-10; // a loss so small says: the maps are the same
const SLOW = 0.8, SLOW_OVER = 20; // the loss kept more than this share of what it was so many steps before
const OUT_OF_SIGHT = 1e6; // a loss beyond this ends the descent: nothing is left to see

/** The map that a kernel makes of an image, both lists of rows. */
export function mapOf(image, kernel) {
  const pixels = picture(image.length, image[0].length, 1, image.flat());
  const slide = slideOver(pixels, [kernel.length, kernel[0].length]);
  const values = crossCorrelate(pixels, kernel, slide, new Float64Array(slide.rows * slide.columns));
  return { height: slide.rows, width: slide.columns, values };
}

/** Both maps, the mean squared error between them, and its gradient: dL/dmap slid over the image. */
export function compareMaps({ image, target, guess }) {
  const wanted = mapOf(image, target), made = mapOf(image, guess), count = made.values.length;
  const difference = { ...made, values: made.values.map((value, at) => value - wanted.values[at]) };
  const loss = difference.values.reduce((sum, each) => sum + each * each, 0) / count;
  const upstream = rowsOf({ ...made, values: difference.values.map((each) => (2 * each) / count) });
  return { wanted, made, difference, loss, gradient: rowsOf(mapOf(image, upstream)) };
}

/** The guess and the losses after one more step, or null where nothing is left to see. */
export function stepDown({ image, target, guess, losses, lr }) {
  const { gradient, loss } = compareMaps({ image, target, guess });
  if (loss > OUT_OF_SIGHT) return null;
  const next = guess.map((row, i) => row.map((weight, j) => weight - lr * gradient[i][j]));
  return { guess: next, losses: [...losses, compareMaps({ image, target, guess: next }).loss] };
}

/** How it goes: "start", "learning", "slow", "found", "alike" or "growing". */
export function outcomeOf({ target, guess, losses }) {
  const loss = losses.at(-1), steps = losses.length - 1;
  const errors = guess.flatMap((row, i) => row.map((weight, j) => Math.abs(weight - target[i][j])));
  if (Math.max(...errors) < FOUND) return "found";
  if (steps > 0 && loss > losses.at(-2) && loss > ALIKE) return "growing";
  if (loss < ALIKE) return "alike";
  if (steps >= SLOW_OVER && loss > SLOW * losses.at(-1 - SLOW_OVER)) return "slow";
  return steps > 0 ? "learning" : "start";
}

/** The first guess for a target, and its loss. */
export function firstGuess({ image, target, first }) {
  const guess = target.map((row, i) => row.map((_, j) => first[i][j]));
  return { guess, losses: [compareMaps({ image, target, guess }).loss] };
}

const rowsOf = ({ height, width, values }) =>
  Array.from({ length: height }, (_, row) => [...values.subarray(row * width, (row + 1) * width)]);
