"""Bring a list of recommendations in: a further source, without a programmer."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from portal.core.problems import Problem
from portal.organisations.actors import SYSTEM
from portal.tables.said import Said
from recommendations.rules.kinds import SourceKind
from recommendations.services.importing import Outcome, SourceSpec, check, take
from recommendations.services.listing import Options

DONE, TO_MEND, REFUSED = 0, 1, 2
SHOWN = 200


class Command(BaseCommand):
    help = (
        "Imports recommendations from CSV (any encoding and delimiter) or OHCHR's thematic text. "
        "Exit: 0 done, 1 rows to mend, 2 refused. Repeating it changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--source", required=True, help="its code, such as greta-xa-3")
        parser.add_argument("--kind", default="other", choices=[k.value for k in SourceKind])
        for name in ("title", "publisher", "citation", "licence", "address"):
            parser.add_argument(f"--{name}", default="")
        parser.add_argument("--year", type=int)
        parser.add_argument("--column", action="append", default=[], metavar="HEADING=FIELD")
        parser.add_argument("--only", action="append", default=[], metavar="HEADING=WORD")
        parser.add_argument("--encoding", default="")
        parser.add_argument("--delimiter", default="")
        parser.add_argument("--only-good", action="store_true", help="take the good rows")
        parser.add_argument("--dry-run", action="store_true", help="report and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        if not path.is_file():
            self.stderr.write(f"file: there is no such file: {path}")
            raise SystemExit(REFUSED)
        known: dict[str, Any] = {
            "actor": SYSTEM, "content": path.read_bytes(), "filename": path.name,
            "spec": _spec(options), "options": _options(options),
        }  # fmt: skip
        try:
            outcome = check(**known)
            self._report(outcome)
            ready = options["only_good"] or not outcome.refused
            if not options["dry_run"] and ready:
                outcome = take(**known, only_good=options["only_good"])
        except Problem as refused:
            for field, remedy in refused.errors.items():
                self.stderr.write(f"{field}: {remedy}")
            raise SystemExit(REFUSED) from None
        word = "written" if not options["dry_run"] and ready else "nothing written"
        self.stdout.write(
            f"{outcome.listing.read} read = {outcome.created} created + {outcome.updated} updated + "
            f"{outcome.unchanged} unchanged + {outcome.refused} refused ({word})"
        )
        raise SystemExit(TO_MEND if outcome.refused else DONE)

    def _report(self, outcome: Outcome) -> None:
        found = outcome.listing
        self.stdout.write(f"Read as {found.encoding}, delimiter {found.delimiter!r}")
        for at, name in sorted(found.columns.items()):
            self.stdout.write(f"  {found.headings[at]} -> {name}")
        if found.unknown:
            self.stdout.write(f"  left out: {', '.join(found.unknown)}")
        if found.left_out:
            self.stdout.write(f"  {found.left_out} rows left out, as asked")
        for one in found.wrong[:SHOWN]:
            self.stdout.write(
                f"  row {one.line}, {one.field or '-'}: {one.value[:60]!r}: "
                f"{_say(one.what)}; {_say(one.remedy)}"
            )
        if len(found.wrong) > SHOWN:
            self.stdout.write(f"  and {len(found.wrong) - SHOWN} more")


def _say(words: Said) -> str:
    return str(words)


def _pairs(given: list[str]) -> dict[str, str]:
    return {text.partition("=")[0]: text.partition("=")[2] for text in given}


def _spec(options: dict[str, Any]) -> SourceSpec:
    names = ("kind", "title", "publisher", "year", "citation", "licence", "address")
    return SourceSpec(code=options["source"], **{name: options[name] for name in names})


def _options(options: dict[str, Any]) -> Options:
    return Options(
        columns=_pairs(options["column"]), only=_pairs(options["only"]),
        encoding=options["encoding"], delimiter=options["delimiter"],
    )  # fmt: skip
