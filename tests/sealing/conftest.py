import base64
import json

import pytest

from portal.sealing.keys import IndexKey


def key_text(byte: int) -> str:
    return base64.b64encode(bytes([byte]) * 32).decode()


@pytest.fixture
def ring_file(tmp_path, settings):
    """Write SEALING_KEY_FILE: ``ring_file("k2", k1=1, k2=2)``; each number is a key of that byte."""
    path = tmp_path / "sealing.json"
    settings.SEALING_KEY_FILE = str(path)
    written = []

    def write(current, **keys):
        written.append(path)
        fresh = tmp_path / f"fresh{len(written)}.json"
        ring = {"current": current, "keys": {i: key_text(b) for i, b in keys.items()}}
        fresh.write_text(json.dumps(ring))
        fresh.replace(path)
        return path

    write("k1", k1=1)
    return write


@pytest.fixture
def index_key():
    return IndexKey("k1", b"i" * 32)
