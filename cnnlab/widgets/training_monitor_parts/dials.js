// What can be turned while it learns: learning rate, momentum, batch size, speed.

import { choice, numberField, slider } from "../parts/controls.js";
import { make } from "../parts/view.js";
import { exact } from "../parts/words.js";
import { UNDER_WAY } from "./words.js";

const DIGITS = [1, 1.5, 2, 3, 5, 7], LOWEST = -5, HIGHEST = 1; // powers of ten
const RATES = Array.from({ length: DIGITS.length * (HIGHEST - LOWEST) + 1 },
  (_, i) => Number(`${DIGITS[i % DIGITS.length]}e${LOWEST + Math.floor(i / DIGITS.length)}`));
const SPEEDS = [50, 10, 2]; // steps a second
const MOST_EPOCHS = 10_000;

/** `warn` is called after each change: it says where no training can run. */
export function dials(view, warn) {
  const { model, say } = view, { examples, optimiser } = model.get("sizes");
  const change = (state, commit = true) => {
    view.change(state, commit);
    if (commit) warn();
  };
  const rate = slider(view, say("Learning rate"), { min: 0, max: RATES.length - 1, words: (i) => exact(RATES[i]) },
    (i, commit) => change({ learning_rate: RATES[i] }, commit));
  const typed = numberField(view, say("exactly"), {
    allowed: (number) => number > 0,
    refusal: (text) => say("“{text}” is no learning rate. Write a number greater than 0, such as 0.05.", { text }),
  }, (number) => change({ learning_rate: number }));
  const momentum = slider(view, optimiser === "Adam" ? say("Momentum (β₁)") : say("Momentum"), { min: 0, max: 0.99, step: 0.01 },
    (number, commit) => change({ momentum: number }, commit));
  momentum.element.hidden = model.get("momentum") === null;
  const batch = choice(view, say("Batch size"), batchSizes(examples), (size) => change({ batch_size: Number(size) }));
  const epochs = numberField(view, say("Epochs"), {
    allowed: (number) => Number.isInteger(number) && number >= 1 && number <= MOST_EPOCHS,
    refusal: (text) => say("“{text}” does not work here. Write a whole number from 1 to {most}.", { text, most: MOST_EPOCHS }),
  }, (number) => change({ epochs: number }));
  const perSecond = (count) => say("{count} steps a second", { count: exact(count) });
  const speed = choice(view, say("Speed"), [["", say("as fast as it can")], ...SPEEDS.map((count) => [count, perSecond(count)])],
    (count) => change({ steps_per_second: count === "" ? null : Number(count) }));
  const example = slider(view, say("Example"), { min: 0, max: examples - 1 }, (place, commit) => change({ example: place }, commit));

  // Each shows its own number and no other: someone may be typing in one while another changes.
  const show = {
    learning_rate(number) {
      rate.refresh(nearestRate(number));
      rate.element.querySelector("output").textContent = exact(number);
      rate.range.setAttribute("aria-valuetext", exact(number));
      typed.refresh(number);
    },
    momentum: (number) => momentum.refresh(number ?? 0),
    batch_size: (size) => offer(batch, size, exact(size)),
    epochs: epochs.refresh,
    steps_per_second: (count) => (count === null ? speed.refresh("") : offer(speed, count, perSecond(count))),
    example: example.refresh,
  };
  for (const [trait, refresh] of Object.entries(show)) {
    view.watch(trait, () => refresh(model.get(trait)));
    refresh(model.get(trait));
  }
  return {
    example: example.element,
    element: make("div", { class: "t-dials", "data-part": "dials" },
      make("div", { class: "t-rate" }, rate.element, typed.element), momentum.element, batch.element, epochs.element, speed.element),
    refresh: ({ phase }) => (epochs.element.querySelector("input").disabled = UNDER_WAY.includes(phase)),
  };
}

/** Shows a value; one that a cell has set becomes one more option. */
function offer({ element, refresh }, value, words) {
  const select = element.querySelector("select");
  if (![...select.options].some((option) => option.value === String(value))) select.append(make("option", { value }, words));
  refresh(value);
}

/** The place of the slider that is nearest to a rate, by their ratio. */
function nearestRate(number) {
  const far = RATES.map((each) => Math.abs(Math.log(each / number)));
  return far.indexOf(Math.min(...far));
}

/** 1, 2, 4, ... up to all examples. */
function batchSizes(examples) {
  return Array.from({ length: 11 }, (_, i) => 2 ** i).filter((size) => size <= examples).map((size) => [size, size]);
}
