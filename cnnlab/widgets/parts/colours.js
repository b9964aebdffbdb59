// Numbers as colours, the same as cnnlab.plots: grey from black to white, and for numbers with a sign
// purple (negative), white (zero), orange (positive).

import { extremes } from "./arrays.js";

const SIGNED_STOPS = ["40187a", "9183c4", "ffffff", "e8953a", "8a3b00"];
const SHADES = 257; // odd, so that zero has the middle one for itself

const SIGNED = Uint32Array.from({ length: SHADES }, (_, shade) => {
  const place = (shade / (SHADES - 1)) * (SIGNED_STOPS.length - 1);
  const stop = Math.min(Math.floor(place), SIGNED_STOPS.length - 2);
  const [from, to] = [SIGNED_STOPS[stop], SIGNED_STOPS[stop + 1]].map(redGreenBlue);
  return opaque(from.map((value, i) => Math.round(value + (to[i] - value) * (place - stop))));
});
const GREY = Uint32Array.from({ length: SHADES }, (_, shade) => {
  const level = Math.round((shade / (SHADES - 1)) * 255);
  return opaque([level, level, level]);
});

function redGreenBlue(hex) {
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
}
function opaque([red, green, blue]) {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0; // the order of bytes in a canvas
}

/** A scale says which number is the first colour and which the last. */
export const signedScale = (limit) => ({ shades: SIGNED, lowest: -limit, highest: limit });
export const greyScale = (lowest, highest) => ({ shades: GREY, lowest, highest });

/** Black to white over [0, 255] for uint8; else the first of [0, 1], [−1, 1], [0, 255] that holds all
 *  numbers; failing that, from 0 to the largest, or as far to both sides of 0. */
export function rangeOf(values) {
  if (values instanceof Uint8Array || values instanceof Uint8ClampedArray) return [0, 255];
  const [lowest, highest] = extremes(values);
  const most = Math.max(-lowest, highest);
  const ranges = [[0, 1], [-1, 1], [0, 255], [0, most], [-most, most]];
  return ranges.find(([black, white]) => black <= lowest && highest <= white) ?? [0, 1];
}

/** The size of number that gets full colour: the largest, or among many the one that only one in 200
 *  exceeds (to one part in 2048), so that a few extremes don't make all the others pale. */
export function limitOf(values) {
  const [lowest, highest] = extremes(values);
  const most = Math.max(-lowest, highest);
  if (!(most > 0) || values.length < 1024) return most > 0 ? most : 1;
  const counts = new Uint32Array(2049);
  for (let i = 0; i < values.length; i++) counts[(Math.abs(values[i]) / most * 2048) | 0]++;
  let above = counts[2048], bin = 2048;
  while (bin > 1 && above + counts[bin - 1] <= values.length / 200) above += counts[--bin];
  return bin > 1 ? bin / 2048 * most : most; // nearly all are zero: show the few that are not
}

/** Paints the rows `first` to `last` of one-channel values into the pixels (Uint32Array) of a canvas. */
export function paintShades(pixels, values, { shades, lowest, highest }, first = 0, last = values.length) {
  const factor = (SHADES - 1) / (highest - lowest);
  for (let i = first; i < last; i++) {
    const shade = (values[i] - lowest) * factor + 0.5;
    pixels[i] = shades[shade <= 0 ? 0 : shade >= SHADES - 1 ? SHADES - 1 : shade | 0];
  }
}

/** The same for red, green and blue values beside each other, black to white over [lowest, highest]. */
export function paintColours(pixels, values, [lowest, highest], first = 0, last = pixels.length) {
  const factor = 255 / (highest - lowest);
  const level = (value) => {
    const scaled = (value - lowest) * factor + 0.5;
    return scaled <= 0 ? 0 : scaled >= 255 ? 255 : scaled | 0;
  };
  for (let i = first; i < last; i++)
    pixels[i] = (0xff000000 | (level(values[3 * i + 2]) << 16) | (level(values[3 * i + 1]) << 8) | level(values[3 * i])) >>> 0;
}

/** The ink that can be read on a colour, of bytes: black or white. */
export function inkOn(red, green, blue) {
  const light = [red, green, blue]
    .map((byte) => (byte / 255 <= 0.04045 ? byte / 3294.6 : ((byte / 255 + 0.055) / 1.055) ** 2.4));
  const luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
  return luminance > 0.179 ? "#000" : "#fff";
}

/** The colour of a number on a scale, and the ink that can be read on it, as CSS. */
export function cssOf(number, scale) {
  const pixel = new Uint32Array(1);
  paintShades(pixel, [number], scale);
  const bytes = [pixel[0] & 255, (pixel[0] >> 8) & 255, (pixel[0] >> 16) & 255];
  return { background: `rgb(${bytes.join(" ")})`, ink: inkOn(...bytes) };
}
