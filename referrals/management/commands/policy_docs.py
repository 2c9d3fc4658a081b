"""Write `docs/policy/` from the code's tables, or say which file is stale."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from referrals.policy_docs import documents


class Command(BaseCommand):
    """`manage.py policy_docs`; with `--check` nothing is written and a stale file fails."""

    help = "Write docs/policy/ from the tables of access and workflow; --check only compares."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--check`."""
        parser.add_argument("--check", action="store_true", help="fail if a file is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare each file with its text, and write those that differ."""
        folder = Path(settings.BASE_DIR) / "docs" / "policy"
        wanted = documents()
        stale = [name for name, text in wanted.items() if _read(folder / name) != text]
        if options["check"] and stale:
            raise CommandError(f"stale: {', '.join(stale)}. Run manage.py policy_docs")
        if not options["check"]:
            folder.mkdir(parents=True, exist_ok=True)
            for name in stale:
                (folder / name).write_text(wanted[name], encoding="utf-8")
        state = "fresh" if options["check"] else f"written: {', '.join(stale) or 'nothing new'}"
        self.stdout.write(f"docs/policy: {state}")


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
