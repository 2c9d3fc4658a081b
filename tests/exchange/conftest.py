"""Lists come in and go out in a storage of their own."""

import pytest


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "kept")
    return tmp_path / "kept"


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch):
    """Tasks are kept, not sent; a test runs them itself."""
    sent: list[tuple[str, str]] = []

    def keep(work, ref):
        sent.append((work.name, ref))

    monkeypatch.setattr("referrals.tasks.hand_out", keep)
    return sent
