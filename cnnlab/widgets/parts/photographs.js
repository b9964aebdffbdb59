// Photographs that Python has on its disk: asked for by name, because they are too large to carry along.

import { fromPython } from "./arrays.js";

const PATIENCE = 8000; // milliseconds

/** Options:
 *    arrived  (picture, name, { height, width }): the photograph, and how large it is in full
 *    failed   (sentence): it is not there, or nobody answers
 *  `ask(name)` sends the question; only the answer to the last one counts. `reachable` is
 *  false where there is no Python to ask: in a page of its own. */
export function photographs(view, { arrived, failed }) {
  const { model, say } = view;
  let asked = null, waiting;

  function answered({ photograph, picture, full_size, refused }, [data] = []) {
    if (photograph === undefined || photograph !== asked) return; // for another view of this widget
    forget();
    if (refused) failed(refused);
    else arrived(fromPython({ ...picture, data }), photograph, { height: full_size[0], width: full_size[1] });
  }
  function forget() {
    clearTimeout(waiting);
    asked = null;
  }
  model.on("msg:custom", answered);
  view.atTheEnd(() => {
    model.off("msg:custom", answered);
    forget();
  });
  return {
    reachable: typeof model.send === "function",
    forget,
    ask(name) {
      forget();
      asked = name;
      waiting = setTimeout(() => failed(
        say("Python has not answered yet. If it is busy, wait; if it has stopped, run the cell again.")), PATIENCE);
      model.send({ photograph: name });
    },
  };
}
