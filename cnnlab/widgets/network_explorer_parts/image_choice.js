// Where the image comes from, besides drawing: the examples, a file, the camera.

import { picture } from "../parts/arrays.js";
import { tick } from "../parts/controls.js";
import { imageFiles } from "../parts/files.js";
import { cameraButton } from "../parts/sources.js";
import { make } from "../parts/view.js";
import { asInput } from "./as_input.js";
import { floats } from "./forward.js";
import { tiles } from "./tiles.js";

/** `put(picture, commit)` shows an image that fits the network; `board` is that of drawn_image.js. */
export function imageChoice(view, board) {
  const { say, model } = view;
  const note = make("p", { class: "cnnlab-note", "data-part": "source-note" });
  let turn = 0, source = null, giving = false;

  const tell = (text) => (note.textContent = text);
  function fail(sentence) {
    tell("");
    view.complain(sentence);
  }
  function begin() {
    const now = ++turn;
    view.complain("");
    tell("");
    return () => now === turn && !view.signal.aborted;
  }
  /** A picture of any size becomes the network's input; it is kept, for the tick may change its mind. */
  function give(shown, commit) {
    source = shown;
    const now = board.image(), { paper, ink, range } = board;
    giving = true;
    board.put({ ...now, ...asInput(shown, now, { paper, ink, range, asPen: pen.checked }) }, commit);
    giving = false;
  }
  const penTick = tick(view, say("Pen on paper: the darkest becomes ink, the lightest paper"), () => source && give(source, true));
  const pen = penTick.element.querySelector("input");
  penTick.refresh(board.image().channels === 1);
  const files = imageFiles(view, {
    begin, failed: fail,
    read(shown, name) {
      camera.stop();
      give(shown, true);
      tell(say("{name}: the middle of it, made as small as the network's images.", { name }));
    },
  });
  const camera = cameraButton(view, { begin, give, tell, fail });
  view.watch("image", () => {
    if (giving) return;
    source = null; // an example, a drawing, or Python has put another image there
    camera.giveWay();
  });
  const buttons = make("div", { class: "n-tools" }, files, camera.element);
  return make("div", { class: "n-sources", "data-part": "sources" }, examplesOf(view, board, begin), buttons, penTick.element, note);
}

/** The examples as small pictures; empty where there are none. */
function examplesOf(view, board, begin) {
  const { say, model } = view, element = make("div", { "data-part": "examples" });
  function build() {
    const sent = model.get("examples");
    element.hidden = !sent?.data;
    if (element.hidden) return element.replaceChildren();
    const [count, height, width, channels = 1] = sent.shape, values = floats(sent.data), size = height * width * channels;
    const shown = Float32Array.from({ length: count * height * width }, (_, i) => values[i * channels]);
    const list = tiles(view, {
      label: say("Examples"), names: (index) => sent.titles[index], wanted: 32,
      choose(index) {
        begin();
        const numbers = Float64Array.from(values.subarray(index * size, (index + 1) * size));
        board.put({ ...picture(height, width, channels, numbers), grey: sent.shape.length === 3 });
      },
    });
    element.replaceChildren(make("p", { class: "n-caption" }, say("Examples")), list.element);
    list.refresh({ channels: count, height, width, values: shown }, board.scale);
  }
  view.watch("examples", build);
  build();
  return element;
}
