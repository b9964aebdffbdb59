"""Labelled images: drawn, handwritten, downloaded; how to split them, and how to judge a model.

    labelled     what every data set is: images, labels, the names of the classes
    drawing      an X, an O, ... drawn as often as you like, and you decide what varies
                 (strokes: how a shape becomes pixels; _factors: what can vary, and how far)
    handwritten  real handwritten digits that came with scikit-learn
    downloads    MNIST, Fashion-MNIST, CIFAR-10: fetched when you ask for them, then kept
                 (_formats: how their files are read)
    splits       training, validation and test; never the same form in two of them
    metrics      accuracy, confusion matrix, top-k accuracy

>>> from cnnlab import datasets
>>> images, labels = datasets.shapes(200, classes=("x", "o"), rng=0)
>>> images.shape, labels[:5].tolist()
((200, 16, 16), [1, 0, 0, 0, 1])
"""

from cnnlab.datasets._factors import factors
from cnnlab.datasets.downloads import cifar10, fashion_mnist, mnist
from cnnlab.datasets.drawing import draw_shape, shapes
from cnnlab.datasets.handwritten import digits
from cnnlab.datasets.labelled import Labelled
from cnnlab.datasets.metrics import accuracy, confusion_matrix, top_k_accuracy
from cnnlab.datasets.splits import leave_one_form_out, split
from cnnlab.datasets.strokes import shape_names, spoken_name

__all__ = [
    "Labelled",
    "accuracy",
    "cifar10",
    "confusion_matrix",
    "digits",
    "draw_shape",
    "factors",
    "fashion_mnist",
    "leave_one_form_out",
    "mnist",
    "shape_names",
    "shapes",
    "split",
    "spoken_name",
    "top_k_accuracy",
]
