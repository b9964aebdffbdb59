"""cnnlab: how a computer sees, in plain NumPy, small enough to read.

The house, room by room; start at the top, each room uses only those above it:

    _validation     checks whose errors say the name, what arrived, and what to do
    geometry        sizes only: output size, receptive field, parameters, multiply-adds
    images          the lecture's arrays, photographs, an image file -> an array of numbers
                    (_image_files: how any file is read)
    convolution     patches, the lecture's loops, cross_correlate, convolve, their steps
                    (_slide: how a kernel moves; _fast_convolution: two ways to move it fast;
                    _memory: what is freed is kept)
    filters         named kernels and banks of kernels; feature_maps(image, bank)
    pooling         relu, max and mean pooling of one feature map
    datasets        labelled images: drawn shapes, digits, downloads; splits, metrics
    nn              layers, losses, optimisers, training: a CNN, its way back included
    vision          what is built from nn: looking inside a trained network
    language        Spanish and English for labels, messages and text alternatives
    plots           everything that is drawn: arrays in, Axes out
    widgets         everything that a hand can change: state in Python, a view in the browser
    exercises       the questions: check, hint, solution; quizzes, and what is done
    nodelay         a Jupyter server that sends a kernel's answer at once

>>> from cnnlab import convolution, filters, images
>>> convolution.cross_correlate(images.example(), filters.get("diagonal_cross"))
array([[4., 3., 4.],
       [2., 4., 3.],
       [2., 3., 4.]])
"""

from cnnlab.language import use_language

__all__ = ["use_language"]
__version__ = "0.1.0"
