// One step of a convolution at a time: the patch, each product, the sum, and the map that fills.

import { tick } from "./parts/controls.js";
import { stepPlayer } from "./parts/player.js";
import { slideSettings } from "./parts/settings.js";
import { threeDigits } from "./parts/steps.js";
import { make, openView } from "./parts/view.js";
import { stepBoard } from "./convolution_stepper_parts/board.js";
import { prediction } from "./convolution_stepper_parts/prediction.js";
import { presentWalk } from "./convolution_stepper_parts/present.js";
import { workings } from "./convolution_stepper_parts/workings.js";

function render(context) {
  const view = openView(context, "convolution-stepper");
  const { model, say } = view;
  let hintedAt = "", looked = null; // the question whose products are shown; the product that is pointed at
  const now = presentWalk(view, () => {
    announceStep();
    draw();
  });

  // What a hand does ------------------------------------------------------------------------

  const go = (step, commit = true) => view.change({ step }, commit);
  const look = (place) => {
    looked = place;
    drawLooked();
  };
  const edit = (trait) => (row, column, number) => {
    const { kernel } = now.walk, isTurned = trait === "kernel" && model.get("flip");
    const [i, j] = isTurned ? [kernel.length - 1 - row, kernel[0].length - 1 - column] : [row, column];
    const changed = model.get(trait).map((each) => [...each]);
    changed[i][j] = number;
    view.change({ [trait]: changed });
  };
  const solve = () => view.change({ solved: [...model.get("solved"), now.at] });
  const answered = (right) => {
    view.change({ tried: model.get("tried") + 1, right: model.get("right") + (right ? 1 : 0) });
    if (right) solve();
  };
  const goOn = () =>
    view.change(now.unknown === undefined ? { solved: [], right: 0, tried: 0, step: 0 } : { step: now.unknown });
  const hinted = () => hintedAt === now.key;
  const hint = () => {
    hintedAt = hinted() ? "" : now.key;
    draw();
  };

  const board = stepBoard(view, { editImage: edit("image"), editWeight: edit("kernel"), jump: go, point: look });
  const sum = workings(view, { point: look });
  const question = prediction(view, { now, hinted, answered, solve, hint, goOn });
  const player = stepPlayer(view, {
    go, where: () => ({ at: now.at, count: now.walk.steps.length }), held: () => model.get("predict"),
  });
  const predict = tick(view, say("Predict the sums"), (on) => view.change({ predict: on }));
  player.element.append(predict.element);

  // From the state to the screen ------------------------------------------------------------

  const drawLooked = view.oncePerFrame(() => {
    const { kernel } = now.walk, isThere = looked && kernel[looked.row]?.[looked.column] !== undefined;
    board.ring(now.step, isThere ? looked : null);
    sum.tell(now.step, kernel, isThere ? looked : null, now.knows(now.at) || hinted());
  });
  const draw = view.oncePerFrame(() => {
    const total = now.knows(now.at);
    board.draw(now.walk, now.at, { knows: now.knows, hinted: hinted(), flip: model.get("flip") });
    sum.write(now.step, now.walk.kernel, { total, terms: total || hinted() });
    predict.refresh(model.get("predict"));
    question.refresh();
    player.refresh();
    drawLooked();
  });

  function announceStep() {
    const { row, column, sum } = now.step, place = { step: now.at + 1, count: now.walk.steps.length, row, column };
    view.announce(now.knows(now.at)
      ? say("Step {step} of {count}: row {row}, column {column}. Sum {sum}.", { ...place, sum: threeDigits(sum) })
      : say("Step {step} of {count}: row {row}, column {column}. What is the sum?", place));
  }

  view.watch("step predict", announceStep);
  view.watch("step predict solved right tried", draw);
  view.show(say("Convolution stepper"), player.element, board.element,
    make("div", { class: "cnnlab-workings" }, sum.line, sum.detail, question.element), slideSettings(view),
    make("p", { class: "cnnlab-hint" }, say("✎ To change a number of image or kernel, double-click it, or choose it and type. Click the map to go to a step.")));
  draw();
  return view.close;
}

export default { render };
