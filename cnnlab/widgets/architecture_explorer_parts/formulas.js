// The arithmetic of a layer, written out with its numbers.

import { both } from "../parts/arithmetic.js";
import { byTimes, product } from "./trace.js";

/** A number in groups of three from 10 000 on; a comma would be a decimal sign for many. */
export const grouped = (number) =>
  number < 10000 ? String(number) : String(number).replace(/\B(?=(\d{3})+$)/g, "\u00a0");

/** Bytes as people say them: 512 bytes, 13.8 kB, 1.2 MB. */
export function bytesInWords(say, bytes) {
  if (bytes < 1000) return say("{count} bytes", { count: bytes });
  const power = Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${["", "kB", "MB", "GB"][power]}`;
}

/** How the shape comes about: a line or two. */
export function shapeArithmetic(say, { layer, before, shape, slide }) {
  const depth = before.at(-1);
  if (slide) {
    const depths = layer.kind === "Conv2d" ? say("depth: {count} filters", { count: shape[2] }) : say("depth stays {depth}", { depth });
    return [...sizeArithmetic(say, layer, before, slide, shape), depths];
  }
  if (layer.kind === "Flatten") return [`${before.join("·")} = ${product(before)}`];
  if (layer.kind === "GlobalAvgPool2d") return [say("one mean per channel: {depth}", { depth })];
  if (layer.kind === "Linear")
    return [say("{count} outputs, each sees all {inputs} numbers", { count: shape[0], inputs: before[0] })];
  return [say("number by number: the shape stays")];
}

function sizeArithmetic(say, layer, before, slide, shape) {
  const [rows, columns] = [0, 1].map((axis) => alongAxis(layer, before[axis], slide, axis, shape[axis]));
  return rows === columns ? [rows] : [say("height: {sum}", { sum: rows }), say("width: {sum}", { sum: columns })];
}

function alongAxis({ kernel_size }, size, slide, axis, result) {
  const [before, after] = [slide.before[axis], slide.after[axis]];
  const zeros = before === after ? `2·${before}` : `${before} + ${after}`; // "same" and an even kernel
  const reach = `${slide.dilation[axis]}·(${both(kernel_size)[axis]} − 1)`, end = `⌋ + 1 = ${result}`;
  return `⌊(${size} + ${zeros} − ${reach} − 1)/${slide.stride[axis]}${end.replaceAll(" ", "\u00a0")}`;
}

/** The sum behind the parameters; empty where there are none. */
export function parametersArithmetic({ layer, before, shape, parameters }) {
  if (!parameters) return "";
  if (layer.affine) return `2·${before.at(-1)}`;
  const inputs = inputsOfOne(layer, before);
  return layer.bias ? `(${inputs} + 1)·${shape.at(-1)}` : `${inputs}·${shape.at(-1)}`;
}

/** The product behind the multiply-adds; empty where there are none. */
export function workArithmetic({ layer, before, shape, multiplyAdds }) {
  if (!multiplyAdds) return "";
  return `${inputsOfOne(layer, before)} · ${shape.join("·")}`;
}

const inputsOfOne = ({ kernel_size }, before) =>
  [...(kernel_size === undefined ? [] : both(kernel_size)), before.at(-1)].join("·");

export const memoryArithmetic = ({ shape }) => `${shape.join("·")}·4`;

/** "14 × 14"; where a layer looks at everything, that word. */
export const fieldInWords = (say, field) => (field ? byTimes(field.size) : say("everything"));

/** "every 4 pixels": the way from one unit to its neighbour, in pixels of the picture. */
export function jumpInWords(say, field) {
  if (!field) return "";
  const [rows, columns] = field.jump;
  return say("jump {jump}", { jump: rows === columns ? rows : `${rows} × ${columns}` });
}

/** The settings of a layer in short: "6 of 5 × 5, stride 2". */
export function settingsInShort(say, layer) {
  const { kind, out_channels, kernel_size, stride, padding, dilation, p } = layer;
  const pairInWords = (pair) => (Array.isArray(pair) ? byTimes(pair) : pair), words = [];
  if (kernel_size !== undefined) words.push(byTimes(both(kernel_size)));
  if (out_channels !== undefined) words.unshift(say("{count} filters", { count: out_channels }));
  const isNotOne = (pair) => pair !== undefined && String(both(pair)) !== "1,1";
  if (isNotOne(stride)) words.push(say("stride {stride}", { stride: pairInWords(stride) }));
  if (padding) words.push(say("padding {padding}", { padding: pairInWords(padding) }));
  if (isNotOne(dilation)) words.push(say("dilation {dilation}", { dilation: pairInWords(dilation) }));
  if (kind === "Linear") words.push(say("{count} outputs", { count: layer.out_features }));
  if (p !== undefined) words.push(`p = ${p}`);
  if (layer.bias === false) words.push(say("no bias"));
  return words.join(", ");
}
