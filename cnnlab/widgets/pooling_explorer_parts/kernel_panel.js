// The kernel of the strided convolution: the mean, the top left number, or weights of one's own.

import { choice } from "../parts/controls.js";
import { numberGrid } from "../parts/grid.js";
import { make } from "../parts/view.js";
import { KERNELS, differ, kindOf } from "./downsample.js";
import { threeDigits } from "./map_picture.js";

const EDITABLE = 5; // rows or columns: a larger grid has no room here

/** `change(kernel)` hears of a new kernel; `refresh(kernel)` shows one. */
export function kernelPanel(view, { change }) {
  const { say } = view;
  let kernel = [[1]];
  const kinds = [["mean", say("the mean")], ["top_left", say("keep the top left")], ["own", say("your own")]];
  const kind = choice(view, say("Kernel of the strided convolution"), kinds, (name) => {
    if (name in KERNELS) change(KERNELS[name]([kernel.length, kernel[0].length]));
    else grid.choose(grid.chosen, true);
  });
  const own = kind.element.querySelector('[value="own"]');
  const grid = numberGrid(view, {
    label: say("Kernel of the strided convolution"), words: threeDigits,
    change: (row, column, weight, commit) => change(kernel.map((weights, i) =>
      weights.map((old, j) => (i === row && j === column ? weight : old))), commit),
  });
  const note = make("p", { class: "cnnlab-note" });
  return {
    element: make("div", { class: "cnnlab-kernel", "data-part": "kernel" },
      make("div", {}, kind.element, note), grid.element),
    /** Shows a kernel, and says how many of its outputs are those of mean pooling. */
    refresh(now, { mean, strided }) {
      kernel = now;
      const rows = kernel.length, columns = kernel[0].length, large = Math.max(rows, columns) > EDITABLE;
      kind.refresh(kindOf(kernel));
      own.disabled = large && kindOf(kernel) !== "own";
      grid.element.hidden = large;
      const same = mean.values.filter((number, i) => !differ(number, strided.values[i])).length;
      note.textContent = say("{same} of {all} numbers are those of mean pooling.", { same, all: mean.values.length })
        + (large ? " " + say("{rows} × {columns} weights: too many to edit here.", { rows, columns }) : "");
      const longest = Math.max(3, ...kernel.flat().map((weight) => threeDigits(weight).length));
      grid.element.style.setProperty("--longest", longest);
      grid.element.style.setProperty("--side", Math.max(rows, columns));
      grid.refresh(kernel);
    },
  };
}
