// The channels of a colour picture beside each other: small pictures, to be chosen from.

import { button, tick } from "../parts/controls.js";
import { make } from "../parts/view.js";
import { paintCanvas } from "./painting.js";
import { channelOf, sampled, toned } from "./tones.js";

const SIDE = 40; // CSS pixels, of the longer side

/** The row of pictures, and the box that gives them their colour. */
export function channelPictures(view) {
  const { model, say } = view;
  const names = { all: say("all"), red: say("red"), green: say("green"), blue: say("blue"), grey: say("grey") };
  const pictures = Object.entries(names).map(([channel, name]) => {
    const canvas = make("canvas", { "aria-hidden": "true", class: "cnnlab-pixels" });
    const element = button(view, "", () => view.change({ channel }), { "data-channel": channel });
    element.append(canvas, make("span", {}, name));
    return { channel, canvas, element };
  });
  const tinted = tick(view, say("In their own colour"), (on) => view.change({ tinted: on }));
  const row = make("div", { class: "cnnlab-channels", role: "group", "aria-label": say("Channels") },
    ...pictures.map((picture) => picture.element));
  const element = make("div", { "data-part": "channels" }, row, tinted.element);

  return {
    element,
    /** Draws the channels after all that changes their numbers. */
    refresh({ picture, everything, range, settings }) {
      element.hidden = picture.channels === 1;
      if (element.hidden) return;
      const chosen = model.get("channel"), inColour = model.get("tinted");
      const small = sampled(picture, everything, 2 * SIDE), zoom = SIDE / Math.max(small.height, small.width);
      tinted.refresh(inColour);
      for (const { channel, canvas, element: each } of pictures) {
        paintCanvas(canvas, toned(channelOf(small, channel), range, settings), range, inColour ? channel : null);
        Object.assign(canvas.style, { width: `${small.width * zoom}px`, height: `${small.height * zoom}px` });
        each.setAttribute("aria-pressed", channel === chosen);
      }
    },
  };
}
