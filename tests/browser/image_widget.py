"""A widget that shows an image and lets it be exchanged, and nothing else."""

import shutil

import numpy as np

from cnnlab.widgets.module import HERE, self_contained, style
from cnnlab.widgets.sources import ImageWidget

SCRIPT = """
import { fromPython, toPython } from "./parts/arrays.js";
import { canvasPicture } from "./parts/canvas.js";
import { greyScale, paintColours, paintShades, rangeOf } from "./parts/colours.js";
import { imageSources } from "./parts/sources.js";
import { openView } from "./parts/view.js";

function render(context) {
  const view = openView(context, "image");
  const image = canvasPicture(view, { title: "Image", part: "image" });
  const draw = () => {
    const { height, width, channels, values } = fromPython(view.model.get("image"));
    image.paint(height, width, (pixels) => channels === 1
      ? paintShades(pixels, values, greyScale(...rangeOf(values)))
      : paintColours(pixels, values, [0, 255]));
  };
  const take = (picture, commit) => view.change({ image: toPython(picture) }, commit);
  view.watch("image", draw);
  view.show("Image", image.element, imageSources(view, { take }));
  draw();
  return view.close;
}

export default { render };
"""
RAMP = np.arange(0, 240, 5, dtype=np.uint8).reshape(6, 8)


def image_widget(folder, image=RAMP):
    """Return the widget, its script written to `folder`."""
    shutil.copytree(HERE / "parts", folder / "parts", dirs_exist_ok=True)
    for suffix, text in (("js", SCRIPT), ("css", "")):
        (folder / f"image_only.{suffix}").write_text(text, encoding="utf-8")

    class ImageOnly(ImageWidget):
        _esm = self_contained("image_only", folder)
        _css = style("image_only", folder=folder)

        def _title(self):
            return "Image"

        def _sentence(self):
            return "An image."

        def _panels(self):
            return [("image", self.image)]

    return ImageOnly(image)


def image_on(page):
    """The image that a widget's page has in its state, as an array."""
    shape, dtype, data = page.page.evaluate(
        """() => {
            const { shape, dtype, data } = widget.model.get("image");
            const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
            return [shape, dtype, [...bytes]];
        }"""
    )
    return np.frombuffer(bytes(data), dtype).reshape(shape)


def note(page):
    """What the widget says about the image that it took."""
    return page.part("source-note").inner_text()
