"""What happens when a clock of a case strikes: its owner first, then coordinator or administrator."""

from cases.models import Case, Consent
from cases.services.alarms import coordination_or_administrator, open_alarm
from cases.services.break_glass import session_over
from cases.services.leaderless import end_empty_lead, is_without_lead
from cases.services.recompute import lock_cases, recompute
from cases.services.vacancy import ask_to_confirm
from portal.deadlines.models import Clock
from portal.notifications.services import tell
from portal.organisations.actors import CLOCK
from portal.organisations.models import Desk

ALARMS = {
    "guardian.alarm": "guardian_missing",
    "guardian.escalate": "guardian_missing",
    "lead.none": "lead_missing",
}
SUBJECTS = frozenset({"case", "consent", "break_glass"})


def striking(sender: object, *, clock: Clock, **_: object) -> None:
    """Lock the case before the clock's own row, in the house's order."""
    if clock.subject_kind in SUBJECTS and clock.case_id is not None:
        list(Case.objects.select_for_update(of=("self",)).filter(pk=clock.case_id))


def struck(sender: object, *, clock: Clock, kind: str, n: int, **_: object) -> None:
    """Receiver of ``deadlines.signals.clock_struck``; runs inside the strike's transaction."""
    if clock.subject_kind == "desk" and clock.code == "vacancy.fresh":
        if kind in ("due", "repeat"):
            ask_to_confirm(clock=clock, once=f"{clock.uuid}:{kind}:{n}")
        return
    if clock.subject_kind not in SUBJECTS or clock.case_id is None:
        return
    case = (
        Case.objects.select_related("lead_desk", "reporter_desk").filter(pk=clock.case_id).first()
    )
    if case is None or not case.is_open:
        return
    if clock.code in ALARMS and kind in ("due", "grace", "repeat"):
        _alarm(case, clock, kind, n)
    elif clock.code == "break_glass.session":
        _glass(clock, kind)
    elif clock.code == "consent.ending":
        _consent(case, clock, kind, n)
    elif kind in ("half", "before"):
        _tell(case, clock, "deadline_due_soon", [_owner(case, clock)], f"{kind}:{n}")
    elif kind == "due":
        _overdue(case, clock)


def _owner(case: Case, clock: Clock) -> int:
    return clock.owner_desk_id or case.lead_desk_id or case.reporter_desk_id


def _overdue(case: Case, clock: Clock) -> None:
    """Owner's desk, then the coordinator; in an own case the organisation's own administrator."""
    owner = _owner(case, clock)
    desk = Desk.objects.get(pk=owner)
    told = [owner, *coordination_or_administrator(case, desk.organisation_id)]
    _tell(case, clock, "deadline_overdue", told, "due")


def _alarm(case: Case, clock: Clock, kind: str, n: int) -> None:
    name = ALARMS[clock.code]
    if name == "lead_missing" and not is_without_lead(case):
        return
    [locked] = lock_cases([case])
    if name == "lead_missing":
        end_empty_lead(locked)
    open_alarm(actor=CLOCK, case=locked, kind=name)
    desk = Desk.objects.get(pk=_owner(case, clock))
    told = [_owner(case, clock), *coordination_or_administrator(case, desk.organisation_id)]
    _tell(case, clock, name, told, f"{kind}:{n}")


def _consent(case: Case, clock: Clock, kind: str, n: int) -> None:
    """14 and 3 days before its end the lead hears; at its end the rights are tidied up."""
    if kind in ("before", "half"):
        _tell(
            case, clock, "consent_ending", [case.lead_desk_id or _owner(case, clock)], f"{kind}:{n}"
        )
    elif kind == "due" and Consent.objects.filter(uuid=clock.subject_uuid).exists():
        [locked] = lock_cases([case])
        recompute(locked)


def _glass(clock: Clock, kind: str) -> None:
    """The 60 minutes are over: the record says so."""
    if kind == "due":
        session_over(actor=CLOCK, uuid=clock.subject_uuid)


def _tell(case: Case, clock: Clock, kind: str, desk_ids: list[int], once: str) -> None:
    tell(
        key=f"clock:{clock.uuid}:{once}", kind=kind,
        to=[{"desk_id": d} for d in dict.fromkeys(desk_ids)], reference=case.ref,
        link=f"/cases/{case.uuid}/", subject_kind="case", subject_uuid=case.uuid, case_id=case.pk,
    )  # fmt: skip
