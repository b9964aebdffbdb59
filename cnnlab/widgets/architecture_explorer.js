// Build a CNN layer by layer: what each layer makes of the volume, what it costs, and what a unit sees.

import { changesOfLayers } from "./architecture_explorer_parts/changes.js";
import { headRow } from "./architecture_explorer_parts/head.js";
import { layerEditor } from "./architecture_explorer_parts/layer_editor.js";
import { layerTable } from "./architecture_explorer_parts/layer_table.js";
import { seenBelow, sightInWords } from "./architecture_explorer_parts/sight.js";
import { byTimes, traceOf } from "./architecture_explorer_parts/trace.js";
import { inputPicture, unitMap } from "./architecture_explorer_parts/unit_map.js";
import { volumeStrip } from "./architecture_explorer_parts/volumes.js";
import { keepHistory } from "./parts/history.js";
import { make, openView } from "./parts/view.js";

function render(context) {
  const view = openView(context, "architecture-explorer");
  const { model, say } = view;
  const history = keepHistory(view, ["layers", "input_shape"], ["unit"]);
  const changes = changesOfLayers(view);
  let trace = null, looked = null; // the unit under the pointer, until it leaves

  const chooseUnit = (layer, place) => {
    looked = null;
    changes.choose(layer, place);
  };
  const head = headRow(view, changes);
  const strip = volumeStrip(view, { choose: chooseUnit });
  const editor = layerEditor(view, changes);
  const map = unitMap(view, {
    look: (place) => {
      looked = place;
      lookAgain();
    },
    choose: (place) => chooseUnit(changes.unit().layer, place),
  });
  const picture = inputPicture(view), words = make("p", { class: "arch-words", "data-part": "words" });
  const table = layerTable(view, { choose: (layer) => chooseUnit(layer, null) });

  const state = () => ({
    ...trace, layers: model.get("layers"), inputShape: model.get("input_shape"), chosen: changes.unit()?.layer,
  });
  function draw() {
    trace = traceOf(model.get("layers"), model.get("input_shape"), say);
    const now = state();
    head.refresh();
    editor.draw(now);
    table.draw(now);
    drawSight();
  }
  /** What the unit sees, in the volumes, in the picture and in words. */
  function drawSight() {
    const chosen = changes.unit(), step = trace.steps[chosen?.layer];
    const unit = step && { layer: chosen.layer, ...(looked ?? chosen) };
    const seen = step ? seenBelow(trace.steps.slice(0, unit.layer + 1), unit.row, unit.column).reverse() : [];
    const sentences = step ? sightInWords(say, trace, unit) : [reasonForNone(say, trace, chosen)];
    strip.draw({ ...state(), seen });
    words.textContent = sentences.join(" ");
    picture.draw(model.get("input_shape"), seen[0], sentences[0]);
    if (looked) map.mark(unit);
    else map.draw(step, chosen?.layer, unit);
  }
  const lookAgain = view.oncePerFrame(() => drawSight()), redraw = view.oncePerFrame(draw);
  view.watch("layers input_shape picture unit", redraw);
  let isNew = false; // a change of the layers is told first, then what the unit sees
  view.watch("layers input_shape", () => {
    looked = null;
    isNew = true;
  });
  view.watch("layers input_shape unit", view.oncePerFrame(() => {
    view.announce([isNew ? changeInWords(say, state()) : "", words.textContent].join(" ").trim());
    isNew = false;
  }));

  const legend = make("p", { class: "arch-note" },
    say("Sides are to scale. Depth is drawn as sheets behind each other, and a vector as a bar, by their logarithm; the number says it."));
  const formula = make("p", { class: "arch-note" },
    say("Output size, rounded down: ⌊(size + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1. Jump: how many pixels of the picture lie between a unit and its neighbour."));
  view.show(say("Architecture explorer"),
    make("div", { class: "cnnlab-row arch-top" }, head.element, history.element), strip.element, legend,
    make("div", { class: "arch-middle" }, editor.element, map.element, picture.element), words, table.element, formula);
  draw();
  return view.close;
}

function reasonForNone(say, { fault }, chosen) {
  if (!chosen) return say("There is no layer yet. Add one.");
  return fault.layer === chosen.layer ? fault.sentence
    : say("This layer is not reached: layer {layer} does not fit yet.", { layer: fault.layer });
}

/** What became of the chosen layer, for who does not see it. */
function changeInWords(say, { steps, layers, chosen, fault }) {
  if (fault) return fault.layer === chosen ? say("Layer {layer} does not fit.", { layer: fault.layer })
    : say("Layer {layer} does not fit. {reason}", { layer: fault.layer, reason: fault.sentence });
  if (!layers.length) return "";
  const { layer, shape } = steps[chosen];
  return say("Layer {number}, {kind}: {shape}.", { number: chosen, kind: layer.kind, shape: byTimes(shape) });
}

export default { render };
