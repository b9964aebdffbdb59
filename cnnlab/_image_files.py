"""Any image file -> an upright array of uint8, or a sentence that says what is wrong with it.

Read `load` first, then `_to_array`, which turns each of Pillow's kinds of picture into grey or RGB.
"""

from __future__ import annotations

import contextlib
import io
import os
import struct
import warnings
from pathlib import Path
from typing import BinaryIO

import numpy as np

from cnnlab._validation import say

MAX_PIXELS = 50_000_000  # a 50-megapixel photograph; larger files can be decompression bombs


def load(source: str | os.PathLike | bytes | BinaryIO) -> np.ndarray:
    """Return an image file as numbers in [0, 255]: uint8 (H, W) if grey, else (H, W, 3).

    `source` is a path, the bytes of a file, or an open binary file, in any format that Pillow
    reads (PNG, JPEG, GIF, WebP, TIFF, BMP, ...). The picture comes upright (EXIF orientation),
    palettes become colours, transparent parts stand on white, 16-bit greys are scaled to 8 bits,
    and of an animation the first frame is taken.

    Raises FileNotFoundError for a missing file, and ValueError for a file that is not an image,
    is damaged, or has more than `MAX_PIXELS` pixels.
    """
    from PIL import Image, UnidentifiedImageError

    label = _label(source)
    file = _opened(source, label)
    try:
        with warnings.catch_warnings():  # what matters is said by our errors
            warnings.simplefilter("ignore")
            with Image.open(file) as picture:
                _check_pixel_count(picture.size, label)
                return _to_array(picture, label)
    except _Refused:
        raise
    except UnidentifiedImageError:
        raise ValueError(
            say("{source} is not an image file that Pillow can read. Save it as PNG or JPEG.",
                source=label)
        ) from None
    except Image.DecompressionBombError:
        raise ValueError(_too_large(label)) from None
    except PermissionError:
        raise
    except (OSError, SyntaxError, ValueError, RuntimeError, struct.error) as error:
        # what Pillow's decoders raise
        raise ValueError(
            say("{source} is damaged or incomplete: {reason}.", source=label, reason=error)
        ) from error


class _Refused(ValueError):
    """A sound image that `load` does not take."""


def _label(source: str | os.PathLike | bytes | BinaryIO) -> str:
    return os.fspath(source) if isinstance(source, str | os.PathLike) else type(source).__name__


def _opened(source: str | os.PathLike | bytes | BinaryIO, label: str) -> Path | BinaryIO:
    if isinstance(source, bytes | bytearray | memoryview):
        return io.BytesIO(source)
    if hasattr(source, "read"):
        return source
    if not isinstance(source, str | os.PathLike):
        raise TypeError(
            say("load takes a path, bytes or an open binary file, but {type} arrived.", type=label)
        )
    path = Path(source)
    if not path.exists():
        raise FileNotFoundError(
            say("There is no file {source}. Check its name, and that it is in the folder {folder}.",
                source=path.name, folder=path.resolve().parent)
        )
    if path.is_dir():
        raise IsADirectoryError(
            say("{source} is a folder. Give the name of an image file in it.", source=label)
        )
    return path


def _check_pixel_count(size: tuple[int, int], label: str) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        raise _Refused(_too_large(label))


def _too_large(label: str) -> str:
    return say("{source} has more than {most} million pixels. Make it smaller first.",
               source=label, most=MAX_PIXELS // 1_000_000)


def _to_array(picture, label: str) -> np.ndarray:
    """Turn any of Pillow's modes into uint8, grey or RGB."""
    from PIL import Image, ImageOps

    file_format, grey = picture.format, picture.mode in ("1", "L", "LA", "La")
    picture.load()
    with contextlib.suppress(OSError, SyntaxError, ValueError, struct.error):
        picture = ImageOps.exif_transpose(picture)  # a broken EXIF block leaves it as it lies
    if picture.mode.startswith(("I", "F")):
        counts_16_bits = picture.mode.startswith("I;16") or file_format in ("PNG", "PPM")
        return _from_16_bits(np.asarray(picture), counts_16_bits, label)
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(white, picture)
    return np.array(picture.convert("L" if grey else "RGB"))


def _from_16_bits(levels: np.ndarray, counts_16_bits: bool, label: str) -> np.ndarray:
    if not counts_16_bits or levels.min() < 0 or levels.max() > 65535:
        raise _Refused(
            say("{source} holds numbers of an unknown range. Read it with "
                "np.asarray(PIL.Image.open(...)) and scale it yourself.", source=label)
        )
    return np.rint(levels / 257).astype(np.uint8)  # 65535 / 257 = 255
