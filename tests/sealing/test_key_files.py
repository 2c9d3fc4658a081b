import json

import pytest

from portal.sealing import keys
from portal.sealing.checks import key_files_open
from tests.sealing.conftest import key_text

BROKEN = {
    "no JSON": "nonsense",
    "a list": "[]",
    "no current": json.dumps({"keys": {"k1": key_text(1)}}),
    "keys is no table": json.dumps({"current": "k1", "keys": 5}),
    "current is not there": json.dumps({"current": "k2", "keys": {"k1": key_text(1)}}),
    "not base64": json.dumps({"current": "k1", "keys": {"k1": "***"}}),
    "too short": json.dumps({"current": "k1", "keys": {"k1": "AAAA"}}),
    "an id too long": json.dumps({"current": "k" * 41, "keys": {"k" * 41: key_text(1)}}),
    "not text": "\udcff",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_named_by_its_setting_with_the_remedy(text, tmp_path, settings):
    path = tmp_path / "keys.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    settings.SEALING_KEY_FILE = str(path)
    with pytest.raises(keys.KeyFileProblem, match=r"SEALING_KEY_FILE: .*Point it to a JSON file"):
        keys.sealing_ring()


@pytest.mark.parametrize("value", ["", None, "/nowhere/keys.json"])
def test_a_missing_file_is_named_by_its_setting(value, settings):
    settings.INDEX_KEY_FILE = value
    with pytest.raises(keys.KeyFileProblem, match="INDEX_KEY_FILE"):
        keys.index_key("XA")


def test_the_message_holds_no_key(tmp_path, settings):
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"current": "k2", "keys": {"k1": key_text(1)}}))
    settings.SEALING_KEY_FILE = str(path)
    with pytest.raises(keys.KeyFileProblem) as problem:
        keys.sealing_ring()
    assert key_text(1) not in str(problem.value)


def test_a_new_file_is_read_without_a_restart(ring_file):
    assert keys.sealing_ring().current == "k1"
    ring_file("k2", k1=1, k2=2)
    assert keys.sealing_ring().current == "k2"
    assert "keys" not in repr(keys.sealing_ring())


def test_every_state_has_index_keys_of_its_own(tmp_path, settings):
    path = tmp_path / "index.json"
    path.write_text(json.dumps({"current": "n", "keys": {"o": key_text(1), "n": key_text(2)}}))
    settings.INDEX_KEY_FILE = str(path)
    assert [k.id for k in keys.index_keys("XA")] == ["n", "o"]
    secrets = {k.secret for state in ("XA", "XB") for k in keys.index_keys(state)}
    assert len(secrets) == 4
    assert keys.index_key("XA") == keys.index_keys("XA")[0]


def test_check_deploy_opens_both_files_and_refuses_a_shared_key(tmp_path, settings, ring_file):
    settings.INDEX_KEY_FILE = settings.SEALING_KEY_FILE
    assert [e.id for e in key_files_open(None)] == ["sealing.shared_key"]
    settings.INDEX_KEY_FILE = str(tmp_path / "gone.json")
    assert [e.id for e in key_files_open(None)] == ["sealing.INDEX_KEY_FILE"]
