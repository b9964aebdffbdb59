// Convolution and pooling in the browser. Python is the reference: cnnlab/convolution.py and
// cnnlab/pooling.py define every number here, and a test compares them pixel for pixel.

/** A trait such as stride, 2 or [2, 1], as [rows, columns]. */
export const both = (value) => (Array.isArray(value) ? value : [value, value]);

/** How a kernel of [kernelHeight, kernelWidth] moves over a picture, every pair as [rows, columns].
 *  `rows` and `columns` are the size of the map: at most 0 where the kernel does not fit. */
export function slideOver({ height, width }, kernelSize, settings = {}) {
  const stride = both(settings.stride ?? 1), dilation = both(settings.dilation ?? 1);
  const spans = kernelSize.map((size, axis) => dilation[axis] * (size - 1) + 1);
  const { before, after } = zerosAround(settings.padding ?? 0, spans);
  const [rows, columns] = [height, width].map((size, axis) =>
    Math.floor((size + before[axis] + after[axis] - spans[axis]) / stride[axis]) + 1);
  return { stride, dilation, spans, before, after, rows, columns };
}

function zerosAround(padding, spans) {
  if (padding === "same") {
    const before = spans.map((span) => Math.floor((span - 1) / 2));
    return { before, after: spans.map((span, axis) => span - 1 - before[axis]) };
  }
  const zeros = padding === "valid" ? [0, 0] : both(padding);
  return { before: zeros, after: zeros };
}

/** The kernel turned by 180 degrees: cross-correlation with it is the convolution of mathematics. */
export const turned = (kernel) => kernel.map((row) => [...row].reverse()).reverse();

/** Slides one kernel over each channel of a picture: multiply the patch, add, move on.
 *
 *  The sums land in `map`, rows × columns × channels. Only the rows from `first` to `last` are made,
 *  so a large map can be made in pieces. Weight by weight over a whole row of the map is several times
 *  faster than patch by patch, and each sum is still added up in the kernel's own order. */
export function crossCorrelate(picture, kernel, slide, map, first = 0, last = slide.rows) {
  const { height, width, channels, values } = picture;
  const sums = new Float64Array(slide.columns * channels);
  for (let row = first; row < last; row++) {
    sums.fill(0);
    kernel.forEach((weights, i) => {
      const y = row * slide.stride[0] + i * slide.dilation[0] - slide.before[0];
      if (y < 0 || y >= height) return; // a row of the padding: zeros
      weights.forEach((weight, j) => {
        if (weight !== 0) addRow(sums, weight, values, y * width, width, channels, j * slide.dilation[1], slide);
      });
    });
    map.set(sums, row * sums.length);
  }
  return map;
}

function addRow(sums, weight, values, start, width, channels, shift, slide) {
  const step = slide.stride[1], left = shift - slide.before[1]; // x = column * step + left
  const from = Math.max(0, Math.ceil(-left / step));
  const to = Math.min(slide.columns, Math.floor((width - 1 - left) / step) + 1);
  if (step === 1) {
    const offset = (start + left) * channels;
    for (let k = from * channels; k < to * channels; k++) sums[k] += weight * values[offset + k];
    return;
  }
  for (let column = from; column < to; column++)
    for (let channel = 0; channel < channels; channel++)
      sums[column * channels + channel] += weight * values[(start + column * step + left) * channels + channel];
}

/** The patch under the kernel at one place of the map, channel by channel; zeros in the padding. */
export function patchAt(picture, kernelSize, slide, row, column, channel = 0) {
  const { height, width, channels, values } = picture;
  return Array.from({ length: kernelSize[0] }, (_, i) =>
    Array.from({ length: kernelSize[1] }, (_, j) => {
      const y = row * slide.stride[0] + i * slide.dilation[0] - slide.before[0];
      const x = column * slide.stride[1] + j * slide.dilation[1] - slide.before[1];
      return y < 0 || y >= height || x < 0 || x >= width ? 0 : values[(y * width + x) * channels + channel];
    }));
}

/** Keeps one number of each window: `kind` is "max" or "mean". Padding is not needed here: 0.
 *
 *  As above, the first number of all windows in a row, then the second of all, and so on: faster. */
export function pool(picture, size, stride, kind) {
  const { channels, values, width } = picture;
  const slide = slideOver(picture, both(size), { stride }), [height, across] = both(size);
  const rows = Math.max(0, slide.rows), columns = Math.max(0, slide.columns);
  const take = kind === "max" ? takeLargest : takeSum;
  const pooled = new Float64Array(rows * columns * channels).fill(kind === "max" ? -Infinity : 0);
  for (let row = 0; row < rows; row++) {
    const into = pooled.subarray(row * columns * channels, (row + 1) * columns * channels);
    for (let i = 0; i < height; i++)
      for (let j = 0; j < across; j++) {
        const start = (row * slide.stride[0] + i) * width + j;
        take(into, values, start * channels, slide.stride[1], channels);
      }
  }
  if (kind === "mean") pooled.forEach((sum, at) => (pooled[at] = sum / (height * across)));
  return { height: slide.rows, width: slide.columns, channels, values: pooled };
}

function takeLargest(into, values, start, step, channels) {
  for (let channel = 0; channel < channels; channel++)
    for (let k = channel, at = start + channel; k < into.length; k += channels, at += step * channels)
      if (values[at] > into[k]) into[k] = values[at];
}

function takeSum(into, values, start, step, channels) {
  for (let channel = 0; channel < channels; channel++)
    for (let k = channel, at = start + channel; k < into.length; k += channels, at += step * channels)
      into[k] += values[at];
}
