// A photograph or a frame of the camera, made into what the network was trained on.

import { extremes, picture, toGrey } from "../parts/arrays.js";

/** The middle of a picture, shrunk to `size`; each pixel is the mean of those that it stands for.
 *  `asPen` stretches it: the darkest becomes `ink`, the lightest `paper`. Else black becomes the lowest
 *  number of the `range` and white the highest. */
export function asInput(source, { height, width, channels }, { paper, ink, range, asPen }) {
  const coloured = channels === 3, from = coloured ? source : toGrey(source);
  const values = new Float64Array(height * width * channels), { top, left, side } = middlePart(from, height, width);
  for (let row = 0, at = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      for (let channel = 0; channel < channels; channel++)
        values[at++] = meanOf(from, top + row * side, left + column * side, side, from.channels === 3 ? channel : 0);
  const [darkest, lightest] = asPen ? extremes(values) : [0, 255];
  const [first, last] = asPen ? [ink, paper] : range, span = lightest - darkest || 1;
  return picture(height, width, channels, values.map((value) => first + ((value - darkest) / span) * (last - first)));
}

/** The largest part in the middle that has the form of the network's images; `side` is that of one pixel. */
function middlePart(source, height, width) {
  const side = Math.min(source.height / height, source.width / width);
  return { side, top: (source.height - side * height) / 2, left: (source.width - side * width) / 2 };
}

function meanOf({ height, width, channels, values }, top, left, side, channel) {
  const [firstRow, firstColumn] = [top, left].map(Math.floor);
  const lastRow = Math.max(firstRow + 1, Math.floor(top + side)), lastColumn = Math.max(firstColumn + 1, Math.floor(left + side));
  let total = 0, count = 0;
  for (let y = firstRow; y < Math.min(height, lastRow); y++)
    for (let x = firstColumn; x < Math.min(width, lastColumn); x++, count++)
      total += values[(y * width + x) * channels + channel];
  return total / count;
}
