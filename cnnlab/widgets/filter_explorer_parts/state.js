// What the explorer is about: a picture, some kernels, and how they move over it.

import { slideOver, turned } from "../parts/arithmetic.js";
import { fromPython, toGrey } from "../parts/arrays.js";
import { rangeOf } from "../parts/colours.js";
import { short } from "../parts/words.js";

export const MOST_KERNELS = 6;
const SETTINGS = ["stride", "padding", "dilation", "flip", "scale", "bias", "relu", "absolute"];

/** Everything that decides the maps, as traits of the model. */
export const DECIDING = `image colour kernels chosen ${SETTINGS.join(" ")}`;

/** The state of one explorer, with what follows from it. */
export function explorerState(view) {
  const { model, say } = view;
  let seen = null; // decoding a picture takes longer than filtering it, so it is done once
  view.watch("image colour", () => (seen = null));

  const state = {
    get kernels() { return model.get("kernels"); },
    get chosen() { return Math.max(0, Math.min(model.get("chosen"), state.kernels.length - 1)); },
    get kernel() { return state.kernels[state.chosen]; },
    get settings() { return Object.fromEntries(SETTINGS.map((trait) => [trait, model.get(trait)])); },
    /** The picture as the kernels see it, as decimal numbers; `range` says what is black and white. */
    get picture() { return (seen ??= pictureSeen(model.get("image"), model.get("colour"))); },
    /** The kernel as it lies on the picture: turned, where that is asked for. */
    laid: (kernel) => (model.get("flip") ? turned(kernel) : kernel),
    slide: (kernel) => slideOver(state.picture, [kernel.length, kernel[0].length], state.settings),
    setKernel(kernel, commit = true) {
      view.change({ kernels: state.kernels.map((each, i) => (i === state.chosen ? kernel : each)) }, commit);
    },
    /** What to call a kernel. */
    label(number) {
      const given = model.get("names")[number], bank = model.get("bank");
      const known = bank.find((each) => sameNumbers(each.kernel, state.kernels[number]));
      if (known) return known.name;
      if (bank.some((each) => each.name === given)) return say("{name}, changed", { name: given });
      return given || say("kernel {number}", { number });
    },
    misfit: (kernel) => misfit(view, state, kernel),
  };
  return state;
}

function pictureSeen(sent, inColour) {
  const given = fromPython(sent);
  const { height, width, channels, values } = inColour ? given : toGrey(given);
  return { height, width, channels, values: Float64Array.from(values), range: rangeOf(given.values) };
}

/** Why the kernel does not fit into the picture, in the words of geometry.output_size; "" if it does. */
function misfit({ say }, state, kernel) {
  const { spans, before, after } = state.slide(kernel), { height, width } = state.picture;
  for (const [axis, size] of [height, width].entries()) {
    const missing = spans[axis] - size - before[axis] - after[axis];
    if (missing > 0)
      return say("A kernel spanning {span} pixels does not fit in {size} pixels with padding={padding}. Use a smaller kernel or padding={enough}.",
        { span: spans[axis], size, padding: before[axis], enough: Math.ceil((spans[axis] - size) / 2) });
  }
  return "";
}

/** The number after the sum: scaled, shifted by the bias, then ReLU or its absolute value. */
export function afterSum(sum, { scale, bias, relu, absolute }) {
  const number = scale * sum + bias;
  if (relu) return number > 0 ? number : 0;
  return absolute ? Math.abs(number) : number;
}

export const sameNumbers = (one, other) => JSON.stringify(one) === JSON.stringify(other);
export const sizeText = ({ say }, { rows, columns }) => say("{height} by {width}", { height: rows, width: columns });

/** The smallest and the largest number, in words. */
export const rangeText = ({ say }, [smallest, largest]) =>
  say("values from {smallest} to {largest}", { smallest: short(smallest), largest: short(largest) });
