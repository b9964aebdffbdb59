// Every step of a sliding kernel, and how its numbers are written; nothing is drawn here.
// Python is the reference: convolution.steps, and a test compares each patch, product and sum.

import { patchAt, slideOver, turned } from "./arithmetic.js";
import { picture } from "./arrays.js";
import { exact, short } from "./words.js";

/** Cells of the image with its padding, each way: more can't be read beside each other. */
const MOST_CELLS = 20;

/** How the kernel walks over the image, both lists of rows: { image, kernel, slide, steps, padded },
 *  the kernel as it is laid on the image, `padded` the size of the image with its padding, and the
 *  steps in reading order, each with row, column (in the map), top, left (in the image, negative in
 *  the padding), patch, products and sum. */
export function walkOver(image, weights, settings) {
  const kernel = settings.flip ? turned(weights) : weights;
  const kernelSize = [kernel.length, kernel[0].length];
  const pixels = picture(image.length, image[0].length, 1, image.flat());
  const slide = slideOver(pixels, kernelSize, settings);
  const padded = [image.length, image[0].length].map((size, axis) => slide.before[axis] + size + slide.after[axis]);
  const steps = [];
  for (let row = 0; row < slide.rows; row++)
    for (let column = 0; column < slide.columns; column++)
      steps.push(stepAt(row, column, patchAt(pixels, kernelSize, slide, row, column), kernel, slide));
  return { image, kernel, slide, steps, padded };
}

function stepAt(row, column, patch, kernel, { stride, before }) {
  const products = patch.map((pixels, i) => pixels.map((pixel, j) => pixel * kernel[i][j]));
  const sum = products.flat().reduce((total, product) => total + product, 0);
  return { row, column, top: row * stride[0] - before[0], left: column * stride[1] - before[1], patch, products, sum };
}

/** Why the kernel can't walk so, as a sentence; empty where it can. */
export function faultOf({ slide, padded }, say) {
  const axis = slide.rows < 1 ? 0 : 1, values = { span: slide.spans[axis], size: padded[axis] };
  if (slide.rows < 1 || slide.columns < 1)
    return say("A kernel spanning {span} pixels does not fit in {size} pixels, padding included. Use less dilation or more padding.", values);
  const [height, width] = padded, most = MOST_CELLS;
  if (Math.max(height, width) > most)
    return say("With this padding there would be {height} × {width} cells, too many to read: {most} each way at most.", { height, width, most });
  return "";
}

/** The frames round the pixels under the kernel: one, or with dilation one for each weight. */
export function framesOf({ top, left }, { kernel, slide: { dilation, before } }) {
  const [height, width] = [kernel.length, kernel[0].length];
  const [first, start] = [top + before[0], left + before[1]];
  if (dilation[0] === 1 && dilation[1] === 1) return [{ row: first, column: start, height, width }];
  return Array.from({ length: height * width }, (_, at) => ({
    row: first + Math.floor(at / width) * dilation[0], column: start + (at % width) * dilation[1], height: 1, width: 1,
  }));
}

/** A number with three digits or three decimals, and its whole part in full: 4, −0.333, 0.008, 12.3, 255.5. */
export function threeDigits(number) {
  const size = Math.abs(number);
  if (Number.isInteger(number) && size < 1e6) return exact(number + 0); // no −0
  if (size >= 1e6) return short(number);
  if (size >= 100) return exact(Number(number.toFixed(1)));
  return exact(Number(number.toPrecision(size >= 0.1 ? 3 : size >= 0.01 ? 2 : 1)));
}

const shown = (number) => Number(threeDigits(number).replaceAll("−", "-"));
const isExact = (number) => Math.abs(number - shown(number)) < 1e-9;

/** "=" where every number of the sum is written exactly, else "≈". */
export function equalsSign({ patch, products, sum }, kernel) {
  return [sum, ...patch.flat(), ...kernel.flat(), ...products.flat()].every(isExact) ? "=" : "≈";
}

/** The terms of the sum as people write them: ["1·1", "1·(−2)", ...]. */
export function termsOf({ patch }, kernel) {
  const factor = (number) => (number < 0 ? `(${threeDigits(number)})` : threeDigits(number));
  return patch.flatMap((pixels, i) => pixels.map((pixel, j) => `${factor(pixel)}·${factor(kernel[i][j])}`));
}

/** Whether a student's number is the sum. Where the screen shows rounded numbers, the answer may be as
 *  far off as adding up rounded products can be. */
export function isTheSum(guess, step, kernel) {
  const products = step.products.flat();
  const size = products.reduce((total, product) => total + Math.abs(product), 0);
  const rounded = products.reduce((total, product) => total + Math.abs(product - shown(product)), 0);
  const off = equalsSign(step, kernel) === "=" ? 1e-9 * size + 1e-12 : 0.01 * size + rounded;
  return Math.abs(guess - step.sum) <= off;
}

/** Whether the number is the sum of the pixels, without the weights: the usual wrong answer. */
export function forgetsTheWeights(guess, { patch }) {
  return Math.abs(guess - patch.flat().reduce((total, pixel) => total + pixel, 0)) < 1e-9;
}

/** What to tell a student whose answer can't be read as a number. */
export function notANumber(text, say) {
  return text.trim()
    ? say("“{text}” is not a number. Numbers look like 2, −0.5 or 1/9.", { text })
    : say("Write a number first, such as 2, −0.5 or 1/9.");
}
