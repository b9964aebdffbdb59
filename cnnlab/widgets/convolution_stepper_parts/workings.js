// The sum written out in one line, and the product that is looked at.

import { equalsSign, termsOf, threeDigits } from "../parts/steps.js";
import { make } from "../parts/view.js";

/** `point({ row, column } or null)` hears which term the pointer is at. */
export function workings(view, { point }) {
  const { say } = view;
  const line = make("p", { class: "cnnlab-sum", "data-part": "line" });
  const detail = make("p", { class: "cnnlab-detail", "data-part": "product" });
  let across = 1;
  const placeOf = (event) => {
    const at = [...line.querySelectorAll(".cnnlab-term")].indexOf(event.target.closest?.(".cnnlab-term"));
    return at < 0 ? null : { row: Math.floor(at / across), column: at % across };
  };
  view.listen(line, "pointerover", (event) => point(placeOf(event)));
  view.listen(line, "pointerleave", () => point(null));

  return {
    line, detail,
    /** Writes the sum of a step; `total` is false while it is to be found, `terms` while they are hidden. */
    write(step, kernel, { total, terms }) {
      across = kernel[0].length;
      const written = terms ? termsOf(step, kernel) : [];
      const spans = written.flatMap((text, at) => [at ? "\u00a0+ " : "", make("span", { class: "cnnlab-term" }, text)]);
      const sign = total ? equalsSign(step, kernel) : "=";
      const result = make("strong", {}, total ? threeDigits(step.sum) : "?");
      line.replaceChildren(...(terms ? spans : ["…"]), ` ${sign} `, result);
    },
    /** Says one product in full, or what the products are. */
    tell(step, kernel, place, open) {
      [...line.querySelectorAll(".cnnlab-term")].forEach((term, at) =>
        term.classList.toggle("cnnlab-ring", place !== null && at === place.row * across + place.column));
      const product = place && productAt(step, kernel, place, open);
      detail.textContent = place
        ? say("Row {row}, column {column} of the kernel: {product}", { ...place, product })
        : say("Each pixel times the weight at the same place, then all added up.");
    },
  };
}

function productAt({ patch, products }, kernel, { row, column }, open) {
  const factors = `${threeDigits(patch[row][column])} × ${threeDigits(kernel[row][column])}`;
  return `${factors} = ${open ? threeDigits(products[row][column]) : "?"}`;
}
