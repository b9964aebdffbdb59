"""Sizes only: how large is the output, how far does a neuron see, how much must be learned.

Whole numbers in, whole numbers out; no picture is ever touched. Read `output_size` first, the one
formula behind every shape in the course, then `receptive_field`, then the counting of weights.

References
----------
Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), arXiv:1603.07285.
Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks",
Distill (2019), doi:10.23915/distill.00021.
"""

from __future__ import annotations

from collections.abc import Iterable

from cnnlab._validation import pair, say, whole_number

# Along one axis --------------------------------------------------------------------------


def span(kernel_size: int, dilation: int = 1) -> int:
    """Return how many pixels a kernel reaches across, holes included: D (K - 1) + 1.

    >>> span(3), span(3, dilation=2)
    (3, 5)
    """
    kernel_size = whole_number(kernel_size, "kernel_size", minimum=1)
    dilation = whole_number(dilation, "dilation", minimum=1)
    return dilation * (kernel_size - 1) + 1


def output_size(
    size: int, kernel_size: int, stride: int = 1, padding: int = 0, dilation: int = 1
) -> int:
    """Return how many times a kernel fits along one axis: floor((H + 2P - D(K - 1) - 1) / S) + 1.

    `size` is the number of pixels along the axis, `padding` the number of pixels added on EACH
    side, `stride` the pixels moved at each step, `dilation` the distance between weights (1 = no
    holes). Raises ValueError where the kernel doesn't fit even once.

    The lecture's 5 x 5 image under a 3 x 3 filter, its 9 x 9 X, and its 4 x 4 window moving by 2:

    >>> output_size(5, 3), output_size(9, 3), output_size(28, 4, stride=2)
    (3, 7, 13)

    The floor matters: 7 pixels hold a 2-pixel window three times, and one pixel is left over.

    >>> output_size(7, 2, stride=2)
    3
    """
    size = whole_number(size, "size", minimum=1)
    stride = whole_number(stride, "stride", minimum=1)
    padding = whole_number(padding, "padding")
    reach = span(kernel_size, dilation)
    room = size + 2 * padding - reach
    if room < 0:
        raise ValueError(
            say("A kernel spanning {span} pixels does not fit in {size} pixels with "
                "padding={padding}. Use a smaller kernel or padding={enough}.",
                span=reach, size=size, padding=padding, enough=(reach - size + 1) // 2)
        )
    return room // stride + 1


def same_padding(kernel_size: int, dilation: int = 1) -> tuple[int, int]:
    """Return the padding (before, after) that keeps the size at stride 1.

    An even kernel has no middle pixel: the extra pixel goes after, as in PyTorch's
    `padding="same"`.

    >>> same_padding(3), same_padding(5), same_padding(4), same_padding(3, dilation=2)
    ((1, 1), (2, 2), (1, 2), (2, 2))
    """
    total = span(kernel_size, dilation) - 1
    return total // 2, total - total // 2


def transposed_output_size(
    size: int,
    kernel_size: int,
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,
    dilation: int = 1,
) -> int:
    """Return the size that a convolution came from: (H - 1) S - 2P + D(K - 1) + 1 + O.

    This undoes `output_size`, and is what a transposed convolution gives. The floor of
    `output_size` makes one size of several, at stride 2 of two; `output_padding`, O, says which
    one to go back to. Raises ValueError where O is not below the stride (or the dilation), or where
    the padding, which is cut off here, leaves nothing.

    Two sizes that shrink to 3, and the way back to each; U-Net's 2 x 2 kernel doubles every side:

    >>> output_size(5, 3, stride=2, padding=1), output_size(6, 3, stride=2, padding=1)
    (3, 3)
    >>> transposed_output_size(3, 3, stride=2, padding=1)
    5
    >>> transposed_output_size(3, 3, stride=2, padding=1, output_padding=1)
    6
    >>> transposed_output_size(28, 2, stride=2)
    56
    """
    size = whole_number(size, "size", minimum=1)
    stride = whole_number(stride, "stride", minimum=1)
    padding = whole_number(padding, "padding")
    reach = span(kernel_size, dilation)
    check_output_padding(output_padding, stride, dilation)
    whole = (size - 1) * stride + reach + int(output_padding)
    if whole <= 2 * padding:
        raise ValueError(
            say("padding={padding} cuts all {whole} pixels off. Use at most padding={most}.",
                padding=padding, whole=whole, most=(whole - 1) // 2)
        )
    return whole - 2 * padding


def check_output_padding(output_padding: int, stride: int, dilation: int = 1) -> None:
    """Raise ValueError unless `output_padding` is smaller than the stride or the dilation.

    A convolution leaves fewer pixels than its stride over at the end, so no way back needs more.
    """
    output_padding = whole_number(output_padding, "output_padding")
    if output_padding >= max(stride, dilation):
        raise ValueError(
            say("output_padding={output_padding} must be smaller than stride={stride} or "
                "dilation={dilation}. Use output_padding={most} or less, or a larger stride.",
                output_padding=output_padding, stride=stride, dilation=dilation,
                most=max(stride, dilation) - 1)
        )


# Through several layers ------------------------------------------------------------------


def receptive_field(layers: Iterable[int | tuple[int, ...]]) -> int:
    """Return how many input pixels, along one axis, one output of the last layer can see.

    `layers` lists, from the input on, (kernel_size, stride) or (kernel_size, stride, dilation) of
    each convolution or pooling; a lone number is a kernel_size with stride 1. The formula adds
    each layer's reach, measured in input pixels: r = 1 + sum over l of D (k_l - 1) times the
    product of all strides below l.

    Two 3 x 3 convolutions see as far as one 5 x 5; with a 2 x 2 pooling between them, 8 pixels:

    >>> receptive_field([3, 3]), receptive_field([(3, 1), (2, 2), (3, 1)])
    (5, 8)
    """
    field, jump = 1, 1  # jump: input pixels between neighbouring outputs of the layer below
    for number, layer in enumerate(layers):
        kernel_size, stride, dilation = _layer(layer, number)
        field += (span(kernel_size, dilation) - 1) * jump
        jump *= stride
    return field


def _layer(layer: int | tuple[int, ...], number: int) -> tuple[int, int, int]:
    numbers = tuple(layer) if isinstance(layer, tuple | list) else (layer,)
    if not 1 <= len(numbers) <= 3:
        raise ValueError(
            say("layers[{number}] must be (kernel_size, stride) or "
                "(kernel_size, stride, dilation), but {layer!r} arrived.",
                number=number, layer=layer)
        )
    names = ("kernel_size", "stride", "dilation")
    numbers += (1,) * (3 - len(numbers))
    return tuple(
        whole_number(value, f"layers[{number}] {name}", minimum=1)
        for value, name in zip(numbers, names, strict=True)
    )


# What must be learned, and what must be computed -----------------------------------------


def conv_parameters(
    in_channels: int,
    out_channels: int,
    kernel_size: int | tuple[int, int],
    bias: bool = True,
    groups: int = 1,
) -> int:
    """Return the number of weights and biases of a convolution; the image's size plays no part.

    A filter is as deep as its input: 4 x 4 on RGB has 4*4*3 weights and one bias. AlexNet's first
    layer (Krizhevsky et al. 2012) has 96 filters of 11 x 11 x 3.

    >>> conv_parameters(1, 1, 4, bias=False), conv_parameters(3, 1, 4), conv_parameters(3, 96, 11)
    (16, 49, 34944)
    """
    weights = _weights_per_output(in_channels, out_channels, kernel_size, groups)
    return int(out_channels) * (weights + bool(bias))


def linear_parameters(in_features: int, out_features: int, bias: bool = True) -> int:
    """Return the number of weights and biases of a fully connected layer.

    One neuron that looks at every value of a 1080 x 1080 RGB image:

    >>> linear_parameters(1080 * 1080 * 3, 1, bias=False)
    3499200
    """
    return linear_multiply_adds(in_features, out_features) + int(out_features) * bool(bias)


def conv_multiply_adds(
    input_size: int | tuple[int, int],
    in_channels: int,
    out_channels: int,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
    groups: int = 1,
) -> int:
    """Return how often a convolution multiplies and adds: its weights, once for each output pixel.

    `input_size` is the side of a square input or (height, width). AlexNet's first layer:

    >>> conv_multiply_adds(227, 3, 96, 11, stride=4)
    105415200
    """
    weights = _weights_per_output(in_channels, out_channels, kernel_size, groups)
    height, width = (
        output_size(*axis)
        for axis in zip(pair(input_size, "input_size", 1), pair(kernel_size, "kernel_size", 1),
                        pair(stride, "stride", 1), pair(padding, "padding"),
                        pair(dilation, "dilation", 1), strict=True)
    )
    return height * width * int(out_channels) * weights


def linear_multiply_adds(in_features: int, out_features: int) -> int:
    """Return how often a fully connected layer multiplies and adds: once per weight.

    >>> linear_multiply_adds(400, 120)
    48000
    """
    in_features = whole_number(in_features, "in_features", minimum=1)
    return in_features * whole_number(out_features, "out_features", minimum=1)


def _weights_per_output(
    in_channels: int, out_channels: int, kernel_size: int | tuple[int, int], groups: int
) -> int:
    in_channels = whole_number(in_channels, "in_channels", minimum=1)
    out_channels = whole_number(out_channels, "out_channels", minimum=1)
    groups = whole_number(groups, "groups", minimum=1)
    if in_channels % groups or out_channels % groups:
        raise ValueError(
            say("groups={groups} must divide in_channels={in_channels} and "
                "out_channels={out_channels}.", groups=groups, in_channels=in_channels,
                out_channels=out_channels)
        )
    kernel_height, kernel_width = pair(kernel_size, "kernel_size", minimum=1)
    return kernel_height * kernel_width * in_channels // groups
