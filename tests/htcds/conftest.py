import pytest

from tests.htcds.support import SHARED


@pytest.fixture
def shared():
    """The folder of shared data (only for tests marked `needs_shared_data`)."""
    return SHARED
