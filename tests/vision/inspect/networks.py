"""Small networks with random weights, and images for them, that several tests look inside."""

import numpy as np

from cnnlab import nn

GREY, COLOUR = (9, 12), (11, 8, 3)


def plain(dtype=np.float64, channels: int = 1, image_shape=GREY) -> nn.Sequential:
    """Convolution, ReLU, pooling, and a stride of 2 with padding; then four scores."""
    body = [nn.Conv2d(channels, 5, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(5, 6, 3, stride=2, padding=1), nn.ReLU(), nn.Flatten()]
    shape = (channels, *image_shape[:2])
    numbers = nn.Sequential(*body).output_shape(shape)[0]
    return nn.Sequential(*body, nn.Linear(numbers, 4), rng=1, dtype=dtype)


def with_blocks(dtype=np.float64) -> nn.Sequential:
    """A residual block, batch normalisation and dropout, for colour images."""
    inside = nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU())
    model = nn.Sequential(nn.Conv2d(3, 4, 3, stride=2), nn.Add(inside, nn.Identity()),
                          nn.Dropout(0.5), nn.GlobalAvgPool2d(), nn.Linear(4, 3), rng=2)
    return model.to(dtype)


def image(shape=GREY, dtype=np.float64, seed: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).random(shape).astype(dtype)


def score(model: nn.Sequential, picture: np.ndarray, target: int) -> float:
    return float(model.scores(picture[None])[0, target])
