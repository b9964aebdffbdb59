"""Settings that all tests share."""

from hypothesis import settings

# A slow laptop is not a failing test: no deadline. A failure prints how to repeat it.
settings.register_profile("cnnlab", deadline=None, print_blob=True)
settings.load_profile("cnnlab")
