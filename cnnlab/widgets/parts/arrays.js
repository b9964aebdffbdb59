// Pictures as they travel between Python and the browser, and as the widgets use them.

const TYPES = { uint8: Uint8Array, float64: Float64Array };

/** A picture: `values` row by row, the channels of a pixel beside each other, as in NumPy. */
export function picture(height, width, channels, values) {
  return { height, width, channels, values };
}

/** The picture that Python sent as { shape, dtype, data }, or null. */
export function fromPython(sent) {
  if (!sent) return null;
  const [height, width, channels = 1] = sent.shape;
  const { buffer, byteOffset, byteLength } = sent.data;
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength); // a Float64Array starts at a multiple of 8
  return { ...picture(height, width, channels, new TYPES[sent.dtype](bytes)), grey: sent.shape.length === 2 };
}

/** The picture as Python takes it. */
export function toPython({ height, width, channels, values, grey = channels === 1 }) {
  const shape = grey ? [height, width] : [height, width, channels];
  const dtype = values instanceof Uint8Array || values instanceof Uint8ClampedArray ? "uint8" : "float64";
  const numbers = dtype === "uint8" ? values : new Float64Array(values);
  return { shape, dtype, data: new DataView(numbers.buffer, numbers.byteOffset, numbers.byteLength) };
}

/** The same picture with one channel: 0.299 R + 0.587 G + 0.114 B, rounded as images.to_grey does. */
export function toGrey(colour) {
  if (colour.channels !== 3) return colour;
  const { height, width, values } = colour;
  const grey = new values.constructor(height * width);
  const whole = !(values instanceof Float64Array);
  for (let i = 0; i < grey.length; i++) {
    const mixed = 0.299 * values[3 * i] + 0.587 * values[3 * i + 1] + 0.114 * values[3 * i + 2];
    grey[i] = whole ? roundHalfToEven(mixed) : mixed;
  }
  return { ...picture(height, width, 1, grey), grey: true };
}

/** The nearest whole number; of two, the even one, as np.rint has it. */
export function roundHalfToEven(number) {
  const above = Math.round(number);
  return above - number === 0.5 && above % 2 !== 0 ? above - 1 : above;
}

/** [lowest, highest] of the values. */
export function extremes(values) {
  let lowest = Infinity, highest = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < lowest) lowest = values[i];
    if (values[i] > highest) highest = values[i];
  }
  return [lowest, highest];
}
