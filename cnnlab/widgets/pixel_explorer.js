// A picture and its numbers: magnified until they can be read, and changed, one by one or all at once.

import { toPython } from "./parts/arrays.js";
import { button } from "./parts/controls.js";
import { keepHistory } from "./parts/history.js";
import { imageSources } from "./parts/sources.js";
import { make, openView } from "./parts/view.js";
import { channelPictures } from "./pixel_explorer_parts/channel_pictures.js";
import { magnifier, textsOf } from "./pixel_explorer_parts/magnifier.js";
import { pixelFields } from "./pixel_explorer_parts/pixel_fields.js";
import { pixelHand } from "./pixel_explorer_parts/pixel_hand.js";
import { TONES, pixelState } from "./pixel_explorer_parts/pixel_state.js";
import { MOST_READABLE, firstRegion, zoomed } from "./pixel_explorer_parts/region.js";
import { sentencesOf } from "./pixel_explorer_parts/sentences.js";
import { toneControls } from "./pixel_explorer_parts/tone_controls.js";
import { shareCutOff } from "./pixel_explorer_parts/tones.js";
import { wholePicture } from "./pixel_explorer_parts/whole_picture.js";

const CLOSER = 0.8, FURTHER = 1.25; // of a step of the wheel or a key
const MOST_PAINTED = { whole: 480, magnified: 640 }; // pixels: of more, every 2nd, 3rd, ... is painted

function render(context) {
  const view = openView(context, "pixel-explorer");
  const history = keepHistory(view, ["image", ...TONES], ["region", "channel", "tinted"]);
  const { say } = view, state = pixelState(view), sentences = sentencesOf(view, state);
  let hovered = null;

  function setRegion(region, commit = true) {
    view.change({ region }, commit);
    if (commit) view.announce(sentences.region(region));
  }
  /** `around` is a pixel; without one, it is the middle of the rectangle. */
  const zoomBy = (factor, around = null) => setRegion(zoomed(state.region, factor, state.picture, around));
  function take(picture, commit) {
    const sameSize = picture.height === state.picture.height && picture.width === state.picture.width;
    const region = sameSize ? state.region : firstRegion(picture), channel = picture.channels === 1 ? "all" : state.channel;
    view.change({ image: toPython(picture), region, channel }, commit);
  }
  function hover(place) {
    hovered = place;
    readout.textContent = sentences.pixel(hovered ?? hand.chosen);
  }

  const hand = pixelHand(view, state, { tell: () => view.announce(sentences.pixel(hand.chosen)), redraw: () => drawMatrix(), history });
  const overview = wholePicture(view, {
    size: () => state.picture, region: () => state.region, change: setRegion, point: hover,
    zoomIn: (place) => zoomBy(CLOSER, place), zoomOut: (place) => zoomBy(FURTHER, place), enter: () => matrix.stage.focus(),
  });
  const matrix = magnifier(view, {
    point: hover, choose: hand.choose, move: (down, right) => hand.choose({ row: hand.chosen.row + down, column: hand.chosen.column + right }),
    nudge: hand.nudge, blacken: hand.blacken, type: () => fields.type(hand.channel),
    zoomIn: (place) => zoomBy(CLOSER, place), zoomOut: (place) => zoomBy(FURTHER, place),
  });
  const fields = pixelFields(view, {
    kind: () => state, leave: () => matrix.stage.focus(), change: (channel, number) => hand.setNumber(number, channel),
  });
  const channels = channelPictures(view), tones = toneControls(view, { range: () => state.range });
  const readout = make("p", { "data-part": "readout" });
  const memory = make("p", { "data-part": "memory" });
  const zoom = make("div", { class: "cnnlab-buttons", "data-part": "zoom" },
    button(view, say("Closer"), () => zoomBy(0.5)), button(view, say("Further"), () => zoomBy(2)),
    button(view, say("Whole picture"), () => setRegion(state.everything)));

  const drawPictures = view.oncePerFrame(() => {
    overview.paint(state.shown(state.everything, MOST_PAINTED.whole), state.range, state.tint);
    channels.refresh(state);
    tones.refresh(shareCutOff(state.unchanged, state.range, state.settings));
    memory.textContent = sentences.memory();
  });
  const drawMatrix = view.oncePerFrame(() => {
    const { region, range, tint } = state, { row, column } = hand.chosen, [top, left, height, width] = region;
    const picture = state.shown(region, MOST_PAINTED.magnified);
    const few = Math.max(height, width) <= MOST_READABLE[picture.channels];
    matrix.show({ picture, part: region, range, tint, texts: few ? () => textsOf(picture) : null, chosen: { row: row - top, column: column - left } });
    overview.frame(region);
    fields.refresh(state.numbersAt(row, column), row, column);
    readout.textContent = sentences.pixel(hovered ?? hand.chosen);
  });
  const what = ["image", "channel", "tinted", ...TONES].join(" ");
  view.watch(what, drawPictures);
  view.watch(`region ${what}`, drawMatrix);
  view.show(say("Pixel explorer"),
    make("div", { class: "cnnlab-columns" },
      make("div", {}, overview.element, channels.element, imageSources(view, { take })),
      make("div", {}, zoom, matrix.element, readout, fields.element),
      make("div", {}, tones.element, history.element, memory)));
  drawPictures();
  drawMatrix();
  return view.close;
}

export default { render };
