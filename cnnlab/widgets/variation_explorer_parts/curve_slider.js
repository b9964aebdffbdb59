// A slider under the curve of its own accuracy: its thumb is a place on the curve.

import { slider } from "../parts/controls.js";
import { make } from "../parts/view.js";
import { perCent, valueWords } from "./numbers.js";

const HEIGHT = 40, SVG = "http://www.w3.org/2000/svg"; // of the viewBox; its width is 100

/** `change(place, commit)` is called with the place that the hand chose. */
export function curveSlider(view, variation, accuracy, change) {
  const { say, model } = view, enough = model.get("enough"), last = accuracy.length - 1;
  const words = (place) => `${valueWords(variation, place)} · ${perCent(accuracy[place])}`;
  const made = slider(view, variation.label, { min: 0, max: last, words }, change);
  made.range.dataset.factor = variation.name;
  const dot = make("span", { class: "v-dot" });
  const chart = make("div", { class: "v-chart", "aria-hidden": "true" },
    drawnCurve(accuracy, enough), make("span", { class: "v-enough", style: `top: ${100 * (1 - enough)}%` }, perCent(enough)), dot);
  const broken = accuracy.findIndex((each) => each < enough);
  const note = make("p", { class: "v-note" }, broken < 0
    ? say("✓ never under {percent}", { percent: perCent(enough) })
    : say("✗ under {percent} from {value} on", { percent: perCent(enough), value: valueWords(variation, broken) }));
  made.element.classList.add("v-slider");
  made.element.dataset.part = `slider-${variation.name}`;
  made.element.append(chart, note);
  return {
    element: made.element,
    refresh(place, active) {
      made.refresh(place);
      made.element.classList.toggle("v-active", active);
      dot.style.left = `${(100 * place) / last}%`;
      dot.style.top = `${100 * (1 - accuracy[place])}%`;
    },
  };
}

function drawnCurve(accuracy, enough) {
  const x = (place) => (100 * place) / (accuracy.length - 1), y = (fraction) => HEIGHT * (1 - fraction);
  const points = accuracy.map((fraction, place) => `${x(place)},${y(fraction)}`);
  const svg = inSvg("svg", { viewBox: `0 0 100 ${HEIGHT}`, preserveAspectRatio: "none" });
  svg.append(
    inSvg("polygon", { class: "v-area", points: ["0," + HEIGHT, ...points, "100," + HEIGHT].join(" ") }),
    inSvg("line", { class: "v-limit", x1: 0, x2: 100, y1: y(enough), y2: y(enough) }),
    inSvg("polyline", { class: "v-curve", points: points.join(" ") }),
  );
  return svg;
}

function inSvg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
