"""A list comes in: kept sealed, read in a dry run, and reported row by row."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.problems import Invalid, NotOpen
from portal.deadlines.services import start
from portal.organisations.models import State
from portal.sealing.services import new_key
from referrals.htcds import Unreadable
from referrals.models import ImportPage, ImportRun, ImportState
from referrals.services import exchange_files as files
from referrals.services.exchange_reading import (
    Answers,
    Read,
    Reading,
    may_import,
    reading,
    row_secret,
)

IMPORT = "import"
ON_A_PAGE = 50
TO_CORRECT, WAITING, RESULT = "to_correct", "waiting", "result"


@transaction.atomic
def receive(
    *, actor: Acting, source: Iterable[bytes], answers: Answers | None = None, keep: str = "all"
) -> ImportRun:
    """Keep a file, sealed under a key of its own, to be checked.

    Raises NotOpen where the desk cannot lead, Invalid where the file is too large or empty.
    """
    may_import(actor)
    run = ImportRun(
        organisation_id=actor.organisation_id, desk_id=actor.desk_id, user_id=actor.user_id,
        keep=_known_keep(keep),
    )  # fmt: skip
    new_key(IMPORT, run.uuid)
    run.answers = files.sealed_part(IMPORT, run.uuid, "answers", asdict(answers or Answers()))
    counted = _Counted(source)
    try:
        files.keep(IMPORT, run.uuid, counted)
    except Invalid:
        files.forget(IMPORT, run.uuid)
        raise
    run.size = counted.size
    run.save()
    record(actor=actor, verb="import.received", subject=str(run.uuid), detail={"bytes": run.size})
    state = State.objects.get(pk=actor.state_id)
    start(
        actor=actor, code="export.expiry", state=state, subject_kind=IMPORT,
        subject_uuid=run.uuid, owner_desk_id=actor.desk_id,
    )  # fmt: skip
    return run


class _Counted:
    """The pieces of an upload, refused where there are too many of them or none."""

    def __init__(self, source: Iterable[bytes]) -> None:
        self.source, self.size = source, 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.source:
            self.size += len(piece)
            if self.size > files.LARGEST:
                raise too_large()
            yield piece
        if not self.size:
            raise Invalid(field="file", remedy=_("The file is empty. Choose another."))


def too_large() -> Invalid:
    """The refusal of a file that is too large, with the remedy."""
    return Invalid(
        _("The file is larger than %(n)d MB.") % {"n": files.LARGEST // 1024 // 1024},
        field="file",
        remedy=_("Part the list into several files."),
    )


def _known_keep(keep: str) -> str:
    if keep not in ("all", "good"):
        raise Invalid(field="keep", remedy=_("Choose all rows, or only the good ones."))
    return keep


def answers_of(run: ImportRun) -> Answers:
    """What was answered so far."""
    return Answers(**files.part_of(IMPORT, run.uuid, "answers", run.answers))


def report_of(run: ImportRun) -> dict[str, Any]:
    """The report of the last dry run; empty before it."""
    return files.part_of(IMPORT, run.uuid, "report", run.report) if run.report else {}


@transaction.atomic
def answer(*, actor: Acting, run: ImportRun, answers: Answers, keep: str) -> ImportRun:
    """Keep new answers; the list is to be checked again. Raises NotOpen once rows were taken."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in (ImportState.CHECKING, ImportState.CHECKED, ImportState.UNREADABLE):
        raise NotOpen(_("This list is being imported already."))
    run.answers = files.sealed_part(IMPORT, run.uuid, "answers", asdict(answers))
    run.keep, run.state = _known_keep(keep), ImportState.CHECKING
    run.save(update_fields=["answers", "keep", "state"])
    return run


def check(*, actor: Acting, run: ImportRun) -> ImportRun:
    """The dry run: reads every row, stores the report, changes nothing else. Repeatable."""
    secret = row_secret(run.organisation_id)
    pages = {kind: Pages(run, kind) for kind in (TO_CORRECT, WAITING)}
    try:
        with reading(
            files.opened(IMPORT, run.uuid),
            answers_of(run),
            actor=actor,
            keep=run.keep,
            secret=secret,
        ) as found:
            for read in found:
                if read.problems:
                    kind = WAITING if read.outcome == "waiting" else TO_CORRECT
                    pages[kind].add([_line_of(read, problem) for problem in read.problems])
            report = _report(found)
    except Unreadable as broken:
        for kept in pages.values():
            kept.clear()
        return _store(run, ImportState.UNREADABLE, {"unreadable": _said(broken)}, None)
    for kept in pages.values():
        kept.flush()
    return _store(run, ImportState.CHECKED, report, found)


def _store(
    run: ImportRun, state: ImportState, report: dict[str, Any], found: Reading | None
) -> ImportRun:
    run.state = state
    run.report = files.sealed_part(IMPORT, run.uuid, "report", report)
    run.may_import = found is not None and found.may_import
    run.rows_read = found.run.summary.read if found else 0
    run.accepted = found.accepted if found else 0
    run.refused = run.rows_read - run.accepted
    run.save(update_fields=["state", "report", "may_import", "rows_read", "accepted", "refused"])
    return run


def _report(found: Reading) -> dict[str, Any]:
    run = found.run
    sheet = run.sheet
    names = ("kind", "encoding", "encoding_sure", "bom", "delimiter", "delimiter_sure", "sheet",
             "header_row", "header_sure", "label_row", "merged", "last_row", "stated_headers")  # fmt: skip
    return {
        "sheet": {name: getattr(sheet, name) for name in names}
        | {
            "hidden_rows": list(sheet.hidden_rows)[:50], "hidden_columns": list(sheet.hidden_columns)[:50],
            "hidden": len(sheet.hidden_rows), "merged_examples": list(sheet.merged_examples),
            "sheets": [list(pair) for pair in sheet.sheets],
        },
        "columns": [column.to_dict() for column in run.mapping.columns],
        "headers": run.mapping.headers,
        "questions": [question.to_dict() for question in run.questions],
        "summary": run.summary.to_dict() | {"accepted": found.accepted},
    }  # fmt: skip


def _said(broken: Unreadable) -> dict[str, Any]:
    return {"field": broken.field, "said": _pair(broken.said), "remedy": _pair(broken.remedy_said)}


def _pair(sentence: Any) -> list[Any]:
    """A sentence to be translated when it is shown: its template and what fills it."""
    return [
        sentence.template,
        {k: v if isinstance(v, int | float) else str(v) for k, v in sentence.params.items()},
    ]


def _line_of(read: Read, problem: Any) -> dict[str, Any]:
    return {
        "line": problem.line, "code": problem.code, "column": problem.column, "field": problem.field,
        "value": problem.value[:300], "said": _pair(problem.said), "remedy": _pair(problem.remedy_said),
        "waits": problem.waits,
    }  # fmt: skip


class Pages:
    """Lines of a report, sealed fifty at a time. A repeat writes the same pages over."""

    def __init__(self, run: ImportRun, kind: str) -> None:
        self.run, self.kind = run, kind
        self.number, self.lines = 0, list[dict[str, Any]]()
        self.fresh = True

    def add(self, lines: list[dict[str, Any]]) -> None:
        """Add what belongs together; it stays on one page."""
        self.lines += lines
        if len(self.lines) >= ON_A_PAGE:
            self._write()

    def flush(self) -> None:
        """Write what is left, and drop pages of an earlier, longer report."""
        if self.lines:
            self._write()
        elif self.fresh:
            self.clear()

    def clear(self) -> None:
        """Drop every page."""
        ImportPage.objects.filter(run=self.run, kind=self.kind).delete()

    def _write(self) -> None:
        if self.fresh:
            self.clear()
            self.fresh = False
        self.number += 1
        sealed = files.sealed_part(
            IMPORT, self.run.uuid, f"{self.kind}.{self.number}", {"lines": self.lines}
        )
        ImportPage.objects.create(run=self.run, kind=self.kind, number=self.number, sealed=sealed)
        self.lines = []


def lines_of(run: ImportRun, kind: str, number: int | None = None) -> Iterator[dict[str, Any]]:
    """The lines of a report, of one page or of all, one page in memory."""
    rows = ImportPage.objects.filter(run=run, kind=kind).order_by("number")
    for page in rows if number is None else rows.filter(number=number):
        part = f"{kind}.{page.number}"
        yield from files.part_of(IMPORT, run.uuid, part, page.sealed)["lines"]
