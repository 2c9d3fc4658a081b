import pytest

from tests.htcds.support import SHARED


@pytest.fixture
def shared():
    """The folder of shared data; the test is skipped where it is not."""
    if not SHARED.is_dir():
        pytest.skip("the shared data folder is not here (set CONCORD_SHARED)")
    return SHARED
