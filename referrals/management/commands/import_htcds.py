"""Take over a list in IOM's HTCDS: dry run first, then all rows or only the good ones."""

from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from portal.core.problems import Problem
from portal.tables.said import Said
from referrals.models import ImportRun, ImportState
from referrals.services import exchange
from referrals.services.exchange_desks import actor_for

DONE, TO_SETTLE, UNREADABLE = 0, 1, 2
PIECE = 64 * 1024


class Command(BaseCommand):
    help = (
        "Imports a list in HTCDS 2.0 (workbook or CSV). "
        "Exit: 0 done, 1 rows or questions left, 2 unreadable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--organisation", required=True, help="name or uuid")
        parser.add_argument("--desk", default="", help="uuid, where several desks can lead")
        parser.add_argument("--user", default="", help="e-mail of the person who imports")
        parser.add_argument("--headers", choices=["labels", "names"])
        parser.add_argument("--dates", action="append", default=[], metavar="COLUMN=ANSWER")
        parser.add_argument("--code", action="append", default=[], metavar="FIELD:VALUE=CODE")
        parser.add_argument("--column", action="append", default=[], metavar="HEADING=FIELD")
        parser.add_argument("--key-column", default="", help="heading that names each row")
        parser.add_argument("--hidden", action="store_true", help="take hidden rows too")
        parser.add_argument("--sheet")
        parser.add_argument("--encoding")
        parser.add_argument("--delimiter")
        parser.add_argument("--header-row", type=int)
        parser.add_argument("--only-good", action="store_true", help="take the good rows")
        parser.add_argument("--dry-run", action="store_true", help="report and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            raise SystemExit(self._run(options))
        except Problem as refused:
            self.stderr.write(refused.detail or refused.title)
            for field, remedy in refused.errors.items():
                self.stderr.write(f"  {field}: {remedy}")
            raise SystemExit(UNREADABLE) from None

    def _run(self, options: dict[str, Any]) -> int:
        actor = actor_for(
            organisation=options["organisation"], desk=options["desk"], user=options["user"]
        )
        keep = "good" if options["only_good"] else "all"
        path = Path(options["file"])
        if not path.is_file():
            self.stderr.write(f"file: there is no such file: {path}")
            return UNREADABLE
        run = exchange.receive(
            actor=actor, source=_pieces(path), answers=_answers(options), keep=keep
        )
        try:
            run = exchange.check(actor=actor, run=run)
            if run.state == ImportState.UNREADABLE:
                broken = exchange.report_of(run)["unreadable"]
                self.stderr.write(
                    f"{broken['field']}: {_say(broken['said'])}; {_say(broken['remedy'])}"
                )
                return UNREADABLE
            self._report(run)
            if options["dry_run"] or not run.may_import:
                return DONE if run.may_import and not self._open(run) else TO_SETTLE
            run = exchange.take_rows(actor=actor, run=exchange.begin(actor=actor, run=run))
            self._outcome(run)
            return TO_SETTLE if self._left(run) else DONE
        finally:
            if run.user_id is None or options["dry_run"]:
                exchange.discard_import(actor=actor, run=run)

    def _open(self, run: ImportRun) -> int:
        summary = exchange.report_of(run)["summary"]
        return int(run.refused) - summary["totals"] - summary["hidden"]

    def _left(self, run: ImportRun) -> bool:
        """Rows that are neither in nor meant to be left out (totals, hidden rows)."""
        summary = exchange.report_of(run)["summary"]
        return run.refused > summary["totals"] + summary["hidden"]

    def _report(self, run: ImportRun) -> None:
        report = exchange.report_of(run)
        sheet, summary = report["sheet"], report["summary"]
        self.stdout.write(
            f"Read as {sheet['kind']}"
            + (
                f", encoding {sheet['encoding']}, delimiter {sheet['delimiter']!r}"
                if sheet["encoding"]
                else ""
            )
            + (f", sheet {sheet['sheet']!r}" if sheet["sheet"] else "")
            + f", headings in row {sheet['header_row']}"
            + (f" by {report['headers']}" if report["headers"] else "")
        )
        if sheet["hidden"]:
            self.stdout.write(f"Hidden rows: {', '.join(map(str, sheet['hidden_rows']))}")
        if sheet["merged"]:
            self.stdout.write(
                f"Merged areas: {sheet['merged']}, first {', '.join(sheet['merged_examples'])}"
            )
        self.stdout.write("\nColumns")
        for column in report["columns"]:
            target = column["field"] + (f"/{column['code']}" if column["code"] else "")
            self.stdout.write(
                f"  {column['letter']:>3}  {column['heading']}  ->  {target or '-'}  ({column['use']})"
            )
        if report["questions"]:
            self.stdout.write("\nQuestions")
        for question in report["questions"]:
            self._question(question)
        self.stdout.write(
            f"\nRows: {run.rows_read} read = {run.accepted} accepted + {run.refused} refused "
            f"({summary['waiting']} wait for an answer, {summary['totals']} totals, "
            f"{summary['hidden']} hidden)"
        )
        lines = (exchange.lines_of(run, kind) for kind in (exchange.TO_CORRECT, exchange.WAITING))
        for line in chain(*lines):
            self.stdout.write(
                f"  line {line['line']}, {line['column'] or '-'}: {line['value']!r}: "
                f"{_say(line['said'])}. {_say(line['remedy'])}."
            )

    def _question(self, question: dict[str, Any]) -> None:
        where = question["column"] or question["field"]
        value = f" {question['value']!r}" if question["value"] else ""
        self.stdout.write(
            f"  [{question['kind']}] {where}{value}: {question['text']} ({question['count']} rows)"
        )
        for answer, label in question["choices"][:8]:
            self.stdout.write(f"      {answer or '(leave out)'}: {label}")

    def _outcome(self, run: ImportRun) -> None:
        self.stdout.write(
            f"\n{run.rows_read} read = {run.created} created + {run.updated} updated + "
            f"{run.unchanged} unchanged + {run.refused} refused"
        )


def _say(pair: list[Any]) -> str:
    return str(Said(pair[0], pair[1]))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _answers(options: dict[str, Any]) -> exchange.Answers:
    dates: dict[str, list[str]] = {}
    for text in options["dates"]:
        name, _sep, token = text.rpartition("=")
        dates.setdefault(name, []).append(token)
    codes = []
    for text in options["code"]:
        asked, _sep, code = text.rpartition("=")
        field, _sep, word = asked.partition(":")
        codes.append([field, word, code])
    return exchange.Answers(
        filename=Path(options["file"]).name, headers=options["headers"],
        columns=dict(text.rpartition("=")[::2] for text in options["column"]),
        dates=dates, codes=codes, key_column=options["key_column"], include_hidden=options["hidden"],
        sheet=options["sheet"], encoding=options["encoding"], delimiter=options["delimiter"],
        header_row=options["header_row"],
    )  # fmt: skip
