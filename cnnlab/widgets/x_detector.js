// Is it an X? A drawing, three filters, three thresholds, and every step to the verdict.

import { make, openView } from "./parts/view.js";
import { short } from "./parts/words.js";
import { detect } from "./x_detector_parts/detection.js";
import { drawingBoard } from "./x_detector_parts/drawing_board.js";
import { explain, isThere } from "./x_detector_parts/explanation.js";
import { filterRow } from "./x_detector_parts/filter_row.js";
import { detectorSettings } from "./x_detector_parts/settings.js";

const STATE = ["image", "filters", "names", "thresholds", "relu", "pool", "stride"];

function render(context) {
  const view = openView(context, "x-detector");
  const { model, say } = view;
  const stateNow = () => Object.fromEntries(STATE.map((trait) => [trait, model.get(trait)]));
  let found = detect(stateNow()), pointed = null;

  const verdict = make("div", { class: "x-verdict", "data-part": "verdict" });
  const board = drawingBoard(view, verdict);
  const settings = detectorSettings(view);
  const rows = model.get("filters").map((_, i) => filterRow(view, i, {
    point: (place) => look(place && { filter: i, ...place }),
    setThreshold: (value, commit) => settings.setThreshold(i, value, commit),
  }));
  const readout = make("div", { class: "x-readout", "data-part": "readout" });

  let touched = false; // a finger leaves at once, so what it pointed at stays
  view.listen(view.root, "pointerdown pointermove", (event) => (touched = event.pointerType === "touch"));
  function look(place) {
    if (!place && touched) return;
    pointed = place;
    showPointed(true);
  }
  function showPointed(aloud = false) {
    if (pointed && !isThere(found, pointed)) pointed = null; // the maps have become smaller
    const about = pointed && explain(view, found, pointed);
    board.marks(about?.inDrawing ?? []);
    rows.forEach((row, i) => row.marks(i === pointed?.filter ? about : {}));
    const idle = say("Draw with mouse, finger or keys. Point at a filter or at a number to see where it comes from.");
    readout.classList.toggle("x-pointed", Boolean(about));
    readout.replaceChildren(...(about?.lines ?? [idle]).map((line) => make("p", {}, line)));
    if (aloud && about) view.announce([...new Set([about.lines[0], about.lines.at(-1)])].join(". "));
  }
  function refresh() {
    found = detect(stateNow());
    found.rows.forEach((row, i) => rows[i].refresh(row));
    verdict.replaceChildren(...verdictWords(view, found));
    showPointed();
  }
  const redraw = view.oncePerFrame(() => {
    refresh();
    const words = say("{verdict}, score {score}", { verdict: verdictOf(view, found), score: short(found.score) });
    view.announce([board.heard(), words].filter(Boolean).join(". "));
  });
  view.watch(STATE.join(" "), redraw);
  const pipeline = make("div", { class: "x-pipeline" }, settings.element, ...rows.map(({ element }) => element));
  view.show(say("X detector"), make("div", { class: "x-detector" }, board.element, pipeline), readout);
  refresh();
  return view.close;
}

const verdictOf = ({ say }, { isX }) => (isX ? say("an X") : say("not an X"));

function verdictWords({ say }, { rows, score, isX }) {
  const evidence = rows.map((row) => short(row.evidence)).join(", ");
  return [
    make("strong", {}, isX ? say("✓ It is an X") : say("✗ It is not an X")),
    make("p", { class: "x-score" }, say("score {score}", { score: short(score) })),
    make("p", {}, say("the smallest of {evidence}", { evidence })),
    make("p", {}, say("an X if it is above 0")),
  ];
}

export default { render };
