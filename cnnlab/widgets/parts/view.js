// The frame of every widget: its root element, its words, what it announces, and an orderly end.

import { speaker } from "./words.js";

/** Makes an element: make("button", { type: "button" }, "Undo"). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** An id that nothing else on the page has. A count would not do: every widget has a copy of this script. */
export function uniqueId(name) {
  return `cnnlab-${name}-${Math.random().toString(36).slice(2)}`;
}

/** Opens the view of a widget. Everything that has to end with it hangs on `view.signal`;
 *  `view.close` is what a widget's render returns. */
export function openView({ model, el }, name) {
  const ending = new AbortController();
  const { signal } = ending;
  const root = make("section", { class: `cnnlab cnnlab-${name}`, lang: model.get("language") });
  const live = make("p", { class: "cnnlab-heard", role: "status" });
  const complaint = make("p", { class: "cnnlab-complaint", role: "alert" });
  keepKeysInside(root);
  el.append(root);

  let waiting;
  const view = {
    model, root, signal, complaint,
    say: speaker(model),
    /** Shows the parts of the widget, from top to bottom. */
    show(title, ...parts) {
      root.ariaLabel = title;
      root.replaceChildren(...parts, complaint, live);
    },
    /** Calls back when one of the traits changes, here, in another view, or in the kernel. */
    watch(traits, callback) {
      const names = traits.split(" ").map((trait) => `change:${trait}`).join(" ");
      model.on(names, callback);
      view.atTheEnd(() => model.off(names, callback));
    },
    listen(target, events, callback, options = {}) {
      for (const event of events.split(" ")) target.addEventListener(event, callback, { ...options, signal });
    },
    atTheEnd(callback) {
      signal.addEventListener("abort", callback, { once: true });
    },
    /** Changes the state; the kernel hears of it unless `commit` is false (in the middle of a drag). */
    change(state, commit = true) {
      for (const [trait, value] of Object.entries(state)) model.set(trait, value);
      if (commit) model.save_changes();
    },
    /** Says the state to a screen reader, once the hand has come to rest. */
    announce(text) {
      clearTimeout(waiting);
      waiting = setTimeout(() => (live.textContent = text), 150);
    },
    /** Says what went wrong, and goes on; an empty text takes it back. */
    complain(text) {
      if (complaint.textContent !== text) complaint.textContent = text;
    },
    /** Returns a function that calls `draw` once before the next picture, however often it is called. */
    oncePerFrame(draw) {
      let frame = 0;
      view.atTheEnd(() => cancelAnimationFrame(frame));
      return () => {
        if (frame || signal.aborted) return;
        frame = requestAnimationFrame(() => {
          frame = 0;
          draw();
        });
      };
    },
    /** The same, but the first call in a frame draws as soon as the event that caused it has been dealt
     *  with: then the next picture only has to be painted. */
    rightAway(draw) {
      let drawn = false;
      const later = view.oncePerFrame(draw), nextFrame = view.oncePerFrame(() => (drawn = false));
      return () => {
        if (drawn) return later();
        drawn = true;
        nextFrame();
        queueMicrotask(() => signal.aborted || draw());
      };
    },
    close() {
      clearTimeout(waiting);
      ending.abort();
      root.remove();
    },
  };
  return view;
}

/** JupyterLab listens for single keys on the whole page: in a widget that doesn't keep them to itself,
 *  `d d` deletes the cell. Ctrl, Alt and Cmd combinations still reach JupyterLab. */
function keepKeysInside(root) {
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
}
