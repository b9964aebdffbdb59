// What all parts of the widget look at: the layers, what each gives out for the image, and its colours.

import { fromPython } from "../parts/arrays.js";
import { greyScale, limitOf, signedScale } from "../parts/colours.js";
import { asVolume, channelOf, forward, sum, unpack } from "./forward.js";

const ELEMENTWISE = ["ReLU", "LeakyReLU", "Tanh", "Sigmoid", "Dropout", "Identity"];
const LARGEST_FLOAT = 3.4e38; // of a float32

/** `layers[n]` turns `volumes[n]` into `volumes[n + 1]`, which is painted with `scales[n + 1]`: one scale
 *  for all maps of a layer. Number 0 of both is the image. */
export function networkState({ model }) {
  const state = {
    layers: [], volumes: [], scales: [],
    /** The first layer that gives out NaN or infinity; if none does, a number below 0. */
    tooLarge: -1,
    /** The weights are new. */
    load() {
      state.layers = unpack(model.get("layers"));
    },
    /** The image is new. Returns false if it does not fit the layers: then others are on their way. */
    run() {
      const ends = [model.get("paper"), model.get("ink")], input = asVolume(fromPython(model.get("image")));
      const fits = state.layers[0].input.every((size, axis) => size === [input.channels, input.height, input.width][axis]);
      if (!fits) return false;
      state.volumes = forward(state.layers, input);
      state.tooLarge = state.volumes.findIndex(({ values }) => !Number.isFinite(sum(values))) - 1;
      state.scales = state.volumes.map(({ values }) => signedScale(Math.min(limitOf(values), LARGEST_FLOAT)));
      state.scales[0] = greyScale(Math.min(...ends), Math.max(...ends));
      return true;
    },
    output: (layer) => state.volumes[layer + 1],
    isVector: (layer) => state.layers[layer].shape.length === 1,
    /** The scores, or null where the network ends with maps. */
    get scores() {
      const last = state.layers.length - 1;
      return last >= 0 && state.isVector(last) ? state.output(last).values : null;
    },
    /** The input of a layer as maps: where Flatten has put maps into one row, as they were before. */
    inputMaps(layer) {
      let before = layer - 1;
      while (before > 0 && ELEMENTWISE.includes(state.layers[before].kind)) before--;
      const input = state.volumes[layer];
      if (state.layers[before]?.kind !== "Flatten") return input;
      const { channels, height, width } = state.volumes[before];
      return { channels, height, width, values: input.values };
    },
    /** What the activation right after a layer makes of a number: { kind, value }, or null. */
    activated(layer, index) {
      const next = state.layers[layer + 1];
      return next && ELEMENTWISE.slice(0, 4).includes(next.kind)
        ? { kind: next.kind, value: state.output(layer + 1).values[index] } : null;
    },
  };
  return state;
}

/** A channel of a volume as rows of numbers; single numbers stand in rows of at most `most`. */
export function asRows(volume, channel, most = 8) {
  const { height, width, values } = channelOf(volume, channel);
  return height === 1 && width > most ? folded(values, most) : folded(values, width);
}

export function folded(values, width) {
  return Array.from({ length: Math.ceil(values.length / width) }, (_, i) =>
    [...values.subarray(i * width, (i + 1) * width)]);
}
