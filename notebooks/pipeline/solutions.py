"""Running a teacher's notebook, and keeping its results free of machine and moment."""

import os
import re
import sys
import sysconfig
import tempfile
from copy import deepcopy
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

LARGEST = 1_000_000  # bytes of a notebook with its outputs
SECONDS_PER_CELL = 300
ENVIRONMENT = {
    # The kernel's own warnings are not ours.
    "PYTHONWARNINGS": "error,ignore:::ipykernel.kernelbase,ignore:::tornado.ioloop",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # pictures, as in JupyterLab
    "CNNLAB_PROGRESS": "off",  # whoever builds the notebooks has not solved the exercises
}
NOT_RUN = "nbval-skip"
MAY_FAIL = "raises-exception"

_ADDRESS = re.compile(r"\bat 0x[0-9A-Fa-f]+")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# A whole word; the look-behind keeps the search from starting anew at each letter of a picture.
_KERNEL_FILE = re.compile(r"(?<![^\s'\"])[^\s'\"]*ipykernel_\d+[\\/]\d+\.py")


class ExecutionFailed(RuntimeError):
    """A cell of a solved notebook stopped with an error that nobody announced."""


def execute(notebook: NotebookNode, folder: Path) -> None:
    """Run every cell in a fresh kernel with warnings as errors; outputs go into `notebook`."""
    running = deepcopy(notebook)
    client = NotebookClient(
        running,
        timeout=SECONDS_PER_CELL,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        skip_cells_with_tag=NOT_RUN,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    )
    # A settings folder of its own: nobody's start-up scripts run, nobody's history is touched.
    with tempfile.TemporaryDirectory() as settings:
        try:
            client.execute(env={**os.environ, **ENVIRONMENT, "IPYTHONDIR": settings})
        except CellExecutionError as error:
            raise ExecutionFailed(_COLOUR.sub("", str(error))) from error
    _take_outputs(notebook, running)
    for cell in code_cells(notebook):
        cell.outputs = [_without_machine(_without_model(output)) for output in cell.outputs]
        for output in cell.outputs:
            if output.output_type == "error":
                output.traceback = _own_frames(output.traceback)


def reuse_outputs(fresh: NotebookNode, old: NotebookNode | None) -> bool:
    """Take over the outputs of the old notebook if its code cells are the same; say whether."""
    if old is None or _code(fresh) != _code(old) or wrong_outputs(old):
        return False
    _take_outputs(fresh, old)
    return True


def _take_outputs(notebook: NotebookNode, executed: NotebookNode) -> None:
    for cell, done in zip(code_cells(notebook), code_cells(executed), strict=True):
        cell.outputs, cell.execution_count = done.outputs, done.execution_count


def wrong_outputs(notebook: NotebookNode) -> list[str]:
    """What is missing or wrong in the outputs of an executed notebook, one sentence each."""
    waiting, failed = [], []
    for number, cell in enumerate(notebook.cells, 1):
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or NOT_RUN in tags:
            continue
        if cell.execution_count is None:
            waiting.append(number)
        if MAY_FAIL not in tags and any(o.output_type == "error" for o in cell.outputs):
            failed.append(number)
    said = [("never executed", waiting), ("errors that no tag announces", failed)]
    return [f"{what}: {len(where)}, first in cell {where[0]}." for what, where in said if where]


def too_large(path: Path) -> list[str]:
    """Whether the file is a burden for a slow line, as a sentence or none."""
    size = path.stat().st_size
    sentence = f"{size:,} bytes; at most {LARGEST:,}. Make its figures smaller or fewer."
    return [sentence] if size > LARGEST else []


def without_outputs(notebook: NotebookNode) -> NotebookNode:
    """A copy as it was before anybody ran it."""
    copy = deepcopy(notebook)
    for cell in code_cells(copy):
        cell.outputs, cell.execution_count = [], None
    return copy


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The notebook's code cells, in order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _code(notebook: NotebookNode) -> list[tuple[str, list[str]]]:
    return [(cell.source, cell.metadata.get("tags", [])) for cell in code_cells(notebook)]


def _without_model(output: NotebookNode) -> NotebookNode:
    """The output without the widget that lived in the kernel: its picture and sentence stay."""
    output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    return output


def _without_machine(value):
    """The output with this machine's folders and memory addresses taken out of its texts."""
    if isinstance(value, dict):
        return NotebookNode({key: _without_machine(item) for key, item in value.items()})
    if isinstance(value, list):
        return [_without_machine(item) for item in value]
    if not isinstance(value, str):
        return value
    for folder in _machine_folders():
        value = value.replace(folder + os.sep, "")
    return _ADDRESS.sub("at 0x0", _KERNEL_FILE.sub("<cell>", value))


def _own_frames(traceback: list[str]) -> list[str]:
    """The error without the frames inside packages: their line numbers would soon be wrong."""
    return [part for part in traceback if not _COLOUR.sub("", part).startswith("File ")]


def _machine_folders() -> list[str]:
    """Longest first, so that a package's path loses its whole beginning."""
    project = Path(__file__).resolve().parents[2]
    paths = sysconfig.get_paths()
    found = {str(project), paths["purelib"], paths["stdlib"], sys.prefix, str(Path.home())}
    return sorted(found, key=len, reverse=True)
