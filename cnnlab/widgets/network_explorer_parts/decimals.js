// Numbers that stand together are written with equally many decimals.

import { short } from "../parts/words.js";

/** Returns a function that writes each of these numbers, with as many decimals as the largest needs. */
export function alike(numbers) {
  const largest = numbers.reduce((most, number) => Math.max(most, Math.abs(number ?? 0)), 0);
  if (!(largest > 1e-4 && largest < 100)) return short;
  const decimals = largest >= 10 ? 1 : Math.max(2, 1 - Math.floor(Math.log10(largest)));
  return (number) => short(Number(number.toFixed(decimals)));
}
