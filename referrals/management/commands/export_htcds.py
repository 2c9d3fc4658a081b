"""Write a desk's cases as IOM's workbook or CSV. Over fifty cases, a second member agrees first."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from portal.core.problems import Problem
from referrals.models import ExportState
from referrals.services import exchange
from referrals.services.exchange_desks import actor_for


class Command(BaseCommand):
    help = (
        "Exports the cases that a desk leads, in HTCDS 2.0. "
        "Exit: 0 written, 1 waits for a second, 2 refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out")
        parser.add_argument("--organisation", required=True, help="name or uuid")
        parser.add_argument("--desk", default="", help="uuid, where several desks can lead")
        parser.add_argument("--user", default="", help="e-mail of the person who exports")
        parser.add_argument("--headers", choices=["labels", "names"], default="names")
        parser.add_argument("--ref", default="", help="uuid of an export that was agreed to")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            raise SystemExit(self._run(options))
        except Problem as refused:
            self.stderr.write(refused.detail or refused.title)
            for field, remedy in refused.errors.items():
                self.stderr.write(f"  {field}: {remedy}")
            raise SystemExit(2) from None

    def _run(self, options: dict[str, Any]) -> int:
        actor = actor_for(
            organisation=options["organisation"], desk=options["desk"], user=options["user"]
        )
        out = Path(options["out"])
        form = "csv" if out.suffix.lower() == ".csv" else "xlsx"
        run = exchange.run_of_desk(actor, options["ref"]) if options["ref"] else exchange.ask_export(
            actor=actor, form=form, headers=options["headers"]
        )  # fmt: skip
        if run.state == ExportState.WAITING:
            self.stdout.write(
                f"{len(run.case_ids)} cases: a second member agrees first (page 'Import and export').\n"
                f"Then: --ref {run.uuid}"
            )
            return 1
        run = exchange.make(actor=actor, run=run)
        with out.open("wb") as file:
            for piece in exchange.file_of(actor=actor, run=run):
                file.write(piece)
        out.chmod(0o600)
        self.stdout.write(f"{run.written} cases, placed by {run.headers}, to {out}")
        return 0
