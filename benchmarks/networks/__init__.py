"""How long does a training step take, beside PyTorch? `python -m benchmarks.networks`."""
