"""A CNN in NumPy, layer by layer, each small enough to read in one sitting.

    layer           what every layer is: forward, backward, params, grads; read it first
    convolution     Conv2d
    pooling         MaxPool2d, AvgPool2d, GlobalAvgPool2d
    activations     ReLU, LeakyReLU, Sigmoid, Tanh
    linear          Linear, Flatten
    losses          softmax, CrossEntropyLoss, MSELoss, BCEWithLogitsLoss
    optimisers      SGD, Adam
    schedules       StepLR, CosineAnnealingLR
    network         Sequential: the layers of a CNN, one after the other

Inside a network the batch is the last axis, (C, H, W, N); people hand over (N, H, W) or
(N, H, W, C), and `batches` is the door between the two. Names are PyTorch's.

>>> import numpy as np
>>> from cnnlab import nn
>>> model = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.GlobalAvgPool2d(),
...                       nn.Linear(4, 2), rng=0)
>>> model.predict_proba(np.zeros((5, 9, 9))).shape
(5, 2)
"""

from cnnlab.nn.activations import LeakyReLU, ReLU, Sigmoid, Tanh
from cnnlab.nn.convolution import Conv2d
from cnnlab.nn.layer import Identity, Layer
from cnnlab.nn.linear import Flatten, Linear
from cnnlab.nn.losses import BCEWithLogitsLoss, CrossEntropyLoss, MSELoss, log_softmax, softmax
from cnnlab.nn.network import Sequential
from cnnlab.nn.optimisers import SGD, Adam
from cnnlab.nn.pooling import AvgPool2d, GlobalAvgPool2d, MaxPool2d
from cnnlab.nn.schedules import CosineAnnealingLR, StepLR

__all__ = [
    "Adam",
    "AvgPool2d",
    "BCEWithLogitsLoss",
    "Conv2d",
    "CosineAnnealingLR",
    "CrossEntropyLoss",
    "Flatten",
    "GlobalAvgPool2d",
    "Identity",
    "Layer",
    "LeakyReLU",
    "Linear",
    "MSELoss",
    "MaxPool2d",
    "ReLU",
    "SGD",
    "Sequential",
    "Sigmoid",
    "StepLR",
    "Tanh",
    "log_softmax",
    "softmax",
]
