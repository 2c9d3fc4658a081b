"""What changed for a desk, in the order of events: the feed that another agency's computer follows.

It is the record itself, read below the horizon: nothing can be changed without its row there, so
nothing can be missed; and a row is told only where the desk may see its subject *now*. Ids and codes:
never who did it, never what it says.
"""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cases.models import Case
from portal.access import grants
from portal.audit.models import Entry
from portal.audit.seals import START, Position
from portal.audit.selectors import changes_between
from portal.core.actors import Acting
from portal.core.horizon import horizon_now
from portal.core.paging import opened, sealed
from portal.core.problems import Malformed
from portal.core.references import read_uuid
from referrals import selectors
from referrals.models import Offer, ReferralCase

BATCH = 400
MOST_BATCHES = 25
LAST_ID = 2**63 - 1
MARK = "changes"
CASE_VERBS = frozenset(
    {
        "case.opened", "case.closed", "case.left", "case.running", "lead.moved", "lead.ended",
        "section.written", "consent.recorded", "consent.withdrawn", "guardian.recorded",
        "family.linked", "rights.told", "risk.assessed", "place.reserved", "place.occupied",
        "place.freed",
    }
)  # fmt: skip
"""What a case's page would show as changed. Walls, broken glass and bases are nobody's news here."""
HIDDEN = frozenset({"offer.walled"})


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: what kind of thing, which one, and how."""

    id: UUID
    at: datetime
    kind: str
    about: str
    uuid: UUID
    reference: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """Changes in their order; ``next`` is where to go on, ``more`` whether there is more now."""

    rows: list[Change]
    next: str
    more: bool


def changes(actor: Acting, after: str = "", size: int = 100) -> Feed:
    """What changed for the actor's desk after a marker, or since ever; raises Malformed for a marker
    that is not this desk's. Empty pages may have ``more``: long stretches of others' work are read
    in parts."""
    start = _place(actor, after)
    horizon = horizon_now()
    told: list[Change] = []
    seen = _told_of_the_same(actor, start)
    for _n in range(MOST_BATCHES):
        batch = list(_of_interest(actor, changes_between(start, horizon))[:BATCH])
        for entry, change in _in_words(actor, batch):
            start = entry.position
            if change is None or _same(entry) in seen:
                continue
            seen.add(_same(entry))
            told.append(change)
            if len(told) == size:
                return Feed(told, _marker(actor, start), more=True)
        if len(batch) < BATCH:
            return Feed(told, _marker(actor, Position(horizon - 1, LAST_ID)), more=False)
    return Feed(told, _marker(actor, start), more=True)


def _marker(actor: Acting, place: Position) -> str:
    return sealed([MARK, actor.desk_id, place.xid, place.id])


def _place(actor: Acting, after: str) -> Position:
    if not after:
        return START
    found = opened(after)
    if not isinstance(found, list) or len(found) != 4 or found[:2] != [MARK, actor.desk_id]:
        raise Malformed(
            _("This page marker cannot be read."), field="after",
            remedy=_("Send the `next` of your last answer, or nothing to begin anew."),
        )  # fmt: skip
    return Position(found[2], found[3])


def _of_interest(actor: Acting, rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries of cases that the desk holds something of, or that an offer to it carries."""
    held = grants.visible(Case.objects.filter(pk=OuterRef("case_id")), actor)
    offered = ReferralCase.objects.filter(
        case_id=OuterRef("case_id"), referral__offers__desk_id=actor.desk_id
    )
    sent = ReferralCase.objects.filter(
        case_id=OuterRef("case_id"), referral__sender_desk_id=actor.desk_id
    )
    verbs = Q(verb__startswith="referral.") | Q(verb__startswith="offer.") | Q(verb__in=CASE_VERBS)
    return rows.filter(verbs, case_id__isnull=False).filter(
        Q(Exists(held)) | Q(Exists(offered)) | Q(Exists(sent))
    )


def _same(entry: Entry) -> tuple[str, ...]:
    """A move of several persons leaves a row for each: it is told once."""
    case = "" if entry.verb.startswith(("referral.", "offer.")) else str(entry.case_id)
    return (str(entry.xid), entry.verb, entry.subject, case, entry.section)


def _told_of_the_same(actor: Acting, start: Position) -> set[tuple[str, ...]]:
    """What was told of the transaction in whose midst the last page ended."""
    if start.id in (LAST_ID, START.id):
        return set()
    rows = Entry.objects.filter(xid=start.xid, pk__lte=start.id)
    return {_same(entry) for entry in _of_interest(actor, rows)}


def _in_words(actor: Acting, batch: Sequence[Entry]) -> Iterable[tuple[Entry, Change | None]]:
    sight = _Sight(actor, batch)
    return [(entry, None if entry.verb in HIDDEN else sight.change(entry)) for entry in batch]


class _Sight:
    """What the desk may see now of the subjects of some entries, in a fixed number of queries."""

    def __init__(self, actor: Acting, batch: Sequence[Entry]) -> None:
        self.actor = actor
        moves = [e for e in batch if e.verb.startswith(("referral.", "offer."))]
        subjects = {read_uuid(e.subject) for e in moves}
        of_offers = Offer.objects.filter(uuid__in=subjects) if subjects else Offer.objects.none()
        self.referral_of = dict(of_offers.values_list("uuid", "referral__uuid"))
        asked = (subjects - self.referral_of.keys()) | set(self.referral_of.values())
        self.sent = self._sent(asked)
        self.offers = self._offers(asked)
        cases = (
            {e.case_id for e in batch if e.case_id is not None}
            if len(moves) < len(batch)
            else set()
        )
        self.cases = (
            dict(Case.objects.filter(pk__in=cases).values_list("pk", "uuid")) if cases else {}
        )
        self.refs = (
            dict(Case.objects.filter(pk__in=cases).values_list("pk", "ref")) if cases else {}
        )
        self.held = grants.held_on(cases, actor) if cases else {}

    def _sent(self, asked: set[UUID]) -> dict[UUID, str]:
        if not asked:
            return {}
        rows = selectors.visible_referrals(self.actor).filter(uuid__in=asked)
        return dict(rows.values_list("uuid", "ref"))

    def _offers(self, asked: set[UUID]) -> dict[UUID, list[tuple[UUID, str, str]]]:
        found: dict[UUID, list[tuple[UUID, str, str]]] = {}
        if asked:
            rows = selectors.visible_offers(self.actor).filter(referral__uuid__in=asked)
            for row in rows.values_list("referral__uuid", "uuid", "ref", "state"):
                found.setdefault(row[0], []).append(row[1:])
        return found

    def change(self, entry: Entry) -> Change | None:
        """The change as this desk may hear of it; None where it may not."""
        if entry.verb in CASE_VERBS:
            return self._of_case(entry)
        subject = read_uuid(entry.subject)
        if subject in self.referral_of:
            return self._of_offer(entry, subject, self.referral_of[subject])
        return self._of_referral(entry, subject)

    def _of_offer(self, entry: Entry, offer: UUID, referral: UUID) -> Change | None:
        for uuid, ref, _state in self.offers.get(referral, ()):
            if uuid == offer:
                return self._told(entry, "offer", uuid, ref)
        if referral in self.sent:  # the asking side: an answer, whoever gave it
            return self._told(entry, "referral", referral, self.sent[referral])
        return None

    def _of_referral(self, entry: Entry, referral: UUID) -> Change | None:
        if referral in self.sent:
            return self._told(entry, "referral", referral, self.sent[referral])
        for uuid, ref, state in self.offers.get(referral, ()):
            if state == "accepted":
                return self._told(entry, "offer", uuid, ref)
        return None

    def _of_case(self, entry: Entry) -> Change | None:
        if entry.case_id is None or entry.case_id not in self.held:
            return None
        names, section = self.held[entry.case_id], entry.section or "envelope"
        own = f"own_{section}" in names and entry.desk_id == self.actor.desk_id
        if f"view_{section}" not in names and not own:
            return None
        return self._told(
            entry, "case", self.cases[entry.case_id], self.refs[entry.case_id], section
        )

    def _told(
        self, entry: Entry, about: str, uuid: UUID, reference: str, section: str = ""
    ) -> Change:
        return Change(_id(self.actor, entry), entry.at, entry.verb, about, uuid, reference, section)


def _id(actor: Acting, entry: Entry) -> UUID:
    """The same for the same change whenever this desk reads it, and no number of the database."""
    text = f"change:{actor.desk_id}:{entry.pk}".encode()
    return UUID(bytes=hmac.new(settings.SECRET_KEY.encode(), text, sha256).digest()[:16], version=4)
