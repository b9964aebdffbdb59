// The step in words, the place that is looked at, and at the end what the two gradients are.

import { both } from "../parts/arithmetic.js";
import { threeDigits } from "../parts/steps.js";
import { marked } from "../parts/verdict.js";
import { make } from "../parts/view.js";

/** `write(now)` says the step and, after the last one, the result; `tell(...)` what is looked at. */
export function backWords(view) {
  const { say, model } = view;
  const line = make("p", { class: "cnnlab-sum", "data-part": "line" });
  const detail = make("p", { class: "cnnlab-detail", "data-part": "detail" });
  const result = make("div", { class: "b-result", "data-part": "result" });

  function write({ step, at, walk, isLast, knows }) {
    const place = { step: at + 1, count: walk.steps.length, row: step.row, column: step.column, upstream: threeDigits(step.upstream) };
    line.textContent = step.upstream === 0 && knows(at) // before, it would be the answer
      ? say("Step {step} of {count}, row {row}, column {column}: the upstream gradient is 0, so nobody gets anything.", place)
      : say("Step {step} of {count}, row {row}, column {column}: the upstream gradient is {upstream}.", place);
    result.hidden = !(isLast && knows(at));
    if (!result.hidden) result.replaceChildren(...theResult(walk).map((text) => make("p", {}, ...marked(text))));
  }

  function theResult({ kernel }) {
    const stride = both(model.get("stride")), [height, width] = [kernel.length - 1, kernel[0].length - 1];
    const spread = stride.some((each) => each > 1)
      ? [say("With a stride above 1, first put zeros between the numbers of the upstream gradient, one less than the stride; then both sentences hold.")] : [];
    return [
      say("The kernel gradient is a cross-correlation: the upstream gradient slides over the image (with its padding), as if it were a kernel: `cross_correlate(image, gradient)`."),
      say("The input gradient is a full convolution: the kernel, flipped, slides over the upstream gradient and its zeros all around: `convolve(gradient, kernel, padding=({height}, {width}))`. What falls on the image's padding is cut off.", { height, width }),
      ...spread,
    ];
  }

  function tell({ step, walk }, place, known) {
    if (!place) {
      detail.textContent = say("Point at a cell to see what belongs together.");
      return;
    }
    const { row, column } = place, number = (rows) => threeDigits(rows[row][column]);
    const upstream = threeDigits(step.upstream), unknown = (rows) => (known ? number(rows) : "?");
    detail.textContent = say("Row {row}, column {column}: the weight gets {upstream} × {pixel} = {kernelShare}, its pixel gets {upstream} × {weight} = {inputShare}.", {
      row, column, upstream, pixel: number(step.patch), weight: number(walk.kernel),
      kernelShare: unknown(step.kernelShare), inputShare: unknown(step.inputShare),
    });
  }
  return { line, detail, result, write, tell };
}
