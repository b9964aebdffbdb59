// How else could we downsample? Max pooling, mean pooling and a strided convolution of the same map.

import { tick } from "./parts/controls.js";
import { pairField } from "./parts/settings.js";
import { make, openView } from "./parts/view.js";
import { outputCard, percentOf } from "./pooling_explorer_parts/card.js";
import { METHODS, changeOf, placesFedBy } from "./pooling_explorer_parts/downsample.js";
import { inputMaps, oneCell } from "./pooling_explorer_parts/inputs.js";
import { kernelPanel } from "./pooling_explorer_parts/kernel_panel.js";
import { threeDigits } from "./pooling_explorer_parts/map_picture.js";
import { readingPanel } from "./pooling_explorer_parts/reading.js";
import { shiftInWords, shiftPad } from "./pooling_explorer_parts/shift_pad.js";
import { faultOf, kernelOfWindow, stateOf, strideOf } from "./pooling_explorer_parts/state.js";

const TRAITS = "feature_map window stride kernel shift numbers";

function render(context) {
  const view = openView(context, "pooling-explorer");
  const { model, say } = view;
  const names = { max: say("Max pooling"), mean: say("Mean pooling"), strided: say("Strided convolution") };
  let state = stateOf(model), accepted = {}, looked = null, announced = false;

  /** `side` is 0 or 1 for a place of the map before or after the shift, "output" for one of an output. */
  function lookAt(side, place, how) {
    looked = place && { side, place };
    const text = drawLooked();
    if (how === "key" && place) view.announce(text);
  }
  const inputs = inputMaps(view, { point: lookAt });
  const cards = METHODS.map((part) => outputCard(view, { name: names[part], part, point: (place, how) => lookAt("output", place, how) }));
  const reading = readingPanel(view, names);
  const kernelPart = kernelPanel(view, { change: (kernel, commit = true) => view.change({ kernel }, commit) });
  const settings = settingsRow(view);
  const shift = shiftPart(view, () => [state.sides[0].map.height, state.sides[0].map.width]);

  const draw = view.oncePerFrame(() => {
    state = stateOf(model);
    inputs.draw(state, model.get("numbers"));
    const changes = cards.map((card, i) => card.draw(METHODS[i], state, model.get("numbers")));
    kernelPart.refresh(state.kernel, state.sides[0].outputs);
    settings.refresh();
    shift.refresh(state);
    drawLooked();
    if (announced) view.announce(changesInWords(say, state, names, changes));
    announced = false;
  });

  /** Frames the place that is looked at in every map; returns it in words. */
  function drawLooked() {
    const { sides, kernel } = state, { max } = sides[0].outputs;
    const bounds = looked?.side === "output" ? max : sides[0].map;
    const outside = !looked || looked.place.row >= bounds.height || looked.place.column >= bounds.width;
    if (outside) inputs.unframe();
    else if (looked.side === "output") inputs.frameWindow(looked.place, sides);
    else inputs.frameCell(looked.side, looked.place, sides);
    const places = outside ? [] : looked.side === "output" ? [looked.place] : placesFedBy(looked.place, sides[0].window, sides[0].stride, max);
    const marks = places.map((place) => oneCell(place, looked.side === "output" ? "this" : "fed"));
    for (const card of cards) card.mark(looked?.side === "output" ? [marks, marks] : looked?.side === 0 ? [marks, []] : [[], marks]);
    if (outside) return reading.explain(kernel);
    return looked.side === "output" ? reading.tellOutput(looked.place, state) : reading.tellInput(looked.place, sides[looked.side], kernel);
  }

  /** A window that does not fit is taken back, with a sentence; the kernel grows and shrinks with it. */
  function follow() {
    const fault = faultOf(model, say);
    if (fault) {
      view.change(accepted);
      view.complain(fault);
      return;
    }
    accepted = { window: model.get("window"), feature_map: model.get("feature_map") };
    view.complain("");
    if (kernelOfWindow(model) !== model.get("kernel")) view.change({ kernel: kernelOfWindow(model) });
    draw();
  }

  view.watch("feature_map window", follow);
  view.watch("shift window stride kernel", () => (announced = true));
  view.watch(TRAITS, draw);
  const panel = make("div", { class: "cnnlab-panel" }, settings.element, shift.element, kernelPart.element);
  view.show(say("Pooling explorer"), make("div", { class: "cnnlab-top" }, inputs.element, panel),
    inputs.legend, make("div", { class: "cnnlab-cards" }, ...cards.map(({ element }) => element)), reading.element);
  follow();
  return view.close;
}

/** Window, stride, and whether numbers are written. */
function settingsRow(view) {
  const { say, model } = view;
  const same = tick(view, say("= window"), (on) => view.change({ stride: on ? null : model.get("window") }));
  same.element.title = say("The stride is as large as the window");
  const numbers = tick(view, say("Numbers"), (on) => view.change({ numbers: on }));
  const stride = pairField(view, say("Stride"), "stride", 1, { now: () => strideOf(model), traits: "stride window" });
  return {
    element: make("div", { class: "cnnlab-row", "data-part": "settings" }, pairField(view, say("Window"), "window", 1), stride, same.element, numbers.element),
    refresh() {
      same.refresh(model.get("stride") === null);
      numbers.refresh(model.get("numbers"));
    },
  };
}

/** The arrows, and in words what such a shift means for the outputs. */
function shiftPart(view, limits) {
  const { say } = view;
  const words = make("p", { "data-part": "shift-words" });
  const change = make("p", { "data-part": "input-change" });
  return {
    element: make("div", { class: "cnnlab-shift", "data-part": "shift" }, shiftPad(view, { limits }), make("div", { class: "cnnlab-shift-words" }, words, change)),
    refresh({ shift, isShifted, sides: [{ map, stride }, { map: shifted }] }) {
      const steps = shift.map((by, axis) => by / stride[axis]), told = { words: shiftInWords(say, shift), steps: shiftInWords(say, steps) };
      if (!isShifted) words.textContent = say("Shift the map: what changes in each output?");
      else if (steps.every(Number.isInteger)) words.textContent = say("Shifted: {words}. Whole strides: each output can move along ({steps}). Does it?", told);
      else words.textContent = say("Shifted: {words}. Not whole strides: no output can just move along. How much does each change?", told);
      const changed = changeOf(map, shifted);
      change.textContent = say("In the map {changed} of {all} numbers changed, on average by {mean}: {percent} of their mean size.",
        { ...changed, mean: threeDigits(changed.mean), percent: percentOf(changed) || "0 %" });
    },
  };
}

function changesInWords(say, { shift }, names, changes) {
  const each = METHODS.map((method, i) => say("{name}: {changed} of {all} changed.", { name: names[method], ...changes[i] }));
  return [say("Shift: {words}.", { words: shiftInWords(say, shift) }), ...each].join(" ");
}

export default { render };
