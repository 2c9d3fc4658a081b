"""A shelter's figures stay fresh: confirmed by somebody who looked, set ahead, asked for by e-mail."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core import signing
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Place, PlacesAhead, VacancyLink
from cases.placements import asks_from_now, how_of
from cases.vacancy import FRESH, How, Vacancy, vacancies
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, Stale
from portal.deadlines.models import Clock
from portal.deadlines.selectors import rule_for
from portal.deadlines.services import stop
from portal.notifications.services import tell, withdraw
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
        raise Invalid(field="from_day", remedy=_("Choose a day after today, within 60 days."))
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
def confirm_places(*, actor: Acting, how: How | None = None) -> int:
    """Somebody looked: the count is right as of now. Returns how many places she looked at.

    What still asked for it (links, their notices) asks no more; the clock begins anew.
    """
    _only_shelter(actor)
    by = how or how_of(actor)
    _ask_no_more(actor)
    places = Place.objects.filter(desk_id=actor.desk_id)
    looked_at = [place.pk for place in places.select_for_update().order_by("pk")]
    Place.objects.filter(pk__in=looked_at).update(
        confirmed_at=now(), confirmed_by=actor.user_id, confirmed_how=by.value
    )
    record(actor=actor, verb="places.confirmed", detail={"places": len(looked_at), "how": by.value})
    return len(looked_at)


def _ask_no_more(actor: Acting) -> None:
    desk = Desk.objects.get(pk=actor.desk_id or 0)
    open_links = VacancyLink.objects.filter(desk=desk, used_at__isnull=True, expires_at__gt=now())
    for link in open_links.select_for_update().order_by("pk"):
        link.used_at = now()
        link.save(update_fields=["used_at"])
        withdraw(subject_kind="vacancy", subject_uuid=link.uuid, desk_ids=None)
    stop(actor=actor, subject_kind="desk", subject_uuid=desk.uuid, code=FRESH, outcome="confirmed")
    if desk.places.exists():
        asks_from_now(actor)


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
    vacancy: Vacancy | None


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
    return Question(link, answer, vacancies([link.desk_id]).get(link.desk_id))


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
    confirm_places(actor=actor_of(question.link.desk, None), how=How.LINK)
    return question_of(token)


def may_hear(desk_id: int, user_id: int | None, subject_uuid: UUID, case_id: int | None) -> bool:
    """Whether a notice with such a link may still reach this desk: it is its own, and open."""
    rows = VacancyLink.objects.filter(uuid=subject_uuid, desk_id=desk_id, used_at__isnull=True)
    return rows.filter(expires_at__gt=now()).exists()
