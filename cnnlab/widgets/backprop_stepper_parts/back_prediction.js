// The student says one share before it is shown: two tries, then it can be asked for.

import { button } from "../parts/controls.js";
import { notANumber, threeDigits } from "../parts/steps.js";
import { make } from "../parts/view.js";
import { readNumber } from "../parts/words.js";
import { questionAt } from "./backward.js";

const TRIES_BACK = 2; // before the number can be asked for

/** Options:
 *    now        the present step, as present_back.js gives it
 *    answered   (right): a number was entered
 *    solve      (): the shares may be seen from now on
 *    goOn       (): to the next question, or after the last one to a new start */
export function backPrediction(view, { now, answered, solve, goOn }) {
  const { say, model } = view;
  let asks = "", wrong = 0; // the question that is on the screen
  const asked = make("span", {});
  const field = make("input", { type: "text", inputmode: "decimal", class: "cnnlab-number", autocomplete: "off" });
  const check = button(view, "", enter, { "data-press": "check" });
  const reveal = button(view, say("Show me the number"), show, { "data-press": "reveal" });
  const feedback = make("p", { class: "cnnlab-feedback", "data-part": "feedback" });
  const score = make("span", { class: "cnnlab-score", "data-part": "score" });
  const element = make("div", { "data-part": "prediction", role: "group", "aria-label": say("Prediction") },
    make("div", { class: "cnnlab-row" }, make("label", { class: "cnnlab-control" }, asked, field), check, reveal, score), feedback);
  view.listen(field, "keydown", (event) => event.key === "Enter" && enter());

  function tell(kind, text) {
    Object.assign(feedback, { textContent: text });
    feedback.dataset.kind = kind;
    view.announce(text);
  }

  function enter() {
    const guess = readNumber(field.value), text = field.value;
    if (now.knows(now.at)) {
      goOn();
      field.focus();
    } else if (Number.isNaN(guess)) view.complain(notANumber(text, say));
    else judge(guess, questionAt(now.walk, now.at));
  }

  function judge(guess, { kind, answer, swapped, met }) {
    const right = isNear(guess, answer), number = threeDigits(guess);
    wrong += right ? 0 : 1;
    view.complain("");
    answered(right);
    if (right) tell("right", say("✓ Right: it gets {share}.", { share: threeDigits(answer) }));
    else if (isNear(guess, swapped) && kind === "weight") tell("wrong", say("✗ Not yet: {number} is the upstream gradient times the weight itself. What did the weight meet in the image?", { number }));
    else if (isNear(guess, swapped)) tell("wrong", say("✗ Not yet: {number} is the upstream gradient times the pixel itself. Which weight did the pixel meet?", { number }));
    else if (isNear(guess, met)) tell("wrong", say("✗ Not yet: {number} is what it met. And how large is the upstream gradient here?", { number }));
    else if (wrong < TRIES_BACK) tell("wrong", say("✗ Not yet: it is not {number}. Try once more.", { number }));
    else tell("wrong", say("✗ Not yet: it is not {number}. Try again, or have the number shown.", { number }));
    if (!right) field.select();
    refresh();
  }

  function show() {
    solve();
    tell("shown", say("○ It gets {share}.", { share: threeDigits(questionAt(now.walk, now.at).answer) }));
    field.focus();
  }

  function refresh() {
    const solved = now.knows(now.at), right = model.get("right"), tried = model.get("tried");
    const { kind, row, column } = questionAt(now.walk, now.at);
    if (now.key !== asks) [asks, wrong, field.value, feedback.textContent] = [now.key, 0, "", ""]; // another question
    element.hidden = !model.get("predict");
    asked.textContent = kind === "weight"
      ? say("How much does the weight at row {row}, column {column} of the kernel get?", { row, column })
      : say("How much does the pixel at row {row}, column {column} of the patch get?", { row, column });
    check.textContent = !solved ? say("Check") : now.unknown === undefined ? say("Start again") : say("Next step");
    reveal.disabled = solved || wrong < TRIES_BACK;
    score.textContent = tried ? say("{right} of {tried} right", { right, tried }) : say("No answers yet");
  }

  return { element, refresh };
}

/** Whether a number is the other, as exactly as it is shown: to three digits. */
function isNear(guess, number) {
  return Math.abs(guess - number) <= 0.005 * Math.abs(number) + 1e-9;
}
