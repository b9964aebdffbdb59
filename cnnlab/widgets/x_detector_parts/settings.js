// What holds for all three filters: one threshold or three, ReLU, pooling, and the way back.

import { both } from "../parts/arithmetic.js";
import { button, choice, tick } from "../parts/controls.js";
import { make } from "../parts/view.js";

/** `setThreshold(i, number, commit)`: the threshold of filter i, or of all, is to be another. */
export function detectorSettings(view) {
  const { say, model } = view;
  const reset = button(view, say("Lecture's filters"), () => view.change({ ...model.get("lecture") }));
  let together = new Set(model.get("thresholds")).size === 1;
  const setThreshold = (i, value, commit) =>
    view.change({ thresholds: model.get("thresholds").map((old, j) => (together || i === j ? value : old)) }, commit);
  const same = tick(view, say("Same threshold"), (on) => {
    together = on;
    if (on) setThreshold(0, model.get("thresholds")[0], true);
  });
  same.refresh(together);
  const relu = tick(view, "ReLU", (on) => view.change({ relu: on }));
  const size = numberChoice(view, say("Pooling"), "pool", [1, 2, 3, 4, 5, null]);
  const stride = numberChoice(view, say("Stride"), "stride", [1, 2, 3, 4, 5]);
  const refresh = () => {
    relu.refresh(model.get("relu"));
    together &&= new Set(model.get("thresholds")).size === 1; // set apart from elsewhere
    same.refresh(together);
  };
  view.watch("relu thresholds", refresh);
  refresh();
  const element = make("div", { class: "x-settings", "data-part": "settings" },
    same.element, relu.element, size, stride, reset);
  return { element, setThreshold };
}

/** One of several numbers, for rows and columns alike; Python may have set another, or two. */
function numberChoice(view, text, trait, numbers) {
  const { say, model } = view;
  const wordsOf = (value) => (value === null ? say("whole map") : both(value).join(" × "));
  const options = numbers.map((value) => [JSON.stringify(value), wordsOf(value)]);
  const chosen = choice(view, text, options, (value) => view.change({ [trait]: JSON.parse(value) }));
  const select = chosen.element.querySelector("select");
  const refresh = () => {
    const value = model.get(trait), key = JSON.stringify(value);
    const known = [...select.options].some((option) => option.value === key);
    if (!known) select.append(make("option", { value: key }, wordsOf(value)));
    chosen.refresh(key);
  };
  view.watch(trait, refresh);
  refresh();
  return chosen.element;
}
