"""Everything that is drawn: arrays in, Axes out.

    pictures    an image; an image with its numbers; its channels; its histogram
    kernels     one kernel as a grid of signed weights
    matrices    the matrix of a layer, its zeros white
    maps        feature maps on one scale; the table of images and filters
    steps       one step of a convolution, from the patch to the number that lands in the map;
                `moment` works out what it shows
    history     how a training went: loss and accuracy, epoch by epoch

What they share: `cells` paints arrays and writes numbers on them, `style` holds colours and sizes,
`alt_text` gives every figure its text alternative, `words` turns numbers into words.

Every function takes `ax=None`: None draws on a figure of its own. Labels and text alternatives
come in the language of `cnnlab.use_language`. Negative is purple, positive is orange, and zero is
white.
"""

from cnnlab.plots.alt_text import alt_text
from cnnlab.plots.history import history
from cnnlab.plots.kernels import kernel
from cnnlab.plots.maps import feature_maps, filter_table
from cnnlab.plots.matrices import matrix
from cnnlab.plots.pictures import channels, histogram, image, numbers
from cnnlab.plots.steps import step
from cnnlab.plots.style import side_by_side

__all__ = [
    "alt_text",
    "channels",
    "feature_maps",
    "filter_table",
    "histogram",
    "history",
    "image",
    "kernel",
    "matrix",
    "numbers",
    "side_by_side",
    "step",
]
