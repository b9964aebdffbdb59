// Where the image comes from: chosen from a list, a file, the camera, or drawn. Each source is a file of
// its own beside this one; here stand the row of controls and what happens when one follows another.

import { fromPython } from "./arrays.js";
import { webcam } from "./camera.js";
import { button } from "./controls.js";
import { drawingBoard } from "./drawing.js";
import { imageFiles } from "./files.js";
import { photographs } from "./photographs.js";
import { make, uniqueId } from "./view.js";

const BETWEEN_COMMITS = 1000; // milliseconds between two frames of the camera that Python hears of

/** Returns the controls. `take(picture, commit)` changes the trait `image` at once; the kernel hears of
 *  it if commit is true. Python's part is `ImageWidget` in sources.py. */
export function imageSources(view, { take }) {
  const { say, model } = view;
  const note = make("p", { class: "cnnlab-note", "data-part": "source-note" });
  let turn = 0, taking = false;

  function tell(text) {
    note.textContent = text;
    if (text) view.announce(text);
  }
  function fail(sentence) {
    tell("");
    view.complain(sentence);
  }
  /** What was there before ends now, not when something was asked for that may not come. */
  function give(picture, commit, source) {
    if (source !== camera) camera.stop();
    if (source !== drawing) drawing.close();
    list.refresh();
    taking = true;
    try {
      take(picture, commit);
    } finally {
      taking = false;
    }
  }
  function giveWhole(picture, name, fullSize = picture) {
    view.complain("");
    give(picture, true);
    tell(sizeInWords(say, name, picture, fullSize));
  }
  /** Another image is asked for; returns a function that says whether it is still the last one. */
  function begin() {
    const mine = ++turn;
    python.forget();
    tell("");
    view.complain("");
    return () => mine === turn && !view.signal.aborted;
  }

  const python = photographs(view, {
    failed: fail,
    arrived(picture, name, fullSize) {
      const [, title] = model.get("photographs").find(([each]) => each === name);
      giveWhole(picture, title, fullSize);
      list.refresh("photograph", name);
    },
  });
  const list = imageList(view, python.reachable, (kind, key, title) => {
    begin();
    if (kind === "photograph") {
      tell(say("Waiting for Python to send the photograph…"));
      return python.ask(key);
    }
    giveWhole(fromPython(kind === "given" ? model.get("given") : model.get("lecture")[key][1]), title);
    list.refresh(kind, key);
  });
  const files = imageFiles(view, {
    begin, failed: fail,
    read(picture, name, fullSize, count) {
      giveWhole(picture, name, fullSize);
      const others = say("Of {count} files, only the first was taken.", { count });
      if (count > 1) tell(`${note.textContent} ${others}`);
    },
  });
  const camera = cameraButton(view, { begin, give: (picture, commit) => give(picture, commit, camera), tell, fail });
  const drawing = drawingButton(view, (picture, commit) => {
    begin();
    give(picture, commit, drawing);
  });
  view.watch("image", () => {
    if (taking) return; // else Python or another view has put an image there
    camera.giveWay();
    list.refresh();
    drawing.goOnFrom(fromPython(model.get("image")));
    tell("");
  });
  const row = make("div", { class: "cnnlab-row" }, list.element, files, camera.element, drawing.element, note);
  return make("div", { class: "cnnlab-sources", "data-part": "sources" }, row, drawing.panel);
}

function sizeInWords(say, name, { height, width }, fullSize) {
  const size = say("{height} by {width}", { height, width });
  if (fullSize.height === height && fullSize.width === width) return say("{name}: {size} pixels.", { name, size });
  const full = say("{height} by {width}", fullSize);
  return say("{name}: made smaller, from {full} to {size} pixels.", { name, full, size });
}

/** The images that are there already; `chosen(kind, key, title)`. When the image has come from elsewhere
 *  the list shows none of its own, so that each of them can be chosen again. */
function imageList(view, withPhotographs, chosen) {
  const { say, model } = view;
  const option = (kind, key, title) => make("option", { value: `${kind} ${key}` }, title);
  const lecture = model.get("lecture").map(([title], i) => option("lecture", i, title));
  const photos = model.get("photographs").map(([name, title]) => option("photograph", name, title));
  const select = make("select", { "aria-label": say("Choose an image") },
    make("option", { value: "", disabled: true, selected: true }, say("Choose an image")),
    option("given", "", say("The one at the start")),
    make("optgroup", { label: say("From the lecture") }, ...lecture));
  if (withPhotographs) select.append(make("optgroup", { label: say("Photographs") }, ...photos));
  view.listen(select, "change", () => chosen(...select.value.split(" "), select.selectedOptions[0].text));
  function refresh(kind, key) {
    const value = kind === undefined ? "" : `${kind} ${key}`;
    if (select.value !== value) select.value = value; // at each frame of the camera: it may be open
  }
  return { element: select, refresh };
}

/** The button that turns the camera on and off; its options are those of `imageSources` above. */
export function cameraButton(view, { begin, give, tell, fail }) {
  const { say } = view;
  let last = null, committed = 0;
  const camera = webcam(view, {
    frame(picture) {
      if (!last) tell(say("The camera is on, as in a mirror: left and right are exchanged."));
      last = picture;
      const due = performance.now() - committed >= BETWEEN_COMMITS;
      if (due) committed = performance.now();
      give(picture, due);
    },
    failed(sentence) {
      stop();
      fail(sentence);
    },
  });
  const press = () => (camera.on ? turnOff() : turnOn());
  const element = button(view, "", press, { "data-part": "camera", class: "cnnlab-camera" });
  function turnOn() {
    begin();
    camera.start();
    tell(say("Waiting for the camera. The browser may ask you to allow it."));
    refresh();
  }
  function turnOff() {
    const kept = last;
    stop();
    tell(kept ? say("The camera is off; its last picture stays.") : "");
    if (kept) give(kept, true);
  }
  function stop() {
    camera.stop();
    last = null;
    refresh();
  }
  function refresh() {
    element.textContent = camera.on ? say("Stop the camera") : say("Start the camera");
  }
  refresh();
  /** Its next frame must not cover an image that came from elsewhere. */
  const giveWay = () => last && stop();
  return { element, stop, giveWay };
}

/** While the sheet is open, the image is the drawing: a stroke never makes the page jump. */
function drawingButton(view, drawn) {
  const board = drawingBoard(view, { drawn });
  const panel = make("div", { id: uniqueId("panel"), hidden: true }, board.element);
  const element = button(view, view.say("Draw"), () => {
    setOpen(panel.hidden);
    if (!panel.hidden) board.tell(true);
  }, { "aria-expanded": "false", "aria-controls": panel.id, "data-part": "draw" });
  function setOpen(open) {
    panel.hidden = !open;
    element.ariaExpanded = String(open);
  }
  return {
    element, panel,
    close: () => setOpen(false),
    goOnFrom: (picture) => panel.hidden || board.adopt(picture) || setOpen(false), // as after "undo"
  };
}
