"""The lecture's arrays, photographs, and image files of every kind, good and bad."""

import io
import re
import warnings

import numpy as np
import pytest
from PIL import Image

from cnnlab import images


def as_file(picture, format_="PNG", **options):
    stream = io.BytesIO()
    picture.save(stream, format_, **options)
    return stream.getvalue()


# The lecture's arrays --------------------------------------------------------------------


def test_the_portrait_has_only_possible_values_and_says_which_were_corrected():
    portrait = images.portrait()
    assert (portrait.shape, portrait.dtype) == ((16, 12), np.uint8)
    assert "256" in images.portrait.__doc__
    assert "292" in images.portrait.__doc__


def test_the_two_xs_are_made_of_plus_and_minus_one():
    for x in (images.x_clean(), images.x_deformed()):
        assert x.shape == (9, 9)
        assert set(np.unique(x)) == {-1, 1}


def test_the_clean_x_is_its_own_mirror_image_and_the_deformed_is_not():
    assert (images.x_clean() == images.x_clean()[:, ::-1]).all()
    assert (images.x_deformed() != images.x_deformed()[:, ::-1]).any()


@pytest.mark.parametrize("drawing", ["x.x/.x.", "x.x\n.x.", "\n  x . x\n  . x .\n", "x.x/.x./"])
def test_a_drawing_may_be_written_on_one_line_or_on_several(drawing):
    assert images.from_drawing(drawing, on=7, off=0).tolist() == [[7, 0, 7], [0, 7, 0]]


@pytest.mark.parametrize(
    ("drawing", "error", "complaint"),
    [
        ("x.x/.x", ValueError, r"lengths are \[3, 2\]"),
        ("x.o", ValueError, "it holds: o"),
        ("", ValueError, "made of 'x' and '.'"),
        (None, TypeError, "must be text"),
    ],
)
def test_a_drawing_that_is_not_a_grid_is_refused(drawing, error, complaint):
    with pytest.raises(error, match=complaint):
        images.from_drawing(drawing)


# Photographs -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", images.photo_names())
def test_every_photograph_is_on_this_computer_in_colour(name):
    photo = images.photo(name)
    assert photo.dtype == np.uint8
    assert photo.ndim == 3
    assert photo.shape[2] == 3
    assert photo.std() > 20


def test_an_unknown_photograph_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match="china, flower, grace_hopper"):
        images.photo("lena")


def test_a_photograph_whose_package_is_missing_says_which(monkeypatch):
    monkeypatch.setattr(images.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(FileNotFoundError, match="comes with the package scikit-learn"):
        images.photo("china")


# Image files -----------------------------------------------------------------------------

RNG = np.random.default_rng(0)
GREY = RNG.integers(0, 256, (5, 7), dtype=np.uint8)
RGB = RNG.integers(0, 256, (5, 7, 3), dtype=np.uint8)


@pytest.mark.parametrize("pixels", [GREY, RGB], ids=["grey", "colour"])
@pytest.mark.parametrize("format_", ["PNG", "BMP", "TIFF"])
def test_a_lossless_file_gives_back_its_pixels(pixels, format_):
    np.testing.assert_array_equal(images.load(as_file(Image.fromarray(pixels), format_)), pixels)


def test_path_text_bytes_and_open_file_give_the_same_picture(tmp_path):
    path = tmp_path / "año nuevo.png"
    path.write_bytes(as_file(Image.fromarray(RGB)))
    for source in (path, str(path), path.read_bytes(), io.BytesIO(path.read_bytes())):
        np.testing.assert_array_equal(images.load(source), RGB)


def test_the_array_can_be_written_to():
    array = images.load(as_file(Image.fromarray(GREY)))
    array[0, 0] = 9
    assert array[0, 0] == 9


def test_a_photograph_taken_sideways_comes_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn by 90 degrees to the right to see it upright
    loaded = images.load(as_file(Image.fromarray(RGB), "PNG", exif=exif))
    np.testing.assert_array_equal(loaded, np.rot90(RGB, -1))


def test_a_palette_becomes_its_colours():
    picture = Image.fromarray(np.array([[0, 1], [1, 0]], np.uint8), mode="L").convert("P")
    picture.putpalette([10, 20, 30, 200, 100, 50] + [0] * 762)
    np.testing.assert_array_equal(
        images.load(as_file(picture)),
        [[[10, 20, 30], [200, 100, 50]], [[200, 100, 50], [10, 20, 30]]],
    )


def test_what_is_transparent_stands_on_white():
    pixels = np.array([[[255, 0, 0, 255], [0, 0, 0, 0], [0, 0, 255, 128]]], np.uint8)
    loaded = images.load(as_file(Image.fromarray(pixels)))
    np.testing.assert_allclose(loaded, [[[255, 0, 0], [255, 255, 255], [127, 127, 255]]], atol=1)


def test_a_grey_file_with_transparency_stands_on_white_too():
    pixels = np.array([[[100, 255], [100, 0]]], np.uint8)
    loaded = images.load(as_file(Image.fromarray(pixels, mode="LA")))
    np.testing.assert_array_equal(loaded, [[100, 255]])


def test_16_bits_are_scaled_to_8_and_not_cut_off():
    pixels = np.array([[0, 257, 32896, 65535]], np.uint16)
    np.testing.assert_array_equal(images.load(as_file(Image.fromarray(pixels))), [[0, 1, 128, 255]])


def test_black_and_white_becomes_0_and_255():
    picture = Image.fromarray(np.array([[0, 255, 255]], np.uint8)).convert("1")
    np.testing.assert_array_equal(images.load(as_file(picture)), [[0, 255, 255]])


def test_cmyk_becomes_rgb():
    picture = Image.fromarray(RGB).convert("CMYK")
    assert images.load(as_file(picture, "TIFF")).shape == (5, 7, 3)


def test_of_an_animation_the_first_frame_is_taken():
    first, second = Image.new("RGB", (4, 3), "red"), Image.new("RGB", (4, 3), "blue")
    animation = as_file(first, "GIF", save_all=True, append_images=[second])
    np.testing.assert_array_equal(images.load(animation), np.full((3, 4, 3), [255, 0, 0]))


@pytest.mark.parametrize("content", [b"", b"hello, I am a text", b"\x89PNG\r\n\x1a\n garbage"],
                         ids=["empty", "text", "only the beginning of a PNG"])
def test_a_file_that_is_no_image_is_named(tmp_path, content):
    path = tmp_path / "photo.png"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"photo\.png is (not an image|damaged)"):
        images.load(path)


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "GIF"])
def test_a_file_that_breaks_off_is_called_damaged(format_):
    whole = as_file(Image.fromarray(np.tile(RGB, (40, 40, 1))), format_)
    with pytest.raises(ValueError, match="damaged or incomplete"):
        images.load(whole[: len(whole) // 2])


@pytest.mark.parametrize("side", [8_000, 11_000, 20_000])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(side, monkeypatch):
    bomb = as_file(Image.new("1", (side, side)))
    assert len(bomb) < 200_000
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was unpacked"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match="more than 50 million pixels"):
            images.load(bomb)


def test_a_missing_file_says_where_it_was_looked_for(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no file missing\.png.*folder"):
        images.load(tmp_path / "missing.png")


def test_a_folder_is_not_an_image(tmp_path):
    with pytest.raises(IsADirectoryError, match="is a folder"):
        images.load(tmp_path)


def test_a_broken_exif_block_does_not_lose_the_picture():
    file = as_file(Image.fromarray(RGB), "PNG", exif=b"Exif\0\0garbage")
    np.testing.assert_array_equal(images.load(file), RGB)


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", "PPM"])
def test_a_file_with_wrong_bytes_in_it_is_read_or_refused_with_a_sentence(format_):
    rng = np.random.default_rng(0)
    sound = np.frombuffer(as_file(Image.fromarray(np.tile(RGB, (9, 9, 1))), format_), np.uint8)
    for _ in range(60):
        mutated = sound.copy()
        places = rng.integers(0, len(mutated), 8)
        mutated[places] = rng.integers(0, 256, 8)
        try:
            assert images.load(mutated.tobytes()).dtype == np.uint8
        except ValueError as error:
            assert re.search("damaged|not an image|million pixels|unknown range", str(error))  # noqa: PT017


@pytest.mark.parametrize("pixels", [np.ones((2, 2), np.float32), np.full((2, 2), 200, np.int32)])
def test_pixels_of_an_unknown_range_are_refused(pixels):
    with pytest.raises(ValueError, match="unknown range"):
        images.load(as_file(Image.fromarray(pixels), "TIFF"))


@pytest.mark.parametrize("wrong", [None, 3, np.ones((2, 2))])
def test_what_is_neither_path_nor_bytes_is_refused(wrong):
    with pytest.raises(TypeError, match="load takes a path"):
        images.load(wrong)


# Conversions -----------------------------------------------------------------------------


def test_grey_is_pillows_grey():
    photo = images.photo("flower")
    expected = np.asarray(Image.fromarray(photo).convert("L")).astype(int)
    assert np.abs(images.to_grey(photo) - expected).max() <= 1  # Pillow truncates


@pytest.mark.parametrize("dtype", ["uint8", "int64", "float32", "float64"])
def test_grey_keeps_the_type(dtype):
    grey = images.to_grey(np.full((2, 3, 3), 200).astype(dtype))
    assert grey.dtype == dtype
    np.testing.assert_allclose(grey, 200, rtol=1e-6)


def test_there_and_back_again_changes_no_pixel():
    every_value = np.arange(256, dtype=np.uint8).reshape(16, 16)
    np.testing.assert_array_equal(images.to_uint8(images.to_unit(every_value)), every_value)


def test_a_float32_image_stays_float32_in_the_unit_range():
    assert images.to_unit(np.ones((2, 2), np.float32)).dtype == np.float32


@pytest.mark.parametrize(
    ("conversion", "image", "complaint"),
    [
        (images.to_unit, [[-1.0]], r"lie in \[0, 255\].*from -1"),
        (images.to_unit, [[256]], r"np\.clip\(image, 0, 255\)"),
        (images.to_uint8, [[1.5]], r"lie in \[0, 1\]"),
        (images.to_uint8, [[np.nan]], "not finite"),
        (images.to_grey, np.ones((2, 2, 4)), r"\(height, width, 3\)"),
        (images.to_grey, np.ones((0, 2, 3)), "image is empty"),
    ],
)
def test_a_conversion_that_would_lose_something_is_refused(conversion, image, complaint):
    with pytest.raises(ValueError, match=complaint):
        conversion(image)
