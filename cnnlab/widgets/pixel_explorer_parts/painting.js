// A picture of one or three channels as pixels of a canvas.

import { greyScale, paintColours, paintShades } from "../parts/colours.js";

const TINTS = { red: 0, green: 8, blue: 16 }; // by how many bits a byte is shifted to be this colour
const canvasOf = new WeakMap();

/** Paints black to white over `range`, or, with the name of a channel as `tint`, black to its colour. */
export function paintPicture(pixels, { channels, values }, range, tint = null) {
  if (channels === 3) paintColours(pixels, values, range);
  else paintShades(pixels, values, greyScale(...range));
  if (!(tint in TINTS)) return;
  for (let i = 0; i < pixels.length; i++) pixels[i] = (0xff000000 | ((pixels[i] & 255) << TINTS[tint])) >>> 0;
}

/** The same on a canvas, which gets the size of the picture; returns the pixels. */
export function paintCanvas(canvas, picture, range, tint) {
  const { height, width } = picture;
  let image = canvasOf.get(canvas);
  if (!image || canvas.width !== width || canvas.height !== height) {
    Object.assign(canvas, { width, height });
    image = canvas.getContext("2d").createImageData(width, height);
    canvasOf.set(canvas, image);
  }
  paintPicture(new Uint32Array(image.data.buffer), picture, range, tint);
  canvas.getContext("2d").putImageData(image, 0, 0);
  return image.data;
}
