// A decoded file or a frame of the camera -> a picture: numbers, row by row.

import { picture } from "./arrays.js";

/** Returns read(source, { height, width }, options): what a canvas of that size shows of the source.
 *  Transparent parts stand on white. `part` is the [left, top, width, height] of the source to take;
 *  `mirrored` exchanges left and right. One canvas serves all calls. */
export function rasterizer() {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (source, { height, width }, { part = [0, 0, source.width, source.height], mirrored = false } = {}) => {
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    if (mirrored) context.setTransform(-1, 0, 0, 1, width, 0);
    context.imageSmoothingQuality = "high";
    context.drawImage(source, ...part, 0, 0, width, height);
    return withoutOpacity(context.getImageData(0, 0, width, height));
  };
}

/** The three colours of each pixel; how opaque it is, the fourth number, is left out. */
function withoutOpacity({ height, width, data }) {
  const values = new Uint8Array(3 * height * width); // new each time: the state may still hold the last
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    values[to] = data[from];
    values[to + 1] = data[from + 1];
    values[to + 2] = data[from + 2];
  }
  return picture(height, width, 3, values);
}

/** The same picture with one channel, where red, green and blue are equal in every pixel. */
export function greyIfGrey(colour) {
  const { height, width, values } = colour;
  for (let i = 0; i < values.length; i += 3)
    if (values[i] !== values[i + 1] || values[i] !== values[i + 2]) return colour;
  return picture(height, width, 1, Uint8Array.from({ length: height * width }, (_, i) => values[3 * i]));
}
