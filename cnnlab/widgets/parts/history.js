// Undo, redo and reset of a widget's state, by buttons and by Ctrl+Z, Ctrl+Y, Ctrl+Shift+Z.

import { button } from "./controls.js";
import { make } from "./view.js";

const MOST_STEPS = 200;
const MOST_BYTES_KEPT = 64e6; // of pictures that only the history still holds
const ONE_CHANGE = 1500; // milliseconds: what follows so quickly from Python, or from a camera, is one change

/** Remembers the `traits`. One change by hand is one step, a drag too: it ends with a commit.
 *  `places` are traits that come back with a step but are none by themselves, such as what is chosen. */
export function keepHistory(view, traits, places = []) {
  const { model } = view, change = view.change;
  const now = () => Object.fromEntries([...traits, ...places].map((trait) => [trait, model.get(trait)]));
  const start = now();
  let past = [], present = start, future = [], byHand = false, dragging = false, last = { kind: "" };
  const changes = (state) => traits.filter((trait) => state[trait] !== present[trait]);
  const changed = (state) => changes(state).length > 0;

  function record(fromElsewhere = false) {
    const state = now();
    if (changed(state)) {
      const time = performance.now(), kind = fromElsewhere ? "elsewhere" : changes(state).join(" ");
      const goesOn = ["elsewhere", "image"].includes(kind) && kind === last.kind && time - last.time < ONE_CHANGE;
      if (!goesOn) past.push(present);
      last = { kind, time };
      future = [];
      forgetTheOldest(past);
    }
    present = state;
    show();
  }

  view.change = (state, commit = true) => {
    byHand = true;
    change(state, commit);
    byHand = false;
    dragging = !commit;
    if (commit) record();
  };
  view.watch(traits.join(" "), () => byHand || dragging || record(true));

  function go(from, to) {
    if (!from.length) return;
    to.push(present);
    restore(from.pop());
  }
  function restore(state) {
    last = { kind: "" };
    present = state;
    byHand = true;
    change(state);
    byHand = false;
    show();
  }
  const undo = () => go(past, future), redo = () => go(future, past);
  function reset() {
    if (!changed(start)) return;
    past.push(present);
    future = [];
    restore(start);
  }

  const possible = () => [past.length > 0, future.length > 0, changed(start)];
  const { element, show } = historyButtons(view, { undo, redo, reset }, possible);
  listenToKeys(view, undo, redo);
  show();
  /** What comes next is a step of its own, however quickly it follows. */
  const beginStep = () => (last = { kind: "" });
  return { element, undo, redo, reset, beginStep };
}

function forgetTheOldest(past) {
  const bytesOf = (image) => image?.data?.byteLength ?? 0;
  const pictures = () => [...new Set(past.map(({ image }) => image))].reduce((sum, image) => sum + bytesOf(image), 0);
  while (past.length > MOST_STEPS || (past.length > 1 && pictures() > MOST_BYTES_KEPT)) past.shift();
}

function historyButtons(view, { undo, redo, reset }, possible) {
  const { say } = view;
  const buttons = [
    button(view, say("Undo"), undo, { title: "Ctrl+Z" }),
    button(view, say("Redo"), redo, { title: "Ctrl+Y" }),
    button(view, say("Reset"), reset, { title: say("Everything as it was at first") }),
  ];
  return {
    element: make("div", { class: "cnnlab-buttons", "data-part": "history" }, ...buttons),
    // A button that is switched off while it has the focus would swallow the next keys.
    show: () => possible().forEach((can, i) => buttons[i].setAttribute("aria-disabled", !can)),
  };
}

/** These keys belong to the widget; the notebook must not undo something of its own as well. */
function listenToKeys(view, undo, redo) {
  view.listen(view.root, "keydown", (event) => {
    if (event.altKey || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    const step = key === "y" || (key === "z" && event.shiftKey) ? redo : key === "z" ? undo : null;
    if (!step) return;
    event.stopPropagation();
    if (event.target.matches("input[type=text], textarea")) return; // what is being typed has its own undo
    event.preventDefault();
    step();
  });
}
