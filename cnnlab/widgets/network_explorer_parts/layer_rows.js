// The first level: the network from the image to the scores, a row of maps for each layer.

import { make } from "../parts/view.js";
import { tiles } from "./tiles.js";

const MOST_TILES = 128; // of a layer; the others are not shown
const MANY_TILES = 24, SMALL_TILE = 32; // of so many, each is small: CSS pixels

/** `choose(layer, channel)`: a map was clicked. */
export function layerRows(view, state, choose) {
  const { say } = view;
  const element = make("ol", { class: "n-layers", start: 0, "data-part": "layers" });
  let rows = [], framed = "";

  function build() {
    rows = state.layers.map((layer, number) => {
      const size = layer.shape.join(" × ");
      const maps = layer.kind === "Flatten" ? null : tiles(view, {
        label: say("Layer {number}, {kind}", { number, kind: layer.kind }),
        names: nameOf(number),
        wanted: layer.shape[0] > MANY_TILES ? SMALL_TILE : undefined,
        choose: (index) => choose(number, index),
      });
      const head = make("p", { class: "n-layer" }, make("code", {}, `${number} ${layer.text}`), make("span", {}, ` → ${size}`));
      const note = noteOf(layer);
      const parts = [head, maps?.element, note && make("p", { class: "n-caption" }, note)].filter(Boolean);
      return { maps, element: make("li", { "data-part": `layer-${number}` }, ...parts) };
    });
    element.replaceChildren(...rows.map((row) => row.element));
    framed = "";
  }
  function nameOf(number) {
    const scores = state.scores && number === state.layers.length - 1;
    if (scores) return (index) => view.model.get("class_names")[index];
    return (index) => (state.isVector(number) ? say("number {index}", { index }) : say("map {index}", { index }));
  }
  function noteOf({ kind, shape: [count] }) {
    if (kind === "Flatten") return say("The same numbers, one after the other: {count}.", { count });
    return count > MOST_TILES ? say("The first {most} of {count} are shown.", { most: MOST_TILES, count }) : "";
  }
  return {
    element, build,
    refresh() {
      rows.forEach(({ maps }, layer) => maps?.refresh(firstOf(state.output(layer)), state.scales[layer + 1]));
    },
    /** How far below the first layer this one begins, in CSS pixels. */
    topOf: (layer) => rows[layer].element.offsetTop - element.offsetTop,
    /** Frames the map that is looked at, and in the layer below what a number of it sees. */
    frame({ box, only }, { layer, channel }) {
      const wanted = JSON.stringify([box, only, layer, channel]);
      if (framed === wanted) return; // a stroke changes numbers, not places
      framed = wanted;
      rows.forEach(({ maps }, number) => {
        maps?.mark(number === layer ? channel : -1);
        maps?.frame(number === layer - 1 ? box : null, only);
      });
    },
  };
}

function firstOf(volume) {
  return volume.channels > MOST_TILES ? { ...volume, channels: MOST_TILES } : volume;
}
