// The state as the views need it: the image decoded, what is magnified, the numbers that are shown.

import { fromPython } from "../parts/arrays.js";
import { rangeOf } from "../parts/colours.js";
import { firstRegion, fits } from "./region.js";
import { channelOf, opaquePart, sampled, toned } from "./tones.js";

export const TONES = ["brightness", "contrast", "levels", "threshold"];

export function pixelState({ model }) {
  let sent, image, sheet = {};
  /** `full` is the image as it is, `picture` is what is seen of it: one channel or three. */
  function decoded() {
    if (sent === model.get("image")) return image;
    sent = model.get("image");
    const full = fromPython(sent), picture = opaquePart(full);
    image = { full, picture, range: rangeOf(picture.values), whole: sent.dtype === "uint8" };
    return image;
  }
  const settings = () => Object.fromEntries(TONES.map((trait) => [trait, model.get(trait)]));
  return {
    get full() { return decoded().full; },
    get picture() { return decoded().picture; },
    get range() { return decoded().range; },
    get whole() { return decoded().whole; },
    get settings() { return settings(); },
    get channel() { return model.get("channel"); },
    /** The channel whose colour tints the pictures, or null. */
    get tint() { return model.get("tinted") ? model.get("channel") : null; },
    get everything() { return [0, 0, decoded().picture.height, decoded().picture.width]; },
    /** What is magnified; a rectangle that another image had is not kept where it doesn't fit. */
    get region() {
      const region = model.get("region"), { picture } = decoded();
      return fits(region, picture) ? region : firstRegion(picture);
    },
    /** The numbers on the screen, of a part of the image. */
    shown(part, most = Infinity) {
      const { picture, range } = decoded();
      return toned(channelOf(sampled(picture, part, most), model.get("channel")), range, settings());
    },
    /** The numbers of a pixel as they are: one, or red, green and blue. */
    numbersAt: (row, column) => [...sampled(decoded().picture, [row, column, 1, 1]).values],
    /** The numbers of the chosen channel as they are, kept until there are others. */
    get unchanged() {
      const { picture } = decoded(), channel = model.get("channel");
      if (sheet.of !== picture || sheet.channel !== channel)
        sheet = { of: picture, channel, picture: channelOf(picture, channel) };
      return sheet.picture;
    },
  };
}
