"""What `python notebooks/build.py` writes, what it leaves alone, and what `--check` finds."""

import json
import re

import nbformat
import pytest
from pipeline.frame import fingerprint
from pipeline.solutions import LARGEST

from tests.notebooks.small_course import BODY, CODE, HEADER, OPENING


@pytest.fixture
def built(course):
    """The small course, built without running its solutions."""
    course.write()
    assert course.build() == 0
    return course


def sources(notebook) -> list[str]:
    return [cell.source for cell in notebook.cells]


def edit(path, old: str, new: str) -> None:
    """Do what a student does who changes a cell and saves."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_one_source_gives_four_notebooks(built):
    assert sorted(built.files()) == [
        "en/01_pixels.ipynb",
        "es/01_pixels.ipynb",
        "solutions/en/01_pixels.ipynb",
        "solutions/es/01_pixels.ipynb",
    ]


def test_each_notebook_is_valid(built):
    for path in built.folder.rglob("*.ipynb"):
        notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
        nbformat.validate(notebook)
        assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)


def test_each_notebook_names_its_kernel(built):
    for path in built.folder.rglob("*.ipynb"):
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        assert metadata["kernelspec"]["name"] == "python3"
        assert metadata["language_info"]["name"] == "python"


def test_each_notebook_is_in_its_language(built):
    assert "Una imagen es" in sources(built.notebook("es"))[1]
    assert "An image is" in sources(built.notebook("en"))[1]


def test_the_first_code_cell_says_the_language(built):
    for language in ("es", "en"):
        first = next(cell for cell in built.notebook(language).cells if cell.cell_type == "code")
        assert first.source == f'import cnnlab\n\ncnnlab.use_language("{language}")'


def test_the_language_cell_can_be_placed_by_hand(course):
    marker = "\n# %% [markdown]\n# <!-- language-cell -->\n"
    course.write(OPENING + OPENING.replace("255", "7") + marker)
    course.build()
    assert [cell.id for cell in course.notebook().cells].index("language") == 3


def test_the_heading_has_number_title_and_minutes(built):
    heading = sources(built.notebook("en"))[0]
    assert heading.startswith("# 1 · The pixels\n")
    assert "**30 minutes**" in heading


def test_the_heading_names_what_to_do_before(course):
    course.write()
    needs = HEADER.replace("# cnnlab:", "# cnnlab:\n#   needs: [01_pixels]")
    course.write(name="02_next", header=needs)
    course.build()
    heading = sources(course.notebook(name="02_next"))[0]
    assert "Antes, conviene haber hecho: [Los píxeles](01_pixels.ipynb)" in heading


def test_the_footer_states_the_licence(built):
    assert "https://creativecommons.org/licenses/by/4.0/" in sources(built.notebook())[-1]


def test_a_student_sees_no_solution_and_a_teacher_no_blank(built):
    assert "answer = ..." in sources(built.notebook())
    assert "answer = 42" not in sources(built.notebook())
    assert "answer = 42" in sources(built.notebook(edition="solution"))
    assert "answer = ..." not in sources(built.notebook(edition="solution"))


def test_only_a_teacher_sees_which_outputs_are_checked(course):
    course.write(OPENING + "\n# %%\n# NBVAL_CHECK_OUTPUT\nprint(4)\n")
    course.build()
    assert "print(4)" in sources(course.notebook("es"))
    assert "# NBVAL_CHECK_OUTPUT\nprint(4)" in sources(course.notebook("es", edition="solution"))


def test_both_languages_have_the_same_cells_and_tags(course):
    course.write(BODY + '\n# %% tags=["raises-exception"]\n1 / 0\n')
    course.build()
    spanish, english = (
        [(cell.cell_type, cell.metadata.get("tags")) for cell in course.notebook(language).cells]
        for language in ("es", "en")
    )
    assert spanish == english
    assert ("code", ["raises-exception"]) in spanish


def test_a_student_s_notebook_has_no_outputs(built):
    code = [cell for cell in built.notebook().cells if cell.cell_type == "code"]
    assert [(cell.outputs, cell.execution_count) for cell in code] == [([], None)] * len(code)


def test_building_twice_changes_nothing(built):
    before = built.files()
    assert built.build() == 0
    assert built.files() == before


def test_a_file_ends_its_lines_as_git_keeps_them_on_every_system(built):
    assert all(b"\r" not in text and text.endswith(b"}\n") for text in built.files().values())


def test_letters_beyond_ascii_stay_readable(built):
    assert "píxeles".encode() in built.files()["es/01_pixels.ipynb"]


def test_a_new_cell_leaves_the_ids_of_the_others_alone(built):
    before = {cell.source: cell.id for cell in built.notebook().cells}
    built.write(OPENING + "\n# %%\n3 + 3\n" + CODE)
    built.build()
    after = {cell.source: cell.id for cell in built.notebook().cells}
    assert after.pop("3 + 3") not in before.values()
    assert after == before


def test_equal_cells_have_different_ids(course):
    course.write("\n# %%\n2 + 2\n" * 3)
    course.build()
    ids = [cell.id for cell in course.notebook().cells]
    assert len(set(ids)) == len(ids)


def test_a_lesson_is_chosen_by_number_name_or_path(course):
    for name in ("01_pixels", "02_filters", "03_layers"):
        course.write(name=name)
    course.build("01", "02_filters", "notebooks/source/03_layers.py")
    assert len(course.files()) == 12


def test_only_the_chosen_lesson_is_built(course):
    course.write()
    course.write(name="02_filters")
    course.build("02")
    assert {name.split("/")[-1] for name in course.files()} == {"02_filters.ipynb"}


def test_an_unknown_lesson_is_refused_with_the_known_ones(built, capsys):
    assert built.build("09") == 1
    assert "'09'. There are: 01_pixels" in capsys.readouterr().err


def test_a_broken_rule_makes_the_command_fail(course, capsys):
    course.write("\n# %%\nx = 1  # the first one\n")
    assert course.build() == 1
    assert "01_pixels.py:8: a comment in a cell without lang" in capsys.readouterr().err


# A student's work


def test_what_a_student_wrote_is_set_aside(built):
    edit(built.path(), "answer = ...", "answer = 41  # I think")
    built.build()
    assert "answer = 41  # I think" in sources(built.notebook(name="01_pixels.mine"))
    assert "answer = ..." in sources(built.notebook())


def test_setting_aside_is_said_in_the_notebook_s_language(built, capsys):
    edit(built.path("es"), "answer = ...", "answer = 1")
    edit(built.path("en"), "answer = ...", "answer = 2")
    built.build()
    said = capsys.readouterr().out
    assert "tenía cambios tuyos; los guardé en 01_pixels.mine.ipynb" in said
    assert "had changes of yours; they are kept in 01_pixels.mine.ipynb" in said


def test_what_was_set_aside_before_is_never_overwritten(built):
    for number in (1, 2, 3):
        edit(built.path(), "answer = ...", f"answer = {number}")
        built.build()
    kept = ["01_pixels.mine", "01_pixels.mine-2", "01_pixels.mine-3"]
    for number, name in enumerate(kept, 1):
        assert f"answer = {number}" in sources(built.notebook(name=name))


@pytest.mark.parametrize("change", ["add", "delete", "markdown", "attach"])
def test_every_kind_of_change_is_noticed(built, change):
    path = built.path()
    notebook = nbformat.read(path, as_version=4)
    if change == "add":
        notebook.cells.append(nbformat.v4.new_code_cell("1"))
    if change == "delete":
        notebook.cells.pop()
    if change == "markdown":
        notebook.cells[1].source += " Mi nota."
    if change == "attach":
        notebook.cells[1].attachments = {"a.png": {"image/png": "iVBORw0KGgo="}}
    nbformat.write(notebook, path)
    saved = path.read_bytes()
    built.build()
    assert built.path(name="01_pixels.mine").read_bytes() == saved


def test_a_notebook_of_unknown_origin_is_set_aside(course):
    course.write()
    course.path().parent.mkdir()
    course.path().write_text("half a file", encoding="utf-8")
    course.build()
    assert course.path(name="01_pixels.mine").read_text(encoding="utf-8") == "half a file"


def test_a_notebook_that_was_only_run_is_not_set_aside(built):
    path = built.path()
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count = 1
            cell.outputs = [nbformat.v4.new_output("stream", text="4")]
    nbformat.write(notebook, path)
    before = set(built.files())
    built.build()
    assert set(built.files()) == before


def test_an_unchanged_source_leaves_no_trace_of_a_set_aside(built):
    built.write(BODY.replace("2 + 2", "3 + 3"))
    built.build()
    assert not list(built.folder.rglob("*.mine*"))


def test_the_fingerprint_is_that_of_the_cells(built):
    for path in built.folder.rglob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        assert notebook.metadata.cnnlab.fingerprint == fingerprint(notebook.cells)


# --check


def test_check_finds_nothing_in_what_was_just_built(built):
    assert [line for line in built.check() if "never executed" not in line] == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_check_names_a_notebook_that_differs(built, language):
    path = built.path(language)
    edit(path, "2 + 2", "2 + 3")
    assert f"{path}: differs from its source, first in cell 4." in "\n".join(built.check())


def test_check_names_a_notebook_whose_metadata_differs(built):
    edit(built.path(), '"python3"', '"python4"')
    assert any("differs from its source, in its metadata" in line for line in built.check())


def test_check_names_every_notebook_of_a_changed_source(built):
    built.write(BODY.replace("2 + 2", "2 + 3"))
    assert sum("differs from its source" in line for line in built.check()) == 4


def test_check_names_a_missing_notebook(built):
    built.path("en").unlink()
    assert any("missing or unreadable" in line for line in built.check())


def test_check_names_a_notebook_without_source(built):
    stray = built.path(name="07_gone")
    stray.write_bytes(built.path().read_bytes())
    assert [line for line in built.check() if str(stray) in line and "has no source" in line]


def test_check_names_a_student_s_notebook_with_outputs(built):
    edit(built.path(), '"execution_count": null', '"execution_count": 3')
    assert any("holds outputs" in line for line in built.check())


def test_check_names_a_solution_that_was_not_executed(built):
    path = built.path(edition="solution")
    assert f"{path}: never executed: 3, first in cell 3." in built.check()


def test_check_finds_a_solution_that_is_too_large(built):
    path = built.path(edition="solution")
    edit(path, '"outputs": []', f'"outputs": [{stream("x" * LARGEST)}]')
    assert any(re.search(r"1,0\d\d,\d\d\d bytes; at most 1,000,000", x) for x in built.check())


def test_check_finds_an_error_that_a_solution_did_not_announce(built):
    error = '{"output_type": "error", "ename": "E", "evalue": "e", "traceback": []}'
    edit(built.path(edition="solution"), '"outputs": []', f'"outputs": [{error}]')
    assert any(
        "errors that no tag announces: 1, first in cell 3." in line for line in built.check()
    )


def test_check_leaves_a_student_s_own_copies_in_peace(built):
    edit(built.path(), "answer = ...", "answer = 1")
    built.build()
    assert not [line for line in built.check() if ".mine" in line]


def test_check_writes_nothing(built):
    before = built.files()
    built.write(BODY.replace("2 + 2", "2 + 3"))
    built.check()
    assert built.files() == before


def stream(text: str) -> str:
    return json.dumps({"output_type": "stream", "name": "stdout", "text": text})
