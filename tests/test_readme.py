"""The READMEs say the same in both languages, and all that they tell you to open or type exists."""

import doctest
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

PROJECT = Path(__file__).resolve().parents[1]
LANGUAGES = {"en": "README.md", "es": "README.es.md"}

each_language = pytest.mark.parametrize("language", LANGUAGES)


def text(language):
    return (PROJECT / LANGUAGES[language]).read_text(encoding="utf-8")


def tokens(language):
    blocks = MarkdownIt("commonmark").enable("table").parse(text(language))
    return [token for block in blocks for token in (block, *(block.children or []))]


def headings(language):
    return [token.tag for token in tokens(language) if token.type == "heading_open"]


def code(language):
    return [token.content for token in tokens(language) if token.type == "fence"]


def links(language):
    attributes = {"link_open": "href", "image": "src"}
    return [t.attrs[attributes[t.type]] for t in tokens(language) if t.type in attributes]


def commands(language):
    """Everything in a code block or between backquotes."""
    inline = [token.content for token in tokens(language) if token.type == "code_inline"]
    return "\n".join(code(language) + inline)


def makefile():
    return (PROJECT / "Makefile").read_text(encoding="utf-8")


def pyproject():
    return tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_both_readmes_have_the_same_sections():
    assert headings("en") == headings("es")
    assert len(headings("en")) > 1


def test_both_readmes_have_the_same_commands_and_code():
    without_comments = {
        language: [re.sub(r" +#.*", "", block) for block in code(language)]
        for language in LANGUAGES
    }
    assert without_comments["en"] == without_comments["es"]


def test_both_readmes_lead_to_the_same_places():
    as_english = [link.replace("notebooks/es/", "notebooks/en/") for link in links("es")]
    assert as_english[0] == "README.md"
    assert links("en")[0] == "README.es.md"
    assert as_english[1:] == links("en")[1:]


@each_language
def test_every_link_leads_to_a_file_of_the_project(language):
    assert [link for link in links(language) if not (PROJECT / link).exists()] == []


@each_language
def test_every_make_command_is_in_the_makefile(language):
    targets = set(re.findall(r"\bmake ([a-z]+)", commands(language)))
    assert {"lab", "test"} <= targets
    assert targets <= set(re.findall(r"^([a-z]+):", makefile(), re.MULTILINE))


@each_language
def test_the_languages_offered_to_make_lab_are_those_of_the_makefile(language):
    offered = set(re.findall(r"\bIN=(\w+)", commands(language)))
    assert offered == set(LANGUAGES)
    assert "$(filter en es,$(IN))" in makefile()


@each_language
def test_the_extras_to_install_are_defined(language):
    extras = {name for group in re.findall(r"\.\[(.+?)\]", text(language))
              for name in group.split(",")}  # fmt: skip
    assert extras == {"lab", "test"}
    assert extras <= set(pyproject()["optional-dependencies"])


@each_language
def test_the_python_asked_for_is_the_one_that_the_package_requires(language):
    asked = set(re.findall(r"Python (\d\.\d+)", text(language)))
    assert {f">={version}" for version in asked} == {pyproject()["requires-python"]}


@each_language
def test_the_conda_environment_has_the_name_that_is_activated(language):
    environment = yaml.safe_load((PROJECT / "environment.yml").read_text(encoding="utf-8"))
    assert re.findall(r"conda activate (\w+)", commands(language)) == [environment["name"]]


@each_language
def test_the_five_lines_do_what_the_readme_shows(language):
    block = next(block for block in code(language) if block.startswith(">>>"))
    example = doctest.DocTestParser().get_doctest(block, {}, LANGUAGES[language], None, 0)
    assert len(example.examples) == 5
    assert doctest.DocTestRunner().run(example).failed == 0


@each_language
def test_the_lessons_are_those_of_the_course_and_the_written_ones_are_linked(language, monkeypatch):
    monkeypatch.syspath_prepend(PROJECT / "notebooks")
    from pipeline.course import read_course

    course = read_course(PROJECT / "notebooks")
    expected = []
    for lesson in course.headers:
        title = lesson.title[language]
        link = f"[{title}](notebooks/{language}/{lesson.name}.ipynb)"
        shown = link if lesson.name in course.written else f"*{title}*"
        expected.append(f"| {lesson.number} | {shown} |")
    assert re.findall(r"^\| \d+ \|.*", text(language), re.MULTILINE) == expected


@each_language
def test_every_module_that_a_student_imports_is_in_the_table(language):
    places = [*(PROJECT / "cnnlab").glob("[a-z]*.py"), *(PROJECT / "cnnlab").glob("*/__init__.py")]
    modules = {place.parent.name if place.stem == "__init__" else place.stem for place in places}
    shown = set(re.findall(r"^\| \[`cnnlab\.(\w+)`\]", text(language), re.MULTILINE))
    assert shown == modules - {"language", "locales"}  # `cnnlab.use_language` stands for these


@each_language
def test_every_picture_has_a_text_alternative(language):
    pictures = [token for token in tokens(language) if token.type == "image"]
    assert len(pictures) == 1
    assert all(len(picture.content) > 40 for picture in pictures)


def test_the_picture_opens_fast():
    assert (PROJECT / "docs" / "readme.png").stat().st_size < 200_000
