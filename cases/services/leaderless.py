"""A desk that leads, and at which nobody works: after 24 hours it counts as none (policy 6)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Alarm, Case, Placement
from cases.models.places import LIVE
from cases.services.alarms import close_alarm
from cases.services.bases import end_basis
from cases.services.recompute import lock_cases, recompute
from portal.access.matrix import Basis
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.templatetags.words import listed
from portal.deadlines.services import start, stop
from portal.organisations.actors import CLOCK
from portal.organisations.selectors_members import somebody_at

SHOWN = 12


def _led(desk_ids: Sequence[int]) -> list[Case]:
    rows = Case.objects.filter(lead_desk_id__in=desk_ids, closed_at__isnull=True)
    return list(rows.select_related("state").order_by("pk"))


def how_many_led(sender: object, *, desk_ids: Sequence[int], **_more: object) -> int:
    """Receiver of ``led_asked``: open cases that these desks lead."""
    return Case.objects.filter(lead_desk_id__in=desk_ids, closed_at__isnull=True).count()


def lead_left_empty(sender: object, *, desk_id: int, actor: Acting, **_more: object) -> None:
    """Receiver of ``desk_emptied``: 24 hours begin for each open case that the desk leads."""
    for case in lock_cases(_led([desk_id])):
        if case.running:
            start(
                actor=actor, code="lead.none", state=case.state, subject_kind="case",
                subject_uuid=case.uuid, case_id=case.pk, section="summary", owner_desk_id=desk_id,
                at=now(),
            )  # fmt: skip


def lead_filled(sender: object, *, desk_id: int, actor: Acting, **_more: object) -> None:
    """Receiver of ``desk_filled``: somebody is there again, the clocks stop and the alarms close."""
    for case in lock_cases(_led([desk_id])):
        stop(
            actor=actor, subject_kind="case", subject_uuid=case.uuid, code="lead.none",
            outcome="member",
        )  # fmt: skip
        close_alarm(actor=actor, case=case, kind="lead_missing", why="member")


def is_without_lead(case: Case) -> bool:
    """Whether nobody leads: no desk, or one at which nobody works."""
    return case.lead_desk_id is None or not somebody_at(case.lead_desk_id)


def end_empty_lead(case: Case) -> None:
    """The 24 hours are over. A case in coordination has no lead from now on, so that coordination may
    open it to another; an own case, of which nobody else knows, stays with its organisation.

    The case must be locked.
    """
    desk_id = case.lead_desk_id
    if desk_id is None or not case.in_coordination:
        return
    end_basis(actor=CLOCK, case=case, why="no_member", desk_id=desk_id, basis=Basis.LEAD)
    case.lead_desk, case.lead_since = None, None
    case.save(update_fields=["lead_desk", "lead_since"])
    record(
        actor=CLOCK, verb="lead.ended", case_id=case.pk, subject=str(case.uuid),
        detail={"why": "no_member"},
    )  # fmt: skip
    recompute(case, told=False)


def alarms_in_hand(
    sender: object, *, user_id: int, desk_id: int, **_more: object
) -> dict[str, int]:
    """Receiver of ``work_asked``: open alarms that she has taken."""
    return {"alarms": _taken(user_id, desk_id).count()}


def let_alarms_go(
    sender: object, *, user_id: int, desk_id: int, successor_id: int | None, **_more: object
) -> int:
    """Receiver of ``member_leaving``: her alarms pass to her successor, else sound again."""
    rows = _taken(user_id, desk_id)
    if successor_id is not None:
        return rows.update(taken_by_id=successor_id)
    return rows.update(taken_by_id=None, taken_by_desk_id=None, taken_at=None, rests_until=None)


def _taken(user_id: int, desk_id: int):  # type: ignore[no-untyped-def]
    return Alarm.objects.filter(
        taken_by_id=user_id, taken_by_desk_id=desk_id, closed_at__isnull=True
    )


def cases_in_the_way(sender: object, *, desk_ids: Sequence[int], **_more: object) -> list[str]:
    """Receiver of ``closing_asked``: cases that are led, and people who have a place."""
    found = []
    led = [case.ref for case in _led(desk_ids)]
    if led:
        shown = listed([*led[:SHOWN], *(["…"] if len(led) > SHOWN else [])])
        found.append(_("Transfer or close each case that is led here: %(refs)s.") % {"refs": shown})
    staying = Placement.objects.filter(desk_id__in=desk_ids, state__in=LIVE).count()
    if staying:
        found.append(
            ngettext("%(n)d person has a place here.", "%(n)d people have a place here.", staying)
            % {"n": staying}
        )
    return found
