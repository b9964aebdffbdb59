"""A CNN where scikit-learn expects a classifier: in pipelines, cross-validation, grid search.

Read `CNNClassifier.fit`: images and labels are checked, a network is built for them, and `nn.fit`
trains it. `small_cnn` is the network for whoever names none. What else is here turns flat rows,
as scikit-learn's tools pass them on, into images again.

This is the one module of the room that needs scikit-learn, and it needs it from the start.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags, check_array, check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from cnnlab._validation import say, whole_number
from cnnlab.nn.activations import ReLU
from cnnlab.nn.batches import shape_inside
from cnnlab.nn.convolution import Conv2d
from cnnlab.nn.layer import Shape
from cnnlab.nn.linear import Flatten, Linear
from cnnlab.nn.network import Sequential
from cnnlab.nn.optimisers import SGD, Adam, Optimiser
from cnnlab.nn.pooling import MaxPool2d
from cnnlab.nn.training import fit

Build = Callable[[Shape, int, np.random.Generator], Sequential]
KEPT_TYPES = [np.float32, np.uint8]  # anything else becomes the first; bytes stay small
OPTIMISERS = {"adam": Adam, "sgd": SGD}


def small_cnn(
    image_shape: Shape, classes: int, rng: Any = None, filters: int = 16, blocks: int = 2
) -> Sequential:
    """Return a network for images of any size: convolution, ReLU, pooling, again; then Linear.

    Parameters
    ----------
    image_shape : (H, W) or (H, W, C)
    classes : how many scores there are
    rng : seed or Generator for the first weights
    filters : of the first convolution; each block has twice as many as the one before
    blocks : how often; sides shorter than 4 pixels are not pooled

    >>> small_cnn((28, 28), classes=10)
    Sequential(
      0: Conv2d(1, 16, kernel_size=(3, 3), padding='same')
      1: ReLU()
      2: MaxPool2d(kernel_size=(2, 2), stride=(2, 2))
      3: Conv2d(16, 32, kernel_size=(3, 3), padding='same')
      4: ReLU()
      5: MaxPool2d(kernel_size=(2, 2), stride=(2, 2))
      6: Flatten()
      7: Linear(1568, 10)
    )
    """
    shape, layers = shape_inside(image_shape), []
    for _ in range(whole_number(blocks, "blocks")):
        kernel_size = tuple(3 if side > 1 else 1 for side in shape[1:])
        window = tuple(2 if side >= 4 else 1 for side in shape[1:])
        block = [Conv2d(shape[0], filters, kernel_size, padding="same"), ReLU()]
        block += [MaxPool2d(window)] if max(window) > 1 else []
        shape = Sequential(*block).output_shape(shape)
        layers += block
        filters *= 2
    return Sequential(*layers, Flatten(), Linear(math.prod(shape), classes), rng=rng)


class CNNClassifier(ClassifierMixin, BaseEstimator):
    """A classifier of images in the manner of scikit-learn, round a network of cnnlab.

    Parameters
    ----------
    build : a function (image_shape, classes, rng) that returns a new Sequential, with `rng` for
        its first weights; None = `small_cnn`. functools.partial(small_cnn, filters=8) is one too
    image_shape : (H, W) or (H, W, C), what each flat row is; None = a square if the row's length
        is one, else 1 pixel high. Images (N, H, W) or (N, H, W, C) bring their own
    epochs, batch_size, patience : as in `nn.fit`
    optimiser : "adam", "sgd", or a function (model, lr=...), such as functools.partial(nn.SGD,
        momentum=0.9)
    learning_rate : how far a step goes
    validation_fraction : the part of the images to set aside and judge after each epoch, or None
    random_state : as everywhere in scikit-learn; a number repeats everything
    progress : whether a bar of text shows how far it is

    Attributes
    ----------
    model_ : the trained network; `nn.save_weights` and `nn.export_onnx` take it
    history_ : one number for each epoch, as `nn.fit` returns it
    classes_ : the labels, sorted, in the order of the columns of `predict_proba`
    image_shape_ : of each image
    n_features_in_ : the numbers of each image

    Nothing is scaled: divide bytes by 255 first, or put a scaler before it in a pipeline.

    Cross-validation and grid search train many networks; `n_jobs=2` shares them between two
    processes, and a Dask cluster between as many machines as it has:

        client = distributed.Client("address of the cluster")       # or a LocalCluster
        with joblib.parallel_config("dask"):
            GridSearchCV(CNNClassifier(), {"learning_rate": [0.01, 0.001]}).fit(images, labels)

    >>> from sklearn.datasets import load_digits
    >>> images, labels = load_digits(return_X_y=True)     # flat rows of 64 numbers from 0 to 16
    >>> images /= 16
    >>> classifier = CNNClassifier(epochs=5, random_state=0).fit(images[:1000], labels[:1000])
    >>> classifier.image_shape_, classifier.score(images[1000:], labels[1000:]) > 0.85
    ((8, 8), True)
    """

    def __init__(
        self,
        build: Build | None = None,
        image_shape: Shape | None = None,
        epochs: int = 20,
        batch_size: int = 64,
        optimiser: str | Callable[..., Optimiser] = "adam",
        learning_rate: float = 0.003,
        validation_fraction: float | None = None,
        patience: int | None = None,
        random_state: Any = None,
        progress: bool = False,
    ):
        self.build = build
        self.image_shape = image_shape
        self.epochs = epochs
        self.batch_size = batch_size
        self.optimiser = optimiser
        self.learning_rate = learning_rate
        self.validation_fraction = validation_fraction
        self.patience = patience
        self.random_state = random_state
        self.progress = progress

    def fit(self, X: ArrayLike, y: ArrayLike) -> CNNClassifier:
        """Train a new network on images (N, H, W), (N, H, W, C) or rows (N, D), with labels (N,).

        Raises ValueError or TypeError where they don't fit together, `nn.TrainingDiverged` where
        the steps are too large.
        """
        shape = _image_axes(X)
        rows, y = validate_data(self, _flat(X, shape), y, dtype=KEPT_TYPES)
        check_classification_targets(y)
        self.classes_, labels = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(
                say("There is only one class, {label!r}, so there is nothing to tell apart. Give "
                    "images of at least two classes.", label=self.classes_.tolist()[0])
            )
        self.image_shape_ = self._image_shape(shape, rows.shape[1])
        rng = np.random.default_rng(check_random_state(self.random_state).randint(2**31 - 1))
        self.model_ = self._built(rng)
        self.history_ = fit(
            self.model_, self._as_images(rows), labels, epochs=self.epochs,
            batch_size=self.batch_size, optimiser=self._chosen_optimiser(), rng=rng,
            validation=self.validation_fraction, patience=self.patience, progress=self.progress)
        return self

    def decision_function(self, X: ArrayLike) -> np.ndarray:
        """Return the scores (logits), (N, classes); of two classes the second's lead, (N,)."""
        images = self._checked(X)
        scores = self.model_.scores(images)
        return scores if len(self.classes_) > 2 else scores[:, 1] - scores[:, 0]

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """Return what softmax makes of the scores, (N, classes): no calibrated chances."""
        images = self._checked(X)
        return self.model_.predict_proba(images)

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return the label with the largest score for each image, (N,)."""
        images = self._checked(X)
        return self.classes_[self.model_.predict(images)]

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.three_d_array = True
        return tags

    # Rows and images ----------------------------------------------------------------------

    def _checked(self, X: ArrayLike) -> np.ndarray:
        """Return what is to be predicted as images, once it is like what was learned from."""
        check_is_fitted(self)
        shape = _image_axes(X)
        if shape is not None and shape != self.image_shape_:
            raise ValueError(
                say("This classifier learned from images of shape {known}, but images of shape "
                    "{shape} arrived.", known=self.image_shape_, shape=shape)
            )
        return self._as_images(
            validate_data(self, _flat(X, shape), reset=False, dtype=KEPT_TYPES))

    def _as_images(self, rows: np.ndarray) -> np.ndarray:
        return rows.reshape(len(rows), *self.image_shape_)

    def _image_shape(self, shape: Shape | None, pixels: int) -> Shape:
        """Return the shape of each image: as asked, as it came, or the best guess for a row."""
        if self.image_shape is None:
            side = math.isqrt(pixels)
            return shape or ((side, side) if side**2 == pixels else (1, pixels))
        asked = tuple(whole_number(side, "image_shape", minimum=1) for side in self.image_shape)
        if len(asked) not in (2, 3) or math.prod(asked) != pixels or shape not in (None, asked):
            raise ValueError(
                say("image_shape={asked} does not fit: each image that arrived has {pixels} "
                    "numbers, of shape {shape}. Give (H, W) or (H, W, C), or leave it out for "
                    "images that have their shape.", asked=asked, pixels=pixels,
                    shape=shape or (pixels,))
            )
        return asked

    # The network --------------------------------------------------------------------------

    def _built(self, rng: np.random.Generator) -> Sequential:
        classes = len(self.classes_)
        model = (self.build or small_cnn)(self.image_shape_, classes, rng)
        if not isinstance(model, Sequential):
            raise TypeError(
                say("build must return a Sequential, but {type} arrived.",
                    type=type(model).__name__)
            )
        found = model.output_shape(shape_inside(self.image_shape_))
        if found != (classes,):
            raise ValueError(
                say("build must return a network that gives ({classes},) for images of shape "
                    "{shape}, one score for each class, but it gives {found}.",
                    classes=classes, shape=self.image_shape_, found=found)
            )
        return model

    def _chosen_optimiser(self) -> Optimiser:
        make = self.optimiser
        if isinstance(make, str):
            make = OPTIMISERS.get(make)
        if not callable(make):
            raise ValueError(
                say('optimiser must be "adam", "sgd" or a function (model, lr=...), but '
                    "{optimiser!r} arrived.", optimiser=self.optimiser)
            )
        return make(self.model_, lr=self.learning_rate)


def _image_axes(X: Any) -> Shape | None:
    """Return the shape of each image in (N, H, W) or (N, H, W, C), None for flat rows."""
    shape = np.shape(X) if isinstance(X, list | tuple) else getattr(X, "shape", ())
    return tuple(shape[1:]) if len(shape) in (3, 4) else None


def _flat(X: Any, shape: Shape | None) -> Any:
    """Return images as rows; what is flat stays what it is, such as a table with names."""
    if shape is None:
        return X
    images = check_array(X, allow_nd=True, dtype=KEPT_TYPES)
    return images.reshape(len(images), -1)
