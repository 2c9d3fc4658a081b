"""A list read with somebody's answers: what each row is, and whether her case could hold it."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.services.sections import check_text
from portal.access.rules import opens_own_case
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.organisations.models import Organisation, State
from portal.sealing.services import KeyGone, new_key, open_key
from portal.tables.said import said
from referrals.exchange_person import Sections, sections_of
from referrals.htcds import DryRun, ImportedPerson, ImportOptions, Problem, Row, open_table
from referrals.services.exchange_files import LIMITS


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said about her file: JSON-safe, sealed with the run."""

    filename: str = ""
    headers: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    dates: dict[str, list[str]] = field(default_factory=dict)
    codes: list[list[str]] = field(default_factory=list)
    key_column: str = ""
    include_hidden: bool = False
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None

    def options(self, *, actor: Acting, keep: str, secret: bytes) -> ImportOptions:
        """The reader's options, for the actor's State and today."""
        state = State.objects.get(pk=actor.state_id)
        return ImportOptions(
            today=now().astimezone(ZoneInfo(state.zone)).date(),
            headers=self.headers, columns=self.columns,
            dates={name: tuple(tokens) for name, tokens in self.dates.items()},
            codes={(name, word): code for name, word, code in self.codes},
            keep=keep, key_column=self.key_column, include_hidden=self.include_hidden,
            secret=secret, own_states=dict(State.objects.values_list("code", "name")),
        )  # fmt: skip


def may_import(actor: Acting) -> None:
    """Raise NotOpen unless the actor's desk leads cases of its organisation's own (policy 6)."""
    if actor.desk_id is None or not opens_own_case(actor.kind, actor.role):
        raise NotOpen(
            _("An import needs a desk that can lead the cases in it."),
            field="file",
            remedy=_("Ask a caseworker desk of an organisation with own cases to import the list."),
        )


def row_secret(organisation_id: int) -> bytes:
    """What row keys and fingerprints of an organisation are keyed with; made at its first import."""
    ref: UUID = Organisation.objects.values_list("uuid", flat=True).get(pk=organisation_id)
    try:
        return open_key("import_rows", ref).secret
    except KeyGone:
        try:
            with transaction.atomic():
                return new_key("import_rows", ref).secret
        except IntegrityError:  # somebody imported at the same moment
            return open_key("import_rows", ref).secret


def fingerprint(secret: bytes, person: ImportedPerson) -> str:
    """What a row's content is, unreadable without the organisation's key."""
    text = json.dumps(person.to_dict(), sort_keys=True, ensure_ascii=True)
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Read:
    """One row with the sections of its case, where there is nothing to correct."""

    row: Row
    problems: tuple[Problem, ...]
    sections: Sections | None = None

    @property
    def outcome(self) -> str:
        return "refused" if self.problems and self.row.person else self.row.outcome


class Reading:
    """A dry run, with what a case refuses beside what the list says."""

    def __init__(self, run: DryRun) -> None:
        self.run = run
        self.not_storable = 0

    def __iter__(self) -> Iterator[Read]:
        self.not_storable = 0
        for row in self.run:
            if row.person is None:
                yield Read(row, row.problems)
                continue
            sections = sections_of(row.person)
            found = tuple(_refusals(row, sections))
            self.not_storable += bool(found)
            yield Read(row, found, None if found else sections)

    @property
    def accepted(self) -> int:
        return self.run.summary.accepted - self.not_storable

    @property
    def may_import(self) -> bool:
        """Whether the rows may be taken as the person chose: all, or the good ones."""
        whole = self.run.options.keep == "good" or not self.not_storable
        return self.run.may_import and whole and self.accepted > 0


@contextmanager
def reading(
    file: IO[bytes], answers: Answers, *, actor: Acting, keep: str, secret: bytes
) -> Iterator[Reading]:
    """Open a list with its answers. Raises Unreadable, also while it is iterated."""
    opening: Mapping[str, Any] = {
        "sheet": answers.sheet, "encoding": answers.encoding,
        "delimiter": answers.delimiter, "header_row": answers.header_row,
    }  # fmt: skip
    with open_table(file, answers.filename, limits=LIMITS, **opening) as table:
        options = answers.options(actor=actor, keep=keep, secret=secret)
        yield Reading(DryRun(table, options))


def _refusals(row: Row, sections: Sections) -> Iterator[Problem]:
    for document in sections.values():
        try:
            check_text(document)
        except Invalid as refused:
            for name, remedy in refused.errors.items():
                what = said(gettext_noop("a case cannot hold this"))
                yield Problem(
                    "storable", row.line, what, said("%(remedy)s", remedy=remedy), field=name
                )
