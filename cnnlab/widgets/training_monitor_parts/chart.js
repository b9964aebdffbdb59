// One quantity over the epochs: training is a line with dots, validation is dashed with squares, and the
// thin line is the loss of the batches.

import { make } from "../parts/view.js";
import { exact } from "../parts/words.js";
import { threeDigits } from "./words.js";

const SPACE = { left: 42, right: 12, top: 10, bottom: 30 }, HEIGHT = 190, DIGIT = 8, MOST_SIGNS = 40; // pixels; a count
const SVG_NAMES = "http://www.w3.org/2000/svg";

/** `top` is the highest number there can be; without it the axis reaches as high as the numbers do. */
export function curveChart(view, { name, title, top }) {
  const { say } = view;
  const svg = svgElement("svg", { role: "img", height: HEIGHT });
  const caption = make("figcaption", {}, title);
  const element = make("figure", { class: "t-chart", "data-part": `chart-${name}` }, caption, svg);
  return {
    element,
    whenResized(callback) {
      const observer = new ResizeObserver(callback);
      observer.observe(element);
      view.atTheEnd(() => observer.disconnect());
    },
    /** `last` is the epoch at the right end, `together` how many batches a point of `live` stands for. */
    draw(curves, live, last, together) {
      const lines = ["", "val_"].map((prefix) => curves[prefix + name] ?? []);
      element.hidden = name !== "loss" && !lines[0].length && Object.keys(curves).length > 0;
      const width = Math.max(element.clientWidth, 200), batches = name === "loss" ? live : [];
      const known = [...lines.flat().filter((number) => number !== null), usualLimit(batches)];
      const high = top ?? (Math.max(...known.filter(Number.isFinite)) * 1.05 || 1);
      const x = (epoch) => SPACE.left + ((width - SPACE.left - SPACE.right) * epoch) / last;
      const y = (number) => HEIGHT - SPACE.bottom - (HEIGHT - SPACE.top - SPACE.bottom) * Math.min(number / high, 1);
      if (batches.length) caption.textContent = together > 1
        ? say("{title} (thin line: means of {together} batches)", { title, together })
        : say("{title} (thin line: each batch)", { title });
      else caption.textContent = title;
      svg.setAttribute("width", width);
      svg.setAttribute("aria-label", inWords(say, title, lines));
      svg.replaceChildren(...axes(say, x, y, high, last), ...batchLine(batches, x, y),
        ...curve(lines[0], "training", x, y), ...curve(lines[1], "validation", x, y));
    },
  };
}

/** What 98 of 100 batches stay below: one that went wrong must not make all others flat. */
function usualLimit(batches) {
  const losses = batches.map(([, loss]) => loss).filter(Number.isFinite).sort((a, b) => a - b);
  return losses[Math.floor(0.98 * (losses.length - 1))] ?? 0;
}

function axes(say, x, y, high, last) {
  const [left, right, bottom] = [x(0), x(last), y(0)];
  const across = roundSteps(high, 4).flatMap((number) => [
    svgElement("line", { class: "t-grid", x1: left, x2: right, y1: y(number), y2: y(number) }),
    svgElement("text", { x: left - 6, y: y(number) + 4, "text-anchor": "end" }, axisNumber(number))]);
  const along = roundSteps(last, 5).filter(Number.isInteger).map((epoch) =>
    svgElement("text", { x: Math.min(x(epoch), right + SPACE.right - DIGIT / 2 * String(epoch).length), y: bottom + 14, "text-anchor": "middle" }, epoch));
  return [...across, ...along, svgElement("text", { x: (left + right) / 2, y: bottom + 28, "text-anchor": "middle" }, say("epoch"))];
}

/** A number that fits beside the axis: 0.25, 2.5e-5. */
function axisNumber(number) {
  return number > 0 && number < 0.01 ? number.toExponential().replace("-", "−") : exact(number);
}

function batchLine(points, x, y) {
  const seen = points.filter(([, loss]) => Number.isFinite(loss));
  return [svgElement("polyline", { class: "t-batches", points: seen.map(([epoch, loss]) => `${x(epoch).toFixed(1)},${y(loss).toFixed(1)}`).join(" ") })];
}

function curve(numbers, kind, x, y) {
  const places = numbers.map((number, i) => [i + 1, number]).filter(([, number]) => number !== null).map(([epoch, number]) => [x(epoch), y(number)]);
  const line = svgElement("polyline", { class: `t-line t-${kind}`, points: places.map((place) => place.join(",")).join(" ") });
  const every = Math.ceil(places.length / MOST_SIGNS);
  const signs = places.filter((_, i) => (places.length - 1 - i) % every === 0).map(([left, top]) => (kind === "training"
    ? svgElement("circle", { class: "t-dot t-training", cx: left, cy: top, r: 3 })
    : svgElement("rect", { class: "t-dot t-validation", x: left - 3, y: top - 3, width: 6, height: 6 })));
  return [line, ...signs];
}

/** 0 and round numbers up to `high`, about `count` of them. */
function roundSteps(high, count) {
  const rough = high / count, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((digit) => digit * power).find((each) => each >= rough * 0.999);
  return Array.from({ length: Math.floor(high / step + 1e-9) + 1 }, (_, i) => Number((i * step).toPrecision(6)));
}

function inWords(say, title, [training, validation]) {
  if (!training.length) return say("{title}: no epoch is over yet.", { title });
  const ends = (line) => ({ first: threeDigits(line[0]), last: threeDigits(line.at(-1)) });
  const sentences = [say("{title}, training: from {first} to {last}.", { title, ...ends(training) })];
  if (validation.length) sentences.push(say("{title}, validation: from {first} to {last}.", { title, ...ends(validation) }));
  return sentences.join(" ");
}

function svgElement(tag, attributes, text = "") {
  const element = document.createElementNS(SVG_NAMES, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}
