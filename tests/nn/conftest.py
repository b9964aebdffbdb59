"""What several tests of networks share."""

import os

import numpy as np
import pytest

from cnnlab.nn import _halves


@pytest.fixture
def two_threads(monkeypatch):
    """Share every batch of enough examples between two threads, however small the work."""
    monkeypatch.setattr(_halves, "PAYS_FROM", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


@pytest.fixture
def one_thread(monkeypatch):
    """Share no batch, however large the work."""
    monkeypatch.setattr(_halves, "PAYS_FROM", float("inf"))


@pytest.fixture
def torch():
    """PyTorch; where it is not installed, the test is skipped."""
    from tests.nn.peers import torch

    return torch


@pytest.fixture
def rng():
    """The same random numbers in each run."""
    return np.random.default_rng(0)
