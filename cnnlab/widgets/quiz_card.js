// Multiple-choice questions: choose, check, read why, and choose again.

import { make, openView } from "./parts/view.js";
import { unmarked, wordOf } from "./parts/verdict.js";
import { questionCard } from "./quiz_card_parts/question.js";

function render(context) {
  const view = openView(context, "quiz-card");
  const { model, say } = view;
  const questions = model.get("questions");
  const cards = questions.map((question, i) => questionCard(view, i, question, { check: (at) => check(i, at) }));
  const count = make("p", { class: "quiz-count", "data-part": "count" });

  const isRight = (option, i) => option !== null && questions[i].options[option].right;
  function countWords() {
    const right = model.get("chosen").filter(isRight).length;
    return say("{right} of {count} right", { right, count: questions.length });
  }
  function check(question, at) {
    view.change({ chosen: model.get("chosen").map((old, i) => (i === question ? at : old)) });
    const { right, why } = questions[question].options[at];
    view.announce(`${wordOf(view, right ? "correct" : "incorrect")}. ${unmarked(why)} ${countWords()}`);
  }
  function refresh() {
    model.get("chosen").forEach((option, i) => cards[i].refresh(option));
    count.textContent = countWords();
  }

  view.watch("chosen", refresh);
  view.watch("trouble", () => view.complain(model.get("trouble")));
  view.show(say("Quiz"), ...cards.map(({ element }) => element), count);
  refresh();
  return view.close;
}

export default { render };
