"""What every widget is built on: the state that travels, the script, the page, the stand-in."""

import base64
import io
import json
import re
import subprocess
import sys
from html.parser import HTMLParser

import ipywidgets
import numpy as np
import pytest
import traitlets
from ipywidgets.widgets.widget import _put_buffers, _remove_buffers
from PIL import Image as Picture

import cnnlab
from cnnlab import widgets
from cnnlab.widgets import fallback
from cnnlab.widgets.module import EXPORT, HERE, IMPORT, self_contained, style
from cnnlab.widgets.traits import Image, Matrices, Matrix, Padding, Pair
from cnnlab.widgets.widget import SAID, Widget, texts_of

WIDGETS = [getattr(widgets, name) for name in widgets.__all__]
OF_WORDS = {widgets.ParsonsBoard, widgets.QuizCard}  # what stands in their place are words, too
SCRIPTS = sorted(HERE.rglob("*.js"))
PHOTO = np.random.default_rng(0).integers(0, 256, (30, 40), np.uint8)


class Sketch(Widget):
    """The smallest widget that has each kind of trait."""

    _esm = 'export default { render({ model, el }) { el.append(say("Image")); } };'
    _css = ""
    image = Image()
    kernel = Matrix()
    kernels = Matrices()
    stride = Pair(1)
    padding = Padding(0)
    sentence = "A sketch."

    def __init__(self, image=((1, 2), (3, 4)), kernel=((1,),), kernels=(((1,),),), **state):
        super().__init__(image=image, kernel=kernel, kernels=kernels, **state)

    @traitlets.validate("stride")
    def _fits(self, proposal):
        if np.max(proposal["value"]) > max(self.image.shape):
            raise ValueError("too far")
        return proposal["value"]

    def _title(self):
        return "Sketch"

    def _sentence(self):
        return self.sentence

    def _panels(self):
        return [("image", self.image)]


@pytest.fixture(params=WIDGETS, ids=lambda widget: widget.__name__)
def widget(request):
    return request.param


@pytest.fixture(params=[each for each in WIDGETS if each not in OF_WORDS])
def picturing(request):
    """A widget in whose place stands a picture."""
    return request.param


@pytest.fixture
def in_spanish():
    cnnlab.use_language("es")
    yield
    cnnlab.use_language("en")


def over_the_wire(state):
    """The state as it arrives on the other side: JSON, and its bytes beside it."""
    plain, paths, buffers = _remove_buffers(state)
    arrived = json.loads(json.dumps(plain))
    _put_buffers(arrived, paths, [memoryview(bytes(buffer)) for buffer in buffers])
    return arrived


def notices(sketch, trait):
    """A list that grows with each change of the trait."""
    heard = []
    sketch.observe(heard.append, trait)
    return heard


# Arrays that travel ----------------------------------------------------------------------

ARRAYS = {
    "uint8": PHOTO,
    "float64": np.linspace(-1, 1, 12).reshape(3, 4),
    "float32": np.linspace(-1, 1, 12, dtype=np.float32).reshape(3, 4),
    "bool": np.eye(3, dtype=bool),
    "int64": np.array([[-300, 300]]),
    "big endian": np.array([[1.5, -2]], dtype=">f8"),
    "turned": PHOTO.T,
    "every second": PHOTO[::2, ::-3],
    "colour": PHOTO.reshape(20, 20, 3),
    "a channel of many": np.moveaxis(PHOTO.reshape(20, 20, 3), -1, 0)[1],
    "one pixel": np.array([[7]], dtype=np.uint8),
}


@pytest.mark.parametrize("array", ARRAYS.values(), ids=ARRAYS)
def test_a_picture_survives_the_way_to_the_browser_and_back(array):
    sent = over_the_wire(Sketch(array).get_state("image"))
    receiver = Sketch(np.zeros((2, 2)))
    receiver.set_state(sent)
    np.testing.assert_array_equal(receiver.image, array)


@pytest.mark.parametrize("array", ARRAYS.values(), ids=ARRAYS)
def test_a_picture_is_uint8_or_float64(array):
    kept = "uint8" if array.dtype == np.uint8 else "float64"
    assert Sketch(array).image.dtype == kept


@pytest.mark.parametrize("matrix", [[[1, -0.5]], np.eye(3, dtype=bool), PHOTO[:3, ::7].T])
def test_a_matrix_survives_the_way_to_the_browser_and_back(matrix):
    sent = over_the_wire(Sketch(kernel=matrix).get_state("kernel"))
    receiver = Sketch()
    receiver.set_state(sent)
    np.testing.assert_array_equal(receiver.kernel, np.array(matrix, dtype=float))


def test_matrices_of_several_sizes_survive_the_way_to_the_browser_and_back():
    sent = over_the_wire(Sketch(kernels=[np.eye(2), [[1, 2, 3]]]).get_state("kernels"))
    receiver = Sketch()
    receiver.set_state(sent)
    assert [each.tolist() for each in receiver.kernels] == [[[1, 0], [0, 1]], [[1, 2, 3]]]


def test_what_the_browser_sends_sets_the_picture():
    sketch = Sketch()
    data = memoryview(np.array([[0.5, -1]]).tobytes())
    sketch.set_state({"image": {"shape": [1, 2], "dtype": "float64", "data": data}})
    assert sketch.image.tolist() == [[0.5, -1]]


# What counts as a change -----------------------------------------------------------------


@pytest.mark.parametrize("trait", ["image", "kernel"])
def test_an_equal_array_is_no_change(trait):
    sketch = Sketch(kernel=[[1, 2], [3, 4]])
    heard = notices(sketch, trait)
    setattr(sketch, trait, [[1.0, 2.0], [3.0, 4.0]])
    assert heard == []


@pytest.mark.parametrize("trait", ["image", "kernel"])
@pytest.mark.parametrize("array", [[[1, 2], [3, 5]], [[1, 2]], [[1]]])
def test_a_different_array_is_one_change(trait, array):
    sketch = Sketch(kernel=[[1, 2], [3, 4]])
    heard = notices(sketch, trait)
    setattr(sketch, trait, array)
    assert len(heard) == 1


@pytest.mark.parametrize("other", [[[[5.0]]], np.array([[5]], np.uint8)])
def test_one_pixel_of_another_shape_or_type_is_a_change(other):
    sketch = Sketch([[5.0]])
    heard = notices(sketch, "image")
    sketch.image = other
    assert len(heard) == 1


def test_a_change_says_what_was_and_what_is():
    sketch = Sketch([[1, 2]])
    heard = notices(sketch, "image")
    sketch.image = [[3]]
    assert (heard[0]["old"].tolist(), heard[0]["new"].tolist()) == ([[1, 2]], [[3]])


def test_equal_matrices_are_no_change():
    sketch = Sketch(kernels=[np.eye(2), [[1, 2, 3]]])
    heard = notices(sketch, "kernels")
    sketch.kernels = [[[1, 0], [0, 1]], np.array([[1, 2, 3]])]
    assert heard == []


@pytest.mark.parametrize(
    "matrices", [[[[1, 0], [0, 1]]], [[[1, 0], [0, 2]], [[1]]], [[[1]], [[1, 0], [0, 1]]]]
)
def test_different_matrices_are_one_change(matrices):
    sketch = Sketch(kernels=[np.eye(2), [[1]]])
    heard = notices(sketch, "kernels")
    sketch.kernels = matrices
    assert len(heard) == 1


def test_what_the_browser_sends_twice_is_one_change():
    sketch = Sketch()
    heard = notices(sketch, "image")
    for _ in range(2):
        sketch.set_state(over_the_wire(Sketch(PHOTO).get_state("image")))
    assert len(heard) == 1


# Arrays are the widget's own -------------------------------------------------------------


@pytest.mark.parametrize("trait", ["image", "kernel"])
def test_an_array_in_a_widget_cannot_be_changed_in_place(trait):
    sketch = Sketch(kernel=[[1]])
    with pytest.raises(ValueError, match="read-only"):
        getattr(sketch, trait)[0, 0] = 9


def test_matrices_in_a_widget_cannot_be_changed_in_place():
    with pytest.raises(ValueError, match="read-only"):
        Sketch(kernels=[[[1]]]).kernels[0][0, 0] = 9


@pytest.mark.parametrize("dtype", [np.uint8, np.float64])
def test_changing_the_array_that_was_given_does_not_change_the_widget(dtype):
    given = np.ones((2, 2), dtype)
    sketch = Sketch(given, kernel=given)
    given[0, 0] = 9
    assert (sketch.image[0, 0], sketch.kernel[0, 0]) == (1, 1)


def test_the_array_that_was_given_stays_writable():
    given = np.ones((2, 2))
    Sketch(given)
    given[0, 0] = 9
    assert given[0, 0] == 9


# Mistakes --------------------------------------------------------------------------------

MISTAKES = [
    ("image", [], ValueError, "image is empty"),
    ("image", [[1, np.nan]], ValueError, "image holds 1 value"),
    ("image", [1, 2, 3], ValueError, "image must have the axes (height, width)"),
    ("image", "photo.png", TypeError, "image must be an array of numbers"),
    ("image", None, TypeError, "image must be an array of numbers"),
    ("image", [[1, 2], [3]], ValueError, "rows of image have different lengths"),
    ("kernel", [[]], ValueError, "kernel is empty"),
    ("kernel", [[np.inf]], ValueError, "kernel holds 1 value"),
    ("kernel", [1, 2], ValueError, "kernel must have the axes (rows, columns)"),
    ("kernel", [[[1]]], ValueError, "kernel must have the axes (rows, columns)"),
    ("kernels", [[[1]], [[np.nan]]], ValueError, "kernels holds 1 value"),
    ("stride", 0, ValueError, "stride must be at least 1"),
    ("stride", 1.5, TypeError, "stride must be a whole number"),
    ("stride", True, TypeError, "stride must be a whole number"),
    ("stride", (1, 2, 3), ValueError, "or two as (rows, columns)"),
    ("padding", -1, ValueError, "padding must be at least 0"),
    ("padding", "full", ValueError, "'same' or 'valid', but 'full' arrived"),
]


@pytest.mark.parametrize(("trait", "value", "error", "sentence"), MISTAKES)
def test_a_mistake_gets_a_sentence(trait, value, error, sentence):
    with pytest.raises(error, match=re.escape(sentence)):
        setattr(Sketch(), trait, value)


@pytest.mark.parametrize(("trait", "value", "error", "sentence"), MISTAKES)
def test_a_mistake_leaves_the_state_as_it_was(trait, value, error, sentence):
    sketch = Sketch()
    before = sketch.get_state()
    with pytest.raises(error):
        setattr(sketch, trait, value)
    assert sketch.get_state() == before


ONE_PIXEL = {"shape": [1, 1], "dtype": "uint8", "data": memoryview(b"\x01")}
NONSENSE = [
    {"image": None},
    {"image": "photo.png"},
    {"image": {"shape": [2, 2], "dtype": "uint8"}},
    {"image": {**ONE_PIXEL, "shape": [2, 2]}},
    {"image": {**ONE_PIXEL, "dtype": "object"}},
    {"kernel": [[1], [2, 3]]},
    {"kernels": 3},
    {"kernels": [[[1]], [["x"]]]},
    {"stride": "many"},
    {"stride": 99},  # a number, but not one that fits the image
    {"padding": [1]},
    {"texts": 5},
]


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_from_the_browser_leaves_the_state_as_it_was(nonsense):
    sketch = Sketch()
    before = sketch.get_state()
    with pytest.raises((ValueError, TypeError, KeyError, traitlets.TraitError)):
        sketch.set_state({"kernel": [[7]], "padding": 3, **nonsense})
    assert sketch.get_state() == before


def test_nonsense_from_the_browser_tells_nobody_of_a_change():
    sketch = Sketch(kernel=[[1]])
    heard = notices(sketch, "kernel")
    with pytest.raises(TypeError):
        sketch.set_state({"kernel": [[7]], "stride": "many"})
    assert heard == []


def test_nonsense_from_the_browser_is_answered_with_what_is_so(monkeypatch):
    sketch, sent = Sketch(), []
    monkeypatch.setattr(sketch, "send_state", sent.append)
    with pytest.raises(TypeError):
        sketch.set_state({"stride": "many"})
    assert sent == [["stride"]]


def test_after_nonsense_the_browser_is_heard_again():
    sketch = Sketch()
    with pytest.raises(TypeError):
        sketch.set_state({"stride": "many"})
    sketch.set_state({"stride": [2, 1]})
    assert sketch.stride == (2, 1)


def test_a_state_of_which_the_widget_knows_nothing_is_passed_over():
    sketch = Sketch()
    sketch.set_state({"colour": "red", "stride": 2})
    assert sketch.stride == 2


def test_changes_that_fit_only_together_can_be_made_together():
    sketch = Sketch()
    with sketch.hold_trait_notifications():
        sketch.stride = 5
        sketch.image = np.zeros((9, 9))
    assert (sketch.stride, sketch.image.shape) == (5, (9, 9))


def test_of_changes_made_together_none_stays_after_an_error():
    sketch = Sketch()

    def change_both():
        with sketch.hold_trait_notifications():
            sketch.padding = 1
            sketch.stride = 5

    with pytest.raises(ValueError, match="too far"):
        change_both()
    assert (sketch.padding, sketch.stride) == (0, 1)


# How a window moves ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "kept"),
    [(2, 2), ([2, 2], 2), ((2, 1), (2, 1)), (np.array([1, 2]), (1, 2)), (np.int64(2), 2)],
)
def test_a_pair_of_equal_numbers_is_one(given, kept):
    assert Sketch(stride=given).stride == kept


@pytest.mark.parametrize(
    ("given", "kept"), [("same", "same"), ("valid", "valid"), ([1, 1], 1), ((0, 2), (0, 2))]
)
def test_padding_is_a_word_a_number_or_two(given, kept):
    assert Sketch(padding=given).padding == kept


@pytest.mark.parametrize("stride", [2, (2, 1)])
def test_a_stride_survives_the_way_to_the_browser_and_back(stride):
    receiver = Sketch()
    receiver.set_state(over_the_wire(Sketch(stride=stride).get_state("stride")))
    assert receiver.stride == stride


# One script out of many ------------------------------------------------------------------

TOP_LEVEL = re.compile(r"^(?:async )?(?:function\*?|class|const|let|var) (\w+)", re.MULTILINE)
LEFT_OVER = re.compile(r"^\s*(?:import\b|export (?!default \{ render \};))", re.MULTILINE)


def names_used_twice(script):
    names = TOP_LEVEL.findall(script)
    return sorted({name for name in names if names.count(name) > 1})


def test_a_widgets_script_imports_and_exports_nothing_but_itself(widget):
    assert LEFT_OVER.findall(str(widget._esm)) == []


def test_a_widgets_script_exports_its_render_once(widget):
    assert str(widget._esm).count("export default { render };") == 1


def test_a_widgets_script_uses_no_name_twice_at_its_top_level(widget):
    assert names_used_twice(str(widget._esm)) == []


def test_a_widgets_script_and_style_ask_for_nothing_from_elsewhere(widget):
    found = re.findall(r"https?://[^\s\"']+", str(widget._esm) + str(widget._css))
    assert [address for address in found if not address.startswith("http://www.w3.org/")] == []


@pytest.fixture
def parts(tmp_path):
    """Three files: `top` imports `left` and `right`, and both import `shared`."""
    (tmp_path / "parts").mkdir()
    files = {
        "parts/shared.js": "export const shared = 1;\n",
        "parts/left.js": 'import { shared } from "./shared.js";\nexport function left() {}\n',
        "parts/right.js": 'import { shared } from "./shared.js";\nexport class Right {}\n',
        "top.js": 'import { left } from "./parts/left.js";\n'
        'import { Right } from "./parts/right.js";\nexport default { render };\n',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_file_that_two_others_import_is_there_once(parts):
    assert self_contained("top", parts).count("const shared") == 1


def test_what_is_imported_stands_before_what_imports_it(parts):
    script = self_contained("top", parts)
    places = [script.index(word) for word in ("shared", "left", "Right", "default")]
    assert places == sorted(places)


def test_only_the_widgets_own_export_stays(parts):
    assert LEFT_OVER.findall(self_contained("top", parts)) == []


@pytest.mark.parametrize(
    "line",
    ['import { a as b } from "./a.js";',
     'import a from "./a.js";', "export let a = 1;", "export { a"],
)
def test_a_line_that_would_stay_in_the_script_is_seen(line):
    joined = EXPORT.sub("", IMPORT.sub("", f"{line}\n"))
    assert LEFT_OVER.search(joined) or names_renamed(line)


def names_renamed(line):
    return re.search(r"^import \{[^}]*\bas\b", line)


def test_no_file_renames_what_it_imports():
    assert [file.name for file in SCRIPTS if names_renamed(file.read_text(encoding="utf-8"))] == []


def test_a_name_used_twice_is_seen():
    assert names_used_twice("const a = 1;\nasync function b() {}\nclass a {}\n") == ["a"]


def test_every_style_begins_with_the_look_of_all(tmp_path):
    look = (HERE / "parts/look.css").read_text(encoding="utf-8")
    assert style("filter_explorer").startswith(look)


# What a script says ----------------------------------------------------------------------

COMMENTS = re.compile(r"/\*.*?\*/|(?<![:\"'])//.*?$", re.DOTALL | re.MULTILINE)
CALLED = re.compile(r"\bsay\(\s*")
LITERAL = re.compile(r'"[^"\\]*"\s*[,)]')


def said_without_a_literal(script):
    """The calls of say whose text is not a plain literal: Python could not find them."""
    code = COMMENTS.sub("", script)
    starts = [call.end() for call in CALLED.finditer(code)]
    return [code[start : start + 40] for start in starts if not LITERAL.match(code, start)]


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_everything_that_is_said_is_a_literal(file):
    assert said_without_a_literal(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "code",
    ["say(text)", "say(`Row ${row}`)", 'say("Row " + row)', r'say("\"Row\"")', "say('Row')"],
)
def test_a_text_that_is_no_literal_is_seen(code):
    assert said_without_a_literal(f"const a = {code};") != []


@pytest.mark.parametrize(
    "code",
    ['say("Row")', 'say("Row {row}", { row })', 'say(\n  "Row")', "// say(text)", "essay(a)"],
)
def test_a_literal_is_let_through(code):
    assert said_without_a_literal(code) == []


def test_the_texts_of_a_widget_are_all_that_its_script_says(widget):
    code = COMMENTS.sub("", str(widget._esm))
    assert len(CALLED.findall(code)) == len(SAID.findall(code)) > 0


def test_the_texts_are_in_the_language_of_the_moment(in_spanish):
    assert texts_of('say("Image")') == {"Image": "Imagen"}


def test_a_widget_keeps_the_language_in_which_it_was_made(in_spanish):
    sketch = Sketch()
    cnnlab.use_language("en")
    assert (sketch.language, sketch.texts) == ("es", {"Image": "Imagen"})


def test_two_widgets_can_speak_two_languages(in_spanish):
    spanish = Sketch()
    cnnlab.use_language("en")
    assert (spanish.texts["Image"], Sketch().texts["Image"]) == ("Imagen", "Image")


# What stands in its place ----------------------------------------------------------------

LARGEST_FILE = 60_000  # bytes, of the picture in each saved notebook


class Tags(HTMLParser):
    """The elements of a page with their attributes, as a browser reads them."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def all(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


def opened(png):
    """The picture that is in the bytes, decoded."""
    picture = Picture.open(io.BytesIO(png))
    picture.load()
    return picture


def test_the_stand_in_has_a_sentence(widget):
    data, _ = widget()._repr_mimebundle_()
    assert data["text/plain"].startswith(widget()._sentence())
    assert widget()._sentence() != ""


def test_the_stand_in_has_a_picture(picturing):
    data, _ = picturing()._repr_mimebundle_()
    assert opened(base64.b64decode(data["image/png"])).format == "PNG"


def test_the_stand_in_has_a_picture_with_a_text_alternative(picturing):
    data, _ = picturing()._repr_mimebundle_()
    assert [each["alt"] for each in Tags(data["text/html"]).all("img")] == [data["text/plain"]]


def test_the_stand_in_is_small(picturing):
    data, _ = picturing()._repr_mimebundle_()
    assert len(base64.b64decode(data["image/png"])) < LARGEST_FILE


def test_the_stand_in_leaves_the_widget_its_place(widget):
    data, _ = widget()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data


def test_repr_is_the_sentence(widget):
    assert repr(widget()) == widget()._sentence()


@pytest.mark.usefixtures("in_spanish")
def test_the_sentence_is_in_the_language_of_the_moment(widget):
    spanish = repr(widget())
    cnnlab.use_language("en")
    assert spanish != repr(widget())


ODD = {
    "1 x 1": np.array([[5]]),
    "1 x 1000": np.arange(1000).reshape(1, -1),
    "1000 x 1": np.arange(1000).reshape(-1, 1),
    "bool": np.eye(9, dtype=bool),
    "all zero": np.zeros((4, 4)),
    "negative": -np.eye(3),
    "colour uint8": np.random.default_rng(0).integers(0, 256, (300, 200, 3), np.uint8),
    "colour in [0, 1]": np.random.default_rng(0).random((300, 200, 3)),
    "colour below 0": np.random.default_rng(0).normal(size=(20, 20, 3)),
    "1 channel": np.ones((5, 6, 1)),
    "2 channels": np.ones((5, 6, 2)),
    "4 channels": np.ones((5, 6, 4)),
    "noise": np.random.default_rng(0).normal(size=(900, 1200)),
}


@pytest.mark.parametrize("kind", ["image", "signed"])
@pytest.mark.parametrize("array", ODD.values(), ids=ODD)
def test_an_odd_picture_can_be_opened(kind, array):
    assert opened(fallback.picture([(kind, array)])).height > 100


@pytest.mark.parametrize("kind", ["image", "signed"])
@pytest.mark.parametrize("array", ODD.values(), ids=ODD)
def test_three_odd_pictures_are_a_small_file(kind, array):
    assert len(fallback.picture([(kind, array)] * 3)) < LARGEST_FILE


def middle_of(kind, array):
    drawn = opened(fallback.picture([(kind, array)])).convert("RGB")
    return drawn.getpixel((drawn.width // 2, drawn.height // 2))


@pytest.mark.parametrize(
    ("kind", "array", "colour"),
    [
        ("signed", np.array([[0.0]]), (255, 255, 255)),
        ("image", np.array([[255]], np.uint8), (255, 255, 255)),
        ("image", np.array([[0]], np.uint8), (0, 0, 0)),
        ("image", np.array([[[255, 0, 0]]], np.uint8), (255, 0, 0)),
        ("image", np.array([[[0.0, 1.0, 0.0]]]), (0, 255, 0)),
        ("image", np.array([[[0, 0, 1]]], np.uint8), (0, 0, 1)),  # nearly black, not blue
        ("image", np.array([[True]]), (255, 255, 255)),
    ],
)
def test_a_picture_has_the_colours_of_its_numbers(kind, array, colour):
    assert np.abs(np.subtract(middle_of(kind, array), colour)).max() <= 2


def test_pictures_of_different_sizes_stand_beside_each_other():
    alone = opened(fallback.picture([("image", PHOTO)])).width
    both = opened(fallback.picture([("image", PHOTO), ("image", PHOTO.T)])).width
    assert both > alone


def test_a_sentence_cannot_break_its_html():
    evil = '"><script>alert(1)</script>'
    tags = Tags(fallback.as_html(b"", evil))
    assert [each["alt"] for each in tags.all("img")] == [evil]
    assert tags.all("script") == []


# A page of its own -----------------------------------------------------------------------


@pytest.fixture
def page(widget, tmp_path):
    return widget().save_html(tmp_path / "página.html").read_text(encoding="utf-8")


def test_the_page_asks_for_nothing_from_elsewhere(page):
    found = re.findall(r"https?:(?:\\?/){2}[^\s\"'\\]+", page)
    assert [address for address in found if not address.startswith("http://www.w3.org/")] == []


def test_the_page_loads_no_other_file(page):
    tags = Tags(page)
    sources = [each[name] for _, each in tags.found for name in ("src", "href") if name in each]
    assert [source for source in sources if not source.startswith("data:")] == []


def carried(text):
    """What the page carries, read as a browser reads it: up to the first end of the element."""
    inside = re.search(r'<script type="application/json" id="carried">(.*?)</script', text, re.S)
    return json.loads(inside[1])


def test_the_page_carries_the_script_and_the_state(widget, page):
    made = widget()
    assert carried(page)["script"] == made._esm
    assert carried(page)["state"]["texts"] == made.texts


def test_the_page_carries_a_pictures_numbers(tmp_path):
    file = Sketch(PHOTO).save_html(tmp_path / "page.html")
    sent = carried(file.read_text(encoding="utf-8"))["state"]["image"]
    numbers = np.frombuffer(base64.b64decode(sent["data"]["base64"]), sent["dtype"])
    np.testing.assert_array_equal(numbers.reshape(sent["shape"]), PHOTO)


def test_the_page_carries_nothing_that_only_jupyter_needs(widget, page):
    assert {"layout", "_esm", "_css", "_model_name", "tabbable"}.isdisjoint(carried(page)["state"])


@pytest.mark.parametrize("evil", ["</script><script>alert(1)</script>", "<!--<script>", "]]>"])
def test_a_text_cannot_break_the_page(evil, tmp_path):
    sketch = Sketch()
    sketch.texts = {"Image": evil}
    text = sketch.save_html(tmp_path / "page.html").read_text(encoding="utf-8")
    assert carried(text)["state"]["texts"]["Image"] == evil
    assert len(Tags(text).all("script")) == 2


def test_a_title_cannot_break_the_page(tmp_path, monkeypatch):
    monkeypatch.setattr(Sketch, "_title", lambda self: "</title><img src=x>")
    text = Sketch().save_html(tmp_path / "page.html").read_text(encoding="utf-8")
    assert Tags(text).all("img") == []


def test_a_file_that_is_there_stays_as_it_was(tmp_path):
    file = tmp_path / "mine.html"
    file.write_text("my notes", encoding="utf-8")
    with pytest.raises(FileExistsError, match=r"mine\.html already"):
        Sketch().save_html(file)
    assert file.read_text(encoding="utf-8") == "my notes"


def test_a_page_that_cannot_be_made_leaves_no_empty_file(tmp_path, monkeypatch):
    monkeypatch.setattr(Sketch, "_title", Widget._title)
    with pytest.raises(NotImplementedError):
        Sketch().save_html(tmp_path / "page.html")
    assert list(tmp_path.iterdir()) == []


def test_saving_a_page_says_where_it_is(tmp_path):
    assert Sketch().save_html(str(tmp_path / "page.html")) == tmp_path / "page.html"


def test_the_page_says_the_language_of_the_widget(in_spanish, tmp_path):
    text = Sketch().save_html(tmp_path / "page.html").read_text(encoding="utf-8")
    assert Tags(text).all("html") == [{"lang": "es"}]


# The package -----------------------------------------------------------------------------


def test_importing_cnnlab_brings_no_widgets():
    code = "import sys, cnnlab; sys.exit('anywidget' in sys.modules or 'ipywidgets' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_widget_is_an_ipywidget_like_any_other(widget):
    assert isinstance(ipywidgets.VBox([widget()]).children[0], widget)
