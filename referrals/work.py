"""What needs this desk: alarms, offers, clocks, referrals that wait for its next step. Bounded reads."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from cases.models import Alarm, Case
from cases.selectors import visible_cases
from portal.access import grants
from portal.access.matrix import MOVING_PURPOSES
from portal.core.actors import Acting
from portal.core.clock import now
from portal.deadlines.models import Clock
from portal.deadlines.selectors import due_for, live
from referrals import previews, selectors
from referrals.models import Draft, Offer, Referral, ReferralCase
from referrals.states import LIVE_OFFERS, OfferState, ReferralState

MOST = 25
AHEAD = timedelta(days=3)
PLACED = [p.value for p in MOVING_PURPOSES]


@dataclass(slots=True)
class Work:
    """Everything a page of her work is drawn from, each list short and in order."""

    alarms: list[Alarm] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    to_leave: list[Referral] = field(default_factory=list)
    waiting: list[Referral] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    sent: dict[UUID, Referral] = field(default_factory=dict)
    taken: dict[UUID, Offer] = field(default_factory=dict)
    cases: dict[int, Case] = field(default_factory=dict)
    sheltering: set[int] = field(default_factory=set)
    stalled: dict[UUID, Clock] = field(default_factory=dict)


def work_of(actor: Acting) -> Work:
    """Gather it, in a number of queries that does not grow with the rows."""
    found = Work()
    found.offers = list(
        previews.with_persons(selectors.inbox(actor)).order_by("answer_by", "uuid")[:MOST]
    )
    found.sheltering = previews.sheltered_by_sender(found.offers) if found.offers else set()
    found.alarms = list(alarms_for(actor).order_by("opened_at", "pk")[:MOST])
    found.clocks = list(pressing_clocks(actor))
    found.to_leave = list(to_leave(actor)[:MOST])
    found.waiting = list(waiting_for_others(actor)[:MOST])
    found.drafts = list(selectors.drafts(actor)[:MOST])
    look_up(actor, found)
    return found


def look_up(actor: Acting, found: Work) -> None:
    """The referrals, offers and cases that alarms and clocks speak of, and the actor may see."""
    uuids = {a.referral_uuid for a in found.alarms if a.referral_uuid}
    uuids |= {c.subject_uuid for c in found.clocks if c.subject_kind == "referral"}
    if uuids:
        found.sent = {r.uuid: r for r in selectors.visible_referrals(actor).filter(uuid__in=uuids)}
        taken = selectors.visible_offers(actor).filter(
            referral__uuid__in=uuids, state=OfferState.ACCEPTED.value
        )
        found.taken = {o.referral.uuid: o for o in taken.select_related("referral")}
    ids = {c.case_id for c in found.clocks if c.case_id} | {a.case_id for a in found.alarms}
    if ids:
        seen = grants.held_on(ids, actor)
        rows = visible_cases(actor).filter(pk__in=ids)
        found.cases = {c.pk: c for c in rows}
        found.clocks = [
            c
            for c in found.clocks
            if c.case_id is None or _sees(seen.get(c.case_id, frozenset()), c.section)
        ]
    if found.to_leave:
        clocks = live("referral", [r.uuid for r in found.to_leave])
        found.stalled = {c.subject_uuid: c for c in clocks if c.code.startswith("stalled.")}


def _sees(names: frozenset[str], section: str) -> bool:
    """A clock follows its section's column (policy 2)."""
    return bool(names) and (not section or f"view_{section}" in names or f"own_{section}" in names)


def alarms_for(actor: Acting) -> QuerySet[Alarm]:
    """Open alarms of what this desk sent, accepted, leads or coordinates."""
    if actor.desk_id is None:
        return Alarm.objects.none()
    open_ = Alarm.objects.filter(closed_at__isnull=True).select_related(
        "case", "taken_by_desk__organisation"
    )
    if actor.role == "organisation_admin":
        return open_.filter(_administered(actor))
    accepted = selectors.visible_offers(actor).filter(state=OfferState.ACCEPTED.value)
    mine = Q(referral_uuid__in=selectors.visible_referrals(actor).values("uuid"))
    mine |= Q(referral_uuid__in=accepted.values("referral__uuid"))
    whole = visible_cases(actor, codename="view_summary")
    if actor.role != "coordinator":
        whole = whole.filter(
            Q(lead_desk_id=actor.desk_id)
            | Q(lead_desk__isnull=True, reporter_desk_id=actor.desk_id)
        )
    return open_.filter(mine | Q(referral_uuid__isnull=True, case__in=whole))


def _administered(actor: Acting) -> Q:
    """'Coordinator' where a case is not in coordination: the administrator of its organisation.

    That is the lead's; the first reporter's while nobody leads, and for what it sent itself.
    """
    ours = Q(case__reporter_desk__organisation_id=actor.organisation_id)
    sent = Referral.objects.filter(sender_desk__organisation_id=actor.organisation_id)
    ours &= Q(case__lead_desk__isnull=True) | Q(referral_uuid__in=sent.values("uuid"))
    ours |= Q(case__lead_desk__organisation_id=actor.organisation_id)
    return Q(case__coordination_ground="") & ours & ~Q(grants.walled(actor, "case_id"))


def pressing_clocks(actor: Acting) -> QuerySet[Clock]:
    """The desk's own clocks that are overdue or due within three days; offers stand in the inbox."""
    if actor.desk_id is None:
        return Clock.objects.none()
    rows = due_for(actor.desk_id).filter(due_at__lte=now() + AHEAD)
    return rows.exclude(subject_kind__in=("offer", "draft"))[: 2 * MOST]


def to_leave(actor: Acting) -> QuerySet[Referral]:
    """Accepted, and the person has not left: the asking side's next step."""
    rows = selectors.visible_referrals(actor).filter(
        state=ReferralState.ACCEPTED.value, purpose__in=PLACED
    )
    if actor.role == "coordinator":
        return rows.none()
    return rows.order_by("accepted_at", "uuid")


def waiting_for_others(actor: Acting) -> QuerySet[Referral]:
    """Sent by this desk, and somebody else's turn."""
    live_ = [s.value for s in LIVE_OFFERS]
    rows = selectors.sent_by(actor).filter(state=ReferralState.SENT.value, offers__state__in=live_)
    return (
        rows.distinct().order_by("-sent_at", "uuid").prefetch_related("offers__desk__organisation")
    )


def claimed_by_colleagues(actor: Acting) -> QuerySet[Offer]:
    """For the administrator: what somebody of her organisation has claimed and not answered."""
    if actor.role != "organisation_admin":
        return Offer.objects.none()
    return (
        selectors.visible_offers(actor)
        .select_related("claimed_by", "desk")
        .order_by("answer_by", "uuid")
    )


def stands_at(actor: Acting, case_ids: Iterable[int]) -> dict[int, Referral]:
    """The newest running referral of each case that the actor sees, or her desk accepted."""
    seen = selectors.visible_referrals(actor).exclude(
        state__in=[ReferralState.ENDED.value, ReferralState.WITHDRAWN.value]
    )
    taken = selectors.visible_offers(actor).filter(state=OfferState.ACCEPTED.value)
    rows = ReferralCase.objects.filter(case_id__in=list(case_ids)).filter(
        Q(referral__in=seen) | Q(referral__in=taken.values("referral_id"))
    )
    found: dict[int, Referral] = {}
    for row in rows.select_related("referral").order_by("-referral__sent_at"):
        found.setdefault(row.case_id, row.referral)
    return found
