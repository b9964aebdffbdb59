// The loss after each step, on a logarithmic axis: a tenth is always the same way down.

import { make } from "../parts/view.js";
import { short } from "../parts/words.js";

const SIZE = { width: 360, height: 170 }, EDGE = { left: 44, right: 12, top: 10, bottom: 34 };
const LEAST_STEPS = 20, LEAST_LOSS = 1e-12; // the axes: at least so many steps, and never below this loss
const MOST_LINES = 6; // powers of ten that are written down

/** `refresh(losses)` draws the curve; the last point is marked. */
export function lossCurve(view) {
  const { say } = view;
  const svg = svgElement("svg", { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img" });
  const element = make("figure", { class: "l-curve", "data-part": "curve" },
    make("figcaption", {}, say("Loss after each step, logarithmic axis")), svg);

  function refresh(losses) {
    const axes = axesFor(losses), last = losses.length - 1;
    const points = losses.map((loss, step) => `${axes.x(step).toFixed(1)},${axes.y(loss).toFixed(1)}`);
    svg.replaceChildren(
      ...axes.powers.flatMap((power) => gridLine(axes.y(10 ** power), powerOfTen(power))),
      ...[0, axes.steps].map((step) => written(axes.x(step), SIZE.height - 18, step, step ? "end" : "start")),
      written((EDGE.left + SIZE.width - EDGE.right) / 2, SIZE.height - 3, say("steps"), "middle"),
      svgElement("polyline", { class: "l-line", points: points.join(" ") }),
      svgElement("circle", { class: "l-dot", cx: axes.x(last), cy: axes.y(losses[last]), r: 4.5 }),
    );
    const values = { first: short(losses[0]), last: short(losses[last]), steps: last };
    svg.setAttribute("aria-label", last
      ? say("Loss curve: from {first} to {last} in {steps} steps.", values)
      : say("Loss curve: {first} before the first step.", values));
  }
  return { element, refresh };
}

function axesFor(losses) {
  const logs = losses.map((loss) => Math.log10(Math.max(loss, LEAST_LOSS)));
  const lowest = Math.floor(Math.min(...logs)), highest = Math.max(lowest + 1, Math.ceil(Math.max(...logs)));
  const steps = niceAbove(Math.max(LEAST_STEPS, losses.length - 1));
  const every = Math.ceil((highest - lowest) / MOST_LINES);
  const powers = Array.from({ length: Math.floor((highest - lowest) / every) + 1 }, (_, i) => highest - i * every);
  const across = SIZE.width - EDGE.left - EDGE.right, down = SIZE.height - EDGE.top - EDGE.bottom;
  return {
    steps, powers,
    x: (step) => EDGE.left + (across * step) / steps,
    y: (loss) => EDGE.top + (down * (highest - Math.log10(Math.max(loss, LEAST_LOSS)))) / (highest - lowest),
  };
}

/** 1, 2 or 5 times a power of ten: the axis grows now and then, not at each step. */
function niceAbove(number) {
  const power = 10 ** Math.floor(Math.log10(number));
  return [1, 2, 5, 10].map((factor) => factor * power).find((nice) => nice >= number);
}

const powerOfTen = (power) => (power >= -3 && power <= 3 ? String(Number((10 ** power).toPrecision(1))) : `1e${power}`);

function gridLine(y, text) {
  return [
    svgElement("line", { class: "l-grid", x1: EDGE.left, x2: SIZE.width - EDGE.right, y1: y, y2: y }),
    written(EDGE.left - 6, y + 4, text, "end"),
  ];
}

function written(x, y, text, anchor) {
  const element = svgElement("text", { x, y, "text-anchor": anchor });
  element.textContent = text;
  return element;
}

function svgElement(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
