// Above the layers: a network to begin with, and the size of the input.

import { choice } from "../parts/controls.js";
import { make } from "../parts/view.js";
import { wholeField } from "./fields.js";
import { MOST_ROWS } from "./trace.js";

/** `start(layers, inputShape)` and `resize(inputShape)` hear of what is chosen and typed. */
export function headRow(view, { start, resize }) {
  const { say, model } = view, presets = model.get("presets");
  const options = [["", say("your own layers")], ...presets.map(([title], i) => [i, title])];
  const list = choice(view, say("Begin with"), options, (value) => {
    const [, shape, layers] = presets[value] ?? [];
    if (layers) start(layers, shape);
    else refresh();
  });
  const sides = [say("Height"), say("Width"), say("Depth")].map((text, axis) =>
    wholeField(view, text, axis < 2 ? { most: MOST_ROWS } : {}, (value) =>
      resize(model.get("input_shape").map((side, i) => (i === axis ? value : side)))));
  /** The network whose layers and input these are, if there is one. */
  const chosenPreset = () => presets.findIndex(([, shape, layers]) =>
    JSON.stringify([shape, layers]) === JSON.stringify([model.get("input_shape"), model.get("layers")]));
  function refresh() {
    const preset = chosenPreset();
    list.refresh(preset < 0 ? "" : String(preset));
    sides.forEach((side, axis) => side.refresh(model.get("input_shape")[axis]));
  }
  const input = make("div", { class: "cnnlab-row arch-input", role: "group", "aria-label": say("Size of the input") },
    make("span", {}, say("Input:")), ...sides.map((side) => side.element));
  return { element: make("div", { class: "cnnlab-row arch-head", "data-part": "head" }, list.element, input), refresh };
}
