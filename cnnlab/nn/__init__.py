"""A CNN in NumPy, layer by layer, each small enough to read in one sitting.

    layer           what every layer is: forward, backward, params, grads; read it first
    convolution     Conv2d                  transposed_convolution  ConvTranspose2d
    pooling         MaxPool2d, AvgPool2d, GlobalAvgPool2d
    activations     ReLU, LeakyReLU, Sigmoid, Tanh
    linear          Linear, Flatten
    normalisation   BatchNorm2d             dropout                 Dropout
    embedding       Embedding
    recurrent       what RNN (rnn) and LSTM (lstm) share: backpropagation through time
    losses          softmax, CrossEntropyLoss, MSELoss, BCEWithLogitsLoss
    container       layers that hold layers: network (Sequential), branches (Add, Concat)
    optimisers      SGD, Adam               schedules               StepLR, CosineAnnealingLR
    training        fit; loop is its heart, around it examples, metrics, history, callbacks
    evaluation      evaluate                gradient_check          is a backward right?
    summary         the table of a network
    saving          save_weights, load_weights: safetensors, which PyTorch reads too (state: how
                    a model takes them)
    onnx_export     export_onnx (onnx_layers: what each layer is there)
    classifier      CNNClassifier, for scikit-learn

Inside a network the batch is the last axis, (C, H, W, N); people hand over (N, H, W) or
(N, H, W, C), and `batches` is the door between the two. Names are PyTorch's.

>>> import numpy as np
>>> from cnnlab import nn
>>> model = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.GlobalAvgPool2d(),
...                       nn.Linear(4, 2), rng=0)
>>> model.predict_proba(np.zeros((5, 9, 9))).shape
(5, 2)
"""

from typing import Any

from cnnlab.nn.activations import LeakyReLU, ReLU, Sigmoid, Tanh
from cnnlab.nn.branches import Add, Concat
from cnnlab.nn.callbacks import Callback
from cnnlab.nn.convolution import Conv2d
from cnnlab.nn.dropout import Dropout
from cnnlab.nn.embedding import Embedding
from cnnlab.nn.gradient_check import GradientReport, gradient_check
from cnnlab.nn.history import History
from cnnlab.nn.layer import Identity, Layer
from cnnlab.nn.linear import Flatten, Linear
from cnnlab.nn.losses import (
    BCEWithLogitsLoss,
    CrossEntropyLoss,
    Loss,
    MSELoss,
    log_softmax,
    softmax,
)
from cnnlab.nn.lstm import LSTM
from cnnlab.nn.network import Sequential
from cnnlab.nn.normalisation import BatchNorm2d
from cnnlab.nn.onnx_export import export_onnx
from cnnlab.nn.optimisers import SGD, Adam
from cnnlab.nn.pooling import AvgPool2d, GlobalAvgPool2d, MaxPool2d
from cnnlab.nn.rnn import RNN
from cnnlab.nn.saving import load_weights, save_weights
from cnnlab.nn.schedules import CosineAnnealingLR, StepLR
from cnnlab.nn.training import Training, TrainingDiverged, evaluate, fit
from cnnlab.nn.transposed_convolution import ConvTranspose2d

__all__ = [
    "LSTM",
    "RNN",
    "SGD",
    "Adam",
    "Add",
    "AvgPool2d",
    "BCEWithLogitsLoss",
    "BatchNorm2d",
    "CNNClassifier",
    "Callback",
    "Concat",
    "Conv2d",
    "ConvTranspose2d",
    "CosineAnnealingLR",
    "CrossEntropyLoss",
    "Dropout",
    "Embedding",
    "Flatten",
    "GlobalAvgPool2d",
    "GradientReport",
    "History",
    "Identity",
    "Layer",
    "LeakyReLU",
    "Linear",
    "Loss",
    "MSELoss",
    "MaxPool2d",
    "ReLU",
    "Sequential",
    "Sigmoid",
    "StepLR",
    "Tanh",
    "Training",
    "TrainingDiverged",
    "evaluate",
    "export_onnx",
    "fit",
    "gradient_check",
    "load_weights",
    "log_softmax",
    "save_weights",
    "softmax",
]


def __getattr__(name: str) -> Any:
    """Import CNNClassifier when it is asked for: scikit-learn takes a second."""
    if name != "CNNClassifier":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from cnnlab.nn.classifier import CNNClassifier

    return CNNClassifier
