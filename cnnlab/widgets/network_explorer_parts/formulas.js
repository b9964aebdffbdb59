// How one number of a layer is made: of what, with which weights, and in words.

import { short } from "../parts/words.js";
import { alike } from "./decimals.js";
import { channelOf, countedIn, normalised, sum, windowAt } from "./forward.js";
import { asRows } from "./network_state.js";

/** Explains the number of a layer at { layer, channel, row, column }:
 *    value    the number
 *    lines    sentences, the last one with the result
 *    box      what it sees of the layer below, as a frame; null is all of it
 *    only     the one channel that it sees; null is all of them
 *    terms    [{ patch, weights }] for each channel, where weights are multiplied
 *    numbers  the rows of numbers that it looks at, where none are */
export function explain(view, state, place) {
  const layer = state.layers[place.layer], x = state.volumes[place.layer], y = state.output(place.layer);
  const index = (place.channel * y.height + place.row) * y.width + place.column;
  const at = { ...place, layer, number: place.layer, x, index, value: y.values[index] };
  return { value: at.value, box: null, only: null, terms: null, numbers: null, ...EXPLAIN[layer.kind](view, state, at) };
}

const EXPLAIN = {
  Conv2d: explainConvolution,
  Linear: explainLinear,
  MaxPool2d: explainLargest,
  AvgPool2d: explainMean,
  GlobalAvgPool2d: explainWholeMean,
  BatchNorm2d: explainNormalised,
  Flatten: explainFlattened,
  ...Object.fromEntries(["ReLU", "LeakyReLU", "Tanh", "Sigmoid", "Dropout", "Identity"].map((kind) => [kind, explainEach])),
};

function explainConvolution(view, state, at) {
  const { layer, x, channel, row, column } = at, size = layer.window[0] * layer.window[1];
  const terms = Array.from({ length: x.channels }, (_, input) => {
    const kernel = layer.weight.subarray((channel * x.channels + input) * size).subarray(0, size);
    return { patch: withoutGaps(windowAt(channelOf(x, input), layer, row, column)), weights: inRows(kernel, layer.window[1]) };
  });
  return { terms, box: boxOf(layer, row, column), lines: sumInWords(view, state, at, terms) };
}

/** Maps that Flatten put into a row are shown as maps again; other numbers stand in rows of 8. */
function explainLinear(view, state, at) {
  const { layer, x, channel, number } = at, maps = state.inputMaps(number), count = x.values.length;
  const weights = layer.weight.subarray(channel * count, (channel + 1) * count);
  const single = maps.height * maps.width === 1;
  const asOne = (values) => (single ? { channels: 1, height: 1, width: count, values } : { ...maps, values });
  const terms = Array.from({ length: single ? 1 : maps.channels }, (_, input) =>
    ({ patch: asRows(asOne(maps.values), input), weights: asRows(asOne(weights), input) }));
  return { terms, lines: sumInWords(view, state, at, terms) };
}

/** What a term adds: the sum of its products. */
export const subtotal = ({ patch, weights }) =>
  patch.reduce((total, row, i) => total + row.reduce((part, number, j) => part + number * weights[i][j], 0), 0);

function sumInWords({ say }, state, { layer, number, index, channel, value }, terms) {
  const parts = terms.map(subtotal), total = short(sum(parts)), lines = [];
  if (terms.length > 1) lines.push(say("Sum over {count} channels: {parts} = {total}", { count: terms.length, parts: added(parts), total }));
  const bias = layer.bias?.[channel];
  lines.push(bias === undefined ? say("Sum: {total}", { total })
    : say("{total} + bias {bias} = {value}", { total, bias: short(bias), value: short(value) }));
  return [...lines, ...activationInWords(state, number, index, value)];
}

function activationInWords(state, number, index, value) {
  const next = state.activated(number, index);
  return next ? [`${next.kind}(${short(value)}) = ${short(next.value)}`] : [];
}

/** 0.5 − 2 + 1.25 */
function added(numbers) {
  const texts = numbers.map(alike(numbers));
  return texts.map((text, i) => (i === 0 ? text : text.startsWith("−") ? `− ${text.slice(1)}` : `+ ${text}`)).join(" ");
}

function explainLargest({ say }, state, at) {
  const { layer, x, channel, row, column, value } = at, seen = windowAt(channelOf(x, channel), layer, row, column);
  const count = seen.flat().filter((number) => number !== null).length;
  const lines = [say("The largest of {count} numbers: {value}", { count, value: short(value) })];
  return { numbers: seen, box: boxOf(layer, row, column), only: channel, lines };
}

function explainMean({ say }, state, at) {
  const { layer, x, channel, row, column, value } = at, seen = windowAt(channelOf(x, channel), layer, row, column);
  const numbers = seen.flat().filter((number) => number !== null), count = countedIn(layer, numbers.length);
  return { numbers: seen, box: boxOf(layer, row, column), only: channel, lines: [meanInWords(say, sum(numbers), count, value)] };
}

function explainWholeMean({ say }, state, { x, channel, value }) {
  const { values } = channelOf(x, channel);
  return { only: channel, numbers: asRows(x, channel), lines: [meanInWords(say, sum(values), values.length, value)] };
}

const meanInWords = (say, total, count, value) =>
  say("The mean: {total} / {count} = {value}", { total: short(total), count, value: short(value) });

function explainNormalised({ say }, state, at) {
  const { layer, x, channel, index, value, number } = at, from = x.values[index];
  const { mean, deviation, scale, shift } = normalised(from, layer, channel);
  const words = { from, mean, deviation, scale, shift, value };
  for (const [name, each] of Object.entries(words)) words[name] = short(each);
  return {
    ...oneNumber(at), numbers: [[from]],
    lines: [say("({from} − mean {mean}) / {deviation} · {scale} + {shift} = {value}", words),
      ...activationInWords(state, number, index, value)],
  };
}

function explainEach({ say }, state, at) {
  const { layer, x, index, value } = at, from = x.values[index];
  const words = { from: short(from), value: short(value) };
  const line = layer.kind === "Dropout" ? say("{from} stays {value}: only in training are numbers dropped", words)
    : layer.kind === "ReLU" ? `max(0, ${words.from}) = ${words.value}` : `${layer.kind}(${words.from}) = ${words.value}`;
  return { ...oneNumber(at), numbers: [[from]], lines: [line] };
}

function explainFlattened({ say }, state, { x, index, value }) {
  const size = x.height * x.width, channel = Math.floor(index / size), rest = index % size;
  const row = Math.floor(rest / x.width), column = rest % x.width;
  return {
    box: { top: row, left: column, height: 1, width: 1 }, only: channel, numbers: [[value]],
    lines: [say("Number {index} is map {channel}, row {row}, column {column}: {value}", { index, channel, row, column, value: short(value) })],
  };
}

const oneNumber = ({ row, column, channel }) => ({ box: { top: row, left: column, height: 1, width: 1 }, only: channel });

function boxOf({ window, stride, dilation, before }, row, column) {
  const [height, width] = window.map((size, axis) => dilation[axis] * (size - 1) + 1);
  return { top: row * stride[0] - before[0], left: column * stride[1] - before[1], height, width };
}

const withoutGaps = (rows) => rows.map((row) => row.map((number) => number ?? 0));
const inRows = (values, width) =>
  Array.from({ length: values.length / width }, (_, i) => [...values.subarray(i * width, (i + 1) * width)]);
