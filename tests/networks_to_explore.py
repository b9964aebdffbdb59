"""Networks of every kind that the network explorer knows; in their weights nothing is special."""

import numpy as np

from cnnlab import nn


def _used(network, image_shape, rng):
    """A batch goes through in training, so that the running statistics are no longer 0 and 1."""
    for layer in network.layers:
        for name, array in layer.params.items():
            layer.params[name][...] = rng.normal(0.2, 0.5, array.shape)
    channels = image_shape[2:] or (1,)
    network.forward(rng.normal(1, 2, (*channels, *image_shape[:2], 6)))
    return network


def digits(rng):
    return (8, 8), nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 16, 3, padding=1),
        nn.ReLU(), nn.Flatten(), nn.Linear(256, 10),
    )


def strided_and_not_square(rng):
    return (13, 18), nn.Sequential(
        nn.Conv2d(1, 4, (3, 5), stride=(2, 1), padding=(1, 2)), nn.LeakyReLU(0.2),
        nn.AvgPool2d((2, 3), padding=(1, 1), count_include_pad=False),
        nn.Conv2d(4, 3, (2, 3), stride=2, bias=False), nn.Tanh(), nn.Flatten(), nn.Linear(12, 3),
    )


def coloured(rng):
    return (12, 10, 3), nn.Sequential(
        nn.Conv2d(3, 5, 3, dilation=2), nn.BatchNorm2d(5), nn.ReLU(),
        nn.MaxPool2d(3, stride=2, padding=1), nn.Dropout(0.5), nn.GlobalAvgPool2d(),
        nn.Linear(5, 4), nn.Sigmoid(), nn.Linear(4, 2, bias=False),
    )


def same_size_with_an_even_kernel(rng):
    return (9, 7, 2), nn.Sequential(
        nn.Sequential(nn.Conv2d(2, 3, (4, 2), padding="same"), nn.Sigmoid()),
        nn.AvgPool2d(3, stride=2, padding=1), nn.BatchNorm2d(3, affine=False),
        nn.MaxPool2d(2, stride=1, dilation=(1, 2)),
    )


def yes_or_no(rng):
    return (6, 5), nn.Sequential(nn.Flatten(), nn.Linear(30, 12), nn.Tanh(), nn.Linear(12, 1))


def lenet(rng):
    return (20, 20), nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(),
        nn.AvgPool2d(2), nn.Flatten(), nn.Linear(64, 84), nn.Tanh(), nn.Linear(84, 10),
    )


def vgg_of_blocks(rng):
    def block(inside, outside):
        return nn.Sequential(
            nn.Sequential(nn.Conv2d(inside, outside, 3, padding=1), nn.BatchNorm2d(outside)),
            nn.ReLU(), nn.Identity(), nn.MaxPool2d(2),
        )
    return (16, 12, 3), nn.Sequential(
        block(3, 6), block(6, 12), nn.Flatten(), nn.Dropout(0.5), nn.Linear(144, 100),
    )


def windows_that_overlap(rng):
    return (17, 21), nn.Sequential(
        nn.Dropout(0.2), nn.MaxPool2d(3, stride=1, padding=1), nn.Conv2d(1, 4, (1, 7)),
        nn.AvgPool2d((2, 3), stride=(1, 2), padding=(1, 1)), nn.LeakyReLU(),
        nn.Conv2d(4, 2, (3, 2), dilation=(2, 3), stride=(2, 1), padding=(1, 0)),
        nn.MaxPool2d(1, stride=2),
    )


def without_a_head(rng):
    return (7, 9, 4), nn.Sequential(
        nn.BatchNorm2d(4), nn.Conv2d(4, 64, 1), nn.ReLU(), nn.Conv2d(64, 2, 1), nn.Sigmoid(),
    )


NETWORKS = [
    digits, strided_and_not_square, coloured, same_size_with_an_even_kernel, yes_or_no, lenet,
    vgg_of_blocks, windows_that_overlap, without_a_head,
]  # fmt: skip


def network_and_image(kind):
    """The network, used before, and an image for it."""
    rng = np.random.default_rng(7)
    shape, network = kind(rng)
    return _used(network, shape, rng), rng.normal(0.5, 1, shape)
