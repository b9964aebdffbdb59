// One way to downsample: its output before and after the shift, and what changed, in numbers.

import { make } from "../parts/view.js";
import { changeOf, differ, movedAlong } from "./downsample.js";
import { mapPicture, threeDigits } from "./map_picture.js";

const LARGEST_OUTPUT = 130; // CSS pixels: two beside each other, three cards in a notebook

/** "24 %", or empty where all numbers were 0 before */
export const percentOf = ({ share }) => (Number.isFinite(share) ? `${Math.round(100 * share)} %` : "");

export function outputCard(view, { name, part, point }) {
  const { say } = view;
  const hint = say("The arrow keys go from number to number and show the window of each.");
  const common = { hint, point, largest: LARGEST_OUTPUT };
  const before = mapPicture(view, { ...common, title: say("before"), part });
  const after = mapPicture(view, { ...common, title: say("after"), part: `${part}-shifted` });
  const size = make("p", { class: "cnnlab-note", "data-part": `${part}-size` });
  const terms = [say("Changed"), say("Mean change"), say("Moved along")];
  const facts = terms.map((text) => [make("dt", {}, text), make("dd")]);
  return {
    element: make("section", { class: "cnnlab-card", "aria-label": name, "data-part": `${part}-card` },
      make("p", { class: "cnnlab-name" }, name), size,
      make("div", { class: "cnnlab-pair-of-maps" }, before.element, after.element),
      make("dl", { "data-part": `${part}-change` }, ...facts.flat())),
    /** Shows this method's output of both sides; returns the change. */
    draw(method, { sides, shift, kernel, scale }, numbers) {
      const [output, shifted] = sides.map((side) => side.outputs[method]);
      const change = changeOf(output, shifted), moved = movedAlong(output, shifted, shift, sides[0].stride);
      before.draw(output, scale, { numbers });
      after.draw(shifted, scale, { numbers, changed: (i) => differ(output.values[i], shifted.values[i]) });
      before.name(say("{name}, before the shift: {height} by {width} numbers", { name, ...output }));
      after.name(say("{name}, after the shift: {height} by {width} numbers", { name, ...output }));
      const parameters = method === "strided" ? kernel.flat().length : 0;
      size.textContent = say("{kept} of {all} numbers · parameters: {parameters}",
        { kept: output.values.length, all: sides[0].map.values.length, parameters });
      const mean = threeDigits(change.mean) + (percentOf(change) && ` (${percentOf(change)})`);
      const told = [say("{changed} of {all}", change), mean, moved ? say("{found} of {all}", moved) : "—"];
      facts.forEach(([, value], i) => (value.textContent = told[i]));
      return change;
    },
    mark([marksBefore, marksAfter]) {
      before.marks(marksBefore);
      after.marks(marksAfter);
    },
  };
}
