// The buttons. Each sends its command to Python, which answers with its number; no answer, no training.

import { button } from "../parts/controls.js";
import { make } from "../parts/view.js";
import { UNDER_WAY } from "./words.js";

const PATIENCE = 3000; // milliseconds
const openViews = (globalThis.cnnlabMonitorViews ??= new Set()); // of all monitors on this page

export function commandRow(view) {
  const { model, say } = view, me = Math.random().toString(36).slice(2);
  let sent = 0, waitingFor = null, timer, phase;

  const silence = say("Python does not answer. Training needs a running notebook: run this cell again. If another cell is running, wait until it is done.");
  const tell = (message) => {
    try {
      model.send?.({ ...message, view: me });
    } catch { /* the kernel is gone: nobody to tell */ }
  };
  /** Says where a training can run, if this is not such a place. */
  function warn() {
    if (!model.send) view.complain(say("This page shows how the training stood when it was saved. To train, open the notebook and run its cell."));
  }
  function order(command) {
    waitingFor = `${me}-${++sent}`;
    warn();
    tell({ do: command, id: waitingFor });
    clearTimeout(timer);
    if (model.send) timer = setTimeout(() => view.complain(silence), PATIENCE);
  }
  const go = button(view, say("Start"), () => order(phase === "running" ? "pause" : "start"), { "data-do": "go", class: "t-go" });
  const step = button(view, say("One step"), () => order("step"), { "data-do": "step" });
  const stop = button(view, say("Stop"), () => order("stop"), { "data-do": "stop" });
  const reset = button(view, say("Reset"), () => order("reset"), { "data-do": "reset" });
  reset.title = say("Back to the first weights");

  const note = make("p", { class: "cnnlab-note" }, model.send ? "" : say("A saved training: to go on with it, open the notebook and run its cell."));
  openViews.add(me);
  tell({ do: "open", views: [...openViews] });
  view.atTheEnd(() => {
    clearTimeout(timer);
    openViews.delete(me);
    tell({ do: "close" });
  });
  return {
    warn,
    element: make("div", { class: "cnnlab-row t-commands", "data-part": "commands" }, go, step, stop, reset, note),
    refresh(progress) {
      phase = progress.phase;
      if (waitingFor !== null && progress.answered === waitingFor) {
        clearTimeout(timer);
        if (view.complaint.textContent === silence) view.complain("");
      }
      const words = { running: say("Pause"), ready: say("Start") }[phase] ?? say("Go on");
      if (go.textContent !== words) go.textContent = words;
      stop.disabled = !UNDER_WAY.includes(phase);
      for (const each of [go, step, reset]) each.disabled = phase === "gone";
    },
  };
}
