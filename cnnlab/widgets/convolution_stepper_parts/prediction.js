// The student says the number before it is shown: two tries, then it can be asked for.

import { button } from "../parts/controls.js";
import { forgetsTheWeights, isTheSum, notANumber, threeDigits } from "../parts/steps.js";
import { make } from "../parts/view.js";
import { readNumber } from "../parts/words.js";

const TRIES = 2; // before the number can be asked for

/** Options:
 *    now        the present step, as present.js gives it
 *    answered   (right): a number was entered
 *    solve      (): the sum may be seen from now on
 *    hint       (): shows the products, or hides them again; hinted() says whether they are shown
 *    goOn       (): to the next question, or after the last one to a new start */
export function prediction(view, { now, hinted, answered, solve, hint, goOn }) {
  const { say, model } = view;
  let wrong = 0, asks = "";
  const question = make("label", { class: "cnnlab-control" });
  const field = make("input", { type: "text", inputmode: "decimal", class: "cnnlab-number", autocomplete: "off" });
  const asked = make("span", {});
  question.append(asked, field);
  const check = button(view, "", enter, { "data-press": "check" });
  const products = button(view, say("Show the products"), () => hint(), { "data-press": "products" });
  const reveal = button(view, say("Show me the sum"), show, { "data-press": "reveal" });
  const feedback = make("p", { class: "cnnlab-feedback", "data-part": "feedback" });
  const score = make("span", { class: "cnnlab-score", "data-part": "score" });
  const element = make("div", { "data-part": "prediction", role: "group", "aria-label": say("Prediction") },
    make("div", { class: "cnnlab-row" }, question, check, products, reveal, score), feedback);
  view.listen(field, "keydown", (event) => event.key === "Enter" && enter());

  function tell(kind, text) {
    feedback.dataset.kind = kind;
    feedback.textContent = text;
    view.announce(text);
  }

  function enter() {
    const guess = readNumber(field.value), text = field.value;
    if (now.knows(now.at)) {
      goOn();
      field.focus();
    } else if (Number.isNaN(guess)) view.complain(notANumber(text, say));
    else judge(guess, now.step, now.walk.kernel);
  }

  function judge(guess, step, kernel) {
    const right = isTheSum(guess, step, kernel), number = threeDigits(guess);
    wrong += right ? 0 : 1;
    view.complain("");
    answered(right);
    if (right) tell("right", say("✓ Right: the sum is {sum}.", { sum: threeDigits(step.sum) }));
    else if (forgetsTheWeights(guess, step)) tell("wrong", say("✗ Not yet: {number} is the sum of the patch alone. First multiply each pixel by its weight.", { number }));
    else if (wrong < TRIES) tell("wrong", say("✗ Not yet: it is not {number}. Try once more.", { number }));
    else tell("wrong", say("✗ Not yet: it is not {number}. Try again, or have the sum shown.", { number }));
    if (!right) field.select();
    refresh();
  }

  function show() {
    solve();
    tell("shown", say("○ The sum is {sum}.", { sum: threeDigits(now.step.sum) }));
    field.focus();
  }

  function refresh() {
    const solved = now.knows(now.at), right = model.get("right"), tried = model.get("tried");
    if (now.key !== asks) { // another step, or other numbers
      [asks, wrong, field.value, feedback.textContent] = [now.key, 0, "", ""];
      field.ariaLabel = say("Sum at row {row}, column {column}", now.step);
    }
    element.hidden = !model.get("predict");
    asked.textContent = say("Your number for step {step}:", { step: now.at + 1 });
    check.textContent = !solved ? say("Check") : now.unknown === undefined ? say("Start again") : say("Next step");
    products.disabled = solved;
    products.ariaPressed = String(hinted());
    reveal.disabled = solved || wrong < TRIES;
    score.textContent = tried ? say("{right} of {tried} right", { right, tried }) : say("No answers yet");
  }

  return { element, refresh };
}
