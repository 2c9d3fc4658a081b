"""The coordinator writes to both ends of a referral while its alarm is open; the ends stay unnamed to her."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from cases.models import Alarm, Case
from cases.services import lock_cases
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.core.workflow import Party
from referrals import selectors
from referrals.models import Offer, Referral
from referrals.services.moving import leads, note, seal_words, tell_asking, tell_receiving

LONGEST = 1_000
MOST = 20
READERS = frozenset({Party.SENDER, Party.RECEIVER, Party.LEAD, Party.COORDINATOR})


@dataclass(frozen=True, slots=True)
class Message:
    """A few words of coordination, and when."""

    at: datetime
    text: str


@transaction.atomic
def write_to_ends(*, actor: Acting, ref: str | UUID, text: str) -> Referral:
    """Write a short message to both ends and the lead, sealed on the referral.

    Raises Http404 (not the case's coordinator), NotOpen where no alarm of it is open or too much
    was written already, Invalid for nothing, or too much.
    """
    found = selectors.get_referral(actor, ref)
    cases = lock_cases(selectors.cases_of(found))
    referral = Referral.objects.select_for_update().get(pk=found.pk)
    if Party.COORDINATOR not in selectors.parties(actor, referral, cases):
        raise Http404
    if not _alarmed(referral, cases):
        raise NotOpen(_("Its alarm is over: there is nobody to write to from here."))
    if not text.strip():
        raise Invalid(field="text", remedy=_("Write what both ends should know or do."))
    if len(text) > LONGEST:
        raise Invalid(field="text", remedy=_("Shorten this to 1,000 characters."))
    before = selectors.words_of(referral).get("messages", [])
    if len(before) >= MOST:
        raise NotOpen(_("Enough was written here: telephone both ends."))
    seal_words(referral, {"messages": [*before, {"at": now().isoformat(), "text": text.strip()}]})
    referral.save(update_fields=["sealed_words", "words_version"])
    note(actor, referral, cases, "message")
    once = f"message:{referral.words_version}"
    tell_asking(
        referral, "mention", [referral.sender_desk_id, *leads(cases)], once=once, but=actor.desk_id
    )
    for offer in Offer.objects.filter(referral=referral, state="accepted").select_related(
        "referral"
    ):
        tell_receiving(offer, "mention", once=once)
    return referral


def _alarmed(referral: Referral, cases: list[Case]) -> bool:
    rows = Alarm.objects.filter(case__in=cases, referral_uuid=referral.uuid)
    return rows.filter(closed_at__isnull=True).exists()


def messages_of(actor: Acting, referral: Referral) -> list[Message]:
    """What coordination wrote, for both ends, the lead and coordination itself; the newest first."""
    if not selectors.parties(actor, referral) & READERS:
        return []
    rows = selectors.words_of(referral).get("messages", [])
    found = [Message(parse_datetime(row["at"]) or now(), str(row["text"])) for row in rows]
    return found[::-1]
