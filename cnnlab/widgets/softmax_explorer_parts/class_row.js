// One class: is it the true one, its score on a slider, its probability, its gradient.

import { slider } from "../parts/controls.js";
import { make } from "../parts/view.js";
import { decimals } from "./softmax.js";

/** `group` is the name of the radio buttons; `choose()` says that this class is the true one,
 *  `move(score, commit)` that its score has changed. */
export function classRow(view, name, group, { choose, move }) {
  const { say } = view;
  const radio = make("input", { type: "radio", name: group });
  view.listen(radio, "change", choose);
  const words = (score) => decimals(score, 2);
  const score = slider(view, say("Score of {name}", { name }), { min: -10, max: 10, step: 0.1, words }, move);
  const zero = make("i"), scoreBar = make("span", { class: "s-bar s-signed", "aria-hidden": "true" }, zero);
  const fill = make("i"), bar = make("span", { class: "s-bar", "aria-hidden": "true" }, fill);
  score.element.classList.add("s-score");
  score.element.append(scoreBar);
  const p = make("output", { "data-part": "p" }), gradient = make("output", { "data-part": "gradient" });
  const wayOut = make("span", { class: "s-way" });
  return {
    element: make("div", { class: "s-class", role: "group", "aria-label": name },
      make("label", { class: "s-name" }, radio, make("b", {}, name)), score.element,
      make("div", { class: "s-p" }, make("span", { class: "s-small" }, say("probability")), bar, p),
      make("div", { class: "s-gradient" }, make("span", { class: "s-small" }, say("gradient")), gradient, wayOut)),
    /** `state` is {score, p, gradient, limit}; `isTrue`, whether this is the true class. */
    refresh(state, isTrue, isLargest) {
      radio.checked = isTrue;
      score.refresh(state.score, { min: -state.limit, max: state.limit });
      drawSigned(zero, state.score / state.limit);
      fill.style.width = `${100 * state.p}%`;
      p.textContent = decimals(state.p) + (isLargest ? " ★" : "");
      gradient.textContent = decimals(state.gradient);
      wayOut.textContent = Math.abs(state.gradient) < 0.0005 ? "" : state.gradient < 0 ? say("↑ raise it") : say("↓ lower it");
    },
  };
}

/** A bar from the middle to the right (positive) or to the left (negative); `size` is from −1 to 1. */
function drawSigned(bar, size) {
  bar.className = size < 0 ? "s-negative" : "s-positive";
  bar.style.width = `${50 * Math.abs(size)}%`;
  bar.style.left = `${50 + 50 * Math.min(0, size)}%`;
}
