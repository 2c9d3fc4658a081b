"""'May this desk still see it?': asked of the app that owns the subject, at delivery and at sending.

The owners stand on higher floors and register themselves when the apps are ready.
"""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q

from portal.core.actors import Acting
from portal.notifications.ics import Entry

Check = Callable[[int, int | None, UUID, int | None], bool]
CHECKS: dict[str, Check] = {}


def register_check(subject_kind: str, check: Check) -> None:
    """``check(desk_id, user_id, subject_uuid, case_id)`` says whether they may still see a subject."""
    CHECKS[subject_kind] = check


SHUT: list[Callable[[Acting], Q]] = []


def register_shut(condition: Callable[[Acting], Q]) -> None:
    """``condition(actor)`` holds for notices that a wall keeps from this person, at her desk."""
    if condition not in SHUT:
        SHUT.append(condition)


CALENDARS: list[Callable[[Acting], list[Entry]]] = []


def register_calendar(source: Callable[[Acting], list[Entry]]) -> None:
    """``source(actor)`` gives the deadlines of the actor's desk that she may see, nobody named."""
    if source not in CALENDARS:
        CALENDARS.append(source)


def still_sees(
    *,
    subject_kind: str,
    subject_uuid: UUID | None,
    case_id: int | None,
    desk_id: int,
    user_id: int | None,
) -> bool:
    """Whether a notice about this subject may reach them now.

    A notice about nothing in particular may. Raises LookupError for a kind of subject that nobody
    registered: the outbox then tries again and says so, rather than tell too much or too little.
    """
    if not subject_kind:
        return True
    if subject_kind not in CHECKS:
        raise LookupError(f"nobody registered a check for {subject_kind}")
    if subject_uuid is None:
        raise LookupError(f"a notice about {subject_kind} names none")
    return CHECKS[subject_kind](desk_id, user_id, subject_uuid, case_id)
