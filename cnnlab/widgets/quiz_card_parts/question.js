// One question: its options, the button that checks, and what the checked option has to say.

import { button } from "../parts/controls.js";
import { marked, verdict } from "../parts/verdict.js";
import { make, uniqueId } from "../parts/view.js";

/** `check(option)`: this option was chosen and is to be checked. */
export function questionCard(view, number, { text, options }, { check }) {
  const { say } = view, group = uniqueId("question");
  const rows = options.map((option, i) => optionRow(view, option, group, `${group}-${i}`));
  const others = make("details", { class: "quiz-others" });
  const missing = make("span", { class: "quiz-missing" });
  const press = button(view, say("Check"), checkNow);
  const element = make("fieldset", { "data-part": `question-${number}` },
    make("legend", {}, `${number + 1}. `, ...marked(text)),
    ...rows.map((row) => row.element), make("div", { class: "cnnlab-row" }, press, missing), others);

  view.listen(element, "change", () => (missing.textContent = ""));
  view.listen(element, "keydown", (event) => {
    if (event.key === "Enter" && event.target.type === "radio") checkNow();
  });
  function checkNow() {
    const at = rows.findIndex(({ radio }) => radio.checked);
    if (at >= 0) return check(at);
    missing.textContent = say("Choose an option first.");
    view.announce(missing.textContent);
  }

  let shown; // the option whose explanation is open
  function refresh(checked) {
    if (checked === shown) return;
    shown = checked;
    rows.forEach((row, i) => row.refresh(i === checked));
    const isRight = checked !== null && options[checked].right;
    others.hidden = !isRight || options.length < 2;
    others.open = false;
    others.replaceChildren(...(isRight ? whyNot(view, options, checked) : []));
  }
  return { element, refresh };
}

function optionRow(view, { text, why, right }, name, id) {
  const radio = make("input", { type: "radio", name });
  const reason = make("p", { class: "quiz-why", id });
  const outcome = right ? "correct" : "incorrect";
  return {
    radio,
    element: make("div", { class: "quiz-option" }, make("label", {}, radio, make("span", {}, ...marked(text))), reason),
    refresh(isChecked) {
      radio.checked = isChecked;
      if (isChecked) radio.setAttribute("aria-describedby", id);
      else radio.removeAttribute("aria-describedby");
      reason.hidden = !isChecked;
      reason.replaceChildren(...(isChecked ? verdict(view, outcome, why) : []));
    },
  };
}

/** Once the answer is right: what the options that were not checked have to say. */
function whyNot({ say }, options, checked) {
  const others = options.filter((_, i) => i !== checked).map(({ text, why, right }) =>
    make("li", {}, `${right ? "✓" : "✗"} `, make("b", {}, ...marked(text)), make("br"), ...marked(why)));
  return [make("summary", {}, say("The other options")), make("ul", {}, ...others)];
}
