// The chosen kernel: its numbers to change one by one, its size, and what can be done to all of it.

import { button, choice, slider } from "../parts/controls.js";
import { numberGrid } from "../parts/grid.js";
import { make } from "../parts/view.js";
import { short } from "../parts/words.js";
import { negated, quarterTurned, resized, sumOf, withSumOne, withWeight, zeroed } from "./kernel_changes.js";
import { sameNumbers } from "./state.js";

const LARGEST_KERNEL = 11;
const WIDTH = 264; // CSS pixels of the largest kernel
const STEPS_OF_SLIDER = 320; // from one end to the other

export function kernelEditor(view, state) {
  const { say } = view;
  const setWeight = (row, column, weight, commit) =>
    state.setKernel(withWeight(state.kernel, row, column, weight), commit);
  const grid = numberGrid(view, {
    label: say("Kernel"), change: setWeight, words: wordsFor(state), point: () => showWeight(),
  });
  const weight = slider(view, say("Weight"), { min: -8, max: 8, step: 0.05, words: short }, (value, commit) =>
    setWeight(grid.chosen.row, grid.chosen.column, value, commit));
  const frame = make("div", { class: "cnnlab-kernel-frame" }, grid.element);
  const filter = filterChoice(view, state), size = sizeButtons(view, state);
  let reach = 0, side = 0;

  function showWeight() {
    const { row, column } = grid.chosen, value = state.kernel[row]?.[column];
    if (value !== undefined) weight.refresh(value, limits());
  }
  /** The slider reaches twice as far as the largest weight; it changes only when it no longer suits. */
  function limits() {
    const most = Math.max(...state.kernel.flat().map(Math.abs));
    if (!reach || most > reach || most < reach / 16) reach = 2 ** Math.ceil(Math.log2(2 * (most || 2)));
    return { min: -reach, max: reach, step: (2 * reach) / STEPS_OF_SLIDER };
  }
  function refresh() {
    const longer = Math.max(state.kernel.length, state.kernel[0].length);
    if (longer !== side) grid.element.style.setProperty("--cell", `${cellOf(longer)}px`);
    if (longer !== side) grid.element.classList.toggle("cnnlab-tight", isTight(state.kernel));
    side = longer;
    grid.refresh(state.kernel);
    showWeight();
    filter.refresh();
    size.refresh();
  }
  view.watch("kernels chosen", refresh);
  refresh();
  return make("div", { "data-part": "kernel" }, filter.element, frame, weight.element, size.element,
    wholeKernelButtons(view, state), filter.explanation);
}

const isTight = (kernel) => Math.max(kernel.length, kernel[0].length) > 5;
const cellOf = (size) => Math.min(44, Math.floor(WIDTH / size)); // 11 × 11 still has room to be touched

/** In a large kernel each weight has room for four characters: −.06 instead of −0.0625. */
function wordsFor(state) {
  return (number) => {
    if (!isTight(state.kernel) || Number.isInteger(number)) return short(number);
    const size = Math.abs(number), decimals = size < 1 ? 2 : size < 10 ? 1 : 0;
    return number.toFixed(decimals).replace("0.", ".").replace("-", "−");
  };
}

/** Picks a kernel from the bank, and says what it looks for. */
function filterChoice(view, state) {
  const { say, model } = view, bank = model.get("bank");
  const options = [["", say("your own")], ...bank.map(({ name }) => [name, name])];
  const chosen = choice(view, say("Kernel"), options, (name) => {
    const picked = bank.find((each) => each.name === name);
    if (!picked) return refresh(); // "your own" is what a kernel becomes when it is changed
    const names = state.kernels.map((_, i) => (i === state.chosen ? name : model.get("names")[i] ?? ""));
    view.change({ names, kernels: state.kernels.map((each, i) => (i === state.chosen ? picked.kernel : each)) });
  });
  const meaning = make("p", { class: "cnnlab-meaning" }), sum = make("p", { class: "cnnlab-sum" });
  function refresh() {
    const known = bank.find(({ kernel }) => sameNumbers(kernel, state.kernel));
    chosen.refresh(known?.name ?? "");
    meaning.textContent = known?.meaning ?? "";
    sum.textContent = say("Sum of the weights: {sum}", { sum: short(Number(sumOf(state.kernel).toPrecision(12))) });
  }
  return { element: chosen.element, explanation: make("div", { "data-part": "meaning" }, sum, meaning), refresh };
}

/** Rows and columns, one more or one less. */
function sizeButtons(view, state) {
  const { say } = view;
  const sides = [
    { more: say("One row more"), less: say("One row less"), by: [1, 0], of: () => state.kernel.length },
    { more: say("One column more"), less: say("One column less"), by: [0, 1], of: () => state.kernel[0].length },
  ];
  const grow = ({ by, of }, sign) => {
    if (of() + sign < 1 || of() + sign > LARGEST_KERNEL) return;
    state.setKernel(resized(state.kernel, state.kernel.length + sign * by[0], state.kernel[0].length + sign * by[1]));
  };
  const made = sides.map((side) => {
    const less = button(view, "−", () => grow(side, -1), { "aria-label": side.less });
    const more = button(view, "+", () => grow(side, 1), { "aria-label": side.more });
    const count = make("output", {});
    return { side, less, more, count, element: make("span", { class: "cnnlab-size" }, less, count, more) };
  });
  return {
    element: make("div", { class: "cnnlab-sizes", "data-part": "size" },
      say("Size"), made[0].element, "×", made[1].element),
    refresh() {
      for (const { side, less, more, count } of made) {
        count.textContent = side.of();
        less.setAttribute("aria-disabled", side.of() <= 1);
        more.setAttribute("aria-disabled", side.of() >= LARGEST_KERNEL);
      }
    },
  };
}

/** Changes of all weights at once. */
function wholeKernelButtons(view, state) {
  const { say } = view;
  const change = (changed) => () => state.setKernel(changed(state.kernel));
  const divide = button(view, say("Sum 1"), () => {
    const possible = sumOf(state.kernel) !== 0;
    view.complain(possible ? "" : say("The weights add up to 0, so no division makes their sum 1."));
    if (possible) state.setKernel(withSumOne(state.kernel));
  }, { title: say("Divide every weight by the sum of all, so that a grey area keeps its grey") });
  const buttons = [
    button(view, say("Turn 90°"), change(quarterTurned)),
    button(view, say("Change signs"), change(negated)),
    divide,
    button(view, say("All zero"), change(zeroed)),
  ];
  return make("div", { class: "cnnlab-buttons", "data-part": "whole" }, ...buttons);
}
