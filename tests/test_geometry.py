"""Sizes against counting, against published figures, and against what makes no sense."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cnnlab import geometry

small = st.integers(1, 6)


@given(size=st.integers(1, 30), kernel_size=small, stride=small, padding=st.integers(0, 4),
       dilation=st.integers(1, 3))
def test_output_size_is_the_number_of_places_where_the_kernel_fits(
    size, kernel_size, stride, padding, dilation
):
    pixels = range(-padding, size + padding)
    starts = pixels[::stride]
    fits = sum(start + dilation * (kernel_size - 1) in pixels for start in starts)
    if fits:
        assert geometry.output_size(size, kernel_size, stride, padding, dilation) == fits
    else:
        with pytest.raises(ValueError, match="does not fit"):
            geometry.output_size(size, kernel_size, stride, padding, dilation)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [  # input, kernel, stride, padding -> output, as printed in the papers
        ((227, 11, 4, 0), 55),  # AlexNet conv1 (Krizhevsky et al. 2012)
        ((55, 3, 2, 0), 27),  # AlexNet, overlapping pooling
        ((224, 3, 1, 1), 224),  # VGG (Simonyan and Zisserman 2014)
        ((224, 7, 2, 3), 112),  # ResNet conv1 (He et al. 2015)
        ((32, 5, 1, 0), 28),  # LeNet-5 C1 (LeCun et al. 1998)
    ],
)
def test_output_size_agrees_with_the_papers(arguments, expected):
    assert geometry.output_size(*arguments) == expected


@given(size=st.integers(1, 30), kernel_size=small, stride=small, padding=st.integers(0, 4),
       dilation=st.integers(1, 3))
def test_transposed_output_size_undoes_output_size_with_what_the_floor_left_over(
    size, kernel_size, stride, padding, dilation
):
    reach = dilation * (kernel_size - 1) + 1
    assume(reach <= size + 2 * padding)
    shrunk = geometry.output_size(size, kernel_size, stride, padding, dilation)
    left_over = (size + 2 * padding - reach) % stride
    assert size == geometry.transposed_output_size(
        shrunk, kernel_size, stride, padding, left_over, dilation
    )


@given(size=st.integers(1, 12), kernel_size=small, stride=small, dilation=st.integers(1, 3),
       data=st.data())
def test_transposed_output_size_is_what_all_stamps_cover_less_the_padding(
    size, kernel_size, stride, dilation, data
):
    extra = data.draw(st.integers(0, max(stride, dilation) - 1))
    covered = max(stride * p + dilation * i for p in range(size) for i in range(kernel_size)) + 1
    padding = data.draw(st.integers(0, 4))
    if covered + extra > 2 * padding:
        assert covered + extra - 2 * padding == geometry.transposed_output_size(
            size, kernel_size, stride, padding, extra, dilation
        )
    else:
        with pytest.raises(ValueError, match=f"cuts all {covered + extra} pixels off"):
            geometry.transposed_output_size(size, kernel_size, stride, padding, extra, dilation)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [  # input, kernel, stride, padding -> output, as printed in the papers
        ((28, 2, 2, 0), 56),  # U-Net's first up-convolution (Ronneberger et al. 2015)
        ((4, 4, 2, 1), 8),  # DCGAN, figure 1 (Radford et al. 2015), with 4 x 4 kernels
    ],
)
def test_transposed_output_size_agrees_with_the_papers(arguments, expected):
    assert geometry.transposed_output_size(*arguments) == expected


def test_the_advice_about_transposed_padding_is_enough_and_not_too_much():
    with pytest.raises(ValueError, match=r"all 6 pixels off\. Use at most padding=2"):
        geometry.transposed_output_size(3, 4, padding=3)
    assert geometry.transposed_output_size(3, 4, padding=2) == 2


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_output_padding_stays_below_the_stride_or_the_dilation(stride):
    with pytest.raises(ValueError, match=rf"smaller than stride={stride} or dilation=2\. "
                                         rf"Use output_padding={max(stride, 2) - 1} or less"):
        geometry.check_output_padding(3, stride, dilation=2)
    geometry.check_output_padding(max(stride, 2) - 1, stride, dilation=2)


@given(size=st.integers(1, 40), kernel_size=st.integers(1, 9), dilation=st.integers(1, 3))
def test_same_padding_keeps_the_size(size, kernel_size, dilation):
    before, after = geometry.same_padding(kernel_size, dilation)
    assert size + before + after - geometry.span(kernel_size, dilation) + 1 == size
    assert after - before in (0, 1)


def test_the_advice_of_the_error_is_enough_and_not_too_much():
    with pytest.raises(ValueError, match=r"padding=0\. Use a smaller kernel or padding=1\."):
        geometry.output_size(3, 5)
    assert geometry.output_size(3, 5, padding=1) == 1


def _first_and_last_pixel_seen(layers):
    """The input pixels behind output 0, followed down layer by layer."""
    first, last = 0, 0
    for kernel_size, stride, dilation in reversed(layers):
        first, last = first * stride, last * stride + dilation * (kernel_size - 1)
    return first, last


@given(st.lists(st.tuples(small, small, st.integers(1, 3)), max_size=6))
def test_receptive_field_is_what_one_output_traces_back_to(layers):
    first, last = _first_and_last_pixel_seen(layers)
    assert geometry.receptive_field(layers) == last - first + 1


def test_receptive_field_of_alexnet_and_vgg16_are_those_of_araujo_et_al_2019():
    alexnet = [(11, 4), (3, 2), 5, (3, 2), 3, 3, 3, (3, 2)]
    vgg16 = [3, 3, (2, 2)] * 2 + [3, 3, 3, (2, 2)] * 3
    assert geometry.receptive_field(alexnet) == 195
    assert geometry.receptive_field(vgg16) == 212


def test_without_layers_one_output_sees_one_pixel():
    assert geometry.receptive_field([]) == 1


def test_the_parameters_of_lenet_5_add_up_to_the_published_figure():
    total = (geometry.conv_parameters(1, 6, 5) + geometry.conv_parameters(6, 16, 5)
             + geometry.conv_parameters(16, 120, 5) + geometry.linear_parameters(120, 84)
             + geometry.linear_parameters(84, 10))
    assert total == 61_706


@pytest.mark.parametrize(("grouped", "published"), [(1, 62_378_344), (2, 60_965_224)])
def test_the_parameters_of_alexnet_add_up_with_and_without_groups(grouped, published):
    total = (geometry.conv_parameters(3, 96, 11)
             + geometry.conv_parameters(96, 256, 5, groups=grouped)
             + geometry.conv_parameters(256, 384, 3)
             + geometry.conv_parameters(384, 384, 3, groups=grouped)
             + geometry.conv_parameters(384, 256, 3, groups=grouped)
             + geometry.linear_parameters(256 * 6 * 6, 4096)
             + geometry.linear_parameters(4096, 4096)
             + geometry.linear_parameters(4096, 1000))
    assert total == published


def test_multiply_adds_count_every_weight_at_every_output_pixel():
    weights, height, width = 16 * (3 * 5 * 4), 6, 5
    counted = geometry.conv_multiply_adds(
        (13, 9), in_channels=4, out_channels=16, kernel_size=(3, 5), stride=2, padding=(0, 2)
    )
    assert counted == weights * height * width


@pytest.mark.parametrize("integer", [np.int16, np.int32, np.uint8, np.int64])
def test_numpy_s_small_integers_do_not_overflow(integer):
    assert geometry.conv_parameters(integer(100), integer(120), integer(31)) == 11_532_120
    assert geometry.conv_multiply_adds(integer(100), 3, integer(64), 3) == 16_595_712
    assert geometry.linear_parameters(integer(100), integer(120)) == 12_120


def test_groups_must_divide_the_channels():
    with pytest.raises(ValueError, match="groups=3 must divide"):
        geometry.conv_parameters(4, 6, 3, groups=3)


@pytest.mark.parametrize("wrong", [2.0, "3", None, True, float("nan")])
def test_what_is_not_a_whole_number_is_named_in_the_error(wrong):
    with pytest.raises(TypeError, match="kernel_size must be a whole number"):
        geometry.output_size(9, wrong)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"size": 0, "kernel_size": 1}, "size must be at least 1, but 0 arrived"),
        ({"size": 9, "kernel_size": 3, "stride": 0}, "stride must be at least 1"),
        ({"size": 9, "kernel_size": 3, "padding": -1}, "padding must be at least 0, but -1"),
        ({"size": 9, "kernel_size": 3, "dilation": 0}, "dilation must be at least 1"),
    ],
)
def test_impossible_sizes_are_refused_by_name(arguments, complaint):
    with pytest.raises(ValueError, match=complaint):
        geometry.output_size(**arguments)


def test_a_layer_with_four_numbers_is_refused_by_its_place():
    with pytest.raises(ValueError, match=r"layers\[1\]"):
        geometry.receptive_field([3, (3, 1, 1, 1)])
