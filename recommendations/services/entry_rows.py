"""Entries of one kind out of a CSV: a dry run first, then all rows or the good ones.

A row whose code is in the register changes that entry; a row that says the same changes nothing.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.problems import Invalid
from portal.organisations.actors import Actor
from portal.organisations.models import State
from portal.tables.csvfile import CsvFile
from portal.tables.said import Said, Unreadable
from portal.tables.sheet import Limits
from recommendations.models import Entry
from recommendations.rules.entries.fields import Known
from recommendations.rules.entries.kinds import Document, EntryKind, read
from recommendations.rules.stages import Stage
from recommendations.selectors.entries import known_for
from recommendations.services.entries import CODE, free_code, keep, may_write
from recommendations.services.entry_words import said_of

LIMITS = Limits(file_bytes=2 * 1024 * 1024, rows=2_000, columns=40)
CODE_COLUMN = "code"


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that cannot be taken: where, which field, what to do."""

    line: int
    field: str
    remedy: str


@dataclass(slots=True)
class Outcome:
    """What came of it: read = created + changed + unchanged + refused."""

    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    wrong: list[WrongRow] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """Rows that cannot be taken."""
        return len({one.line for one in self.wrong})


def check(*, actor: Actor, kind: EntryKind, content: bytes) -> Outcome:
    """A dry run: what would happen; nothing is written. Raises Invalid for what is no such table."""
    return _judged(actor, kind, content)[0]


@transaction.atomic
def take(*, actor: Actor, kind: EntryKind, content: bytes, only_good: bool = False) -> Outcome:
    """Write all rows as drafts, or with ``only_good`` those that are good; in one transaction.

    Raises Invalid where a row is refused and all were wanted: then nothing is written.
    """
    state = may_write(actor, kind)
    State.objects.select_for_update(of=("self",)).get(pk=state.pk)
    outcome, rows = _judged(actor, kind, content)
    if outcome.refused and not only_good:
        raise Invalid(
            _("%(n)d rows cannot be taken.") % {"n": outcome.refused},
            field="file", remedy=_("Mend them, or take the good rows only."),
        )  # fmt: skip
    for code, document, row in rows:
        if row is None:
            row = Entry(
                kind=kind.code, code=free_code(kind, state, code), state=state, version=0,
                organisation_id=int(actor.organisation_id or 0),
            )  # fmt: skip
        keep(actor, row, document)
    detail = {"kind": kind.code, "created": outcome.created, "changed": outcome.changed}
    record(actor=actor, verb="register.entries_imported", subject=kind.code, detail=detail)
    return outcome


Judged = tuple[str, Document, Entry | None]


def _judged(actor: Actor, kind: EntryKind, content: bytes) -> tuple[Outcome, list[Judged]]:
    state = may_write(actor, kind)
    known, outcome, found = known_for(kind, state), Outcome(), []
    stored = {row.code: row for row in Entry.objects.filter(state=state, kind=kind.code)}
    seen: set[str] = set()
    for line, cells in _cells(kind, content, outcome):
        outcome.read += 1
        code = cells.pop(CODE_COLUMN, "").strip()
        document, errors = _read(kind, cells, known)
        errors |= _code_refused(code, seen, stored.get(code), actor)
        if errors:
            outcome.wrong += [WrongRow(line, name, words) for name, words in errors.items()]
            continue
        seen.add(code)
        row = stored.get(code)
        if row is not None and row.document == document:
            outcome.unchanged += 1
            continue
        if row is None:
            outcome.created += 1
        else:
            outcome.changed += 1
        found.append((code, document, row))
    if not outcome.read:
        raise Invalid(field="file", remedy=_("There is no row in it. Choose the table again."))
    return outcome, found


def _read(kind: EntryKind, cells: dict[str, str], known: Known) -> tuple[Document, dict[str, str]]:
    document, faults = read(kind, cells, known)
    return document, said_of(kind, faults)


def _code_refused(code: str, seen: set[str], row: Entry | None, actor: Actor) -> dict[str, str]:
    if code and not CODE.fullmatch(code):
        return {CODE_COLUMN: _("Use up to 40 letters, digits, dots and dashes.")}
    if code and code in seen:
        return {CODE_COLUMN: _("A row of this code stands above. Keep one of the two.")}
    if row is not None and row.organisation_id != actor.organisation_id:
        return {CODE_COLUMN: _("This one is another organisation’s. Choose another code.")}
    if row is not None and row.stage == Stage.SUBMITTED:
        return {CODE_COLUMN: _("This one waits for publication. Wait until it comes back.")}
    return {}


def _cells(
    kind: EntryKind, content: bytes, outcome: Outcome
) -> Iterator[tuple[int, dict[str, str]]]:
    names = {CODE_COLUMN, *(one.name for one in kind.fields)}
    headings: dict[int, str] = {}
    try:
        file = CsvFile(
            io.BytesIO(content), f"{kind.code}.csv", encoding=None, delimiter=None, limits=LIMITS,
            known=lambda word: word in names,
        )  # fmt: skip
        for raw in file.raw_rows():
            cells = [str(cell) for cell in raw.cells]
            if raw.broken is not None:
                outcome.read += 1
                outcome.wrong.append(WrongRow(raw.line, "", _said(*raw.broken)))
                continue
            if raw.line > LIMITS.rows + 1:
                raise Invalid(field="file", remedy=_("Part it into tables of 2000 rows."))
            if not any(cell.strip() for cell in cells):
                continue
            if not headings:
                headings = _headings(kind, cells, names, outcome)
                continue
            yield raw.line, {name: cells[at] for at, name in headings.items() if at < len(cells)}
    except Unreadable as refused:
        remedy = _said(refused.said, refused.remedy_said)
        raise Invalid(field="file", remedy=remedy) from None


def _said(what: Said, how: Said) -> str:
    """A refusal of the file's form, in the reader's language."""
    return ": ".join(_(one.template) % one.params for one in (what, how))


def _headings(
    kind: EntryKind, cells: list[str], names: set[str], outcome: Outcome
) -> dict[int, str]:
    found: dict[int, str] = {}
    for at, cell in enumerate(cells):
        name = cell.strip().casefold().replace(" ", "_")
        if name in names and name not in found.values():
            found[at] = name
        elif cell.strip():
            outcome.left_out.append(cell.strip()[:60])
    missing = [one.name for one in kind.fields if one.needed and one.name not in found.values()]
    if missing:
        raise Invalid(
            field="file",
            remedy=_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)},
        )
    return found


def template(kind: EntryKind) -> list[str]:
    """The headings of a table of this kind."""
    return [CODE_COLUMN, *(one.name for one in kind.fields)]
