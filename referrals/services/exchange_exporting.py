"""A desk's cases go out as IOM's list: asked for, seconded where they are many, sealed, for one reader."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Case
from cases.sections import Document
from cases.selectors import held, opened, records
from portal.access.matrix import Section
from portal.audit.services import look_at_list, record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.core.references import read_uuid
from portal.deadlines.services import start
from portal.notifications.services import tell
from portal.organisations.models import Desk, State
from portal.organisations.selectors import administrators_of
from portal.sealing.chunks import CHUNK
from portal.sealing.services import keys_kept_open, new_key, open_keys
from referrals.exchange_person import person_of
from referrals.htcds import ImportedPerson, write_csv, write_workbook
from referrals.models import ExportRun, ExportState
from referrals.selectors_exchange import export_to_decide, exportable, own_among
from referrals.services import exchange_files as files

EXPORT = "export"
WITHOUT_SECOND = 50
TOGETHER = timedelta(hours=24)  # several small exports of a day count as one
PARTS = (Section.IDENTITY, Section.CONTACT_AND_SAFETY, Section.SCREENING)


@transaction.atomic
def ask_export(*, actor: Acting, form: str = "xlsx", headers: str = "names") -> ExportRun:
    """Ask for a file of the cases this desk leads. Over fifty, a second member has to agree.

    Raises NotOpen where there is nothing to export, Invalid for an unknown form or headers.
    """
    errors = {}
    if form not in ("xlsx", "csv"):
        errors["form"] = _("Choose a workbook or CSV.")
    if headers not in ("names", "labels"):
        errors["headers"] = _("Choose names or labels.")
    if errors:
        raise Invalid(_("Some answers need a change."), errors=errors)
    list(Desk.objects.select_for_update().filter(pk=actor.desk_id))  # two asks at once are counted
    rows = exportable(actor)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    if not ids:
        raise NotOpen(_("Your desk leads no case that could be exported."))
    run = ExportRun(
        organisation_id=actor.organisation_id, desk_id=actor.desk_id, user_id=actor.user_id,
        form=form, headers=headers, case_ids=ids, own_cases=own_among(rows),
        state=ExportState.WAITING if _needs_second(actor, len(ids)) else ExportState.MAKING,
    )  # fmt: skip
    new_key(EXPORT, run.uuid)
    run.save()
    record(actor=actor, verb="export.asked", subject=str(run.uuid), detail={"cases": len(ids)})
    _start_expiry(actor, run)
    if run.state == ExportState.WAITING:
        _ask_second(run)
    return run


def _needs_second(actor: Acting, cases: int) -> bool:
    lately = ExportRun.objects.filter(
        desk_id=actor.desk_id, created_at__gte=now() - TOGETHER, decided_by__isnull=True,
        state=ExportState.READY,
    )  # fmt: skip
    before = lately.aggregate(n=Coalesce(Sum("written"), 0))["n"]
    return cases > WITHOUT_SECOND or (before > 0 and before + cases > WITHOUT_SECOND)


def _start_expiry(actor: Acting, run: ExportRun) -> None:
    start(
        actor=actor, code="export.expiry", state=State.objects.get(pk=actor.state_id),
        subject_kind=EXPORT, subject_uuid=run.uuid, owner_desk_id=run.desk_id,
    )  # fmt: skip


def _ask_second(run: ExportRun) -> None:
    to = administrators_of(run.organisation_id)
    tell(
        key=f"export:{run.uuid}:second", kind="task", to=[{"desk_id": d} for d in to],
        link="/imports/", subject_kind=EXPORT, subject_uuid=run.uuid,
    )  # fmt: skip


@transaction.atomic
def decide_export(*, actor: Acting, ref: str | UUID, agree: bool) -> ExportRun:
    """A second member's yes or no. Nobody decides on her own. Raises Http404, NotOpen."""
    found = export_to_decide(actor, ref)
    run = ExportRun.objects.select_for_update().get(pk=found.pk)
    if run.state != ExportState.WAITING:
        raise NotOpen(_("Somebody answered this already."))
    run.state = ExportState.MAKING if agree else ExportState.REFUSED
    run.decided_by_id, run.decided_at = actor.user_id, now()
    run.save(update_fields=["state", "decided_by", "decided_at"])
    verb = "export.approved" if agree else "export.refused"
    record(actor=actor, verb=verb, subject=str(run.uuid), detail={"cases": len(run.case_ids)})
    if not agree:
        _tell_asker(run, "refused")
    return run


def run_of_desk(actor: Acting, ref: str) -> ExportRun:
    """An export that this desk (and this person) asked for, for a command. Raises Http404."""
    rows = ExportRun.objects.filter(desk_id=actor.desk_id, user_id=actor.user_id)
    run = rows.filter(uuid=read_uuid(ref)).first()
    if run is None:
        raise Http404
    return run


def make(*, actor: Acting, run: ExportRun) -> ExportRun:
    """Write the file. Every case in it leaves a look, committed before a name is opened (rule 6)."""
    run.refresh_from_db()
    if run.state != ExportState.MAKING:
        return run
    rows = exportable(actor).filter(pk__in=run.case_ids).select_related("state")
    cases = list(rows.order_by("created_at", "uuid"))
    look_at_list(actor=actor, case_ids=[c.pk for c in cases], section="identity", how="export")
    file = _written(actor, run, cases)
    files.keep(EXPORT, run.uuid, iter(lambda: file.read(CHUNK), b""))
    with transaction.atomic():
        run = ExportRun.objects.select_for_update().get(pk=run.pk)
        if run.state != ExportState.MAKING:
            return run
        run.state, run.written, run.finished_at = ExportState.READY, len(cases), now()
        run.case_ids = [case.pk for case in cases]
        run.save(update_fields=["state", "written", "finished_at", "case_ids"])
        record(actor=actor, verb="export.made", subject=str(run.uuid), detail={"cases": len(cases)})
        _tell_asker(run, "ready")
    return run


def _tell_asker(run: ExportRun, what: str) -> None:
    if run.user_id is not None:
        tell(
            key=f"export:{run.uuid}:{what}", kind="export_ready",
            to=[{"desk_id": run.desk_id, "user_id": run.user_id}], link=f"/exports/{run.uuid}/",
            subject_kind=EXPORT, subject_uuid=run.uuid,
        )  # fmt: skip


def _written(actor: Acting, run: ExportRun, cases: list[Case]) -> io.BytesIO:
    file = io.BytesIO()
    with files.temporary_in_memory(), keys_kept_open():
        open_keys("case", [case.uuid for case in cases])
        people = persons(actor, cases)
        if run.form == "csv":
            write_csv(file, people)
        else:
            write_workbook(file, people, run.headers)
    file.seek(0)
    return file


def persons(actor: Acting, cases: list[Case]) -> Iterator[ImportedPerson]:
    """The rows of cases whose identity the actor may view; the caller recorded the looks."""
    for case in cases:
        names = held(actor, case)
        documents: dict[Section, Document] = {}
        for section in PARTS:
            rows = records(actor, case, section, names)
            if rows:
                documents[section] = opened(actor, case, rows[:1])[0].document
        yield person_of(documents, _today(case))


def _today(case: Case) -> date:
    return now().astimezone(ZoneInfo(case.state.zone)).date()


def file_of(*, actor: Acting, run: ExportRun) -> Iterator[bytes]:
    """The clear pieces of a file that is ready, for who asked; the download is recorded.

    Raises NotOpen before it is ready, and where the desk no longer holds every case in it;
    Http404 where the file has gone.
    """
    if run.state != ExportState.READY:
        raise NotOpen(_("This file is not ready yet."))
    if run.user_id != actor.user_id:
        raise Http404
    if exportable(actor).filter(pk__in=run.case_ids).count() != len(run.case_ids):
        raise NotOpen(_("This file is out of date. Delete it, and ask for a new one."))
    with transaction.atomic():
        record(actor=actor, verb="export.downloaded", subject=str(run.uuid))
    return files.pieces_of(EXPORT, run.uuid)
