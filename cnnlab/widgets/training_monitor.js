// A network learns in Python; here its curves and first filters are drawn, and its settings turned.

import { fromPython } from "./parts/arrays.js";
import { make, openView } from "./parts/view.js";
import { curveChart } from "./training_monitor_parts/chart.js";
import { commandRow } from "./training_monitor_parts/commands.js";
import { dials } from "./training_monitor_parts/dials.js";
import { epochTable, livePoints, nowTable } from "./training_monitor_parts/epochs.js";
import { firstLayer } from "./training_monitor_parts/first_layer.js";
import { resultInWords, statusInWords } from "./training_monitor_parts/words.js";

function render(context) {
  const view = openView(context, "training-monitor");
  const { model, say } = view;
  const commands = commandRow(view);
  const settings = dials(view, commands.warn);
  const status = make("p", { class: "t-status", "data-part": "status" });
  const numbers = nowTable(view);
  const charts = [
    curveChart(view, { name: "loss", title: say("Loss") }),
    curveChart(view, { name: "accuracy", title: say("Accuracy"), top: 1 }),
  ];
  const pictures = firstLayer(view, model.get("pictures"), settings.example);
  const table = epochTable(view);
  let phase = null, message = "", alone = false;

  function drawCurvesNow() {
    const progress = model.get("progress"), curves = model.get("curves"), live = livePoints(model.get("live"));
    const last = Math.max(progress.epochs ?? progress.epochs_done + model.get("epochs"), 1);
    charts.forEach((chart) => chart.draw(curves, live, last, progress.together));
    numbers.refresh(curves);
    table.refresh(curves);
  }
  function follow() {
    const sizes = model.get("sizes"), progress = { ...model.get("progress"), ...(alone && { phase: "gone" }) };
    status.textContent = statusInWords(say, progress, sizes);
    commands.refresh(progress);
    settings.refresh(progress);
    if (progress.phase === phase && progress.message === message) return;
    view.complain(["diverged", "failed"].includes(progress.phase) ? progress.message : "");
    if (phase !== null) view.announce([status.textContent, resultInWords(say, model.get("curves"))].join(" "));
    ({ phase, message } = progress);
  }
  function endAlone() {
    alone = true;
    follow();
  }
  const drawCurves = view.oncePerFrame(drawCurvesNow);
  const drawPictures = view.oncePerFrame(() => {
    const { image, filters, maps, ...others } = model.get("pictures");
    pictures.draw({ image: fromPython(image), filters: fromPython(filters), maps: fromPython(maps), ...others });
  });

  view.watch("progress", follow);
  view.watch("progress curves live epochs", drawCurves);
  view.watch("pictures", drawPictures);
  model.on("comm_live_update", endAlone); // from Jupyter, when the kernel is restarted
  view.atTheEnd(() => model.off("comm_live_update", endAlone));
  for (const chart of charts) chart.whenResized(drawCurvesNow); // before it is painted
  view.show(say("Training monitor"), commands.element, settings.element, make("div", { class: "t-now" }, status, numbers.element),
    make("div", { class: "t-charts" }, ...charts.map(({ element }) => element)), pictures.element, table.element);
  settings.element.after(view.complaint); // where the eye is: the widget is tall
  follow();
  drawCurves();
  drawPictures();
  return view.close;
}

export default { render };
