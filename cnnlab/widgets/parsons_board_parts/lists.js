// The two sides of the board: what is left of the lines, and the program.

import { make, uniqueId } from "../parts/view.js";

export function lineLists(view) {
  const { say, model } = view, id = uniqueId("lines");
  const letters = model.get("letters");
  const lines = new Map(letters.map((letter, i) => [letter, lineElement(view, letter, model.get("lines")[i])]));
  const left = side("lines", say("Lines"), `${id}-left`, say("Every line is in your program."));
  const program = side("program", say("Your program"), `${id}-program`, say("Your program goes here."));
  const element = make("div", { class: "parsons-sides" }, left.element, program.element);
  element.style.setProperty("--lines", letters.length);

  const at = new Map([[left, null], [program, null]]); // where the Tab key enters each side
  const sideOf = (letter) => (model.get("order").includes(letter) ? program : left);
  const lettersOf = (each) => (each === program
    ? model.get("order") : letters.filter((letter) => !model.get("order").includes(letter)));

  function draw() {
    const focused = view.root.querySelector("[data-letter]:focus"); // taken out and put back it would lose it
    for (const each of [left, program]) {
      const shown = lettersOf(each).map((letter) => lines.get(letter));
      if (shown.some((line, i) => line !== each.list.children[i]) || each.list.childElementCount > shown.length)
        each.list.replaceChildren(...shown);
      each.empty.hidden = shown.length > 0;
    }
    focused?.focus({ preventScroll: true });
    showStops();
  }
  function showStops() {
    for (const each of [left, program]) {
      const inside = lettersOf(each);
      if (!inside.includes(at.get(each))) at.set(each, inside[0] ?? null);
      for (const letter of inside) lines.get(letter).tabIndex = letter === at.get(each) ? 0 : -1;
    }
  }
  const letterAt = (target) => target.closest?.("[data-letter]")?.dataset.letter;
  view.listen(element, "focusin", ({ target }) => {
    const letter = letterAt(target);
    if (letter) at.set(sideOf(letter), letter);
    showStops();
  });

  return {
    element, left, program, draw, letterAt, lettersOf, sideOf,
    line: (letter) => lines.get(letter),
    focus: (letter) => lines.get(letter)?.focus(),
    /** The letter so many lines below this one on the same side, if there is one. */
    neighbour(letter, by) {
      const inside = lettersOf(sideOf(letter));
      return inside[inside.indexOf(letter) + by];
    },
    /** The letter where the keyboard enters a side. */
    entry: (each) => at.get(each),
    /** Shows which line is in the hand; null for none. */
    hold(held) {
      for (const [letter, line] of lines) line.ariaSelected = String(letter === held);
    },
  };
}

function side(part, title, id, ifEmpty) {
  const heading = make("p", { class: "parsons-title", id }, title);
  const list = make("ol", { role: "listbox", "aria-labelledby": id });
  const empty = make("p", { class: "parsons-empty" }, ifEmpty);
  return { element: make("div", { class: "parsons-side", "data-part": part }, heading, list, empty), list, empty };
}

function lineElement({ say }, letter, code) {
  const spaces = code.length - code.trimStart().length;
  const name = say("{letter}, {spaces} spaces: {code}", { letter, spaces, code: code.trim() });
  const grip = make("span", { class: "parsons-grip" }, letter);
  const text = make("code", { style: `--spaces: ${spaces}` }, code.trimStart());
  return make("li", { role: "option", "data-letter": letter, "aria-label": name, "aria-selected": "false" }, grip, text);
}
