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

/** Returns how the rectangle is set and zoomed; where it has come to is heard. */
function regionSetter(view, state, sentences) {
  function set(region, commit = true) {
    view.change({ region }, commit);
    if (commit) view.announce(sentences.region(region));
  }
  /** `around` is a place in the image; without one, it is the middle of the rectangle. */
  const zoom = (factor, around = null) => set(zoomed(state.region, factor, state.picture, around));
  return { set, zoom, zoomIn: (around) => zoom(CLOSER, around), zoomOut: (around) => zoom(FURTHER, around) };
}

/** Returns a function that takes a picture from elsewhere; of the rest of the state, what fits it stays. */
function taker(view, state) {
  return (picture, commit) => {
    const sameSize = picture.height === state.picture.height && picture.width === state.picture.width;
    const region = sameSize ? state.region : firstRegion(picture);
    view.change({ image: toPython(picture), region, channel: picture.channels === 1 ? "all" : state.channel }, commit);
  };
}

function zoomButtons(view, state, region) {
  const { say } = view;
  return make("div", { class: "cnnlab-buttons", "data-part": "zoom" },
    button(view, say("Closer"), () => region.zoom(0.5)),
    button(view, say("Further"), () => region.zoom(2)),
    button(view, say("Whole picture"), () => region.set(state.everything)));
}

/** The parts that can be seen, from the whole picture to the controls, and what a hand does with each. */
function openParts(view, state, history) {
  const sentences = sentencesOf(view, state), region = regionSetter(view, state, sentences);
  const { set, zoomIn, zoomOut } = region;
  const readout = make("p", { "data-part": "readout" });
  const read = (pointed = null) => (readout.textContent = sentences.pixel(pointed ?? hand.chosen));
  const hand = pixelHand(view, state, history, () => {
    parts.drawMatrix();
    view.announce(sentences.pixel(hand.chosen));
  });
  const overview = wholePicture(view, {
    size: () => state.picture, region: () => state.region, change: set, point: read,
    zoomIn, zoomOut, enter: () => matrix.stage.focus(),
  });
  const type = () => fields.type(hand.channel);
  const matrix = magnifier(view, { ...hand.actions, type, zoomIn, zoomOut, point: read });
  const fields = pixelFields(view, { kind: () => state, change: hand.setNumber, leave: () => matrix.stage.focus() });
  const parts = {
    sentences, hand, readout, read, overview, matrix, fields,
    zoom: zoomButtons(view, state, region),
    channels: channelPictures(view),
    tones: toneControls(view, { range: () => state.range }),
    memory: make("p", { "data-part": "memory" }),
    drawMatrix: view.oncePerFrame(() => drawMatrix(state, parts)),
    drawPictures: view.oncePerFrame(() => drawPictures(state, parts)),
  };
  return parts;
}

function drawPictures(state, { overview, channels, tones, memory, sentences }) {
  overview.paint(state.shown(state.everything, MOST_PAINTED.whole), state.range, state.tint);
  channels.refresh(state);
  tones.refresh(shareCutOff(state.unchanged, state.range, state.settings));
  memory.textContent = sentences.memory();
}

function drawMatrix(state, { overview, matrix, fields, hand, read }) {
  const { region, range, tint } = state, { row, column } = hand.chosen, [top, left, height, width] = region;
  const picture = state.shown(region, MOST_PAINTED.magnified);
  const few = Math.max(height, width) <= MOST_READABLE[picture.channels];
  matrix.show({
    picture, part: region, range, tint, texts: few ? () => textsOf(picture) : null,
    chosen: { row: row - top, column: column - left },
  });
  overview.frame(region);
  fields.refresh(state.numbersAt(row, column), row, column);
  read();
}

function render(context) {
  const view = openView(context, "pixel-explorer"), state = pixelState(view);
  const history = keepHistory(view, ["image", ...TONES], ["region", "channel", "tinted"]);
  const parts = openParts(view, state, history);
  const drawn = ["image", "channel", "tinted", ...TONES].join(" ");
  view.watch(drawn, parts.drawPictures);
  view.watch(`region ${drawn}`, parts.drawMatrix);
  view.show(view.say("Pixel explorer"),
    imageSources(view, { take: taker(view, state) }),
    make("div", { class: "cnnlab-columns" },
      make("div", {}, parts.overview.element, parts.channels.element),
      make("div", {}, parts.zoom, parts.matrix.element, parts.readout, parts.fields.element),
      make("div", {}, parts.tones.element, history.element, parts.memory)));
  parts.drawPictures();
  parts.drawMatrix();
  return view.close;
}

export default { render };
