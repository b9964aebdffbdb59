// From a number of the image to the number that is shown: the same as `toned` in pixel_explorer.py.

import { picture, roundHalfToEven, toGrey } from "../parts/arrays.js";

const LEVELS = 256; // with so many, every number stays as it is
const CHANNELS = ["red", "green", "blue"];

/** The picture without transparency: three channels of four. */
export function opaquePart({ height, width, channels, values }) {
  if (channels !== 4) return picture(height, width, channels, values);
  return picture(height, width, 3, values.filter((_, i) => i % 4 !== 3));
}

/** The rows and columns of `region`, or, where they are more than `most`, every 2nd, 3rd ... of them. */
export function sampled({ width, channels, values }, [top, left, height, columns], most = Infinity) {
  const step = Math.max(1, Math.ceil(Math.max(height, columns) / most));
  const rows = Math.ceil(height / step), cut = Math.ceil(columns / step);
  const taken = new values.constructor(rows * cut * channels);
  let at = 0;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < cut; column++) {
      const from = ((top + row * step) * width + left + column * step) * channels;
      for (let channel = 0; channel < channels; channel++) taken[at++] = values[from + channel];
    }
  return picture(rows, cut, channels, taken);
}

/** One channel of a colour picture, its grey, or all as they are. */
export function channelOf(colour, channel) {
  if (colour.channels === 1 || channel === "all") return colour;
  if (channel === "grey") return toGrey(colour);
  const { height, width, channels, values } = colour, place = CHANNELS.indexOf(channel);
  const one = new values.constructor(height * width);
  for (let i = 0; i < one.length; i++) one[i] = values[i * channels + place];
  return picture(height, width, 1, one);
}

/** From which number contrast moves the others away. */
export const midGrey = ([black, white]) => (black === 0 && white === 255 ? 128 : (black + white) / 2);

/** Contrast and brightness, before the number is limited to the range. */
export function stretch(range, { contrast, brightness }) {
  if (contrast === 1 && brightness === 0) return (number) => number;
  const middle = midGrey(range);
  return (number) => (number - middle) * contrast + middle + brightness;
}

/** Returns a function from a number of the image to the one that is shown. */
export function tone(range, whole, settings) {
  const [black, white] = range, { levels, threshold } = settings;
  const stretched = stretch(range, settings), step = (white - black) / (levels - 1);
  const rounded = whole ? roundHalfToEven : (number) => number;
  return (number) => {
    let shown = Math.min(white, Math.max(black, rounded(stretched(number))));
    if (levels < LEVELS) shown = rounded(roundHalfToEven((shown - black) / step) * step + black);
    return threshold === null ? shown : shown > threshold ? white : black;
  };
}

/** The picture as it is shown. */
export function toned({ height, width, channels, values }, range, settings) {
  const whole = values instanceof Uint8Array, one = tone(range, whole, settings);
  const table = whole ? Uint8Array.from({ length: 256 }, (_, number) => one(number)) : null;
  return picture(height, width, channels, values.map(table ? (number) => table[number] : one));
}

/** The share of the numbers that contrast and brightness push out of the range, from 0 to 1. */
export function shareCutOff({ values }, range, settings) {
  const [black, white] = range, stretched = stretch(range, settings);
  const leaves = (number) => number < black || number > white;
  let count = 0;
  if (settings.contrast === 1 && settings.brightness === 0) return count;
  if (values instanceof Uint8Array) { // there may be millions of pixels, but only 256 numbers
    const times = new Uint32Array(256);
    for (let i = 0; i < values.length; i++) times[values[i]]++;
    times.forEach((same, number) => (count += leaves(stretched(number)) ? same : 0));
  } else for (let i = 0; i < values.length; i++) if (leaves(stretched(values[i]))) count++;
  return count / values.length;
}
