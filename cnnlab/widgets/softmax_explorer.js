// Scores become probabilities: a slider for each class, the loss of the true one, and its gradient.

import { button, slider } from "./parts/controls.js";
import { make, openView, uniqueId } from "./parts/view.js";
import { classRow } from "./softmax_explorer_parts/class_row.js";
import { afterStep, computed, decimals, shiftedScores } from "./softmax_explorer_parts/softmax.js";

function render(context) {
  const view = openView(context, "softmax-explorer");
  const { model, say } = view, names = model.get("names"), group = uniqueId("true-class");
  const now = () => computed(model.get("scores"), model.get("temperature"), model.get("true"));
  const setScore = (place, score, commit) =>
    view.change({ scores: model.get("scores").map((old, i) => (i === place ? score : old)) }, commit);
  const rows = names.map((name, i) => classRow(view, name, group, {
    choose: () => view.change({ true: i }),
    move: (score, commit) => setScore(i, score, commit),
  }));
  const controls = controlsRow(view, now);
  const loss = make("p", { class: "s-loss", "data-part": "loss" });

  function refresh() {
    const scores = model.get("scores"), limit = model.get("limit"), right = model.get("true");
    const { p, loss: cost, gradient } = now(), largest = p.indexOf(Math.max(...p));
    rows.forEach((row, i) =>
      row.refresh({ score: scores[i], p: p[i], gradient: gradient[i], limit }, i === right, i === largest));
    controls.refresh(scores, limit);
    const values = { name: names[right], p: decimals(p[right]), loss: decimals(cost), largest: names[largest] };
    loss.replaceChildren(make("strong", {}, say("loss = −ln p({name}) = −ln {p} = {loss}", values)), make("span", {},
      largest === right ? say("✓ The verdict is {largest}, and it is right.", values)
        : say("✗ The verdict is {largest}, and it is wrong.", values)));
    const each = names.map((name, i) => say("{name}: probability {p}", { name, p: decimals(p[i]) }));
    return [...each, say("Loss {loss}", values)].join(". ") + ".";
  }
  const redraw = view.rightAway(() => view.announce(refresh()));
  view.watch("scores true temperature limit", redraw);
  const note = make("p", { class: "s-note" },
    say("The dot marks the true class; ★ is the verdict, the largest score. Probabilities add up to 1, gradients to 0."));
  view.show(say("Softmax explorer"), make("div", { class: "s-classes" }, ...rows.map(({ element }) => element)),
    loss, controls.element, note);
  refresh();
  return view.close;
}

/** The temperature, and what happens to all scores at once. */
function controlsRow(view, now) {
  const { model, say } = view;
  const heat = slider(view, say("Temperature"), { min: 0.1, max: 10, step: 0.1, words: (t) => decimals(t, 1) },
    (temperature, commit) => view.change({ temperature }, commit));
  heat.element.dataset.part = "temperature";
  const shift = (by) => () => {
    const scores = shiftedScores(model.get("scores"), by, model.get("limit"));
    if (scores) view.change({ scores });
  };
  const less = button(view, say("All scores − 1"), shift(-1)), more = button(view, say("All scores + 1"), shift(1));
  const step = button(view, say("Step: score − gradient"), () =>
    view.change({ scores: afterStep(model.get("scores"), now().gradient, model.get("limit")) }));
  const reset = button(view, say("Temperature 1"), () => view.change({ temperature: 1 }));
  return {
    element: make("div", { class: "cnnlab-row", "data-part": "controls" }, heat.element, reset, less, more, step),
    refresh(scores, limit) {
      heat.refresh(model.get("temperature"));
      less.disabled = !shiftedScores(scores, -1, limit);
      more.disabled = !shiftedScores(scores, 1, limit);
    },
  };
}

export default { render };
