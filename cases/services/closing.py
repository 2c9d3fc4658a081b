"""Closing a case: the lead's act, with a coded reason, once nothing runs any more."""

from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Alarm, Case
from cases.selectors import get_case
from cases.services.bases import end_basis
from cases.services.recompute import lock_cases, recompute
from cases.signals import case_closed, case_closing
from cases.vocabulary import Closing
from portal.access.matrix import Basis
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen, Stale
from portal.deadlines.services import stop_case

ENDS_WITH_THE_CASE = (Basis.FIRST_REPORTER, Basis.FIRST_REPORTER_AFTER, Basis.ALARM)


@transaction.atomic
def close_case(*, actor: Acting, ref: str | UUID, reason: str, version: int | None = None) -> Case:
    """Close a case that the actor's desk leads; what was written stays with who wrote it.

    Ends the first reporter's row and open alarms, stops every clock. Raises Http404 where the case
    is not the actor's to see; NotOpen where she does not lead it, or a referral, a place or an
    open missing report still runs; Invalid without a coded reason; Stale.
    """
    [case] = lock_cases([get_case(actor, ref)])
    if case.lead_desk_id is None or case.lead_desk_id != actor.desk_id:
        raise NotOpen(_("The lead of this case closes it."))
    if not case.is_open:
        raise NotOpen(_("This case is closed already."))
    if reason not in set(Closing):
        raise Invalid(field="reason", remedy=_("Choose one of the reasons offered."))
    if version is not None and case.version != version:
        raise Stale(_("Somebody changed this case."), field="version", remedy=_("Read it again."))
    case_closing.send(sender=Case, case=case, actor=actor)
    case.closed_at, case.closed_why = now(), reason
    case.version += 1
    case.save(update_fields=["closed_at", "closed_why", "version"])
    record(
        actor=actor, verb="case.closed", case_id=case.pk, subject=str(case.uuid),
        detail={"reason": reason},
    )  # fmt: skip
    _end_what_ends(actor, case)
    case_closed.send(sender=Case, case=case, actor=actor)
    recompute(case, told=False)
    return case


def _end_what_ends(actor: Acting, case: Case) -> None:
    for alarm in Alarm.objects.filter(case=case, closed_at__isnull=True):
        alarm.closed_at, alarm.closed_why = now(), "case_closed"
        alarm.save(update_fields=["closed_at", "closed_why"])
        record(
            actor=actor, verb="alarm.closed", case_id=case.pk, subject=str(case.uuid),
            detail={"kind": alarm.kind, "why": "case_closed"},
        )  # fmt: skip
    for basis in ENDS_WITH_THE_CASE:
        end_basis(actor=actor, case=case, why="case_closed", basis=basis)
    stop_case(actor=actor, case_id=case.pk, outcome="case_closed")


def case_to_close(actor: Acting, ref: str | UUID) -> Case:
    """The open case that the actor's desk leads, or Http404."""
    case = get_case(actor, ref)
    if case.lead_desk_id is None or case.lead_desk_id != actor.desk_id or not case.is_open:
        raise Http404
    return case
