// Image files: picked, dropped on the widget or pasted, decoded here and never sent anywhere.

import { button } from "./controls.js";
import { readHeader } from "./file_header.js";
import { greyIfGrey, rasterizer } from "./raster.js";
import { make } from "./view.js";

const LARGEST_SIDE = 512; // pixels; a kernel still moves over it without waiting
const MOST_BYTES = 50e6, MOST_PIXELS = 50e6;

/** A button that picks a file, and the whole widget as the place to drop one.
 *    begin   () => stillWanted: a file arrived; once it is decoded, is it still the last thing asked for?
 *    read    (picture, name, fullSize, count): it is decoded; it was the first of `count` files
 *    failed  (sentence): it cannot be taken */
export function imageFiles(view, { begin, read, failed }) {
  const { say } = view;
  const toPicture = decoder(say);
  const input = make("input", { type: "file", accept: "image/*", hidden: true });
  const open = button(view, say("Open a file…"), () => input.click(), { "data-part": "open-file" });

  async function receive(files) {
    const [file] = files;
    if (!file) return;
    const stillWanted = begin();
    try {
      const { picture, fullSize } = await toPicture(file);
      if (stillWanted()) read(picture, file.name, fullSize, files.length);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if (stillWanted()) failed(refusal.message);
    }
  }
  view.listen(input, "change", () => {
    receive([...input.files]);
    input.value = ""; // or choosing the same file again would be no change
  });
  takeDrops(view, receive);
  view.listen(view.root, "paste", (event) => {
    const files = [...event.clipboardData.files];
    if (!files.length) return; // a text, for the field that has the focus
    keepToMyself(event);
    receive(files);
  });
  return make("span", {}, open, input);
}

function keepToMyself(event) {
  event.preventDefault();
  event.stopPropagation(); // JupyterLab and the browser open dropped files themselves
}

function takeDrops(view, receive) {
  const { root } = view;
  const highlight = (on) => root.classList.toggle("cnnlab-dropping", on);
  const withFile = (act) => (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    keepToMyself(event);
    act(event);
  };
  root.dataset.dropHere = view.say("Drop the image here");
  view.listen(root, "dragenter dragover", withFile((event) => {
    event.dataTransfer.dropEffect = "copy";
    highlight(true);
  }));
  view.listen(root, "dragleave", withFile((event) => root.contains(event.relatedTarget) || highlight(false)));
  view.listen(root, "drop", withFile((event) => {
    highlight(false);
    receive([...event.dataTransfer.files]);
  }));
}

/** Why a file is not taken, as a sentence. */
class Refusal extends Error {}

/** Returns an async function from a file to its picture, upright and at most LARGEST_SIDE long. */
function decoder(say) {
  const toNumbers = rasterizer();
  return async (file) => {
    const { kind } = await inspect(file, say);
    let bitmap;
    try {
      bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      throw new Refusal(whyNotDecoded(file.name, kind, say));
    }
    const { height, width } = bitmap;
    refuseTooManyPixels(file.name, height * width, say); // of the kinds whose header does not tell
    const factor = Math.min(1, LARGEST_SIDE / Math.max(height, width));
    const shrunk = (side) => Math.max(1, Math.round(side * factor));
    const picture = greyIfGrey(toNumbers(bitmap, { height: shrunk(height), width: shrunk(width) }));
    bitmap.close();
    return { picture, fullSize: { height, width } };
  };
}

/** What the first bytes say, unless they say that the file had better not be decoded. */
async function inspect(file, say) {
  const { name } = file, most = MOST_BYTES / 1e6;
  if (file.size > MOST_BYTES)
    throw new Refusal(say("{name} has more than {most} megabytes. Make it smaller first.", { name, most }));
  let bytes;
  try {
    bytes = new DataView(await file.arrayBuffer());
  } catch {
    throw new Refusal(say("{name} cannot be read. Is it a folder, or was it moved? Choose an image file.", { name }));
  }
  if (!bytes.byteLength) throw new Refusal(say("{name} is empty. Choose another file.", { name }));
  const header = readHeader(bytes);
  refuseTooManyPixels(name, header.width * header.height, say);
  return header;
}

function refuseTooManyPixels(source, pixels, say) {
  const most = MOST_PIXELS / 1e6;
  if (pixels > MOST_PIXELS)
    throw new Refusal(say("{source} has more than {most} million pixels. Make it smaller first.", { source, most }));
}

function whyNotDecoded(name, kind, say) {
  if (["HEIC", "TIFF", "PDF", "AVIF"].includes(kind))
    return say("{name} is a {kind} file, which this browser cannot show. Save it as PNG or JPEG.", { name, kind });
  if (kind) return say("{name} is damaged or incomplete. Choose another file.", { name });
  return say("{name} is not an image that this browser can show. Choose a PNG or JPEG file.", { name });
}
