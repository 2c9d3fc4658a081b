"""No container can be run here, so this proves that what the files say exists and is what `make` uses."""

import itertools
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.core.management import get_commands

from portal.embedded import demo, handout, health, postgres, valkey
from portal.embedded.commands import AS_OWNER, COMMANDS

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
RUN = ["python", "-m", "portal.embedded.commands"]
OURS = {name: service for name, service in SERVICES.items() if service["command"][:3] == RUN}
FOREVER = {"web", "worker", "beat", "postgres", "redis"}
DEMO_ONLY = {"mailbox", "load-demo", "collectstatic"}  # the last is run when the image is built


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile as pairs of instruction and argument, continued lines joined."""
    text = re.sub(r"(?m)^#.*\n", "", (ROOT / "Dockerfile").read_text())
    lines = text.replace("\\\n", " ").splitlines()
    return [tuple(line.split(maxsplit=1)) for line in lines if line.strip()]  # type: ignore[misc]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    start = max(index for index, (word, _) in enumerate(found) if word == "FROM")
    return found[start:]


def image_environment() -> dict[str, str]:
    found: dict[str, str] = {}
    for word, argument in last_stage():
        if word == "ENV":
            found.update(part.split("=", 1) for part in shlex.split(argument))
    return found


def filled(value: str) -> str:
    """A value with its ${VARIABLES} filled in as an operator would."""
    told = {"BASE_URL": "https://concord.example", "ALLOWED_HOSTS": "concord.example"}
    told["MAIL_FROM"] = "concord@concord.example"

    def fill(found: re.Match[str]) -> str:
        name, default = found["name"], found["default"]
        return told.get(name, default or "")

    return re.sub(r"\$\{(?P<name>\w+)(?::-(?P<default>[^}]*)|:\?[^}]*)?\}", fill, str(value))


# ── commands ─────────────────────────────────────────────────────────────────
def test_containers_run_the_commands_of_make_and_no_others() -> None:
    assert {service["command"][3] for service in OURS.values()} == set(COMMANDS) - DEMO_ONLY
    assert all(len(service["command"]) == 4 for service in OURS.values())
    assert set(demo.FOREGROUND) - DEMO_ONLY == {"web", "worker", "beat"} <= set(OURS)
    assert set(SERVICES) - set(OURS) == {"postgres", "redis"}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_starts_a_program_that_is_here(name: str) -> None:
    command = COMMANDS[name]({})
    assert Path(command[0]).exists()
    if command[1:2] == ["-m"]:
        assert (ROOT / f"{command[2].replace('.', '/')}.py").exists()
    if command[1:2] == ["manage.py"]:
        assert command[2] in get_commands()


def test_each_health_check_asks_the_one_it_stands_beside() -> None:
    for name in FOREVER & set(OURS):
        test = OURS[name]["healthcheck"]["test"]
        assert test == ["CMD", "python", "-m", "portal.embedded.health", name]
        assert name in health.CHECKS
    assert all("healthcheck" in SERVICES[name] for name in FOREVER)


def test_everything_starts_after_what_it_needs() -> None:
    for name, service in SERVICES.items():
        for needed, how in service.get("depends_on", {}).items():
            wanted = "service_healthy" if needed in FOREVER else "service_completed_successfully"
            assert how == {"condition": wanted}, f"{name} after {needed}"
    chain = ["web", "load-reference", "migrate", "roles", "postgres"]
    for later, earlier in itertools.pairwise(chain):
        assert earlier in SERVICES[later]["depends_on"]


# ── secrets and variables ────────────────────────────────────────────────────
def test_every_secret_is_declared_written_and_given_to_whoever_names_it() -> None:
    files = {name: Path(entry["file"]) for name, entry in COMPOSE["secrets"].items()}
    assert {path.name for path in files.values()} == set(handout.FILES)
    for name, service in SERVICES.items():
        words = [*service.get("environment", {}).values(), *service["command"]]
        named = set(re.findall(r"/run/secrets/(\w+)", " ".join(map(str, words))))
        assert named == set(service["secrets"]), name
        assert named <= set(files)


def test_no_secret_stands_in_the_file_itself() -> None:
    for service in OURS.values():
        for name, value in service["environment"].items():
            if re.search(r"KEY|PASSWORD|DATABASE_URL|REDIS_URL|EMAIL_URL", name):
                assert name.endswith("_FILE")
                assert value.startswith("/run/secrets/")


def test_every_variable_is_read_by_somebody() -> None:
    sources = [ROOT / "portal/settings.py", *(ROOT / "portal/embedded").glob("*.py")]
    text = "\n".join(path.read_text() for path in sources).replace("'", '"')
    given = {name for service in OURS.values() for name in service["environment"]}
    ambient = {"PATH", "HOME", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
    for name in given | set(image_environment()) - ambient:
        base = name if f'"{name}"' in text else name.removesuffix("_FILE")
        assert f'"{base}"' in text, f"nobody reads {name}"


def test_only_migrate_and_roles_learn_how_the_owner_connects() -> None:
    told = {n for n, s in SERVICES.items() if "owner_database_url" in s["secrets"]}
    assert told == {"roles", *AS_OWNER}
    told = {n for n, s in SERVICES.items() if "admin_database_url" in s["secrets"]}
    assert told == {"roles"}


@pytest.mark.parametrize("name", ["web", "beat", "migrate"])  # one of each environment
def test_the_portal_is_content_with_what_it_is_given(name: str, tmp_path: Path) -> None:
    """`check --deploy` under the very environment of the container, with secrets as handed out."""
    handout.write(tmp_path / "secrets", "smtp://mail:25")
    paths = {n: str(tmp_path / e["file"]) for n, e in COMPOSE["secrets"].items()}
    given = {n: filled(v) for n, v in OURS[name]["environment"].items()}
    given = {n: paths.get(v.removeprefix("/run/secrets/"), v) for n, v in given.items()}
    if name in AS_OWNER:
        given["DATABASE_URL_FILE"] = given.pop("OWNER_DATABASE_URL_FILE")
    given |= {n: v for n, v in image_environment().items() if n not in {"PATH", "HOME"}}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), **given}
    done = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


# ── as closed as can be ──────────────────────────────────────────────────────
def test_every_container_is_hardened() -> None:
    for name, service in SERVICES.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert any(place.startswith("/tmp:") for place in service["tmpfs"]), name
        assert service["user"] not in ("root", "0", "0:0"), name
        assert not service.get("privileged")
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    open_to_world = {n for n, s in SERVICES.items() if "outside" in s.get("networks", [])}
    assert open_to_world == {"web", "worker"}
    assert {n for n, s in SERVICES.items() if "ports" in s} == {"web"}
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["web"]["ports"])


def test_every_place_that_is_written_to_is_a_volume_or_in_memory() -> None:
    known = image_environment()
    for name in ("web", "worker"):
        assert f"media:{known['MEDIA_ROOT']}" in SERVICES[name]["volumes"]
    assert known["BEAT_SCHEDULE_FILE"].startswith("/tmp/")
    assert known["HOME"] == "/tmp"
    used = {v.split(":")[0] for s in SERVICES.values() for v in s.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


# ── the same servers as `make` starts ────────────────────────────────────────
def test_postgres_is_the_same_version_and_sorts_alike() -> None:
    major = re.search(r"(\d+)$", postgres.INSTALL)
    assert major is not None
    assert SERVICES["postgres"]["image"] == f"postgres:{major[1]}"
    arguments = SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    assert set(arguments) - {"--auth-host=scram-sha-256"} == set(postgres.LOCALE)
    for setting in postgres.FOR_PEOPLE:
        assert setting in SERVICES["postgres"]["command"]


def test_redis_keeps_what_it_is_told_in_the_same_way() -> None:
    words = shlex.split(SERVICES["redis"]["command"][2].replace("$$", "$"))
    for name, value in valkey.KEEPING.items():
        assert words[words.index(f"--{name}") + 1] == value.strip("'")
    assert words[words.index("--dir") + 1] == "/data"
    assert "redis:/data" in SERVICES["redis"]["volumes"]


# ── the image ────────────────────────────────────────────────────────────────
def test_everything_that_is_copied_is_here_and_let_through() -> None:
    stages = {a.split()[2] for word, a in instructions() if word == "FROM"}
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    for word, argument in instructions():
        if word != "COPY":
            continue
        *sources, _ = shlex.split(argument)
        if sources[0].startswith("--from="):
            assert sources[0].removeprefix("--from=") in stages
            continue
        for source in sources:
            assert (ROOT / source).exists(), source
            assert f"!{source.removeprefix('./')}" in ignored, source
    assert "*" in ignored


def test_every_app_of_ours_is_in_the_image() -> None:
    own = [Path(config.path) for config in apps.get_app_configs()]
    tops = {
        path.relative_to(ROOT).parts[0]
        for path in own
        if path.is_relative_to(ROOT) and not path.is_relative_to(ROOT / ".venv")
    }
    beside = {name for name in ("locale", "templates", "static") if (ROOT / name).exists()}
    copied = {shlex.split(a)[0] for word, a in last_stage() if word == "COPY"}
    assert {*tops, *beside, "manage.py"} <= copied


def test_the_image_is_built_from_the_locks_and_runs_as_nobody_special() -> None:
    runs = " ".join(argument for word, argument in instructions() if word == "RUN")
    makefile = (ROOT / "Makefile").read_text()
    assert "--require-hashes requirements-production.lock" in runs
    flags = "npm ci --silent --no-audit --no-fund --ignore-scripts"
    assert flags in runs
    assert flags in makefile
    final = last_stage()
    assert [a for word, a in final if word == "USER"] == ["concord"]
    assert final[-1] == ("CMD", str([*RUN, "web"]).replace("'", '"'))
    uid = re.search(r"--uid (\d+)", " ".join(a for _, a in final))
    assert uid is not None
    assert {s["user"] for s in OURS.values()} == {f"{uid[1]}:{uid[1]}"}
    target = next(a.split()[2] for word, a in final if word == "FROM")
    assert {s["build"]["target"] for s in OURS.values()} == {target}


def test_collecting_static_files_in_the_image_uses_files_that_are_handed_out() -> None:
    (build,) = [a for word, a in last_stage() if word == "RUN" and "collectstatic" in a]
    named = re.findall(r"/tmp/throwaway/([\w.]+)", build)
    assert named
    assert set(named) <= set(handout.FILES)
    assert "rm -r /tmp/throwaway" in build
