"""Rows of a list become cases: each row a transaction of its own, safe to repeat and to cut off."""

from dataclasses import dataclass, replace
from typing import Any

import structlog
from django.db import connection, transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.models import Consent
from cases.sections import ContactAndSafety
from cases.selectors import opened, own_record
from cases.services import Yes, open_case, store_consent, withdraw_consent, write_section
from cases.vocabulary import OldContact
from portal.access.matrix import ConsentPurpose
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen, Stale
from portal.notifications.services import tell
from portal.sealing.services import keys_kept_open
from referrals.exchange_person import as_listed, merged, sections_of
from referrals.htcds import ImportedPerson, Unreadable
from referrals.models import ImportedRow, ImportRun, ImportState
from referrals.services import exchange_files as files
from referrals.services.exchange_checking import IMPORT, RESULT, Pages, answers_of
from referrals.services.exchange_reading import (
    Read,
    fingerprint,
    may_import,
    reading,
    row_secret,
)

LOCKS = 0x434F4E43  # advisory locks of this house
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """What one row came to: created, updated, unchanged or refused."""

    result: str
    case: str = ""
    note: str = ""
    kept: tuple[str, ...] = ()
    aside: bool = False


@transaction.atomic
def begin(*, actor: Acting, run: ImportRun) -> ImportRun:
    """Let the rows of a checked list be taken. Raises NotOpen, Invalid with the remedy."""
    may_import(actor)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state in (ImportState.IMPORTING, ImportState.DONE):
        return run
    if run.state != ImportState.CHECKED:
        raise NotOpen(_("This list was not checked to its end yet."))
    if not run.may_import:
        raise Invalid(
            _("Not all rows can be taken."), field="keep",
            remedy=_("Answer the questions, correct the rows, or take only the good rows."),
        )  # fmt: skip
    run.state = ImportState.IMPORTING
    run.save(update_fields=["state"])
    record(actor=actor, verb="import.begun", subject=str(run.uuid), detail={"rows": run.accepted})
    return run


def take_rows(*, actor: Acting, run: ImportRun) -> ImportRun:
    """Take every good row of a list that was begun; go on where an earlier worker was cut off.

    One worker at a time: the lock falls with its connection, so a killed one holds up nobody.
    created + updated + unchanged + refused = read (lesson L26). Raises NotOpen where the desk may
    no longer import, or the list no longer reads as it was checked; then it is to be checked anew.
    """
    with _alone(run) as alone:
        run.refresh_from_db()
        if not alone or run.state != ImportState.IMPORTING:
            return run
        try:
            may_import(actor)
            return _take_all(actor, run)
        except (NotOpen, Unreadable) as stopped:
            ImportRun.objects.filter(pk=run.pk).update(state=ImportState.CHECKED, may_import=False)
            if isinstance(stopped, NotOpen):
                raise
            raise NotOpen(_("The list no longer reads as it was checked. Read it again.")) from None


def _take_all(actor: Acting, run: ImportRun) -> ImportRun:
    counts = dict.fromkeys(("created", "updated", "unchanged", "refused"), 0)
    pages, secret = Pages(run, RESULT), row_secret(run.organisation_id)
    file, answers = files.opened(IMPORT, run.uuid), answers_of(run)
    with reading(file, answers, actor=actor, keep=run.keep, secret=secret) as found:
        for number, read in enumerate(found, 1):
            taken = _take(actor, run, read, secret)
            counts[taken.result] += 1
            pages.add([_result(read, taken)])
            if number % 10 == 0:
                ImportRun.objects.filter(pk=run.pk).update(passed=number, **counts)
    pages.flush()
    return _done(actor, run, counts)


@transaction.atomic
def _done(actor: Acting, run: ImportRun, counts: dict[str, int]) -> ImportRun:
    run.state, run.finished_at, run.passed = ImportState.DONE, now(), sum(counts.values())
    for name, count in counts.items():
        setattr(run, name, count)
    run.rows_read = run.passed
    run.save()
    record(actor=actor, verb="import.done", subject=str(run.uuid), detail=counts)
    if run.user_id is not None:
        tell(
            key=f"import:{run.uuid}:ready", kind="import_ready",
            to=[{"desk_id": run.desk_id, "user_id": run.user_id}],
            link=f"/imports/{run.uuid}/", subject_kind=IMPORT, subject_uuid=run.uuid,
        )  # fmt: skip
    return run


class _alone:
    """True inside where nobody else takes this run's rows."""

    def __init__(self, run: ImportRun) -> None:
        self.run, self.mine = run, False

    def __enter__(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, self.run.pk])
            self.mine = cursor.fetchone()[0]
        return self.mine

    def __exit__(self, *_: object) -> None:
        if self.mine and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, self.run.pk])


def _result(read: Read, taken: Taken) -> dict[str, Any]:
    return {
        "line": read.row.line, "result": taken.result, "case": taken.case, "note": taken.note,
        "kept": list(taken.kept), "aside": taken.aside,
    }  # fmt: skip


def _take(actor: Acting, run: ImportRun, read: Read, secret: bytes) -> Taken:
    person = read.row.person
    if person is None or read.sections is None:
        aside = {"total", "hidden"} & {problem.code for problem in read.problems}
        return Taken("refused", aside=bool(aside))
    try:
        with keys_kept_open(), transaction.atomic():
            _lock_row(run, read.row.key)
            return _take_person(actor, run, read, person, fingerprint(secret, person))
    except (Http404, NotOpen):
        return Taken(
            "refused", note=gettext_noop("This person's case is not your desk's to change.")
        )
    except Stale:
        return Taken(
            "refused",
            note=gettext_noop(
                "A colleague changed the case at the same moment. Import the file again."
            ),
        )
    except Invalid:
        return Taken(
            "refused", note=gettext_noop("A case cannot hold this row. Check the file again.")
        )


def _lock_row(run: ImportRun, key: str) -> None:
    """Two imports of one organisation meet here: the second sees what the first made."""
    number = int(key[:15], 16) ^ run.organisation_id
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _take_person(
    actor: Acting, run: ImportRun, read: Read, person: ImportedPerson, print_: str
) -> Taken:
    sections = read.sections or sections_of(person)
    rows = ImportedRow.objects.select_related("case__state")
    mine = rows.filter(organisation_id=run.organisation_id, key=read.row.key).first()
    if mine is None:
        case = open_case(actor=actor, sections=sections, imported=True, running=False)
        _evidence(actor, case, person)
        ImportedRow.objects.create(
            organisation_id=run.organisation_id, key=read.row.key, fingerprint=print_, case=case,
            run=run, outcome="created",
        )  # fmt: skip
        return Taken("created", str(case.uuid))
    if mine.fingerprint == print_:
        again = mine.outcome if mine.run_id == run.pk else "unchanged"
        return Taken(again, str(mine.case.uuid))
    kept = _update(actor, mine.case, person)
    mine.fingerprint, mine.run, mine.outcome, mine.taken_at = print_, run, "updated", now()
    mine.save(update_fields=["fingerprint", "run", "outcome", "taken_at"])
    return Taken("updated", str(mine.case.uuid), kept=tuple(kept))


def _update(actor: Acting, case: Any, person: ImportedPerson) -> list[str]:
    """A new version of the desk's own records; what was written by hand since stays."""
    rows = {section: own_record(actor, case, section) for section in sections_of(person)}
    said = {section: opened(actor, case, [row])[0] for section, row in rows.items() if row}
    was = sections_of(as_listed({section: one.document for section, one in said.items()}))
    kept: list[str] = []
    for section, new in sections_of(person).items():
        document, version = new, None
        if section in said:
            version = said[section].version
            document, by_hand = merged(was[section], new, said[section].document)
            kept += by_hand
            if document == said[section].document:
                continue
        if isinstance(document, ContactAndSafety):  # a list does not say why: the careful reading
            document = replace(document, old_contact=OldContact.UNSAFE.value)
        write_section(
            actor=actor, ref=case.uuid, section=section, document=document, version=version
        )
    _evidence(actor, case, person)
    return kept


def _evidence(actor: Acting, case: Any, person: ImportedPerson) -> None:
    """A tick in a list is evidence of a consent: it names no purpose and opens nothing (policy 5)."""
    rows = Consent.objects.filter(case=case, evidence_only=True, withdrawn_at__isnull=True)
    there = rows.filter(author_desk_id=actor.desk_id).first()
    given = [one for one in person.consents if one.given]
    if given and there is None:
        yes = Yes(purpose=ConsentPurpose.LEAD.value, sections=(), recipient_kinds=(actor.kind,))
        store_consent(actor=actor, case=case, yes=yes, evidence_only=True)
    elif there is not None and any(not one.given for one in person.consents):
        withdraw_consent(actor=actor, ref=case.uuid, consent=there.uuid, version=there.version)
