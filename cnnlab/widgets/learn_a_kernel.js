// A kernel is learned from an image and its map: gradient descent, one step at a time.

import { canvasPicture } from "./parts/canvas.js";
import { greyScale, limitOf, paintShades, rangeOf, signedScale } from "./parts/colours.js";
import { make, openView } from "./parts/view.js";
import { short } from "./parts/words.js";
import { kernelGrids } from "./learn_a_kernel_parts/kernels.js";
import { compareMaps, firstGuess, outcomeOf, stepDown } from "./learn_a_kernel_parts/learning.js";
import { lossCurve } from "./learn_a_kernel_parts/loss_curve.js";
import { runner } from "./learn_a_kernel_parts/runner.js";
import { taskChooser } from "./learn_a_kernel_parts/task.js";

const TRAITS = ["image", "target", "first", "guess", "lr", "losses"];
const PICTURE_SIDE = 150; // CSS pixels of a picture
const BETWEEN_COMMITS = 500; // milliseconds: in a run the kernel hears of some steps, and of the last

function render(context) {
  const view = openView(context, "learn-a-kernel");
  const { model, say } = view;
  const state = () => Object.fromEntries(TRAITS.map((trait) => [trait, model.get(trait)]));
  let committed = 0, task = taskOf(state());

  // What a hand does ------------------------------------------------------------------------

  /** Takes a step; in a run, answers whether there is something left to learn. */
  function step(running) {
    const now = state();
    if (running && ["found", "alike"].includes(outcomeOf(now))) return false;
    const next = stepDown(now);
    if (next) change(next, running);
    if (!running) tell();
    return next !== null;
  }
  function change(next, running) {
    const due = !running || performance.now() - committed >= BETWEEN_COMMITS;
    if (due) committed = performance.now();
    view.change(next, due);
  }
  const reset = () => {
    view.change(firstGuess(state()));
    tell();
  };
  const begin = (changed) => {
    run.pause();
    const now = { ...state(), ...changed };
    view.change({ ...changed, ...firstGuess(now) });
  };
  const edited = (rows, row, column, number) =>
    rows.map((each, i) => each.map((weight, j) => (i === row && j === column ? number : weight)));
  const editTarget = (row, column, number) => begin({ target: edited(model.get("target"), row, column, number) });
  function editGuess(row, column, number) {
    run.pause();
    const guess = edited(model.get("guess"), row, column, number);
    view.change({ guess, losses: [compareMaps({ ...state(), guess }).loss] });
    tell();
  }

  const chooser = taskChooser(view, begin);
  const kernels = kernelGrids(view, { editTarget, editGuess });
  const curve = lossCurve(view);
  const run = runner(view, {
    step, reset, rate: (lr, commit) => view.change({ lr }, commit),
    paused: () => {
      model.save_changes();
      tell();
    },
  });
  const status = make("div", { class: "l-status", "data-part": "status" });
  const pictures = {
    image: canvasPicture(view, { title: say("Image"), part: "image", largest: PICTURE_SIDE }),
    wanted: canvasPicture(view, { title: say("Target's map"), part: "target-map", largest: PICTURE_SIDE }),
    made: canvasPicture(view, { title: say("Guess's map"), part: "guess-map", largest: PICTURE_SIDE }),
    difference: canvasPicture(view, { title: say("Difference: guess − target"), part: "difference", largest: PICTURE_SIDE }),
  };

  // From the state to the screen ------------------------------------------------------------

  const headline = ({ losses }) => say("Step {steps}: loss {loss}.", { steps: losses.length - 1, loss: short(losses.at(-1)) });
  const tell = () => view.announce(`${headline(state())} ${verdictOn(outcomeOf(state()), say)}`);

  function paint(shown, title, { height, width, values }, scale) {
    shown.paint(height, width, (pixels) => paintShades(pixels, values, scale));
    const [smallest, largest] = [Math.min(...values), Math.max(...values)].map(short);
    shown.name(say("{title}, {height} by {width}: from {smallest} to {largest}", { title, height, width, smallest, largest }));
  }
  const draw = view.oncePerFrame(() => {
    const now = state(), { wanted, made, difference, gradient } = compareMaps(now), outcome = outcomeOf(now);
    const pixels = { height: now.image.length, width: now.image[0].length, values: now.image.flat() };
    const scale = signedScale(limitOf(wanted.values)); // of the target: the guess grows into it
    chooser.refresh();
    kernels.refresh(now, gradient, model.get("hidden"));
    curve.refresh(now.losses);
    run.refresh(now.lr);
    paint(pictures.image, say("Image"), pixels, greyScale(...rangeOf(pixels.values)));
    paint(pictures.wanted, say("Target's map"), wanted, scale);
    paint(pictures.made, say("Guess's map"), made, scale);
    paint(pictures.difference, say("Difference: guess − target"), difference, scale);
    status.dataset.outcome = outcome === "found" ? "correct" : outcome === "growing" ? "incorrect" : "";
    status.replaceChildren(make("strong", {}, headline(now)), ` ${verdictOn(outcome, say)}`);
  });

  /** Python may have set another image or target: then the first guess is due. */
  function follow() {
    const now = state();
    if (task === taskOf(now)) return draw();
    task = taskOf(now);
    run.pause();
    const isLike = now.guess.length === now.target.length && now.guess[0].length === now.target[0].length;
    if (!isLike) view.change(firstGuess(now), false);
    draw();
  }
  view.watch("image target", follow);
  view.watch("guess lr losses hidden", draw);
  view.show(say("Learn a kernel"), chooser.element, run.element, status,
    make("div", { class: "l-board" }, kernels.element, curve.element),
    make("div", { class: "l-pictures" }, ...Object.values(pictures).map(({ element }) => element)),
    make("p", { class: "l-hint" }, say("✎ To change a number of the target or of the guess, double-click it, or choose it and type.")));
  draw();
  return view.close;
}

const taskOf = ({ image, target }) => JSON.stringify([image, target]);

function verdictOn(outcome, say) {
  switch (outcome) {
    case "start": return say("Nothing has been learned yet.");
    case "slow": return say("The loss hardly falls: in the last 20 steps by less than 20 %. Try a larger learning rate.");
    case "found": return say("Found: every weight is within 0.001 of the target.");
    case "alike": return say("The two maps agree, but the kernels differ: on this image, several kernels give the same map. Try another image.");
    case "growing": return say("The loss grows: each step jumps over the lowest point and lands higher up on the other side. The learning rate is too large. Make it smaller and go back to the first guess.");
    default: return say("The loss falls.");
  }
}

export default { render };
