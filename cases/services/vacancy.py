"""A shelter's figures stay fresh: confirmed by somebody who looked, set ahead, asked for by e-mail."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core import signing
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from cases import placements
from cases.models import PlacesAhead, VacancyLink
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, Stale
from portal.deadlines.models import Clock
from portal.deadlines.selectors import rule_for
from portal.notifications.services import tell
from portal.organisations.actors import actor_of
from portal.organisations.models import Desk

SALT = "cases.vacancy"
LINK_RULE = "vacancy.link"
FURTHEST, MOST = timedelta(days=60), 99


def _only_shelter(actor: Acting) -> None:
    if actor.role != "placement_officer":
        raise Http404


@transaction.atomic
def set_ahead(*, actor: Acting, from_day: date | None, free: int | None) -> list[PlacesAhead]:
    """'2 from Friday'; nought takes it back. Raises Invalid naming field and remedy."""
    _only_shelter(actor)
    desk = Desk.objects.select_related("organisation__state").get(pk=actor.desk_id or 0)
    today = now().astimezone(ZoneInfo(desk.organisation.state.zone)).date()
    if from_day is None or not today < from_day <= today + FURTHEST:
        raise Invalid(
            field="from_day", remedy=_("Choose a day after today, within 60 days.")
        )
    if free is None or not 0 <= free <= MOST:
        raise Invalid(field="free", remedy=_("Say how many places, from 0 to 99."))
    rows = PlacesAhead.objects.filter(desk=desk, from_day=from_day)
    if free:
        rows.update_or_create(
            desk=desk, from_day=from_day,
            defaults={"free": free, "said_at": now(), "said_by_id": actor.user_id},
        )  # fmt: skip
    else:
        rows.delete()
    record(actor=actor, verb="places.ahead", subject=str(desk.uuid), detail={"free": free})
    return list(PlacesAhead.objects.filter(desk=desk, from_day__gt=today))


@transaction.atomic
def ask_to_confirm(*, clock: Clock, once: str) -> VacancyLink | None:
    """The figures of a desk went stale: its members are asked, by a link that works once."""
    desk = Desk.objects.filter(uuid=clock.subject_uuid, active=True).first()
    if desk is None or not desk.places.filter(usable=True).exists():
        return None
    rule = rule_for(LINK_RULE, clock.jurisdiction_id, now())
    link = VacancyLink.objects.create(desk=desk, expires_at=now() + timedelta(hours=rule.length))
    tell(
        key=f"vacancy_stale:{desk.uuid}:{once}", kind="vacancy_stale", to=[{"desk_id": desk.pk}],
        link=f"/vacancy/{token_of(link)}/", subject_kind="vacancy", subject_uuid=link.uuid,
    )  # fmt: skip
    return link


def token_of(link: VacancyLink) -> str:
    """What stands in the e-mail: an opaque number and a signature, no identity."""
    return signing.dumps(link.uuid.hex, salt=SALT)


class Answer(StrEnum):
    """What a link still is."""

    OPEN = "open"
    USED = "used"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Question:
    """A link as it stands now: what it asks, and whether it still may be answered."""

    link: VacancyLink
    answer: Answer
    vacancy: placements.Vacancy | None


def question_of(token: str, *, lock: bool = False) -> Question:
    """The question behind a link; changes nothing. Raises Http404 for one nobody signed."""
    try:
        uuid = UUID(hex=signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    rows = VacancyLink.objects.select_related("desk__organisation__state")
    if lock:
        rows = rows.select_for_update(of=("self",))
    link = rows.filter(uuid=uuid, desk__active=True).first()
    if link is None:
        raise Http404
    answer = Answer.OPEN
    if link.used_at is not None:
        answer = Answer.USED
    elif link.expires_at <= now():
        answer = Answer.LATE
    return Question(link, answer, placements.vacancies([link.desk_id]).get(link.desk_id))


@transaction.atomic
def confirm_by_link(*, token: str, seen: int | None) -> Question:
    """Somebody pressed the button on the link's page: the figures she saw are right as of now.

    A link used or too late changes nothing and says so. Raises Http404; Stale where places moved
    since she looked (``seen`` is the number free that she read).
    """
    question = question_of(token, lock=True)
    if question.answer is not Answer.OPEN:
        return question
    if question.vacancy is None or seen != question.vacancy.free:
        raise Stale(
            _("A place was given or freed while you looked."), field="seen",
            remedy=_("Look at the figures again, then confirm."),
        )  # fmt: skip
    link = question.link
    link.used_at = now()
    link.save(update_fields=["used_at"])
    placements.confirm_places(actor=actor_of(link.desk, None), how="link")
    return question_of(token)


def may_hear(desk_id: int, user_id: int | None, subject_uuid: UUID, case_id: int | None) -> bool:
    """Whether a notice with such a link may still reach this desk: it is its own, and open."""
    rows = VacancyLink.objects.filter(uuid=subject_uuid, desk_id=desk_id, used_at__isnull=True)
    return rows.filter(expires_at__gt=now()).exists()


def expected(desk_ids: list[int], today: date) -> dict[int, list[tuple[date, int]]]:
    """(day, free) that shelters expect after today, soonest first."""
    found: dict[int, list[tuple[date, int]]] = {}
    rows = PlacesAhead.objects.filter(desk_id__in=desk_ids, from_day__gt=today)
    for row in rows.order_by("desk_id", "from_day"):
        found.setdefault(row.desk_id, []).append((row.from_day, row.free))
    return found


def fresh_until(as_of: datetime | None, state_id: int) -> datetime | None:
    """Until when a figure counts as fresh, by the State's number of hours."""
    if as_of is None:
        return None
    return as_of + timedelta(hours=rule_for("vacancy.fresh", state_id, now()).length)
