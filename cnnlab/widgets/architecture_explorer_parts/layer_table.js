// One line for each layer: the shape with its arithmetic, what it costs, how far it sees; and the sums.

import { make } from "../parts/view.js";
import {
  bytesInWords, fieldInWords, grouped, jumpInWords, memoryArithmetic, parametersArithmetic, settingsInShort,
  shapeArithmetic, workArithmetic,
} from "./formulas.js";
import { fieldOf } from "./sight.js";
import { byTimes } from "./trace.js";

/** `choose(layer)`: a line was chosen. */
export function layerTable(view, { choose }) {
  const { say } = view, lines = [];
  const heads = [say("Layer"), say("Output"), say("Parameters"), say("Multiply-adds"), say("Memory"),
    say("Receptive field")];
  const body = make("tbody"), sums = heads.slice(1).map(() => make("td"));
  const total = make("tr", { class: "arch-total" }, make("th", { scope: "row" }, say("Total")), ...sums);
  label(sums, heads);
  const element = make("table", { class: "arch-table", "data-part": "table" },
    make("caption", {}, say("Numbers are for one example. Memory is that of the outputs: 4 bytes for each number (float32).")),
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
    body, make("tfoot", {}, total));
  return {
    element,
    draw({ steps, layers, chosen, fault }) {
      layers.forEach((layer, number) => {
        lines[number] ??= layerLine(view, number, heads, choose);
        lines[number].draw({ layer, steps, number, fault, isChosen: number === chosen });
      });
      if (body.childElementCount !== layers.length)
        body.replaceChildren(...layers.map((_, number) => lines[number].element));
      const sum = (what, none = 0) => steps.reduce((all, step) => all + step[what], none);
      const texts = [fault ? say("up to where it fits") : "", grouped(sum("parameters")),
        grouped(sum("multiplyAdds", 0n)), bytesInWords(say, sum("memory")), ""];
      sums.forEach((cell, i) => (cell.textContent = texts[i]));
    },
  };
}

/** Names the cells: on a narrow page each stands on a line of its own, and its name before it. */
function label(cells, heads) {
  cells.forEach((cell, i) => (cell.dataset.label = heads[i + 1]));
}

function layerLine(view, number, heads, choose) {
  const { say } = view;
  const settings = make("span", { class: "arch-settings" }), name = make("span", { class: "arch-kind" });
  const cells = heads.slice(1).map(() => make("td"));
  label(cells, heads);
  const element = make("tr", { "data-layer": number }, make("th", { scope: "row" }, name, settings), ...cells);
  view.listen(element, "click", () => choose(number)); // with the keyboard, the strip above chooses
  return {
    element,
    draw({ layer, steps, fault, isChosen }) {
      name.textContent = `${number} ${layer.kind}`;
      settings.textContent = settingsInShort(say, layer);
      element.setAttribute("aria-current", isChosen);
      const step = steps[number], isFault = fault?.layer === number;
      element.classList.toggle("arch-unreached", !step);
      element.classList.toggle("arch-fault", isFault);
      cells[0].colSpan = step ? 1 : cells.length;
      cells.slice(1).forEach((cell) => (cell.hidden = !step));
      if (!step) return write(cells[0], isFault ? `⚠ ${fault.sentence}` : say("not reached"));
      const field = fieldOf(steps.slice(0, number + 1));
      write(cells[0], byTimes(step.shape), ...shapeArithmetic(say, step));
      write(cells[1], grouped(step.parameters), parametersArithmetic(step));
      write(cells[2], grouped(step.multiplyAdds), workArithmetic(step));
      write(cells[3], bytesInWords(say, step.memory), memoryArithmetic(step));
      write(cells[4], fieldInWords(say, field), jumpInWords(say, field));
    },
  };
}

function write(cell, result, ...sums) {
  cell.replaceChildren(make("span", { class: "arch-result" }, result),
    ...sums.filter(Boolean).map((sum) => make("span", { class: "arch-sum" }, ...breakable(sum))));
}

/** A long product may go on in the next line, after a dot. */
const breakable = (sum) => sum.split(/(?<=·)/).flatMap((part) => [part, make("wbr")]);
