import pytest

import cnnlab


@pytest.fixture(autouse=True)
def english_afterwards():
    yield
    cnnlab.use_language("en")


@pytest.fixture
def spanish():
    cnnlab.use_language("es")
