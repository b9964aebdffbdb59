"""What stands in a widget's place where none can run: on GitHub, on paper, before it is trusted.

A row of small pictures and a sentence, or the widget's own words. Pillow draws them in a few
milliseconds, so a widget is on the screen at once; Matplotlib would take longer than the widget
itself.
"""

from __future__ import annotations

import base64
import html
import io
import re

import numpy as np
from PIL import Image, ImageOps

from cnnlab.plots.cells import grey_scale, signed_scale

SIDE = 160  # pixels, of the longer side of a panel
GAP = 12


def picture(panels: list[tuple[str, np.ndarray]]) -> bytes:
    """Return the panels beside each other as a PNG file.

    Each panel is ("image", array) for black to white or colour, or ("signed", array) for purple
    to orange with zero white.
    """
    pictures = [_panel(kind, array) for kind, array in panels]
    width = sum(each.width + GAP for each in pictures) + GAP
    card = Image.new("RGB", (width, SIDE + 2 + 2 * GAP), "white")
    left = GAP
    for each in pictures:
        card.paste(each, (left, GAP + (SIDE + 2 - each.height) // 2))
        left += each.width + GAP
    file = io.BytesIO()
    card.quantize(64).save(file, "png", optimize=True)
    return file.getvalue()


def _panel(kind: str, array: np.ndarray) -> Image.Image:
    if array.ndim == 3:
        high = 255 if array.dtype == np.uint8 or array.max() > 1 else 1
        colours = np.rint(np.clip(array[..., :3] / high, 0, 1) * 255).astype(np.uint8)
        if colours.shape[2] < 3:
            colours = np.repeat(colours[..., :1], 3, axis=2)
    else:
        scale = signed_scale(array) if kind == "signed" else grey_scale(array)
        fraction = (array - scale.lowest) / (scale.highest - scale.lowest)
        colours = scale.colours(np.clip(fraction, 0, 1), bytes=True)[..., :3]
    drawn = Image.fromarray(np.ascontiguousarray(colours))
    factor = SIDE / max(drawn.size)
    size = [max(1, round(side * factor)) for side in drawn.size]
    drawn = drawn.resize(size, Image.Resampling.NEAREST if factor > 1 else Image.Resampling.BOX)
    return ImageOps.expand(drawn, border=1, fill="#8c8c8c")


def as_html(png: bytes, sentence: str) -> str:
    """Return the picture with its sentence, which is its text alternative as well."""
    data = base64.b64encode(png).decode("ascii")
    words = html.escape(sentence)
    return (f'<figure><img alt="{words}" src="data:image/png;base64,{data}">'
            f"<figcaption>{words}</figcaption></figure>")


def marked_up(text: str) -> str:
    """Return `text` as HTML: what stands between backquotes is code, all else is as it is.

    >>> marked_up("`a < b` & c")
    '<code>a &lt; b</code> &amp; c'
    """
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))
