// The check: only the kernel can run it, and what it says holds for the order that it saw.

import { button } from "../parts/controls.js";
import { marked, verdict } from "../parts/verdict.js";
import { make } from "../parts/view.js";

const PATIENCE = 3000; // milliseconds until the student is told that no answer comes

export function checkPart(view) {
  const { say, model } = view;
  const status = make("p", { class: "parsons-verdict", role: "status", "data-part": "verdict" });
  const program = make("pre"), more = make("details", {}, make("summary", {}, say("See where it differs")), program);
  const after = make("p", { class: "parsons-note" });
  let waiting, note = "";
  view.atTheEnd(() => clearTimeout(waiting));

  function ask() {
    clearTimeout(waiting);
    note = "";
    if (!isJudged()) send();
    show();
  }
  function send() {
    if (!model.get("order").length) return (note = say("Put some lines into your program first."));
    try {
      model.send({ check: model.get("order") });
      note = say("Checking…");
      waiting = setTimeout(() => tell([say("No answer yet: the notebook is busy, or it is not running."), inACell()].join(" ")), PATIENCE);
    } catch { // a page without a kernel
      note = [say("The check needs a running notebook."), inACell()].join(" ");
    }
  }
  /** How to ask the same without the board. */
  function inACell() {
    const exercise = model.get("name"), letters = model.get("order").join("");
    return exercise && say("In a cell: {code}", { code: `\`exercises.${exercise}.check("${letters}")\`` });
  }
  const isJudged = () => model.get("outcome") && model.get("checked").join() === model.get("order").join();
  function tell(text) {
    note = text;
    show();
  }
  function show() {
    const judged = isJudged(), said = (trait) => (judged ? model.get(trait) : "");
    status.replaceChildren(...verdict(view, said("outcome"), said("message") || note));
    more.hidden = !said("details");
    program.textContent = said("details");
    after.replaceChildren(...marked(said("note")));
  }
  view.watch("order", () => {
    clearTimeout(waiting);
    tell("");
  });
  view.watch("outcome message details note checked", () => {
    clearTimeout(waiting);
    tell("");
  });
  show();
  return { element: make("div", {}, status, more, after), button: button(view, say("Check"), ask, { class: "parsons-check" }) };
}
