// One filter's way through the detector, from left to right: filter and threshold, map, map with its
// bias, ReLU, max pooling, evidence.

import { canvasPicture } from "../parts/canvas.js";
import { cssOf, paintShades, signedScale } from "../parts/colours.js";
import { numberField, slider } from "../parts/controls.js";
import { numberGrid } from "../parts/grid.js";
import { make } from "../parts/view.js";
import { exact, short } from "../parts/words.js";

const STAGES = ["map", "biased", "rectified"];

/** Options:
 *    point         (what): what is pointed at, null or { at: "filter" | "map" | "pooled", row, column }
 *    setThreshold  (number, commit): this filter's threshold is to be another */
export function filterRow(view, number, { point, setThreshold }) {
  const { say, model } = view;
  const filter = filterPart(view, number, point, setThreshold);
  const hint = say("Arrow keys move; each place tells where its number comes from.");
  const stages = STAGES.map((stage) => stagePicture(view, `${stage}-${number}`, hint, (place) =>
    point(place && { at: "map", ...place })));
  for (const { stage } of stages.slice(1)) { // the keys on the map tell of these, too
    stage.removeAttribute("tabindex");
    stage.removeAttribute("aria-description");
    stage.role = "img";
  }
  const pooled = stagePicture(view, `pooled-${number}`, hint, (place) =>
    point(place && { at: "pooled", ...place }), 84);
  const evidence = make("p", { class: "x-evidence", "data-part": `evidence-${number}` });
  pooled.element.append(evidence);
  const pictures = [...stages, pooled];
  const figures = [filter, ...pictures].map((each) => each.element);
  const element = make("div", { class: "x-filter-row", role: "group" }, ...figures);

  function refresh({ map, biased, rectified, pooled: left, evidence: most }) {
    const name = model.get("names")[number], filters = model.get("filters");
    const scale = signedScale(Math.max(...filters.map(sumOfSizes), 1)); // the same for all: nothing flickers
    element.ariaLabel = say("Filter {filter}", { filter: name });
    filter.refresh(name, Math.ceil(scale.highest));
    [map, biased, rectified, left].forEach((values, i) => paintNumbers(pictures[i], values, scale));
    const bias = exact(-model.get("thresholds")[number] || 0);
    pictures[0].name(say("Map of {filter}", { filter: name }), say("Map"));
    pictures[1].name(say("Map of {filter} with its bias", { filter: name }), say("+ bias {bias}", { bias }));
    const relu = model.get("relu") ? "ReLU" : say("without ReLU");
    pictures[2].name(`${relu}, ${name}`, relu);
    pictures[3].name(say("Max pooling of {filter}", { filter: name }), say("Max pooling"));
    const strength = make("strong", {}, `${most > 0 ? "✓" : "✗"} ${short(most)}`);
    evidence.replaceChildren(say("evidence"), " ", strength);
  }
  return {
    element, refresh,
    /** Frames places of the three maps, more of the last of them, and places of the pooled map. */
    marks({ inMaps = [], inRectified = [], inPooled = [] }) {
      for (const each of stages) each.marks(inMaps);
      stages.at(-1).marks([...inMaps, ...inRectified]);
      pooled.marks(inPooled);
    },
  };
}

const sumOfSizes = (filter) => filter.flat().reduce((sum, weight) => sum + Math.abs(weight), 0);

function stagePicture(view, part, hint, point, largest = 133) {
  return canvasPicture(view, { title: part, part, hint, point, largest });
}

function paintNumbers(shown, { height, width, values }, scale) {
  shown.paint(height, width, (pixels) => paintShades(pixels, values, scale));
  shown.write(Array.from(values, (value) => ({ text: short(value), ink: cssOf(value, scale).ink })));
  shown.stage.style.setProperty("--cells", width);
  shown.stage.style.setProperty("--lines", height);
}

function filterPart(view, number, point, setThreshold) {
  const { say, model } = view;
  const caption = make("figcaption");
  const grid = numberGrid(view, {
    label: "", step: 1,
    change(row, column, weight, commit) {
      const filters = model.get("filters").map((filter) => filter.map((weights) => [...weights]));
      filters[number][row][column] = weight;
      view.change({ filters }, commit);
    },
  });
  view.listen(grid.element, "pointerenter focusin", () => point({ at: "filter" }));
  view.listen(grid.element, "pointerleave focusout", () => point(null));
  const threshold = thresholdPart(view, setThreshold);
  return {
    element: make("figure", { class: "x-filter", "data-part": `filter-${number}` },
      caption, grid.element, threshold.element),
    refresh(name, mostSum) {
      caption.textContent = say("Filter {filter}", { filter: name });
      grid.element.ariaLabel = caption.textContent;
      grid.refresh(model.get("filters")[number]);
      threshold.refresh(model.get("thresholds")[number], mostSum);
    },
  };
}

function thresholdPart(view, setThreshold) {
  const { say } = view;
  const refusal = (text) =>
    say("“{text}” is not a number, so the old value stays. Numbers look like 2, −0.5 or 1/9.", { text });
  const field = numberField(view, say("Threshold"), { refusal }, (value) => setThreshold(value, true));
  const range = slider(view, say("Threshold"), { min: 0, max: 9, step: 0.5 }, setThreshold);
  range.element.classList.add("x-bare");
  return {
    element: make("div", { class: "x-threshold" }, field.element, range.element),
    refresh(value, mostSum) {
      field.refresh(value);
      range.refresh(value, { min: Math.min(0, Math.floor(value)), max: Math.max(mostSum, Math.ceil(value)) });
    },
  };
}
