// The scores of the classes: a bar for each probability. A click shows the weights of a class.

import { button } from "../parts/controls.js";
import { make } from "../parts/view.js";
import { short } from "../parts/words.js";
import { probabilitiesOf } from "./forward.js";
import { write } from "./texts.js";

const MOST_CLASSES = 12; // of more, the highest are shown

/** `choose(class)`: a class was clicked. */
export function scorePanel(view, state, choose) {
  const { say, model } = view;
  const rows = make("div", { class: "n-classes" });
  const element = make("div", { class: "n-scores", "data-part": "scores" }, make("p", { class: "n-caption" }, say("Probability and score")), rows);
  let lines = [], order = [];

  function build() {
    const count = Math.min(state.scores?.length ?? 0, MOST_CLASSES);
    element.hidden = !count;
    lines = Array.from({ length: count }, (_, i) => {
      const [name, score, percent] = ["n-name", "n-score", "n-percent"].map((kind) => make("span", { class: kind }));
      const bar = make("span", { class: "n-bar", "aria-hidden": "true" });
      const element = button(view, "", () => choose(order[i]), { class: "n-class" });
      element.replaceChildren(name, make("span", { class: "n-track", "aria-hidden": "true" }, bar), percent, score);
      return { element, name, score, percent, bar };
    });
    const longest = Math.max(...model.get("class_names").map((name) => name.length), 1);
    rows.style.setProperty("--name", `${Math.min(longest, 12) + 1}ch`);
    rows.replaceChildren(...lines.map((line) => line.element));
  }
  function refresh() {
    if (!state.scores) return;
    const { scores } = state, likely = probabilitiesOf(scores), names = model.get("class_names");
    order = [...scores.keys()];
    if (order.length > MOST_CLASSES) order.sort((a, b) => scores[b] - scores[a]);
    const best = scores.indexOf(Math.max(...scores));
    lines.forEach((line, i) => {
      const each = order[i];
      write(line.name, names[each]);
      write(line.score, short(scores[each]));
      write(line.percent, `${short(Number((100 * likely[each]).toFixed(1)))} %`);
      line.bar.style.width = `${100 * likely[each] || 0}%`; // NaN has no bar
      line.element.classList.toggle("n-best", each === best && scores.length > 1);
    });
  }
  /** The verdict for a screen reader. */
  function heard() {
    if (!state.scores) return "";
    const likely = probabilitiesOf(state.scores), best = likely.indexOf(Math.max(...likely));
    const percent = short(Number((100 * likely[best]).toFixed(1)));
    if (likely.length === 1) return say("Probability: {percent} %", { percent });
    return say("Highest score: {name}, {percent} %", { name: model.get("class_names")[best], percent });
  }
  return { element, build, refresh, heard };
}
