"""Spanish and English: the switch, and a catalogue that is complete and in step with the code."""

import ast
import gettext
import io
import re
import string
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import cnnlab
from cnnlab import filters, geometry, language
from cnnlab.locales import update

PACKAGE = Path(cnnlab.__file__).parent
SPANISH = PACKAGE / "locales/es/LC_MESSAGES/cnnlab.po"
SPEAKERS = {"say", "translate", "later"}


@pytest.fixture(autouse=True)
def english_afterwards():
    yield
    cnnlab.use_language("en")


def spoken(source: str) -> list[ast.Call]:
    """Every call in `source` that says a sentence, whether by its name or as module.name."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        call for call in calls
        if getattr(call.func, "id", getattr(call.func, "attr", None)) in SPEAKERS
    ]


def sentences(source: str) -> set[str]:
    """Every sentence that stands in `source` as a literal."""
    firsts = (call.args[0] for call in spoken(source) if call.args)
    return {first.value for first in firsts if isinstance(first, ast.Constant)}


def sentences_of_the_package() -> set[str]:
    sources = (file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.py"))
    scripts = (file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.js"))
    meanings = {filters.meaning(name) for name in filters.names()}
    spoken_by_widgets = (re.findall(r'\bsay\(\s*"([^"]+)"', script) for script in scripts)
    return set().union(meanings, *map(sentences, sources), *spoken_by_widgets)


def spanish():
    with SPANISH.open("rb") as file:
        return read_po(file)


def fields(text: str) -> set[tuple[str, str | None]]:
    parts = string.Formatter().parse(text)
    return {(field, conversion) for _, field, _, conversion in parts if field is not None}


# The switch ------------------------------------------------------------------------------


def test_english_is_spoken_until_another_language_is_chosen():
    program = "import cnnlab.language as language; assert language.current() == 'en'"
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize("code", ["es", "es_CO", "es-MX", "ES", "es_419"])
def test_a_regional_form_chooses_its_language(code):
    cnnlab.use_language(code)
    assert language.current() == "es"


def test_errors_speak_the_chosen_language():
    cnnlab.use_language("es")
    with pytest.raises(ValueError, match=r"Usa un núcleo más pequeño o padding=2\."):
        geometry.output_size(3, 7)


def test_errors_speak_english_again_after_going_back():
    cnnlab.use_language("es")
    cnnlab.use_language("en")
    with pytest.raises(ValueError, match="Use a smaller kernel"):
        geometry.output_size(3, 7)


@pytest.mark.parametrize("code", ["fr", "", "español", None, 7])
def test_an_unknown_language_is_an_error_that_lists_those_available(code):
    with pytest.raises(ValueError, match="It speaks: en, es"):
        cnnlab.use_language(code)


def test_an_unknown_language_leaves_the_current_one():
    cnnlab.use_language("es")
    with pytest.raises(ValueError, match="no habla 'fr'"):
        cnnlab.use_language("fr")
    assert language.current() == "es"


def test_without_its_compiled_catalogue_a_language_is_not_on_offer(tmp_path, monkeypatch):
    monkeypatch.setattr(language, "_LOCALES", tmp_path)
    with pytest.raises(ValueError, match="It speaks: en"):
        cnnlab.use_language("es")


def test_a_sentence_that_no_catalogue_knows_comes_back_in_english():
    cnnlab.use_language("es")
    assert language.translate("Nobody wrote {this}.", this="that") == "Nobody wrote that."


def test_the_empty_text_stays_empty():
    cnnlab.use_language("es")
    assert language.translate("") == ""


def test_braces_in_a_text_without_values_are_left_alone():
    assert language.translate("a set: {1, 2}") == "a set: {1, 2}"


# The catalogue ---------------------------------------------------------------------------


def test_every_sentence_has_a_spanish_translation():
    catalogue = spanish()
    missing = {
        sentence for sentence in sentences_of_the_package()
        if sentence not in catalogue or not catalogue[sentence].string or catalogue[sentence].fuzzy
    }
    assert not missing, "run python -m cnnlab.locales.update and translate these"


def test_no_translation_is_left_over_from_a_sentence_that_is_gone():
    catalogue = spanish()
    known = {message.id for message in catalogue if message.id}
    assert (known - sentences_of_the_package(), list(catalogue.obsolete)) == (set(), [])


@pytest.mark.parametrize("message", [m for m in spanish() if m.id], ids=lambda m: m.id[:40])
def test_a_translation_fills_in_the_same_values(message):
    assert fields(message.string) == fields(message.id)


@pytest.mark.parametrize("message", [m for m in spanish() if m.id], ids=lambda m: m.id[:40])
def test_a_translation_ends_as_its_sentence_does(message):
    endings = [text[-1] if text[-1] in ".:?!" else "" for text in (message.id, message.string)]
    assert endings[0] == endings[1]


def test_the_compiled_catalogue_is_the_written_one():
    compiled = io.BytesIO()
    write_mo(compiled, spanish())
    compiled.seek(0)
    with SPANISH.with_suffix(".mo").open("rb") as file:
        fresh, committed = (gettext.GNUTranslations(file)._catalog for file in (compiled, file))
    for catalogue in (fresh, committed):
        del catalogue[""]  # the header, which names the version of Babel
    assert committed == fresh


def test_every_sentence_said_in_the_code_can_be_found():
    """say(variable) or an f-string hides from every catalogue.

    The meanings of filters, and what a widget's script says, are collected apart. A module that
    imports `later` marks what it says where it stands; so do exercises and quizzes, and
    test_every_exercise holds that each of their texts is translated.
    """
    collected_apart = ("filters.meaning(", "language.translate(text)")
    marked = {PACKAGE / "exercises", PACKAGE / "widgets/quiz_card.py"}
    hidden = [
        f"{file.name}:{call.lineno}"
        for file in PACKAGE.rglob("*.py")
        if not marked & {file, *file.parents}
        for source in [file.read_text(encoding="utf-8")]
        if not re.search(r"import .*\blater\b", source)
        for call in spoken(source)
        if not (call.args and isinstance(call.args[0], ast.Constant))
        and not any(text in ast.unparse(call) for text in collected_apart)
    ]
    assert not hidden


# The finder can fail ---------------------------------------------------------------------

MODULE = '''
raise ValueError(say("A long sentence that is "
                     "written in two {parts}.", parts=2))
title = translate("A title")
label = language.translate("A label")
silent = "Nobody says this"
'''


def test_the_finder_sees_joined_strings_and_calls_through_a_module():
    assert sentences(MODULE) == {
        "A long sentence that is written in two {parts}.", "A title", "A label",
    }


def test_the_update_tool_finds_the_same_sentences_as_this_test(tmp_path):
    (tmp_path / "module.py").write_text(MODULE, encoding="utf-8")
    assert update.messages(tmp_path) == sentences(MODULE)


def test_the_update_tool_lists_a_new_sentence_and_keeps_the_translations(tmp_path):
    po_file = tmp_path / "cnnlab.po"
    po_file.write_bytes(SPANISH.read_bytes())
    assert update.update(po_file, {"row", "A new sentence."}) == ["A new sentence."]
    with po_file.open("rb") as file:
        kept = read_po(file)
    assert (kept["row"].string, len(kept)) == ("fila", 2)


def test_updating_an_unchanged_catalogue_changes_nothing(tmp_path):
    po_file = tmp_path / "cnnlab.po"
    po_file.write_bytes(SPANISH.read_bytes())
    update.update(po_file, sentences_of_the_package())
    updated, committed = (
        re.sub('"Generated-By.*\n', "", file.read_text(encoding="utf-8"))
        for file in (po_file, SPANISH)
    )
    assert updated == committed


def test_importing_the_language_brings_no_matplotlib_and_no_jupyter():
    program = (
        "import sys, cnnlab; cnnlab.use_language('es');"
        "assert not {'matplotlib', 'IPython', 'ipywidgets', 'sklearn', 'babel'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_whole_error_reads_naturally_in_spanish():
    cnnlab.use_language("es")
    with pytest.raises(ValueError, match=r"^image no tiene ningún valor: su forma es \(0, 3\)\."):
        filters.feature_maps(np.zeros((0, 3)), filters.bank("identity"))
