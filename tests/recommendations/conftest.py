"""The register's reference data, and a world in which people report on it."""

import pytest

from recommendations import reference


@pytest.fixture
def register(world):
    """The world, with the paper loaded."""
    reference.load()
    return world
