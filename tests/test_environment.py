"""environment.yml (conda, Binder) and pyproject.toml (pip) ask for the same packages."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
# The packages that conda-forge names in another way: {pip's name: conda-forge's name}.
ON_CONDA_FORGE = {
    "matplotlib": "matplotlib-base",  # the library without a desktop toolkit
    "playwright": "playwright-python",  # "playwright" is the one for Node there
}
ONLY_ON_PYPI = ["axe-playwright-python"]


def packages(requirements: list[str]) -> dict[str, set[str]]:
    """Return {name: set of bounds}, with names as pip compares them."""
    split = (re.fullmatch(r"([\w.-]+)\s*([\d<>=!~.,*\s]*)", line) for line in requirements)
    return {
        re.sub(r"[-_.]+", "-", found[1]).lower(): set(found[2].replace(" ", "").split(",")) - {""}
        for found in split
    }


@pytest.fixture(scope="module")
def pip_packages() -> dict[str, set[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    python = f"python{project['requires-python']}"
    wanted = [name for extra in ("lab", "app", "test") for name in extras[extra]]
    listed = packages([python, *project["dependencies"], *wanted])
    return {ON_CONDA_FORGE.get(name, name): bounds for name, bounds in listed.items()}


@pytest.fixture(scope="module")
def conda() -> dict:
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def conda_packages(conda) -> dict[str, set[str]]:
    by_conda = [line for line in conda["dependencies"] if isinstance(line, str)]
    return packages([*by_conda, *by_pip(conda)[:-1]])


def by_pip(conda) -> list[str]:
    [lines] = [line["pip"] for line in conda["dependencies"] if isinstance(line, dict)]
    return lines


def test_conda_and_pip_install_the_same_packages(conda_packages, pip_packages):
    assert set(conda_packages) - {"pip"} == set(pip_packages)


def test_conda_and_pip_set_the_same_bounds(conda_packages, pip_packages):
    shared = set(conda_packages) & set(pip_packages)
    assert {name: conda_packages[name] for name in shared} == {
        name: pip_packages[name] for name in shared
    }


def test_conda_lists_no_package_twice(conda):
    names = [re.match(r"[\w.-]+", line)[0] for line in conda["dependencies"][:-1]]
    assert len(names) == len(set(names))


def test_pip_adds_only_cnnlab_itself_and_what_conda_forge_lacks(conda):
    assert by_pip(conda) == [*ONLY_ON_PYPI, "-e ."]


def test_everything_comes_from_conda_forge(conda):
    assert conda["channels"] == ["conda-forge"]


@pytest.mark.parametrize(
    ("pip", "conda"),
    [
        (["numpy>=1.24"], ["numpy>=1.23"]),
        (["numpy>=1.24"], ["numpy"]),
        (["ruff>=0.17,<0.18"], ["ruff>=0.17"]),
        (["numpy", "scipy"], ["numpy"]),
    ],
)
def test_a_difference_in_a_name_or_a_bound_is_seen(pip, conda):
    assert packages(pip) != packages(conda)


def test_case_spaces_and_the_order_of_bounds_make_no_difference():
    assert packages(["Py_YAML >= 6, < 7"]) == packages(["py-yaml<7,>=6"])
