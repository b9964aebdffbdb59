// The numbers of the epochs: those of the last one beside the buttons, all of them in a table.

import { make } from "../parts/view.js";
import { threeDigits } from "./words.js";

const MOST_ROWS = 200;

/** The points of the live curve: [[epoch, loss], ...]. */
export function livePoints(sent) {
  if (!sent?.byteLength) return [];
  return Array.from({ length: sent.byteLength / 8 }, (_, i) => [sent.getFloat32(8 * i, true), sent.getFloat32(8 * i + 4, true)]);
}

/** A small table: loss and accuracy, training and validation, of the last epoch. */
export function nowTable(view) {
  const { say } = view;
  const names = [["loss", say("Loss")], ["accuracy", say("Accuracy")]], cells = {};
  const row = (prefix, words) => make("tr", {}, make("th", { scope: "row" }, words),
    ...names.map(([name]) => (cells[prefix + name] = make("td", { "data-number": prefix + name }, "–"))));
  const head = make("tr", {}, make("th", { scope: "col" }, say("last epoch")), ...names.map(([, words]) => make("th", { scope: "col" }, words)));
  const sign = (kind) => make("span", { class: `t-sign t-${kind}`, "aria-hidden": "true" });
  const [training, validation] = [row("", say("training")), row("val_", say("validation"))];
  training.firstChild.prepend(sign("training"));
  validation.firstChild.prepend(sign("validation"));
  return {
    element: make("table", { class: "t-table", "data-part": "now" }, make("thead", {}, head), make("tbody", {}, training, validation)),
    refresh(curves) {
      for (const [name, cell] of Object.entries(cells)) cell.textContent = threeDigits(curves[name]?.at(-1));
    },
  };
}

/** Every epoch's numbers, for whoever opens it: what the curves show, in words. */
export function epochTable(view) {
  const { say } = view;
  const words = { loss: say("Loss"), accuracy: say("Accuracy"), val_loss: say("validation loss"), val_accuracy: say("validation accuracy") };
  const body = make("tbody"), head = make("tr");
  const details = make("details", { "data-part": "epochs" }, make("summary", {}, say("Numbers, epoch by epoch")),
    make("div", { class: "t-scroll", tabindex: 0, role: "region", "aria-label": say("Numbers, epoch by epoch") },
      make("table", { class: "t-table" }, make("thead", {}, head), body)));
  let curves = {};
  const fill = () => {
    if (!details.open) return;
    const names = Object.keys(words).filter((name) => name in curves), count = curves.loss?.length ?? 0;
    head.replaceChildren(...[say("epoch"), ...names.map((name) => words[name])].map((text) => make("th", { scope: "col" }, text)));
    const first = Math.max(0, count - MOST_ROWS);
    body.replaceChildren(...Array.from({ length: count - first }, (_, i) => make("tr", {},
      make("th", { scope: "row" }, first + i + 1), ...names.map((name) => make("td", {}, threeDigits(curves[name][first + i]))))));
  };
  view.listen(details, "toggle", fill);
  return {
    element: details,
    refresh(now) {
      curves = now;
      fill();
    },
  };
}
