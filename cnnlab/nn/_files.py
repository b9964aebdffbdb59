"""How a file is written: whole, or not at all.

The bytes go into a new file beside the old one, which takes its place in one step at the end. A
full disk or a pulled plug leaves the old file as it was.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cnnlab._validation import say


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """Write `data` as the whole file `path`; a file of that name is replaced only at the end.

    Raises FileNotFoundError where the folder doesn't exist, IsADirectoryError where the path is a
    folder, OSError where it can't be written.
    """
    path = Path(path).resolve()  # through links, to the file itself
    if not path.parent.is_dir():
        raise FileNotFoundError(
            say("The folder {folder} does not exist. Make it first, or choose another one.",
                folder=path.parent)
        )
    if path.is_dir():
        raise IsADirectoryError(
            say("{path} is a folder. Add the name of a file to it.", path=path)
        )
    part = path.with_name(f".cnnlab-{secrets.token_hex(8)}.part")
    try:
        _write_to_disk(part, data)
        os.replace(part, path)  # noqa: PTH105 (os.replace is what says it is one step)
    except OSError as error:
        raise OSError(
            say("{path} could not be written ({reason}). If there was a file of that name, it is "
                "as it was.", path=path, reason=error)
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _write_to_disk(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
