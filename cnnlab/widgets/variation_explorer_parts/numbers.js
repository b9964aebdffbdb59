// How the numbers of the explorer are written.

import { exact, short } from "../parts/words.js";

/** The value of a slider at one of its places: 30°, 0.5. */
export const valueWords = ({ values, unit }, place) => exact(values[place]) + unit;

/** A fraction as people say it: 0.755 is 75.5 %. */
export const perCent = (fraction) => `${exact(Math.round(fraction * 1000) / 10)} %`;

/** By how much a feature is above (+) or below (−) its threshold. */
export function signed(number) {
  const size = Math.abs(number), text = size < 10 ? size.toFixed(2) : short(size);
  return `${number > 0 ? "+" : "−"}${text}`;
}
