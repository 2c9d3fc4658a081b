"""Who is told what: the owner's connection is for `migrate` and for nobody else."""

import socket
from pathlib import Path

import pytest

from portal.embedded import browser, demo, handout, roles
from portal.embedded.commands import COMMANDS, environment_for
from portal.embedded.places import Refused, is_free, keep_or_choose, reserved

TOLD = {"DATABASE_URL": "app", "OWNER_DATABASE_URL": "owner", "REDIS_URL": "redis"}


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"migrate", "roles"}))
def test_no_other_command_learns_how_the_owner_connects(name: str) -> None:
    assert environment_for(name, TOLD) == {"DATABASE_URL": "app", "REDIS_URL": "redis"}


def test_migrate_connects_as_the_owner() -> None:
    assert environment_for("migrate", TOLD) == {"DATABASE_URL": "owner", "REDIS_URL": "redis"}


def test_migrate_takes_the_owner_from_a_file() -> None:
    told = {"DATABASE_URL_FILE": "/app", "OWNER_DATABASE_URL_FILE": "/owner"}
    assert environment_for("migrate", told) == {"DATABASE_URL_FILE": "/owner"}


def test_secrets_are_written_once_and_agree_with_one_another(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    assert handout.write(folder, "smtp://mail:25") == list(handout.FILES)
    before = {name: (folder / name).read_text() for name in handout.FILES}
    assert handout.write(folder, "smtp://other:25") == []
    assert before == {name: (folder / name).read_text() for name in handout.FILES}
    assert folder.stat().st_mode & 0o077 == 0
    assert before["redis_password"] in before["redis_url"]
    assert before["postgres_password"] in before["admin_database_url"]
    environ = {f"{name}_FILE": str(folder / name.lower()) for name in roles.ADDRESSES.values()}
    found = roles.passwords(environ)
    assert len(set(found.values())) == 2


def test_roles_refuse_an_address_of_somebody_else() -> None:
    environ = {
        "OWNER_DATABASE_URL": "postgres://postgres:x@h/portal",
        "DATABASE_URL": "postgres://portal_app:x@h/portal",
    }
    with pytest.raises(Refused, match="OWNER_DATABASE_URL must be"):
        roles.passwords(environ)


def test_a_browser_named_wrongly_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(Refused, match="/nowhere/chromium"):
        browser.find()


def test_a_taken_port_that_was_asked_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "is_free", lambda port: port == 8002)
    with pytest.raises(Refused, match="make demo PORT=9001"):
        demo.choose_port(9000)


def test_without_a_wish_the_next_free_port_is_taken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "is_free", lambda port: port == 8002)
    assert demo.choose_port(None) == 8002
    assert "8000 is taken" in capsys.readouterr().out


def test_the_port_of_the_pages_is_given_to_no_server_meanwhile() -> None:
    """Neither the servers' ports nor the mailbox's may take it; afterwards it is free to be served."""
    port = keep_or_choose(0)
    with reserved(port):
        with socket.socket() as other, pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", port))
        assert is_free(port), "nothing listens there"
    with socket.socket() as pages:
        pages.bind(("127.0.0.1", port))
        with reserved(port):
            pass  # somebody else has it: the pages will say so, not we
