// The network's way forward, in the browser, for one image. Python is the reference: a test compares
// every number of every layer with the model's own forward.
//
// What passes between layers is a volume { channels, height, width, values }: channel after channel, row
// by row, float32 as in Python. A vector is a volume whose channels are 1 × 1.

import { picture } from "../parts/arrays.js";

/** The layers that Python sent, their weights ready to be read, and room for what they give out. */
export function unpack(sent) {
  return sent.map((layer) => {
    const read = Object.entries(layer).map(([key, value]) => [key, value?.data ? floats(value.data) : value]);
    return { ...Object.fromEntries(read), output: emptyVolume(layer.shape) };
  });
}

/** The float32 numbers in the bytes that Python sent. */
export function floats({ buffer, byteOffset, byteLength }) {
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength)); // it starts at a multiple of 4
}

/** The picture of the trait `image` as the first layer takes it: channel after channel. */
export function asVolume({ height, width, channels, values }) {
  const size = height * width, volume = emptyVolume([channels, height, width]);
  for (let channel = 0; channel < channels; channel++)
    for (let i = 0; i < size; i++) volume.values[channel * size + i] = values[i * channels + channel];
  return volume;
}

/** [the input, the first layer's output, the second's, ...]; the outputs of the image before are gone. */
export function forward(layers, input) {
  const volumes = [input];
  for (const layer of layers) {
    FORWARD[layer.kind](volumes.at(-1), layer, layer.output);
    volumes.push(layer.output);
  }
  return volumes;
}

function emptyVolume([channels, height = 1, width = 1]) {
  return { channels, height, width, values: new Float32Array(channels * height * width) };
}

/** One channel of a volume as a picture. */
export function channelOf({ height, width, values }, channel) {
  const size = height * width;
  return picture(height, width, 1, values.subarray(channel * size, (channel + 1) * size));
}

const each = (value) => (x, layer, y) => {
  for (let i = 0; i < x.values.length; i++) y.values[i] = value(x.values[i], layer);
};
const same = (x, layer, y) => y.values.set(x.values);

const FORWARD = {
  Conv2d: convolve,
  MaxPool2d: (x, layer, y) => pool(x, layer, y, ({ largest }) => largest),
  AvgPool2d: (x, layer, y) => pool(x, layer, y, ({ total, seen }) => total / countedIn(layer, seen)),
  GlobalAvgPool2d: averageAll,
  ReLU: each((number) => Math.max(0, number)),
  LeakyReLU: each((number, { slope }) => (number > 0 ? number : slope * number)),
  Tanh: each(Math.tanh),
  Sigmoid: each((number) => 0.5 * Math.tanh(0.5 * number) + 0.5),
  BatchNorm2d: normalise,
  Identity: same,
  Dropout: same, // in use, not in training
  Flatten: same, // the numbers stand in a row already
  Linear: multiply,
};

/** Patch by patch: what a window sees, over all channels, times the weights of each filter. */
function convolve(x, layer, y) {
  const size = x.channels * layer.window[0] * layer.window[1], patch = new Float64Array(size), count = y.height * y.width;
  for (let row = 0, at = 0; row < y.height; row++)
    for (let column = 0; column < y.width; column++, at++) {
      takePatch(patch, x, layer, row, column);
      for (let filter = 0; filter < y.channels; filter++)
        y.values[filter * count + at] = (layer.bias ? layer.bias[filter] : 0) + dot(patch, layer.weight, filter * size);
    }
}

/** The numbers that a window sees, channel after channel; the padding is zeros. */
function takePatch(patch, { channels, height, width, values }, { window, stride, dilation, before }, row, column) {
  const [kh, kw] = window, top = row * stride[0] - before[0], left = column * stride[1] - before[1];
  for (let channel = 0, at = 0; channel < channels; channel++)
    for (let i = 0; i < kh; i++)
      for (let j = 0; j < kw; j++, at++) {
        const y = top + i * dilation[0], x = left + j * dilation[1];
        patch[at] = y < 0 || y >= height || x < 0 || x >= width ? 0 : values[(channel * height + y) * width + x];
      }
}

/** Numbers times weights, those from `start` on, added up. */
function dot(numbers, weight, start) {
  let total = 0;
  for (let i = 0; i < numbers.length; i++) total += numbers[i] * weight[start + i];
  return total;
}

/** The numbers of a channel that a window sees, row by row; null in the padding. */
export function windowAt({ height, width, values }, { window, stride, dilation, before }, row, column) {
  return Array.from({ length: window[0] }, (_, i) => Array.from({ length: window[1] }, (_, j) => {
    const y = row * stride[0] + i * dilation[0] - before[0], x = column * stride[1] + j * dilation[1] - before[1];
    return y < 0 || y >= height || x < 0 || x >= width ? null : values[y * width + x];
  }));
}

function pool(x, layer, y, take) {
  for (let channel = 0, at = 0; channel < y.channels; channel++)
    for (let row = 0; row < y.height; row++)
      for (let column = 0; column < y.width; column++)
        y.values[at++] = take(whatAWindowSees(x, layer, channel, row, column));
}

/** The largest number in a window, their sum, and how many there are: padding is none of them. */
function whatAWindowSees({ height, width, values }, { window, stride, dilation, before }, channel, row, column) {
  let largest = -Infinity, total = 0, seen = 0;
  for (let i = 0; i < window[0]; i++) {
    const y = row * stride[0] + i * dilation[0] - before[0];
    if (y < 0 || y >= height) continue;
    for (let j = 0; j < window[1]; j++) {
      const x = column * stride[1] + j * dilation[1] - before[1];
      if (x < 0 || x >= width) continue;
      const number = values[(channel * height + y) * width + x];
      if (number > largest || Number.isNaN(number)) largest = number; // NaN stays, as in Python
      total += number;
      seen++;
    }
  }
  return { largest, total, seen };
}

/** By how many numbers a mean is divided: the frame counts as zeros, if it counts. */
export const countedIn = ({ window, countPadding }, seen) => (countPadding ? window[0] * window[1] : seen);

export function sum(numbers) {
  let total = 0;
  for (let i = 0; i < numbers.length; i++) total += numbers[i];
  return total;
}

function averageAll(x, layer, y) {
  for (let channel = 0; channel < x.channels; channel++)
    y.values[channel] = sum(channelOf(x, channel).values) / (x.height * x.width);
}

function normalise(x, layer, y) {
  const size = x.height * x.width;
  x.values.forEach((number, i) => (y.values[i] = normalised(number, layer, Math.floor(i / size)).value));
}

/** What batch normalisation makes of a number, and what it uses for it. */
export function normalised(number, { running_mean, running_var, eps, weight, bias }, channel) {
  const mean = running_mean[channel], deviation = Math.sqrt(running_var[channel] + eps);
  const scale = weight ? weight[channel] : 1, shift = bias ? bias[channel] : 0;
  return { mean, deviation, scale, shift, value: ((number - mean) / deviation) * scale + shift };
}

function multiply({ values }, { weight, bias }, y) {
  for (let output = 0; output < y.channels; output++)
    y.values[output] = (bias ? bias[output] : 0) + dot(values, weight, output * values.length);
}

/** Softmax: exp(score), shared out so that all add up to 1. One score alone answers yes or no: sigmoid. */
export function probabilitiesOf(scores) {
  if (scores.length === 1) return [1 / (1 + Math.exp(-scores[0]))];
  const most = Math.max(...scores), powers = Array.from(scores, (score) => Math.exp(score - most));
  const total = sum(powers);
  return powers.map((power) => power / total);
}
