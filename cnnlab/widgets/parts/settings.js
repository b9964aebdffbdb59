// How the kernel moves: stride, padding, dilation, and whether it is turned first.

import { both } from "./arithmetic.js";
import { choice, tick } from "./controls.js";
import { make } from "./view.js";

const PAIR = /^\s*(\d{1,3})\s*(?:[×x,;\s]\s*(\d{1,3}))?\s*$/;

/** A whole number for rows and columns, or two, as in 2 × 1. `now()` is what the field shows, and `traits`
 *  those that it depends on, where that is not simply the trait itself. */
export function pairField(view, text, trait, minimum, { now = () => view.model.get(trait), traits = trait } = {}) {
  const { say } = view;
  const field = make("input", { type: "text", inputmode: "numeric", class: "cnnlab-pair", autocomplete: "off" });
  const refresh = () => {
    const [rows, columns] = both(now());
    field.value = rows === columns ? rows : `${rows} × ${columns}`;
  };
  view.listen(field, "change", () => {
    const [, rows, columns = rows] = PAIR.exec(field.value) ?? [];
    const right = rows !== undefined && rows >= minimum && columns >= minimum;
    view.complain(right ? "" : say("“{text}” does not work here. Write a whole number from {minimum} on, or two, rows × columns, such as 2 × 1.", { text: field.value, minimum }));
    if (right) view.change({ [trait]: rows === columns ? Number(rows) : [Number(rows), Number(columns)] });
    refresh();
  });
  view.listen(field, "keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const changed = both(now()).map((number) => Math.max(minimum, number + by));
    view.change({ [trait]: changed[0] === changed[1] ? changed[0] : changed });
  });
  view.watch(traits, refresh);
  refresh();
  return make("label", { class: "cnnlab-control" }, text, field);
}

/** Padding: none, "same", or a number of zeros on each side. */
function paddingChoice(view) {
  const { say, model } = view;
  const options = [["valid", say("none")], ["same", say("same size")],
    ...[1, 2, 3].map((zeros) => [String(zeros), say("{zeros} on each side", { zeros })])];
  const chosen = choice(view, say("Padding"), options, (value) =>
    view.change({ padding: value === "valid" || value === "same" ? value : Number(value) }));
  const select = chosen.element.querySelector("select");
  const refresh = () => {
    const padding = model.get("padding");
    const value = padding === 0 ? "valid" : Array.isArray(padding) ? padding.join(" × ") : String(padding);
    if (![...select.options].some((option) => option.value === value)) select.append(make("option", { value, disabled: true }, value));
    chosen.refresh(value);
  };
  view.watch("padding", refresh);
  refresh();
  return chosen.element;
}

/** The controls for those of the traits stride, padding, dilation and flip that the widget has. */
export function slideSettings(view, traits = ["stride", "padding", "dilation", "flip"]) {
  const { say, model } = view;
  const flip = tick(view, say("Turn the kernel by 180° first (convolution)"), (on) => view.change({ flip: on }));
  const makers = {
    stride: () => pairField(view, say("Stride"), "stride", 1),
    padding: () => paddingChoice(view),
    dilation: () => pairField(view, say("Dilation"), "dilation", 1),
    flip() {
      const refresh = () => flip.refresh(model.get("flip"));
      view.watch("flip", refresh);
      refresh();
      return flip.element;
    },
  };
  return make("div", { class: "cnnlab-row", "data-part": "settings" }, ...traits.map((trait) => makers[trait]()));
}
