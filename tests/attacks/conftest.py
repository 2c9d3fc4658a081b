"""Lists of these tests lie in a storage of their own."""

import pytest


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "kept")
