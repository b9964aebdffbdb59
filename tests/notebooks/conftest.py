"""A course of two small lessons, written into a temporary folder for each test."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
sys.path.insert(0, str(NOTEBOOKS))  # `import build` and `import pipeline`, as the command does

HEADER = """\
# ---
# cnnlab:
#   title: {es: Los píxeles son números, en: Pixels are numbers}
#   minutes: 30
#   topics:
#     es: [una imagen gris es una matriz]
#     en: [a grey image is a matrix]
# ---
"""

OPENING = """
# %% [markdown] lang="es"
# Una imagen es una matriz de números entre 0 y 255; la mitad es 127,5.

# %% [markdown] lang="en"
# An image is a matrix of numbers between 0 and 255; half of it is 127.5.
"""

CODE = """
# %%
2 + 2

# %% edition="student"
answer = ...

# %% edition="solution"
answer = 42
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a source into the temporary course and return its path."""

    def write_source(body: str = OPENING + CODE, name: str = "01_pixels", header=HEADER) -> Path:
        path = tmp_path / "source" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(header + body, encoding="utf-8", newline="\n")
        return path

    return write_source
