"""PyTorch, the independent reference: where it is not installed, the tests that need it say so.

`make test` does not fetch it: it is large. `make torch` does; with CNNLAB_REQUIRE_TORCH set, as in
the continuous integration, its absence is a failure and no test is skipped.
"""

import os

import numpy as np
import pytest

if os.environ.get("CNNLAB_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: see `make torch`.")

torch.set_num_threads(1)  # beside NumPy's own threads, more would make both slower


def batch_first(array: np.ndarray) -> torch.Tensor:
    """Return activations (..., N) as a tensor (N, ...)."""
    return torch.from_numpy(np.ascontiguousarray(np.moveaxis(array, -1, 0)))


def batch_last(tensor: torch.Tensor) -> np.ndarray:
    """Return a tensor (N, ...) as activations (..., N)."""
    return np.moveaxis(tensor.detach().numpy(), 0, -1)


def copy_params(layer, module: torch.nn.Module) -> None:
    """Give PyTorch's module the weights of our layer: their names are the same."""
    state = {name: torch.from_numpy(value.copy()) for name, value in layer.params.items()}
    module.load_state_dict(state, strict=False)


def their_gradients(module, x: np.ndarray, grad_output: np.ndarray):
    """Return (output, dL/dx, {name: dL/dparam}) by PyTorch, all as NumPy arrays, batch last."""
    tensor = batch_first(x).requires_grad_(True)
    output = module(tensor)
    output.backward(batch_first(grad_output))
    grads = {name: value.grad.numpy() for name, value in module.named_parameters()}
    return batch_last(output), batch_last(tensor.grad), grads
