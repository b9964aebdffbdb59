// The chosen layer: its numbers, its place in the row, and where a new one comes in.

import { button, choice, tick } from "../parts/controls.js";
import { make } from "../parts/view.js";
import { shareField, wholeField } from "./fields.js";

/** `edit` is what changes the layers: setField, moveBy, remove, add. */
export function layerEditor(view, edit) {
  const { say, model } = view;
  const heading = make("legend"), note = make("p", { class: "arch-note" });
  const fields = make("div", { class: "cnnlab-row arch-fields" });
  const up = button(view, say("↑ Move up"), () => edit.moveBy(-1));
  const down = button(view, say("↓ Move down"), () => edit.moveBy(1));
  const away = button(view, say("✕ Remove"), () => edit.remove());
  const moves = make("div", { class: "cnnlab-buttons" }, up, down, away);
  const options = Object.keys(model.get("kinds")).map((kind) => [kind, kind]);
  const kinds = choice(view, say("New layer"), options, () => {});
  const select = kinds.element.querySelector("select");
  const add = button(view, "", () => edit.add(select.value));
  const element = make("fieldset", { class: "arch-editor", "data-part": "editor" }, heading, note, fields, moves,
    make("div", { class: "cnnlab-row arch-add" }, kinds.element, add));
  let shownKind = null, shown = {};

  return {
    element,
    draw({ layers, chosen }) {
      const layer = layers[chosen];
      heading.textContent = layer ? say("Layer {number}: {kind}", { number: chosen, kind: layer.kind })
        : say("No layer yet");
      note.textContent = layer ? meaningOfKind(say, layer.kind) : "";
      add.textContent = layer ? say("+ Add after layer {number}", { number: chosen }) : say("+ Add");
      up.setAttribute("aria-disabled", chosen === 0); // disabled, it would lose the focus
      down.setAttribute("aria-disabled", chosen === layers.length - 1);
      moves.hidden = !layer;
      if (shownKind !== layer?.kind) {
        shownKind = layer?.kind;
        shown = layer ? fieldsFor(view, layer, edit.setField) : {};
        fields.replaceChildren(...Object.values(shown).map((field) => field.element));
      }
      for (const [name, field] of Object.entries(shown)) field.refresh(layer[name]);
    },
  };
}

function fieldsFor(view, layer, setField) {
  const { say } = view;
  const whole = (text, options = {}) => (name) => wholeField(view, text, options, (value) => setField(name, value));
  const makers = {
    out_channels: whole(say("Filters")),
    kernel_size: whole(layer.kind === "Conv2d" ? say("Kernel size") : say("Window"), { pairs: true }),
    stride: whole(say("Stride"), { pairs: true }),
    padding: whole(say("Padding"), { pairs: true, minimum: 0, word: layer.kind === "Conv2d" ? "same" : "" }),
    dilation: whole(say("Dilation"), { pairs: true }),
    out_features: whole(say("Outputs")),
    p: (name) => shareField(view, say("Share that is dropped"), (value) => setField(name, value)),
    bias: (name) => tick(view, say("Bias"), (on) => setField(name, on)),
  };
  const names = Object.keys(makers).filter((name) => name in layer);
  return Object.fromEntries(names.map((name) => [name, makers[name](name)]));
}

function meaningOfKind(say, kind) {
  return {
    Conv2d: say("Each filter is as deep as what arrives, and makes one map. So the filters are the new depth."),
    ReLU: say("max(0, z) of each number. It learns nothing and changes no shape."),
    Tanh: say("tanh of each number, between −1 and 1. It learns nothing and changes no shape."),
    MaxPool2d: say("The largest number of each window, map by map. It learns nothing; the depth stays."),
    AvgPool2d: say("The mean of each window, map by map. It learns nothing; the depth stays."),
    GlobalAvgPool2d: say("The mean of each whole map: a vector with one number per map."),
    Flatten: say("The same numbers in one vector, map by map, row by row."),
    Linear: say("Fully connected: each output has a weight for every number that arrives, and a bias."),
    BatchNorm2d: say("Scales and shifts each map with two learned numbers. It changes no shape."),
    Dropout: say("While training, drops a share of the numbers by chance. It learns nothing and changes no shape."),
  }[kind];
}
