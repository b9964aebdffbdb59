// The picture of one step back: upstream × patch goes to the kernel, upstream × kernel to the image.

import { cssOf, greyScale, limitOf, rangeOf, signedScale } from "../parts/colours.js";
import { numberGrid } from "../parts/grid.js";
import { longestOf, paddedImage } from "../parts/padded_image.js";
import { threeDigits } from "../parts/steps.js";
import { make } from "../parts/view.js";
import { addedUp } from "./backward.js";

const NARROWEST_BESIDE = 820; // CSS pixels: with less, the way back stands below; also in backprop_stepper.css
const BESIDES_BACK = 240; // CSS pixels for the factors, the signs and the gaps

/** Options: `edit(trait)` is a function of (row, column, number); `jump(step)`;
 *  `point({ row, column } or null)`: one place in the kernel is looked at. */
export function backBoard(view, { edit, jump, point }) {
  const { say } = view;
  let walk, scales;
  const signed = (label, scale, options = {}) => {
    const look = (place) => point(grid.element.matches(":hover, :focus-within") ? place : null);
    const grid = numberGrid(view, { label, point: look, step: 1, words: threeDigits, scale: () => scales[scale], ...options });
    return grid;
  };
  const ignore = () => {};
  const image = paddedImage(view, { change: edit("image"), point: ignore });
  const upstream = signed(say("Upstream gradient"), "upstream", { change: edit("gradient"), point: ignore });
  const patch = signed(say("Patch"), "image");
  const kernel = signed(say("Kernel"), "weights", { change: edit("kernel") });
  const kernelShare = signed(say("For the weights"), "kernelShare"), inputShare = signed(say("For the pixels"), "inputShare");
  const kernelSum = signed(say("Kernel gradient so far"), "kernel");
  const inputSum = paddedImage(view, {
    label: say("Input gradient so far"), point: ignore, scale: () => scales.input, inPadding: "",
    hatched: say("Hatched: the padding. What falls there is dropped."),
  });
  const factors = [0, 1].map(() => make("div", { class: "cnnlab-total" })), bias = make("div", { class: "cnnlab-total", "data-part": "bias" });
  const scroll = (content) => make("div", { class: "cnnlab-scroll" }, content);

  const forward = make("div", { class: "b-forward" },
    part("image", say("Image"), image.element, "✎"), part("upstream", say("Upstream gradient"), scroll(upstream.element), "✎"));
  const toKernel = flow("to-kernel", say("Each weight gets upstream × the pixel it met"), factors[0],
    part("patch", say("Patch"), patch.element), part("kernel-share", say("For the weights"), kernelShare.element),
    part("kernel-gradient", say("Kernel gradient so far"), kernelSum.element));
  const toInput = flow("to-input", say("Each pixel gets upstream × the weight it met"), factors[1],
    part("kernel", say("Kernel"), kernel.element, "✎"), part("input-share", say("For the pixels"), inputShare.element),
    part("input-gradient", say("Input gradient so far"), inputSum.element));
  const toBias = make("div", { class: "b-flow b-bias" }, make("p", { class: "b-heading" }, say("The bias gets the upstream gradient itself. So far:")), bias);
  const board = make("div", { class: "b-board" }, forward, make("div", { class: "b-back" }, toKernel, toInput, toBias));

  view.listen(upstream.element, "click", (event) => {
    if (event.target.closest(".cnnlab-cell")) jump(upstream.chosen.row * walk.slide.columns + upstream.chosen.column);
  });

  function measure(newWalk) {
    walk = newWalk;
    const total = addedUp(walk, walk.steps.length), of = (name) => walk.steps.flatMap((step) => step[name].flat());
    const numbers = {
      upstream: walk.gradient.flat(), kernelShare: of("kernelShare"), inputShare: of("inputShare"),
      kernel: total.kernel.flat(), input: total.input.flat(), weights: walk.kernel.flat(),
    };
    scales = Object.fromEntries(Object.entries(numbers).map(([name, list]) => [name, signedScale(limitOf(list))]));
    scales.image = greyScale(...rangeOf(walk.image.flat()));
    const all = [...walk.image.flat(), ...Object.values(numbers).flat()];
    const least = Math.max(26, 6 * longestOf(all)), across = Math.max(walk.padded[1], walk.slide.columns);
    const beside = across + 2 * walk.kernel[0].length + walk.padded[1]; // cells from left to right
    const sizes = { across, beside, longest: longestOf(all), least: `${least}px`, most: `${Math.max(34, 8 * longestOf(all))}px` };
    for (const [name, value] of Object.entries(sizes)) board.style.setProperty(`--${name}`, value);
    board.dataset.layout = beside * least + BESIDES_BACK <= NARROWEST_BESIDE ? "beside" : "below";
  }

  function writeUpstream({ row, column, upstream: number }) {
    const { background, ink } = cssOf(number, scales.upstream);
    for (const factor of factors) {
      Object.assign(factor.style, { background, color: ink });
      factor.textContent = threeDigits(number);
    }
    upstream.mark("cnnlab-present", (i, j) => i === row && j === column);
    if (!upstream.element.contains(document.activeElement)) upstream.choose({ row, column }); // Tab comes to it
  }

  return {
    element: make("div", { class: "cnnlab-measure" }, board),
    /** Shows one step; `known` says whether its shares may be seen. */
    draw(newWalk, step, sums, known) {
      if (newWalk !== walk) measure(newWalk);
      const shown = (rows) => (known ? rows : rows.map((row) => row.map(() => null)));
      image.draw(walk, step);
      upstream.refresh(walk.gradient);
      writeUpstream(step);
      patch.refresh(step.patch);
      kernel.refresh(walk.kernel);
      kernelShare.refresh(shown(step.kernelShare));
      inputShare.refresh(shown(step.inputShare));
      kernelSum.refresh(tidied(sums.kernel));
      inputSum.draw({ ...walk, image: tidied(sums.input) }, step);
      bias.textContent = threeDigits(tidy(sums.bias));
    },
    /** Rings what belongs to one place in the kernel, on both ways. */
    ring(step, place) {
      const here = (row, column) => place !== null && row === place.row && column === place.column;
      for (const grid of [patch, kernel, kernelShare, inputShare, kernelSum]) grid.mark("cnnlab-ring", here);
      for (const grid of [image, inputSum]) grid.ring(step, walk, place);
    },
  };
}

/** A part of the board with its name above it; ✎ where its numbers can be edited. */
function part(name, title, content, pencil = "") {
  return make("figure", { "data-part": name },
    make("figcaption", {}, title, make("span", { "aria-hidden": "true", class: "cnnlab-pencil" }, pencil)), content);
}

/** upstream × factor = share → sum, with a heading above. */
function flow(name, heading, upstream, factor, share, sum) {
  const sign = (text, element) => make("div", { class: "cnnlab-signed" }, make("span", { class: "cnnlab-sign" }, text), element);
  return make("div", { class: "b-flow", "data-part": name }, make("p", { class: "b-heading" }, heading),
    make("div", { class: "b-equation" }, make("div", { class: "b-factor" }, upstream), sign("×", factor), sign("=", share), sign("→", sum)));
}

/** The sum of decimals without the noise of its last bits. */
const tidy = (number) => Number(number.toPrecision(12));
const tidied = (rows) => rows.map((row) => row.map(tidy));
