"""What a consent covers, until when, and what stands in its place. Plain rules (README 3 to 5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from portal.access.vocabulary import (
    CHILD_PURPOSES,
    AgeStatus,
    Kind,
    Purpose,
    Section,
)

FOREVER = datetime.max.replace(tzinfo=UTC)


class GivenBy(StrEnum):
    """Whose word a consent is."""

    HERSELF = "herself"
    GUARDIAN = "guardian"


@dataclass(frozen=True, slots=True)
class Recipient:
    """The organisation that would read."""

    organisation_id: int | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class Road:
    """She is on the road: since when, and how much longer than a consent contact stays (README 3)."""

    since: datetime
    longer: timedelta


@dataclass(frozen=True, slots=True)
class Consent:
    """One recorded yes. `until` is the first moment at which it no longer holds.

    `only` narrows to named organisations, `never` shuts some out. `evidence_only` marks an
    imported one, `provisional` one that waits for its second witness: both open nothing.
    """

    purpose: str
    sections: frozenset[Section]
    kinds: frozenset[Kind]
    since: datetime
    until: datetime | None = None
    only: frozenset[int] = frozenset()
    never: frozenset[int] = frozenset()
    withdrawn_at: datetime | None = None
    evidence_only: bool = False
    provisional: bool = False
    given_by: GivenBy = GivenBy.HERSELF

    @property
    def ends(self) -> datetime:
        """When it stops to hold: withdrawn, expired, or FOREVER."""
        return min(self.until or FOREVER, self.withdrawn_at or FOREVER)

    def runs(self, now: datetime) -> bool:
        """True if it opens something now."""
        return self.counts and self.since <= now < self.ends

    @property
    def counts(self) -> bool:
        """False for what is only evidence or still waits for a second witness."""
        return not (self.evidence_only or self.provisional)


@dataclass(frozen=True, slots=True)
class StateGround:
    """A State's row that replaces the guardian's consent, with its article (README 4)."""

    purpose: str
    section: Section
    article: str
    until: datetime | None = None


def reaches(consent: Consent, recipient: Recipient) -> bool:
    """True if the recipient's kind is named, she is among the named ones, and not shut out."""
    organisation = recipient.organisation_id
    if recipient.kind not in consent.kinds or organisation in consent.never:
        return False
    return not consent.only or organisation in consent.only


def covers(
    consent: Consent,
    purpose: str,
    recipient: Recipient,
    section: Section | None = None,
    now: datetime | None = None,
) -> bool:
    """True if the consent covers this purpose, recipient and (if asked) section.

    Without `now` only its words are read; with `now` it must also run.
    """
    if consent.purpose != purpose or not reaches(consent, recipient):
        return False
    if section is not None and section not in consent.sections:
        return False
    return consent.counts if now is None else consent.runs(now)


def speaks_for(consent: Consent, age: AgeStatus) -> bool:
    """For a child her guardian's word counts, for an adult her own."""
    wanted = GivenBy.GUARDIAN if age.treated_as_child else GivenBy.HERSELF
    return consent.given_by == wanted


def open_until(
    consents: Iterable[Consent],
    purposes: Iterable[str],
    recipient: Recipient,
    section: Section,
    now: datetime,
    *,
    road: Road | None = None,
) -> datetime | None:
    """The latest moment to which some consent opens a section; None if it is closed now.

    `road` is given for contact while she is handed over: there each consent that still ran when
    she left opens beyond its end.
    """
    aims = frozenset(purposes)
    latest: datetime | None = None
    for consent in consents:
        if not any(covers(consent, aim, recipient, section) for aim in aims):
            continue
        ends = consent.ends
        if road is not None and road.since <= ends < FOREVER:
            ends += road.longer
        if consent.since <= now < ends:
            latest = max(latest or ends, ends)
    return latest


class SendGround(StrEnum):
    """Why a case may be sent to somebody (guard of `send`)."""

    CONSENT = "consent"
    CHILD = "child"
    GUARDIAN_CONSENT = "guardian_consent"
    STATE_RULE = "state_rule"
    VITAL_INTEREST = "vital_interest"


def ground_to_send(
    purpose: str,
    recipient: Recipient,
    age: AgeStatus,
    now: datetime,
    *,
    consents: Iterable[Consent] = (),
    state_grounds: Iterable[StateGround] = (),
    vital_interest_reason: str = "",
    has_lead: bool = False,
) -> SendGround | None:
    """The first ground on which one case may go to this recipient, or None.

    Vital interest with a typed reason stands in only for the purposes that protect: it never
    carries a person into a proceeding, a return or an office.
    """
    if age.treated_as_child and needs_no_consent_for_child(purpose, first_lead=not has_lead):
        return SendGround.CHILD
    if any(speaks_for(c, age) and covers(c, purpose, recipient, now=now) for c in consents):
        return SendGround.GUARDIAN_CONSENT if age.treated_as_child else SendGround.CONSENT
    if age.treated_as_child and any(_stands(g, purpose, now) for g in state_grounds):
        return SendGround.STATE_RULE
    protects = purpose in CHILD_PURPOSES or purpose == Purpose.TRANSFER
    if vital_interest_reason.strip() and protects:
        return SendGround.VITAL_INTEREST
    return None


def _stands(ground: StateGround, purpose: str, now: datetime) -> bool:
    return ground.purpose == purpose and now < (ground.until or FOREVER)


def needs_no_consent_for_child(purpose: str, *, first_lead: bool) -> bool:
    """README 4: the purposes for which `c` falls away for who is or may be a child."""
    return purpose in CHILD_PURPOSES or (purpose == Purpose.TRANSFER and first_lead)
