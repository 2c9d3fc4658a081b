"""The environment that the portal reads, written for one embedded instance."""

import base64
import json
import secrets
import shlex
from pathlib import Path

from portal.embedded import postgres, valkey
from portal.embedded.places import Instance, keep_or_choose, write_private

DEFAULT_PORT = 8000


def environment(instance: Instance, port: int = DEFAULT_PORT) -> dict[str, str]:
    """Every variable that `portal/settings.py` needs, for pages served on the given port."""
    folder = instance.folder
    return {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": postgres.url(instance, "portal_app"),
        "OWNER_DATABASE_URL": postgres.url(instance, "portal_owner"),
        "REDIS_URL": valkey.url(instance),
        "SECRET_KEY": instance.password("secret_key"),
        "SEALING_KEY_FILE": str(key_file(instance, "sealing_keys.json")),
        "INDEX_KEY_FILE": str(key_file(instance, "index_keys.json")),
        "BASE_URL": f"http://localhost:{port}",
        "BIND": f"127.0.0.1:{port}",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port(instance)}",
        "MAIL_PORT": str(mail_port(instance)),
        "MAIL_FOLDER": str(folder / "mail"),
        "MEDIA_ROOT": str(folder / "media"),
        "DEMO_CREDENTIALS": str(folder / "credentials.json"),
        "BEAT_SCHEDULE_FILE": str(folder / "beat-schedule"),
        ("TESTING" if instance.for_tests else "DEMO"): "1",
        "DEBUG": "0",
    }


def key_file(instance: Instance, name: str) -> Path:
    """A file of 32-byte keys, of which one is current; made once and never overwritten."""
    path = instance.folder / name
    if not path.exists():
        write_private(path, json.dumps(new_keys(), indent=1))
    return path


def new_keys() -> dict[str, object]:
    """A file's worth of keys: one, and it is current."""
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    return {"current": "k1", "keys": {"k1": key}}


def mail_port(instance: Instance) -> int:
    """The port of the instance's mailbox."""
    if not instance.mail_port:
        instance.mail_port = keep_or_choose(0)
        instance.save()
    return instance.mail_port


def as_shell(variables: dict[str, str]) -> str:
    """The variables in a form that `eval` of any POSIX shell reads."""
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in variables.items())
