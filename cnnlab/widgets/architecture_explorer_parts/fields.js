// Fields to type a layer's numbers into: one whole number or two, with the arrow keys up and down.

import { both } from "../parts/arithmetic.js";
import { make } from "../parts/view.js";
import { readNumber } from "../parts/words.js";

const MOST_TYPED = 9999, MOST_OF_A_PAIR = 999; // also in architecture_kinds.py
const ONE_OR_TWO = /^\s*(\d{1,4})\s*(?:[×x,;\s]\s*(\d{1,4}))?\s*$/;
const asText = (value) => (Array.isArray(value) ? value.join(" × ") : String(value));
const asValue = ([rows, columns]) => (rows === columns ? rows : [rows, columns]);

/** From `minimum` to `most`, perhaps in `pairs`, or a `word` ("same"); `change(value)` hears of what is typed. */
export function wholeField(view, text, { minimum = 1, pairs = false, most = pairs ? MOST_OF_A_PAIR : MOST_TYPED, word = "" }, change) {
  const { say } = view;
  const field = make("input", { type: "text", inputmode: "numeric", class: "cnnlab-pair", autocomplete: "off" });
  let value = minimum;

  function read(typed) {
    if (word && typed.trim().toLowerCase() === say("same")) return word;
    const [, rows, columns = rows] = ONE_OR_TWO.exec(typed) ?? [];
    const numbers = [Number(rows), Number(columns)];
    const right = numbers.every((number) => minimum <= number && number <= most); // nothing typed is NaN
    return right && (pairs || numbers[0] === numbers[1]) ? asValue(numbers) : null;
  }
  function refusal() {
    const about = { text: field.value, minimum, most };
    if (word) return say("“{text}” does not work here. Write a whole number from {minimum} to {most}, two such as 2 × 1, or “same”.", about);
    if (pairs) return say("“{text}” does not work here. Write a whole number from {minimum} to {most}, or two, rows × columns, such as 2 × 1.", about);
    return say("“{text}” does not work here. Write a whole number from {minimum} to {most}.", about);
  }
  const refresh = (now) => {
    value = now;
    field.value = now === word ? say("same") : asText(now);
  };
  view.listen(field, "change", () => {
    const typed = read(field.value);
    view.complain(typed === null ? refusal() : "");
    if (typed === null) refresh(value);
    else if (asText(typed) !== asText(value)) change(typed);
    else refresh(value);
  });
  view.listen(field, "keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by || value === word) return;
    event.preventDefault();
    const changed = both(value).map((number) => Math.min(most, Math.max(minimum, number + by)));
    if (asText(asValue(changed)) !== asText(value)) change(asValue(changed));
  });
  return { element: make("label", { class: "cnnlab-control" }, text, field), refresh };
}

/** A share from 0 to 1, such as that of dropout. */
export function shareField(view, text, change) {
  const field = make("input", { type: "text", inputmode: "decimal", class: "cnnlab-pair", autocomplete: "off" });
  let value = 0;
  const refresh = (now) => {
    value = now;
    field.value = String(now);
  };
  view.listen(field, "change", () => {
    const number = readNumber(field.value), right = number >= 0 && number <= 1;
    view.complain(right ? "" : view.say("“{text}” does not work here. Write a number from 0 to 1.", { text: field.value }));
    if (right) change(number);
    else refresh(value);
  });
  return { element: make("label", { class: "cnnlab-control" }, text, field), refresh };
}
