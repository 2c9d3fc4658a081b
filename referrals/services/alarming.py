"""Alarms of a referral, whom they are told, and the coded reason with its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from cases.models import Case
from cases.services import close_alarm, open_alarm
from portal.access.matrix import Purpose
from portal.core.actors import Acting
from portal.core.problems import Invalid
from referrals import selectors
from referrals.models import Offer, Referral
from referrals.services.moving import (
    Step,
    leads,
    not_open,
    tell_asking,
    tell_receiving,
)

RESTS = timedelta(hours=1)
ALARMS = ("stalled", "late", "missing", "cannot_take", "given_back", "must_move")


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded reason with words where 'other'."""

    reason: str
    words: str = ""

    def check(self, codes: type[StrEnum]) -> None:
        """Raises Invalid naming field and remedy."""
        if self.reason not in set(codes):
            raise Invalid(field="reason", remedy=_("Choose one of the reasons offered."))
        if self.reason == "other" and not self.words.strip():
            raise Invalid(field="words", remedy=_("Say in a sentence why."))
        if len(self.words) > 2_000:
            raise Invalid(field="words", remedy=_("Shorten this to 2,000 characters."))


def moves_her(step: Step, wanted: bool = True) -> None:
    """Refuse the move where its purpose moves nobody (or, not ``wanted``, where it does)."""
    if Purpose(step.referral.purpose).moves_the_person is not wanted:
        raise not_open(
            step.actor,
            step.referral,
            [m.name for m in selectors.open_moves(step.actor, step.referral)],
        )


def both_ends(step: Step) -> list[int]:
    """Sender, lead, coordinator (or the sender's administrator); the receiver is told by its offer."""
    return [*selectors.coordination_and_sender(step.referral, step.cases), *leads(step.cases)]


def alarm(
    actor: Acting, referral: Referral, cases: Sequence[Case], kind: str, *, once: str = ""
) -> None:
    """Open an alarm on every carried case, and tell both ends, lead and coordinator."""
    for case in cases:
        open_alarm(actor=actor, case=case, kind=kind, referral_uuid=referral.uuid)
    told = [*selectors.coordination_and_sender(referral, cases), *leads(cases)]
    tell_asking(referral, kind, told, once=once)
    for offer in Offer.objects.filter(referral=referral, state="accepted").select_related(
        "referral"
    ):
        tell_receiving(offer, kind, once=once or f"v{referral.version}")


def quiet(
    actor: Acting,
    referral: Referral,
    cases: Sequence[Case],
    why: str,
    kinds: Sequence[str] = ALARMS,
) -> None:
    """Close the alarms of these kinds on every carried case."""
    for case in cases:
        for kind in kinds:
            close_alarm(actor=actor, case=case, kind=kind, why=why, referral_uuid=referral.uuid)
