// What each layer makes of the volume, and what it costs. Python is the reference: architecture_trace.py.

import { both, slideOver } from "../parts/arithmetic.js";

const SLIDING = ["Conv2d", "MaxPool2d", "AvgPool2d"], BYTES = 4; // of a float32
export const MOST_ROWS = 2048; // or columns of a map; also in architecture_kinds.py
export const LOOKS_AT_ALL = ["Linear", "GlobalAvgPool2d"];

export const product = (numbers) => numbers.reduce((all, number) => all * number, 1);
export const slides = ({ kind }) => SLIDING.includes(kind);

/** Rows and columns of a map; a vector has as many rows. */
export const sidesOf = (shape) => (shape.length > 1 ? shape.slice(0, 2) : [shape[0], 1]);
export const byTimes = (shape) => shape.join(" × ");

/** { steps, fault }: a step for each layer up to the first that does not fit, { layer, before, shape,
 *  parameters, multiplyAdds (a BigInt), memory, slide }; the fault is { layer: its number, sentence }, or null. */
export function traceOf(layers, inputShape, say) {
  const steps = [];
  let shape = [...inputShape];
  for (const [number, layer] of layers.entries()) {
    let sentence = faultOfLayer(layer, shape, say);
    const step = sentence ? null : stepOf(layer, shape);
    sentence ||= sizeFault(step.shape, say);
    if (sentence) return { steps, fault: { layer: number, sentence } };
    steps.push(step);
    shape = step.shape;
  }
  return { steps, fault: null };
}

function stepOf(layer, before) {
  const slide = slides(layer) ? slideOf(layer, before) : null;
  const shape = shapeAfter(layer, before, slide);
  const { parameters, multiplyAdds } = costsOf(layer, before, shape);
  return { layer, before, shape, slide, parameters, multiplyAdds, memory: BYTES * product(shape) };
}

const slideOf = (layer, [height, width]) => slideOver({ height, width }, both(layer.kernel_size), layer);

function shapeAfter(layer, before, slide) {
  if (slide) return [slide.rows, slide.columns, layer.out_channels ?? before[2]];
  const vector = { Linear: layer.out_features, Flatten: product(before), GlobalAvgPool2d: before[2] };
  return layer.kind in vector ? [vector[layer.kind]] : before;
}

function costsOf(layer, before, shape) {
  const depth = before.at(-1), isConvolution = layer.kind === "Conv2d";
  if (!isConvolution && layer.kind !== "Linear") return { parameters: layer.affine ? 2 * depth : 0, multiplyAdds: 0n };
  const outputs = shape.at(-1), kernel = isConvolution ? product(both(layer.kernel_size)) : 1;
  const weights = kernel * depth * outputs, places = isConvolution ? shape[0] * shape[1] : 1;
  return { parameters: weights + (layer.bias ? outputs : 0), multiplyAdds: BigInt(weights) * BigInt(places) };
}

// Why a layer can't take what arrives; empty where it can -------------------------------------

function faultOfLayer(layer, shape, say) {
  const { kind } = layer, isVolume = shape.length > 1;
  if (kind === "Linear" && isVolume)
    return say("Linear takes a vector, but a volume of {shape} arrives. Put Flatten or GlobalAvgPool2d before it.",
      { shape: byTimes(shape) });
  if (!isVolume && [...SLIDING, "GlobalAvgPool2d", "BatchNorm2d"].includes(kind))
    return say("{kind} takes a volume, height × width × depth, but a vector of {count} numbers arrives. Move it up, before the layer that makes the vector.",
      { kind, count: shape[0] });
  return slides(layer) ? poolFault(layer, say) || spanFault(layer, shape, say) : "";
}

function poolFault({ kind, padding, kernel_size }, say) {
  if (kind === "Conv2d") return "";
  const sizes = both(kernel_size), axis = both(padding).findIndex((side, i) => 2 * side > sizes[i]);
  return axis < 0 ? "" : say(
    "padding={padding} is more than half of a window of {kernel_size}: some windows would see no pixel. Use at most padding={most}.",
    { padding: both(padding)[axis], kernel_size: sizes[axis], most: Math.floor(sizes[axis] / 2) });
}

function spanFault(layer, shape, say) {
  const { spans, before, after, rows, columns } = slideOf(layer, shape);
  const axis = [rows, columns].findIndex((positions) => positions < 1);
  if (axis < 0) return "";
  const span = spans[axis], size = shape[axis] + after[axis] - before[axis];
  return say(
    "A kernel spanning {span} pixels does not fit in {size} pixels with padding={padding}. Use a smaller kernel or padding={enough}.",
    { span, size, padding: before[axis], enough: Math.floor((span - size + 1) / 2) });
}

/** A map or a vector that is larger than a student's computer can show. */
function sizeFault([rows, columns], say) {
  const isVector = columns === undefined, most = isVector ? MOST_ROWS ** 2 : MOST_ROWS;
  if (isVector && rows > most)
    return say("A vector of {count} numbers is longer than what can be shown, {most}. Make the volume smaller first.",
      { count: rows, most });
  if (!isVector && Math.max(rows, columns) > most)
    return say("A map of {rows} × {columns} is larger than what can be shown: {most} rows and columns. Use less padding.",
      { rows, columns, most });
  return "";
}
