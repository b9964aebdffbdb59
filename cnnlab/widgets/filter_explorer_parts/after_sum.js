// What is done to the sum, and how the map is shown.

import { choice, tick } from "../parts/controls.js";
import { make } from "../parts/view.js";
import { exact, readNumber } from "../parts/words.js";

/** A number by slider and by typing. `reach()` is how far the slider goes to both sides. */
function numberControl(view, text, trait, reach) {
  const { say, model } = view;
  const range = make("input", { type: "range", "aria-label": text });
  const typed = { type: "text", inputmode: "decimal", class: "cnnlab-number", autocomplete: "off" };
  const field = make("input", { ...typed, "aria-label": text });
  const refresh = () => {
    const value = model.get(trait), far = Math.max(reach(), Math.abs(value));
    Object.assign(range, { min: -far, max: far, step: far / 200 });
    range.value = value;
    if (document.activeElement !== field || readNumber(field.value) !== value) field.value = exact(value);
  };
  const set = (value, commit) => view.change({ [trait]: Number(value.toPrecision(6)) }, commit);
  view.listen(range, "input", () => set(Number(range.value), false));
  view.listen(range, "change", () => set(Number(range.value), true));
  view.listen(field, "change", () => {
    const number = readNumber(field.value), right = Number.isFinite(number);
    const refusal = say("“{text}” is not a number, so the old value stays. Numbers look like 2, −0.5 or 1/9.",
      { text: field.value });
    view.complain(right ? "" : refusal);
    if (right) view.change({ [trait]: number });
    refresh();
  });
  view.watch(`${trait} image`, refresh);
  refresh();
  const group = { class: "cnnlab-control", role: "group", "aria-label": text };
  return make("div", group, make("span", {}, text), range, field);
}

/** Scale, bias, and ReLU or the absolute value. */
export function afterSumControls(view, state) {
  const { say, model } = view;
  const steps = [["", say("nothing more")], ["relu", "ReLU"], ["absolute", say("absolute value")]];
  const step = choice(view, say("Then"), steps, (value) =>
    view.change({ relu: value === "relu", absolute: value === "absolute" }));
  const refresh = () => step.refresh(model.get("relu") ? "relu" : model.get("absolute") ? "absolute" : "");
  view.watch("relu absolute", refresh);
  refresh();
  return make("fieldset", { "data-part": "after-sum" }, make("legend", {}, say("After the sum")),
    numberControl(view, say("Scale"), "scale", () => 4),
    numberControl(view, say("Bias"), "bias", () => 2 * state.picture.range[1]), step.element);
}

/** Colour or grey, signed or clipped, with numbers or without. */
export function displayControls(view) {
  const { say, model } = view;
  const colour = tick(view, say("Red, green and blue, one by one"), (on) => view.change({ colour: on }));
  colour.element.title = say("The same kernel slides over each channel; without this, over the picture in grey.");
  const numbers = tick(view, say("Numbers in the cells"), (on) => view.change({ numbers: on }));
  numbers.element.title = say("In small pictures only: elsewhere, point at a place to read the numbers around it.");
  const scale = choice(view, say("Map"), [["signed", say("purple, white, orange")], ["grey", say("grey, clipped")]],
    (value) => view.change({ signed: value === "signed" }));
  const refresh = () => {
    colour.refresh(model.get("colour"));
    colour.element.firstChild.disabled = model.get("image").shape.length === 2;
    numbers.refresh(model.get("numbers"));
    scale.refresh(model.get("signed") ? "signed" : "grey");
  };
  view.watch("colour numbers signed image", refresh);
  refresh();
  return make("fieldset", { "data-part": "display" }, make("legend", {}, say("How it is shown")),
    scale.element, colour.element, numbers.element);
}
