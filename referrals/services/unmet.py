"""Writing down what could not be met: a search without a fitting receiver, a refusal, what came of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from cases.models import Case
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.organisations.models import Region
from referrals.intake import Ask
from referrals.models import Offer, Referral, UnmetNeed
from referrals.reasons import Then, Unmet
from referrals.routing import NOT_AVAILABLE

SALT = "referrals.unmet"
SETTLED = (Then.FOUND.value, Then.WITHDRAWN.value)
HOUR = timedelta(hours=1)


def thread_of(cases: Sequence[Case], need: str) -> str:
    """Whose need this is, so that nobody can tell whose: a keyed hash of her case and the need."""
    first = min(cases, key=lambda case: case.pk)
    return salted_hmac(SALT, f"{need}:{first.uuid}", algorithm="sha256").hexdigest()[:32]


@transaction.atomic
def searched(
    *, actor: Acting, cases: Sequence[Case], ask: Ask, fits: bool, left_out: Sequence[str]
) -> UnmetNeed | None:
    """A row where a search found nobody who fits; None where somebody does.

    ``left_out`` are the reasons of those who do not fit. What is written is coarse on purpose:
    where she does not want to be is her own word.
    """
    if fits or not cases:
        return None
    reason = Unmet.NOBODY_FITS
    if not left_out:
        reason = Unmet.NOBODY_OFFERS
    elif set(left_out) == {NOT_AVAILABLE}:
        reason = Unmet.NOBODY_FREE
    before = UnmetNeed.objects.filter(thread=thread_of(cases, ask.purpose))
    since = before.exclude(then__in=SETTLED).order_by("at").values_list("at", flat=True).first()
    region = Region.objects.filter(code=ask.region, state_id=cases[0].state_id).first()
    return _written(
        actor, cases, need=ask.purpose, reason=reason, region_id=region.pk if region else None,
        since=since or now(),
    )  # fmt: skip


def refused(*, actor: Acting, offer: Offer, cases: Sequence[Case], reason: str) -> UnmetNeed:
    """A row for one receiver's no, or for its silence; whose no it was stands nowhere."""
    referral: Referral = offer.referral
    return _written(
        actor, cases, need=referral.purpose, reason=Unmet(reason), region_id=referral.region_id,
        since=referral.sent_at,
    )  # fmt: skip


def _written(
    actor: Acting,
    cases: Sequence[Case],
    *,
    need: str,
    reason: Unmet,
    region_id: int | None,
    since: datetime,
) -> UnmetNeed:
    row = UnmetNeed.objects.create(
        jurisdiction_id=cases[0].state_id, region_id=region_id, need=need, reason=reason.value,
        persons=len(cases), hours_waited=(now() - since) // HOUR, at=now(),
        in_coordination=all(case.in_coordination for case in cases),
        thread=thread_of(cases, need),
    )  # fmt: skip
    record(actor=actor, verb="need.unmet", detail={"need": need, "reason": reason.value})
    return row


def came_of_it(cases: Sequence[Case], need: str, then: Then) -> int:
    """What happened then, on every row of this need that is not settled; how many."""
    if not cases:
        return 0
    rows = UnmetNeed.objects.filter(thread=thread_of(cases, need)).exclude(then__in=SETTLED)
    return rows.update(then=then.value, then_at=now())
