"""What a referral must say before it can be sent. Pure: the same words reach the form and the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.access.vocabulary import Kind, Purpose, gettext_noop
from referrals.reasons import NotReadBack, ReadBack
from referrals.states import Urgency

FURTHEST = timedelta(days=180)
LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Ask:
    """Purpose, urgency, where and from when; vital interest with its typed reason."""

    purpose: str
    urgency: str = Urgency.STANDARD.value
    region: str = ""
    from_when: datetime | None = None
    keep_together: bool = True
    conflict_kinds: tuple[str, ...] = ()
    vital_interest: bool = False
    vital_reason: str = ""
    read_back: str = ""
    read_back_why: str = ""

    def errors(self, now: datetime, *, regions: Mapping[str, int]) -> dict[str, str]:
        """Field to remedy (message keys, translated at the edge); empty where all is well."""
        found: dict[str, str] = {}
        if self.purpose not in set(Purpose):
            found["purpose"] = gettext_noop("Choose one of the purposes offered.")
        if self.urgency not in set(Urgency):
            found["urgency"] = gettext_noop(
                "Say how urgent it is: immediate danger, urgent or standard."
            )
        if self.region and self.region not in regions:
            found["region"] = gettext_noop("Choose one of the regions offered.")
        if (
            self.from_when is not None
            and not now - timedelta(days=1) <= self.from_when <= now + FURTHEST
        ):
            found["from_when"] = gettext_noop("Choose a time from now on, within half a year.")
        if set(self.conflict_kinds) - set(Kind):
            found["conflict_kinds"] = gettext_noop("Choose from the kinds offered.")
        if self.vital_interest and not self.vital_reason.strip():
            found["vital_reason"] = gettext_noop(
                "Say in a sentence why life or health depends on it."
            )
        if len(self.vital_reason) > LONGEST_REASON:
            found["vital_reason"] = gettext_noop("Shorten this to 2,000 characters.")
        return found | self._read_back_errors()

    def _read_back_errors(self) -> dict[str, str]:
        """'Not possible' says why; the other two need no reason."""
        if self.read_back and self.read_back not in set(ReadBack):
            return {
                "read_back": gettext_noop("Say whether it was read back: yes, no, not possible.")
            }
        if self.read_back == ReadBack.NOT_POSSIBLE and self.read_back_why not in set(NotReadBack):
            return {"read_back_why": gettext_noop("Say why it could not be read back.")}
        return {}


@dataclass(frozen=True, slots=True)
class Journey:
    """How she travels: typed by who says 'left' (README 2, hand-over)."""

    meeting_point: str
    transport: str
    expected_at: datetime | None
    her_word: str
    note: str = ""

    def errors(self, now: datetime, *, child: bool) -> dict[str, str]:
        """Field to remedy; empty where all is well."""
        found: dict[str, str] = {}
        if not self.meeting_point.strip():
            found["meeting_point"] = gettext_noop(
                "Name the meeting point. Never the shelter's address."
            )
        if not self.transport.strip():
            found["transport"] = gettext_noop("Say how the person travels, and with whom.")
        if self.expected_at is None or not now < self.expected_at <= now + timedelta(days=7):
            found["expected_at"] = gettext_noop(
                "Say when the person is expected: a time from now on, within a week."
            )
        allowed = {"yes", "vital_interest"} | ({"best_interests"} if child else set())
        if self.her_word not in allowed:
            found["her_word"] = gettext_noop(
                "Record the person's yes, a child's best interests, or vital interest."
            )
        for name, text in (
            ("meeting_point", self.meeting_point),
            ("transport", self.transport),
            ("note", self.note),
        ):
            if len(text) > LONGEST_REASON:
                found[name] = gettext_noop("Shorten this to 2,000 characters.")
        return found
