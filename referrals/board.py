"""What a coordinator chases: alarms, referrals past half of their answer time, clocks by agency.

All of it over the one set she may see: cases in coordination of her State whose summary her desk
holds. Nothing here names a shelter or a person.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.http import Http404

from cases.guardians import STANDS_BESIDE
from cases.models import Alarm, Place
from cases.models import Case as Person
from cases.models.places import LIVE as PLACE_LIVE
from cases.selectors import visible_cases
from portal.access import grants
from portal.access.matrix import Kind, Purpose, Role
from portal.core.actors import Acting
from portal.core.clock import now
from portal.deadlines.models import OVERDUE, PAUSED, RESTING, STOPPED, Clock
from portal.deadlines.selectors import SOON
from referrals import selectors
from referrals.models import Offer, Referral
from referrals.services.coordinating import BY_COORDINATOR
from referrals.states import OfferState, ReferralState

OUTER = ("envelope", "summary")
UNANSWERED = (OfferState.OPEN.value, OfferState.CLAIMED.value)
ALARM_KEYS = ("resting", "opened_at", "uuid")
WAITING_KEYS = ("due", "uuid")


def coordinators_only(actor: Acting) -> None:
    """A page of coordination is not there for anybody else."""
    if actor.role != Role.COORDINATOR or actor.desk_id is None:
        raise Http404


def alarms(actor: Acting) -> QuerySet[Alarm]:
    """Open alarms she may see, one for each referral or case and kind; those that rest come last."""
    rows = _seen(actor)
    before = _seen(actor).filter(
        referral_uuid=OuterRef("referral_uuid"),
        kind=OuterRef("kind"),
        case_id__lt=OuterRef("case_id"),
    )
    rows = rows.filter(Q(referral_uuid__isnull=True) | ~Exists(before))
    resting = Case(When(rests_until__gt=now(), then=1), default=0, output_field=IntegerField())
    return rows.annotate(resting=resting).select_related(
        "case", "taken_by", "taken_by_desk__organisation"
    )


def _seen(actor: Acting) -> QuerySet[Alarm]:
    rows = Alarm.objects.filter(closed_at__isnull=True)
    rows = grants.visible(rows, actor, case="case_id", codename="view_summary")
    sent = selectors.visible_referrals(actor).values("uuid")
    return rows.filter(Q(referral_uuid__isnull=True) | Q(referral_uuid__in=sent))


def alarm_counts(actor: Acting) -> dict[str, int]:
    """How many alarms are open, and how many of them nobody has taken."""
    return alarms(actor).aggregate(
        all=Count("pk"), untaken=Count("pk", filter=Q(taken_by__isnull=True))
    )


def get_alarm(actor: Acting, ref: str) -> Alarm:
    """One open alarm she may see, or Http404."""
    try:
        return _seen(actor).get(uuid=UUID(str(ref)))
    except (ValueError, Alarm.DoesNotExist):
        raise Http404 from None


@dataclass(slots=True)
class Answers:
    """How a referral was answered so far: by how many, and why not."""

    asked: int = 0
    waiting: int = 0
    reasons: dict[str, int] = field(default_factory=dict)


def answers(referrals: list[int]) -> dict[int, Answers]:
    """Answers of some referrals the caller may see, counted in one query; nobody is named."""
    rows = Offer.objects.filter(referral_id__in=referrals).values("referral_id", "state", "reason")
    found: dict[int, Answers] = {}
    for row in rows.annotate(n=Count("pk")).order_by("referral_id", "state", "reason"):
        one = found.setdefault(row["referral_id"], Answers())
        one.asked += row["n"]
        if row["state"] in UNANSWERED:
            one.waiting += row["n"]
        elif row["state"] == OfferState.DECLINED:
            one.reasons[row["reason"]] = one.reasons.get(row["reason"], 0) + row["n"]
    return found


def referrals_of(actor: Acting, found: list[Alarm]) -> dict[UUID, Referral]:
    """The referrals of some alarms, with what their rows tell."""
    uuids = {a.referral_uuid for a in found if a.referral_uuid}
    rows = selectors.visible_referrals(actor).filter(uuid__in=uuids).select_related("region")
    return {row.uuid: row for row in rows}


def past_half(actor: Acting) -> QuerySet[Referral]:
    """Sent referrals of which every open offer is past half of its answer time; reassign is open."""
    moment = Value(now(), output_field=DateTimeField())
    open_ = Offer.objects.filter(referral=OuterRef("pk"), state__in=UNANSWERED)
    young = open_.annotate(
        used=ExpressionWrapper(moment - F("opened_at"), output_field=DurationField()),
        left=ExpressionWrapper(F("answer_by") - moment, output_field=DurationField()),
    ).filter(used__lt=F("left"))
    rows = selectors.visible_referrals(actor).filter(
        Exists(open_), ~Exists(young), state=ReferralState.SENT.value
    )
    due = Subquery(open_.order_by("answer_by").values("answer_by")[:1])
    return rows.annotate(due=due).select_related("region")


@dataclass(frozen=True, slots=True)
class Agency:
    """The clocks of one agency; all shelters stand together, without a name."""

    name: str
    overdue: int
    soon: int
    paused: int
    running: int
    oldest: datetime

    @property
    def shelters(self) -> bool:
        """The row of those who have no name here."""
        return not self.name


def agencies(actor: Acting) -> list[Agency]:
    """Live clocks by agency, most overdue first: one grouped query over what she may see.

    A clock follows its section's column, so those of the envelope and the summary are hers.
    """
    moment = now()
    sent = selectors.visible_referrals(actor)
    mine = Q(
        case_id__in=visible_cases(actor, codename="view_summary").values("pk"), section__in=OUTER
    )
    mine |= Q(subject_kind="referral", subject_uuid__in=sent.values("uuid"))
    mine |= Q(
        subject_kind="offer",
        subject_uuid__in=Offer.objects.filter(referral__in=sent).values("uuid"),
    )
    nameless = Q(owner_desk__role=Role.PLACEMENT_OFFICER) | Q(
        owner_desk__organisation__kind=Kind.SHELTER
    )
    late = Q(state__in=[OVERDUE, RESTING]) | Q(due_at__lte=moment)
    rows = (
        Clock.objects.exclude(state=STOPPED)
        .filter(mine, owner_desk__isnull=False)
        .annotate(
            house=Case(
                When(nameless, then=Value(None)), default=F("owner_desk__organisation_id"),
                output_field=BigIntegerField(),
            ),
            called=Case(
                When(nameless, then=Value("")), default=F("owner_desk__organisation__name"),
                output_field=CharField(),
            ),
        )
        .values("house", "called")
        .annotate(
            overdue=Count("pk", filter=late & ~Q(state=PAUSED)),
            soon=Count("pk", filter=Q(due_at__gt=moment, due_at__lte=moment + SOON) & ~Q(state=PAUSED)),
            paused=Count("pk", filter=Q(state=PAUSED)), running=Count("pk"), oldest=Min("due_at"),
        )
        .order_by("-overdue", "oldest", "called")
    )  # fmt: skip
    return [
        Agency(r["called"], r["overdue"], r["soon"], r["paused"], r["running"], r["oldest"])
        for r in rows
    ]


@dataclass(frozen=True, slots=True)
class Beds:
    """Places of the State for one group: counts, never by house."""

    group: str
    free: int
    held: int


def beds(actor: Acting) -> list[Beds]:
    """Places free and held in the State by whom they take; a place for several counts in each."""
    busy = Q(placements__state__in=PLACE_LIVE)
    whom = Case(When(takes__len=0, then=F("desk__profile__takes")), default=F("takes"))
    rows = (
        Place.objects.filter(usable=True, desk__active=True)
        .filter(desk__organisation__state_id=actor.state_id)
        .annotate(group=Func(whom, function="unnest", output_field=CharField()))
        .values("group")
        .annotate(
            all=Count("pk", distinct=True), busy=Count("pk", filter=busy, distinct=True),
            held=Count("pk", filter=Q(placements__state__in=("held", "reserved")), distinct=True),
        )
        .order_by("group")
    )  # fmt: skip
    return [Beds(r["group"], r["all"] - r["busy"], r["held"]) for r in rows]


def purposes_to_open(actor: Acting, person: Person) -> tuple[Purpose, ...]:
    """What a coordinator may open for this person herself; nothing where a lead stands beside her."""
    if actor.role != Role.COORDINATOR or not person.in_coordination or not person.is_open:
        return ()
    alone = person.treated_as_child and person.guardian not in STANDS_BESIDE
    if person.lead_desk_id is None:
        return tuple(p for p in (Purpose.CHILD_PROTECTION, Purpose.TRANSFER) if p in BY_COORDINATOR
                     and (p is not Purpose.CHILD_PROTECTION or person.treated_as_child))  # fmt: skip
    return (Purpose.CHILD_PROTECTION,) if alone else ()
