// Target, guess and gradient as grids of signed numbers, with the sentence that joins them.

import { limitOf, signedScale } from "../parts/colours.js";
import { numberGrid } from "../parts/grid.js";
import { make } from "../parts/view.js";
import { exact, short } from "../parts/words.js";

/** At most three decimals: what is nearly 0 reads 0. */
const brief = (number) => (Math.abs(number) < 10 ? exact(Number(number.toFixed(3)) + 0) : short(number));

/** `editTarget` and `editGuess` hear (row, column, number). */
export function kernelGrids(view, { editTarget, editGuess }) {
  const { say } = view;
  let together = signedScale(1);
  const target = numberGrid(view, { label: say("Target kernel"), change: editTarget, scale: () => together, words: brief });
  const guess = numberGrid(view, { label: say("Guess"), change: editGuess, scale: () => together, words: brief });
  const gradient = numberGrid(view, { label: say("Gradient"), words: brief });
  const secret = make("p", { class: "l-secret" }, "?");
  const rule = make("p", { class: "l-rule", "data-part": "rule" });
  const named = (part, text, edited, ...content) => make("figure", { "data-part": part },
    make("figcaption", {}, text, edited ? make("span", { "aria-hidden": "true", class: "l-pencil" }, "✎") : ""), ...content);
  const grids = make("div", { class: "l-kernels" },
    named("target", say("Target kernel"), true, target.element, secret),
    named("guess", say("Guess"), true, guess.element),
    named("gradient", say("Gradient"), false, gradient.element));
  return {
    element: make("div", { class: "l-numbers" }, grids, rule),
    refresh(state, slope, hidden) {
      together = signedScale(limitOf(state.target.flat())); // the guess grows into the target's colours
      target.element.hidden = hidden;
      secret.hidden = !hidden;
      secret.ariaLabel = hidden ? say("hidden") : null;
      target.refresh(state.target);
      guess.refresh(state.guess);
      gradient.refresh(slope);
      const all = [...state.target, ...state.guess, ...slope].flat();
      grids.style.setProperty("--longest", Math.max(3, ...all.map((number) => brief(number).length)));
      grids.style.setProperty("--across", state.target[0].length);
      rule.textContent = say("new guess = guess − {rate} × gradient", { rate: exact(state.lr) });
    },
  };
}
