// A network taken apart. Draw: every layer's maps and the scores follow, then a map, then one number of it.

import { make, openView } from "./parts/view.js";
import { detailPanel } from "./network_explorer_parts/detail_panel.js";
import { drawnImage } from "./network_explorer_parts/drawn_image.js";
import { imageChoice } from "./network_explorer_parts/image_choice.js";
import { layerRows } from "./network_explorer_parts/layer_rows.js";
import { networkState } from "./network_explorer_parts/network_state.js";
import { scorePanel } from "./network_explorer_parts/score_panel.js";

function render(context) {
  const view = openView(context, "network-explorer");
  const { say } = view, state = networkState(view);
  let overflown = false;
  const board = drawnImage(view);
  const rows = layerRows(view, state, (layer, channel) => {
    detail.look(layer, channel);
    bringBeside(rows.topOf(layer));
  });
  const scores = scorePanel(view, state, (channel) => {
    detail.look(state.layers.length - 1, channel);
    bringBeside(0);
  });
  const detail = detailPanel(view, state, (about, place) => {
    rows.frame(about, place);
    board.frame(place.layer === 0 && about.box ? [about.box] : []);
  });
  const network = make("div", { class: "n-network" }, rows.element, detail.element);

  /** The map stands beside its layer, or, on a narrow page, below all layers: then the page goes there. */
  function bringBeside(top) {
    const { element } = detail, stacked = getComputedStyle(network).flexDirection === "column";
    const lowest = Math.max(0, rows.element.offsetHeight - element.offsetHeight);
    element.style.marginTop = stacked ? "" : `${Math.min(top, lowest)}px`;
    if (stacked) element.scrollIntoView({ block: "nearest" });
  }
  function refresh() {
    if (!state.run()) return;
    board.refresh();
    rows.refresh();
    scores.refresh();
    detail.refresh();
    const { tooLarge } = state;
    if (tooLarge >= 0) view.complain(say("Layer {layer} gives numbers that are too large: NaN or infinite.", { layer: tooLarge }));
    else if (overflown) view.complain("");
    overflown = tooLarge >= 0;
  }
  function load() {
    state.load();
    if (!state.run()) return;
    rows.build();
    scores.build();
    refresh();
  }
  view.watch("image", view.rightAway(() => {
    refresh();
    view.announce(scores.heard());
  }));
  view.watch("layers class_names", load);
  const seen = make("div", { class: "n-seen" }, board.element, scores.element, imageChoice(view, board));
  view.show(say("Network explorer"), seen, network);
  load();
  detail.open(0, 0);
  return view.close;
}

export default { render };
