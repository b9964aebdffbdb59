// Labelled controls. Each returns its element; `refresh` shows a value that came from elsewhere.

import { exact, readNumber } from "./words.js";
import { make, uniqueId } from "./view.js";

/** A button; `text` is what it does. */
export function button(view, text, press, attributes = {}) {
  const element = make("button", { type: "button", ...attributes }, text);
  view.listen(element, "click", press);
  return element;
}

/** A box to tick. */
export function tick(view, text, change) {
  const box = make("input", { type: "checkbox" });
  view.listen(box, "change", () => change(box.checked));
  return {
    element: make("label", { class: "cnnlab-tick" }, box, text),
    refresh: (on) => (box.checked = on),
  };
}

/** One of several options, [[value, text], ...]. */
export function choice(view, text, options, change) {
  const id = uniqueId("control");
  const select = make("select", { id }, ...options.map(([value, words]) => make("option", { value }, words)));
  view.listen(select, "change", () => change(select.value));
  return {
    element: make("div", { class: "cnnlab-control" }, make("label", { for: id }, text), select),
    refresh: (value) => (select.value = value),
  };
}

/** A slider; `change(number, commit)` has commit = false while it is being dragged. */
export function slider(view, text, { min, max, step = 1, words = exact }, change) {
  const id = uniqueId("control");
  const range = make("input", { type: "range", id, min, max, step });
  const shown = make("output", { for: id });
  const show = (value) => {
    shown.textContent = words(value);
    range.setAttribute("aria-valuetext", words(value));
  };
  view.listen(range, "input", () => {
    show(Number(range.value));
    change(Number(range.value), false);
  });
  view.listen(range, "change", () => change(Number(range.value), true));
  return {
    element: make("div", { class: "cnnlab-control" }, make("label", { for: id }, text), range, shown),
    range,
    refresh(value, limits = {}) {
      Object.assign(range, limits);
      range.value = value;
      show(value);
    },
  };
}

/** A number to type: decimal comma, minus sign and fractions are understood. What is no number, or is
 *  not allowed, gets `refusal` as a sentence, and the old value comes back. */
export function numberField(view, text, { allowed = Number.isFinite, refusal }, change) {
  const id = uniqueId("control");
  const field = make("input", { type: "text", inputmode: "decimal", id, class: "cnnlab-number", autocomplete: "off" });
  let value;
  const refresh = (number) => {
    value = number;
    field.value = exact(number);
  };
  view.listen(field, "change", () => {
    const number = readNumber(field.value);
    const right = Number.isFinite(number) && allowed(number);
    view.complain(right ? "" : refusal(field.value));
    if (right) change(number);
    else refresh(value);
  });
  return {
    element: make("div", { class: "cnnlab-control" }, make("label", { for: id }, text), field),
    refresh,
  };
}
