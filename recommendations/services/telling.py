"""Notices of the register: references and kinds only, to the desks that act."""

from portal.access.vocabulary import Role
from portal.deadlines.models import Clock
from portal.notifications.services import tell
from recommendations.models import ReportDue, Submission
from recommendations.rules.levels import Voice
from recommendations.selectors.implementation import desks_of
from recommendations.services.periods import SUBJECT

SUBMISSION = "submission"
PUBLISHER = {Voice.SELF: Role.VALIDATOR, Voice.CIVIL_SOCIETY: Role.MODERATOR}


def _tell(row: Submission, kind: str, desks: list[int], link: str) -> None:
    tell(
        key=f"register:{row.uuid}:{row.version}:{kind}", kind=kind,
        to=[{"desk_id": d} for d in desks], reference=row.implementation.recommendation.code,
        link=link, subject_kind=SUBMISSION, subject_uuid=row.uuid,
    )  # fmt: skip


def tell_waiting(row: Submission) -> None:
    """Those who publish hear that something waits."""
    state_id = row.implementation.state_id
    desks = desks_of(PUBLISHER[Voice(row.voice)], state_id=state_id)
    _tell(row, "register_waits", desks, f"/recommendations/queue/{row.uuid}/")


def tell_returned(row: Submission) -> None:
    """Its writers hear that it came back."""
    _tell(row, "register_returned", [row.desk_id], f"/recommendations/writing/{row.uuid}/")


def tell_published(row: Submission) -> None:
    """Its writers hear that it is public; those who answer hear of an assessment."""
    desks = [row.desk_id]
    if row.voice != Voice.SELF:
        one = row.implementation
        desks += desks_of(
            Role.FOCAL_POINT, state_id=one.state_id, organisation_id=one.organisation_id
        )
    _tell(row, "register_published", desks, f"/recommendations/writing/{row.uuid}/")


def struck(sender: object, *, clock: Clock, kind: str, n: int, **_: object) -> None:
    """A report's clock: two reminders, the day itself, then once to the validator. Never more."""
    if clock.subject_kind != SUBJECT:
        return
    rows = ReportDue.objects.select_related("implementation__recommendation", "period")
    due = rows.filter(uuid=clock.subject_uuid, answered_at__isnull=True).first()
    if due is None:
        return
    one = due.implementation
    desks = desks_of(Role.FOCAL_POINT, state_id=one.state_id, organisation_id=one.organisation_id)
    if kind == "grace":
        desks += desks_of(Role.VALIDATOR, state_id=one.state_id)
    tell(
        key=f"clock:{clock.uuid}:{kind}:{n}",
        kind="deadline_due_soon" if kind in ("half", "before") else "deadline_overdue",
        to=[{"desk_id": d} for d in desks], reference=one.recommendation.code,
        link="/recommendations/work/", subject_kind=SUBJECT, subject_uuid=due.uuid,
        bulk=f"reports:{due.period.uuid}:{kind}:{n}",
    )  # fmt: skip
