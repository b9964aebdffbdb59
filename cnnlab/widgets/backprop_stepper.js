// The way back through a convolution, one position at a time: to the weights, the pixels and the bias.

import { tick } from "./parts/controls.js";
import { stepPlayer } from "./parts/player.js";
import { slideSettings } from "./parts/settings.js";
import { threeDigits } from "./parts/steps.js";
import { make, openView } from "./parts/view.js";
import { backBoard } from "./backprop_stepper_parts/back_board.js";
import { backPrediction } from "./backprop_stepper_parts/back_prediction.js";
import { backWords } from "./backprop_stepper_parts/back_words.js";
import { presentBackward } from "./backprop_stepper_parts/present_back.js";

function render(context) {
  const view = openView(context, "backprop-stepper");
  const { model, say } = view;
  let looked = null; // the place in the kernel that is pointed at
  const now = presentBackward(view, () => {
    announceStep();
    draw();
  });

  // What a hand does ------------------------------------------------------------------------

  const go = (step, commit = true) => view.change({ step }, commit);
  const look = (place) => {
    looked = place;
    drawLooked();
  };
  const edit = (trait) => (row, column, number) =>
    view.change({ [trait]: model.get(trait).map((each, i) => each.map((old, j) => (i === row && j === column ? number : old))) });
  const solve = () => view.change({ solved: [...model.get("solved"), now.at] });
  const answered = (right) => {
    view.change({ tried: model.get("tried") + 1, right: model.get("right") + (right ? 1 : 0) });
    if (right) solve();
  };
  const goOn = () =>
    view.change(now.unknown === undefined ? { solved: [], right: 0, tried: 0, step: 0 } : { step: now.unknown });

  const board = backBoard(view, { edit, jump: go, point: look });
  const sentences = backWords(view);
  const question = backPrediction(view, { now, answered, solve, goOn });
  const player = stepPlayer(view, {
    go, where: () => ({ at: now.at, count: now.walk.steps.length }), held: () => model.get("predict"),
  });
  const predict = tick(view, say("Predict the shares"), (on) => view.change({ predict: on }));
  player.element.append(predict.element);

  // From the state to the screen ------------------------------------------------------------

  const drawLooked = view.oncePerFrame(() => {
    const isThere = looked && now.walk.kernel[looked.row]?.[looked.column] !== undefined;
    board.ring(now.step, isThere ? looked : null);
    sentences.tell(now, isThere ? looked : null, now.knows(now.at));
  });
  const draw = view.oncePerFrame(() => {
    board.draw(now.walk, now.step, now.sums, now.knows(now.at));
    sentences.write(now);
    predict.refresh(model.get("predict"));
    question.refresh();
    player.refresh();
    drawLooked();
  });

  function announceStep() {
    const { row, column, upstream } = now.step;
    view.announce(say("Step {step} of {count}: row {row}, column {column}. Upstream gradient {upstream}.", {
      step: now.at + 1, count: now.walk.steps.length, row, column, upstream: threeDigits(upstream),
    }));
  }

  view.watch("step predict", announceStep);
  view.watch("step predict solved right tried", draw);
  view.show(say("Backpropagation stepper"), player.element,
    make("div", { class: "cnnlab-workings" }, sentences.line, sentences.detail, question.element, sentences.result),
    board.element, slideSettings(view, ["stride", "padding"]),
    make("p", { class: "cnnlab-hint" }, say("✎ To change a number of image, kernel or upstream gradient, double-click it, or choose it and type. Click the upstream gradient to go to a step.")));
  draw();
  return view.close;
}

export default { render };
