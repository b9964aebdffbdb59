"""Every file keeps the rules of the house, and every rule can be broken.

First the real files; then made-up ones that break each rule, since a check that cannot fail guards
nothing. What the rules are, and how they are read from a source, is in tests/house_rules.py.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house_rules import (
    HOSTS,
    LONGEST_FUNCTION,
    LONGEST_MODULE,
    broken_walls,
    files_without_encoding,
    long_functions,
    long_module,
    private_addresses,
    ways_to_run_a_file,
)

ROOT = Path(__file__).parents[1]

# The real files --------------------------------------------------------------------------

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for path in sorted((ROOT / "cnnlab").rglob("*.py"))
}
OURS = {
    path.relative_to(ROOT).as_posix(): path
    for folder in ("cnnlab", "tests", "notebooks", "benchmarks")
    for path in sorted((ROOT / folder).rglob("*.py"))
}


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_walls_allow(module):
    assert broken_walls(text_of(MODULES[module]), module) == []


@pytest.mark.parametrize("module", MODULES)
def test_a_module_can_be_read_in_one_sitting(module):
    assert long_module(text_of(MODULES[module]), module) == []


@pytest.mark.parametrize("path", OURS)
def test_a_function_is_short(path):
    assert long_functions(text_of(OURS[path]), path) == []


@pytest.mark.parametrize("path", OURS)
def test_text_files_are_opened_with_their_encoding(path):
    assert files_without_encoding(text_of(OURS[path]), path) == []


@pytest.mark.parametrize("path", OURS)
def test_no_file_can_run_code_when_it_is_opened(path):
    assert ways_to_run_a_file(text_of(OURS[path]), path) == []


@pytest.mark.parametrize("module", ["cnnlab", "cnnlab.nn", "cnnlab.datasets"])
def test_importing_cnnlab_takes_nothing_heavy_with_it(module):
    heavy = {"matplotlib", "sklearn", "scipy", "PIL", "IPython", "ipywidgets", "ipykernel"}
    heavy |= {"jupyter_core", "jupyterlab", "jupyter_server", "traitlets", "anywidget", "torch"}
    heavy |= {"joblib", "onnx", "pooch", "requests", "safetensors", "threadpoolctl", "tqdm"}
    code = f"import sys, json, {module}; print(json.dumps(list(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    loaded = {name.split(".")[0] for name in json.loads(ran.stdout)}
    assert "cnnlab" in loaded
    assert not loaded & heavy


def files_of_the_project() -> list[Path]:
    """Every file that is, or would be, in the repository, whatever its kind."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("This copy of cnnlab is not a git repository: its own files are not known.")
    files = [ROOT / name for name in listed.decode("utf-8").split("\0") if name]
    return [path for path in files if path.is_file()]


def test_no_file_names_a_registry_or_a_folder_of_one_machine():
    faults = {}
    for path in files_of_the_project():
        text = path.read_bytes().decode("utf-8", errors="replace")
        if found := private_addresses(text):
            faults[path.relative_to(ROOT).as_posix()] = found
    assert faults == {}


def test_no_file_is_larger_than_a_megabyte():
    assert [path for path in files_of_the_project() if path.stat().st_size > 1_000_000] == []


# Each check can fail ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("cnnlab._validation", "from cnnlab import geometry"),
        ("cnnlab._validation", "from cnnlab.language import translate"),
        ("cnnlab.geometry", "import cnnlab.convolution"),
        ("cnnlab.geometry", "from .convolution import patches"),
        ("cnnlab.convolution", "from cnnlab import filters"),
        ("cnnlab.filters", "from . import pooling"),
        ("cnnlab.pooling", "from cnnlab.filters import get"),
        ("cnnlab.images", "from cnnlab import datasets"),
        ("cnnlab.images", "import matplotlib.cbook"),
        ("cnnlab.images", "from PIL import Image"),
        ("cnnlab.images", "def load():\n    import matplotlib.image"),
        ("cnnlab.images", "import importlib\nimportlib.import_module('matplotlib')"),
        ("cnnlab.images", "__import__('cnnlab.plots')"),
        ("cnnlab.datasets.digits", "from cnnlab import nn"),
        ("cnnlab.datasets.digits", "from sklearn.datasets import load_digits"),
        ("cnnlab.nn.layers", "from cnnlab.vision import architectures"),
        ("cnnlab.nn.layers", "from ..vision.architectures import lenet"),
        ("cnnlab.nn.layers", "from .. import widgets"),
        ("cnnlab.nn.saving", "from safetensors.numpy import save"),
        ("cnnlab.nn.onnx_export", "import onnx"),
        ("cnnlab.nn.callbacks", "from tqdm import tqdm"),
        ("cnnlab.nn.training", "from sklearn.base import BaseEstimator"),
        ("cnnlab.nn.training", "def fit():\n    from sklearn.base import clone"),
        ("cnnlab.nn.classifier", "import scipy.special"),
        ("cnnlab.nn.saving", "def save():\n    import h5py"),
        ("cnnlab.datasets.downloads", "import pooch"),
        ("cnnlab.convolution", "def fast():\n    import threadpoolctl"),
        ("cnnlab.nn.training", "from cnnlab import use_language"),
        ("cnnlab.nn.training", "from cnnlab.language import translate"),
        ("cnnlab.nn.training", "from IPython.display import display"),
        ("cnnlab.nn.training", "import torch"),
        ("cnnlab.vision.detection", "from cnnlab import plots"),
        ("cnnlab.vision.detection", "import ipywidgets"),
        ("cnnlab.vision.detection", "if TYPE_CHECKING:\n    import anywidget"),
        ("cnnlab.convolution", "import scipy.fft"),
        ("cnnlab.convolution", "try:\n    import pandas\nexcept ImportError:\n    pass"),
        ("cnnlab.language", "import babel"),
        ("cnnlab.language", "from cnnlab import plots"),
        ("cnnlab.plots.maps", "from cnnlab import widgets"),
        ("cnnlab.plots.maps", "def draw():\n    from cnnlab.exercises import check"),
        ("cnnlab.plots.maps", "import torch.nn.functional"),
        ("cnnlab.widgets.sliding", "from cnnlab.exercises import check"),
        ("cnnlab.exercises.pixels", "from cnnlab import widgets"),
        ("cnnlab.nodelay", "from cnnlab import widgets"),
        ("cnnlab.__init__", "from cnnlab import nodelay"),
        ("cnnlab.__init__", "from cnnlab import plots"),
        ("cnnlab.__init__", "import numpy"),
        ("cnnlab.attic", "from cnnlab import geometry"),
    ],
)
def test_a_broken_wall_is_seen(module, source):
    assert len(broken_walls(source, module)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("cnnlab.convolution", "import numpy as np\nfrom cnnlab import geometry"),
        ("cnnlab.convolution", "def fast():\n    from scipy import fft"),
        ("cnnlab.images", "def load():\n    from PIL import Image"),
        ("cnnlab.datasets.__init__", "from .digits import digits"),
        ("cnnlab.nn.layers", "from . import parameter\nfrom .. import convolution"),
        ("cnnlab.nn.convolution", "from cnnlab._slide import Slide"),
        ("cnnlab.nn.saving", "def save():\n    from safetensors.numpy import save"),
        ("cnnlab.nn.onnx_export", "def export():\n    import onnx"),
        ("cnnlab.nn.classifier", "from sklearn.base import BaseEstimator, ClassifierMixin"),
        ("cnnlab.datasets.downloads", "def fetch():\n    import pooch\n    from tqdm import tqdm"),
        ("cnnlab.vision.detection", "from cnnlab.nn.layers import Conv2d"),
        ("cnnlab.plots.maps", "import matplotlib.pyplot as plt\nfrom cnnlab import filters"),
        ("cnnlab.widgets.sliding", "import anywidget\nfrom cnnlab import plots"),
    ],
)
def test_an_allowed_import_is_let_through(module, source):
    assert broken_walls(source, module) == []


@pytest.mark.parametrize(
    "source",
    [
        "open('a.txt')",
        "open('a.txt', 'w')",
        "open('a.txt', mode='a')",
        "path.open()",
        "path.open('r')",
        "path.read_text()",
        "path.write_text('ñ')",
    ],
)
def test_a_text_file_without_encoding_is_seen(source):
    assert files_without_encoding(source, "") != []


@pytest.mark.parametrize(
    "source",
    [
        "open('a.txt', encoding='utf-8')",
        "open('a.png', 'rb')",
        "path.open('wb')",
        "Image.open(file)",
        "Image.open('picture.png')",
        "path.read_text(encoding='utf-8')",
    ],
)
def test_other_files_need_no_encoding(source):
    assert files_without_encoding(source, "") == []


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "def load():\n    from pickle import loads",
        "np.load(file, allow_pickle=True)",
        "import joblib",
        "import joblib as parallel",
        "from joblib import load",
        "from joblib import Parallel, dump",
        "from joblib import *",
        "from joblib.numpy_pickle import load_temporary_memmap",
        "importlib.import_module('joblib')",
    ],
)
def test_a_file_that_could_run_code_is_seen(source):
    assert ways_to_run_a_file(source, "") != []


@pytest.mark.parametrize(
    "source",
    [
        "from joblib import parallel_config",
        "from joblib import Parallel, delayed",
        "from sklearn.utils.parallel import Parallel",
        "np.load(file, allow_pickle=False)",
    ],
)
def test_sharing_out_work_is_no_way_to_run_a_file(source):
    assert ways_to_run_a_file(source, "") == []


def test_a_long_function_is_seen():
    assert long_functions("def f():\n" + "    x = 1\n" * LONGEST_FUNCTION, "") == ["f: 46 lines"]


def test_a_docstring_does_not_make_a_function_long():
    documented = 'def f():\n    """\n' + "    text\n" * 60 + '    """\n' + "    x = 1\n" * 40
    assert long_functions(documented, "") == []


def test_a_long_module_is_seen():
    assert long_module("x = 1\n" * (LONGEST_MODULE + 1), "cnnlab.long") != []


@pytest.mark.parametrize("address", [*HOSTS, "/ho" + "me/ana/x", "C:\\Us" + "ers\\ana"])
def test_a_private_address_is_seen(address):
    assert private_addresses(f"url = {address}") != []
