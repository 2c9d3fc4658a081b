"""When a case is in coordination: it has left its organisation, on one of five grounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from portal.access.consents import FOREVER, Consent, speaks_for
from portal.access.vocabulary import OWN_CASE_KINDS, AgeStatus, ConsentPurpose, Kind

_NEVER_BEGUN = datetime.min.replace(tzinfo=UTC)


class CoordinationGround(StrEnum):
    """Why the coordinator may know that the case exists (row `coordination`)."""

    CONSENT = "consent"
    CHILD = "child"
    VITAL_INTEREST = "vital_interest"
    STATE_RULE = "state_rule"
    NO_OWN_CASES = "no_own_cases"


@dataclass(frozen=True, slots=True)
class CoordinationFacts:
    """What coordination depends on. `left`: the case has left its organisation.

    For a desk without own cases `left` is true from the first save, or after the State's number
    of hours as a draft. `state_article` is the article of a State's rule, '' where there is none.
    """

    left: bool = False
    made_by: Kind | None = None
    vital_interest: bool = False
    state_article: str = ""


def coordination_ground(
    facts: CoordinationFacts, consents: Iterable[Consent], age: AgeStatus, now: datetime
) -> CoordinationGround | None:
    """The ground that stands longest, or None: then nobody in coordination knows of the case."""
    if not facts.left:
        return None
    if facts.made_by is not None and facts.made_by not in OWN_CASE_KINDS:
        return CoordinationGround.NO_OWN_CASES
    if age.treated_as_child:
        return CoordinationGround.CHILD
    if facts.vital_interest:
        return CoordinationGround.VITAL_INTEREST
    if facts.state_article:
        return CoordinationGround.STATE_RULE
    if _consented_until(consents, age, now) is not None:
        return CoordinationGround.CONSENT
    return None


def coordination_ends(
    facts: CoordinationFacts, consents: Iterable[Consent], age: AgeStatus, now: datetime
) -> datetime:
    """To when the case is in coordination; a moment in the past if it is not."""
    kept = tuple(consents)
    ground = coordination_ground(facts, kept, age, now)
    if ground is None:
        return _NEVER_BEGUN
    if ground is CoordinationGround.CONSENT:
        return _consented_until(kept, age, now) or _NEVER_BEGUN
    return FOREVER


def _consented_until(consents: Iterable[Consent], age: AgeStatus, now: datetime) -> datetime | None:
    running = [
        consent.ends
        for consent in consents
        if consent.purpose == ConsentPurpose.COORDINATION
        and Kind.COORDINATION_BODY in consent.kinds
        and speaks_for(consent, age)
        and consent.runs(now)
    ]
    return max(running, default=None)
