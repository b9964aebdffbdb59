// How else could we downsample? Max pooling, mean pooling and a strided convolution of the same map.

import { tick } from "./parts/controls.js";
import { pairField } from "./parts/settings.js";
import { make, openView } from "./parts/view.js";
import { outputCard } from "./pooling_explorer_parts/card.js";
import { METHODS, placesFedBy } from "./pooling_explorer_parts/downsample.js";
import { inputMaps, oneCell } from "./pooling_explorer_parts/inputs.js";
import { kernelPanel } from "./pooling_explorer_parts/kernel_panel.js";
import { readingPanel } from "./pooling_explorer_parts/reading.js";
import { shiftInWords, shiftPart } from "./pooling_explorer_parts/shift_pad.js";
import { faultOf, kernelOfWindow, stateReader, strideOf } from "./pooling_explorer_parts/state.js";

const TRAITS = "feature_map window stride kernel shift numbers";

function render(context) {
  const view = openView(context, "pooling-explorer");
  const { model, say } = view;
  const names = { max: say("Max pooling"), mean: say("Mean pooling"), strided: say("Strided convolution") };
  const stateNow = stateReader(model);
  let state = stateNow(), accepted = {}, looked = null, announced = false;

  /** `side` is 0 or 1 for a place of the map before or after the shift, "output" for one of an output. */
  function lookAt(side, place, how) {
    looked = place && { side, place };
    const text = drawLooked();
    if (how === "key" && place) view.announce(text);
  }
  const inputs = inputMaps(view, { point: lookAt });
  const lookAtOutput = (place, how) => lookAt("output", place, how);
  const cards = METHODS.map((part) => outputCard(view, { name: names[part], part, point: lookAtOutput }));
  const reading = readingPanel(view, names);
  const kernelPart = kernelPanel(view, { change: (kernel, commit = true) => view.change({ kernel }, commit) });
  const settings = settingsRow(view);
  const shift = shiftPart(view, () => [state.sides[0].map.height, state.sides[0].map.width]);

  const draw = view.oncePerFrame(() => {
    state = stateNow();
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
    const { sides, kernel } = state, { map, window, stride, outputs: { max } } = sides[0];
    const { side, place } = looked ?? {}, isOutput = side === "output", bounds = isOutput ? max : map;
    if (!place || place.row >= bounds.height || place.column >= bounds.width) {
      inputs.unframe();
      for (const card of cards) card.mark([[], []]);
      return reading.explain(kernel);
    }
    if (isOutput) {
      inputs.frameWindow(place, sides);
      for (const card of cards) card.mark([[oneCell(place)], [oneCell(place)]]);
      return reading.tellOutput(place, state);
    }
    inputs.frameCell(side, place, sides);
    const fed = placesFedBy(place, window, stride, max).map((at) => oneCell(at, "fed"));
    for (const card of cards) card.mark(side === 0 ? [fed, []] : [[], fed]);
    return reading.tellInput(place, sides[side], kernel);
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
    inputs.legend, make("div", { class: "cnnlab-cards" }, ...cards.map(({ element }) => element)),
    reading.element);
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
  const window = pairField(view, say("Window"), "window", 1);
  return {
    element: make("div", { class: "cnnlab-row", "data-part": "settings" },
      window, stride, same.element, numbers.element),
    refresh() {
      same.refresh(model.get("stride") === null);
      numbers.refresh(model.get("numbers"));
    },
  };
}

function changesInWords(say, { shift }, names, changes) {
  const each = METHODS.map((method, i) =>
    say("{name}: {changed} of {all} changed.", { name: names[method], ...changes[i] }));
  return [say("Shift: {words}.", { words: shiftInWords(say, shift) }), ...each].join(" ");
}

export default { render };
