// One step of a convolution at a time: the patch, each product, the sum, and the map that fills.

import { tick } from "./parts/controls.js";
import { slideSettings } from "./parts/settings.js";
import { make, openView } from "./parts/view.js";
import { stepBoard } from "./convolution_stepper_parts/board.js";
import { stepPlayer } from "./convolution_stepper_parts/player.js";
import { prediction } from "./convolution_stepper_parts/prediction.js";
import { MOST_CELLS, threeDigits, walkOver } from "./convolution_stepper_parts/steps.js";
import { workings } from "./convolution_stepper_parts/workings.js";

const SETTINGS = ["stride", "padding", "dilation", "flip"];

function render(context) {
  const view = openView(context, "convolution-stepper");
  const { model, say } = view;
  const settings = () => Object.fromEntries(SETTINGS.map((trait) => [trait, model.get(trait)]));
  const walkNow = () => walkOver(model.get("image"), model.get("kernel"), settings());
  let walk = walkNow(), accepted = settings(), edition = 0, hintedFor = "", looked = null;

  // What is on the screen -------------------------------------------------------------------

  const at = () => Math.min(model.get("step"), walk.steps.length - 1);
  const knows = (step) => (model.get("predict") ? model.get("solved").includes(step) : step <= at());
  const key = () => `${edition}:${at()}`; // a new one for each new question
  const hinted = () => hintedFor === key();
  const firstUnknown = () => {
    const from = (_, i) => (at() + i) % walk.steps.length;
    return Array.from(walk.steps, from).find((step) => !knows(step));
  };

  function announceStep() {
    const { row, column, sum } = walk.steps[at()], place = { step: at() + 1, count: walk.steps.length, row, column };
    view.announce(knows(at())
      ? say("Step {step} of {count}: row {row}, column {column}. Sum {sum}.", { ...place, sum: threeDigits(sum) })
      : say("Step {step} of {count}: row {row}, column {column}. What is the sum?", place));
  }

  // What a hand does ------------------------------------------------------------------------

  const go = (step, commit = true) => view.change({ step }, commit);
  const edit = (trait) => (row, column, number) => {
    const [i, j] = trait === "kernel" && model.get("flip") // the kernel on the screen is turned
      ? [walk.kernel.length - 1 - row, walk.kernel[0].length - 1 - column] : [row, column];
    const changed = model.get(trait).map((each) => [...each]);
    changed[i][j] = number;
    view.change({ [trait]: changed });
  };
  const solve = () => view.change({ solved: [...model.get("solved"), at()] });
  const look = (place) => {
    looked = place;
    drawLooked();
  };

  const board = stepBoard(view, { editImage: edit("image"), editWeight: edit("kernel"), jump: go, point: look });
  const sum = workings(view, { point: look });
  const player = stepPlayer(view, {
    go, where: () => ({ at: at(), count: walk.steps.length }), held: () => model.get("predict"),
  });
  const guess = prediction(view, {
    solve,
    present: () => ({
      at: at(), step: walk.steps[at()], kernel: walk.kernel, key: key(), solved: knows(at()), hinted: hinted(),
      finished: firstUnknown() === undefined, right: model.get("right"), tried: model.get("tried"),
    }),
    answered(right) {
      view.change({ tried: model.get("tried") + 1, right: model.get("right") + (right ? 1 : 0) });
      if (right) solve();
    },
    hint() {
      hintedFor = hinted() ? "" : key();
      draw();
    },
    go() {
      const next = firstUnknown();
      view.change(next === undefined ? { solved: [], right: 0, tried: 0, step: 0 } : { step: next });
    },
  });
  const predict = tick(view, say("Predict the sums"), (on) => view.change({ predict: on }));

  // From the state to the screen ------------------------------------------------------------

  const drawLooked = view.oncePerFrame(() => {
    const step = walk.steps[at()], open = knows(at()) || hinted();
    const inside = looked && looked.row < walk.kernel.length && looked.column < walk.kernel[0].length ? looked : null;
    board.ring(step, inside);
    sum.tell(step, walk.kernel, inside, open);
  });
  const draw = view.oncePerFrame(() => {
    const total = knows(at());
    board.draw(walk, at(), { knows, hinted: hinted(), flip: model.get("flip") });
    sum.write(walk.steps[at()], walk.kernel, { total, terms: total || hinted() });
    predict.refresh(model.get("predict"));
    guess.element.hidden = !model.get("predict");
    guess.refresh();
    player.refresh();
    drawLooked();
  });

  /** Other numbers or another way to slide: what was known is not known any more. */
  function follow() {
    const next = walkNow(), fault = faultOf(next);
    if (fault) {
      view.change(accepted);
      view.complain(fault);
      return;
    }
    [walk, accepted, edition] = [next, settings(), edition + 1];
    view.complain("");
    if (model.get("solved").length) view.change({ solved: [] });
    if (model.get("step") > walk.steps.length - 1) go(walk.steps.length - 1);
    announceStep();
    draw();
  }

  function faultOf({ slide, padded }) {
    const axis = slide.rows < 1 ? 0 : 1;
    if (slide.rows < 1 || slide.columns < 1)
      return say("A kernel spanning {span} pixels does not fit in {size} pixels, padding included. Use less dilation or more padding.", { span: slide.spans[axis], size: padded[axis] });
    if (Math.max(...padded) > MOST_CELLS)
      return say("With this padding there would be {height} × {width} cells, too many to read: {most} each way at most.", { height: padded[0], width: padded[1], most: MOST_CELLS });
    return "";
  }

  view.watch(`image kernel ${SETTINGS.join(" ")}`, follow);
  view.watch("step predict", announceStep);
  view.watch("step predict solved right tried", draw);
  const hint = make("p", { class: "cnnlab-hint" }, say("✎ To change a number of image or kernel, double-click it, or choose it and type. Click the map to go to a step."));
  player.element.append(predict.element);
  view.show(say("Convolution stepper"), player.element, board.element, make("div", { class: "cnnlab-workings" }, sum.line, sum.detail, guess.element),
    slideSettings(view), hint);
  draw();
  return view.close;
}

export default { render };
