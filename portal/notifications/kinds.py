"""What a person is told of, as the table 'Who is told what' of the policy says.

A text names the kind of event and nothing else: no person, place, nationality, organisation, form
of exploitation. The reference stands beside it, the link asks for sign-in. An alarm always goes
out by e-mail too; every other kind by the person's own choice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event. ``status`` is its colour and icon; ``mail`` the choice before a choice.

    ``signed``: its link is signed and opens a page without identity, so that it asks for no sign-in.
    """

    code: str
    text: Promise
    status: str
    told: str
    alarm: bool = False
    mail: bool = False
    reminder: str = ""
    then: str = ""
    signed: bool = False


def _alarm(code: str, text: Promise, told: str, reminder: str = "", then: str = "") -> Kind:
    return Kind(code, text, "danger", told, alarm=True, mail=True, reminder=reminder, then=then)


def _mailed(
    code: str, text: Promise, status: str, told: str, reminder: str = "", then: str = ""
) -> Kind:
    return Kind(code, text, status, told, mail=True, reminder=reminder, then=then)


BOTH_ENDS = "both ends, lead, coordinator"
OR_ADMINISTRATOR = (
    "sender, coordinator where the case is in coordination, else the sender's administrator"
)
THIRTY = "each 30 min until answered"

OFFERS: tuple[Kind, ...] = (
    _mailed(
        "offer_open", _("A referral waits for your desk"), "info", "receiver's desk (claimer, else all)",
        reminder="at half of the answer time",
        then="at its end: " + OR_ADMINISTRATOR,
    ),
    _mailed(
        "offer_reminder", _("Half of the answer time has passed"), "warn",
        "receiver's desk (claimer, else all)",
    ),
    _mailed(
        "offer_unanswered", _("The answer time has passed without an answer"), "danger",
        OR_ADMINISTRATOR,
    ),
    Kind("offer_taken", _("Taken by another: nothing for you to do"), "plain", "receiver's desk"),
    Kind("offer_withdrawn", _("A referral to your desk was withdrawn"), "plain", "receiver's desk"),
    _mailed(
        "offer_held", _("A place is held: the person can choose"), "info", "sender, lead",
        reminder="at half of the time it is held",
    ),
    _mailed("hold_over", _("A place is no longer held"), "warn", "both ends"),
    Kind("not_chosen", _("Not chosen: the place is free again"), "plain", "receiver's desk"),
    Kind(
        "taken_over", _("A colleague took over what you had claimed"), "info", "the former claimer",
    ),
    _mailed(
        "question_asked", _("A question waits for your desk"), "info", "the desk that is asked",
        reminder="at half of the answer time",
        then="at its end: the desk that asked",
    ),
    _mailed("question_answered", _("A question was answered"), "ok", "the desk that asked"),
    _mailed("question_unanswered", _("A question was not answered in time"), "warn", "the desk that asked"),
    Kind(
        "question_closed", _("A question was closed: nothing for you to do"), "plain",
        "the desk that was asked",
    ),
    _mailed("declined", _("A desk declined"), "warn", "sender"),
    _mailed("lapsed", _("An offer lapsed without an answer"), "warn", "sender, coordinator"),
    _alarm(
        "unplaced", _("No receiver is left"), "sender, coordinator", reminder="each 2 h until taken",
    ),
    Kind("candidate_proposed", _("The next desk to ask is proposed"), "info", "sender"),
)  # fmt: skip

JOURNEY: tuple[Kind, ...] = (
    _mailed("accepted", _("Accepted"), "ok", "the other end, lead"),
    _mailed("arrived", _("Arrived"), "ok", "the other end, lead"),
    Kind("ended", _("A referral ended"), "plain", "the other end, lead"),
    _alarm(
        "given_back", _("An accepted referral was given back"), "the other end, lead, coordinator",
    ),
    _mailed("on_the_way", _("On the way to you"), "info", "receiver"),
    _mailed("turned_back", _("Turned back"), "warn", "receiver; sender, lead"),
    Kind("withdrawn", _("A referral was withdrawn"), "plain", "receiver"),
    _alarm("late", _("Late arrival"), BOTH_ENDS, reminder=THIRTY),
    _alarm("missing", _("Reported missing"), BOTH_ENDS, reminder=THIRTY),
    _alarm("stalled", _("Accepted, and not on the way in time"), BOTH_ENDS, reminder=THIRTY),
    _alarm("cannot_take", _("The receiver cannot take the person"), BOTH_ENDS, reminder=THIRTY),
    _mailed("found", _("A missing-person alarm was closed"), "ok", BOTH_ENDS),
    Kind("alarm_taken", _("Somebody took the alarm"), "info", BOTH_ENDS),
    Kind("delayed", _("A new arrival time was set"), "info", "the other end, lead"),
    _mailed("meeting_proposed", _("A place and hour to meet were proposed"), "info", "sender"),
    Kind("still_needed", _("Is this still needed?"), "warn", "receiver, lead"),
    _mailed(
        "still_needed_unanswered", _("Nobody said whether this is still needed"), "warn",
        "their administrators",
    ),
)  # fmt: skip

PERSON: tuple[Kind, ...] = (
    _mailed("consent_withdrawn", _("A consent was withdrawn"), "warn", "lead"),
    _mailed(
        "consent_ending", _("A consent is about to end"), "warn", "lead", reminder="14 days, 3 days",
    ),
    Kind("access_changed", _("What you may see has changed"), "hold", "desks that lose a right"),
    _alarm("ask_her_now", _("Consent withdrawn on the road: ask the person now"), "both ends"),
    _mailed(
        "deadline_due_soon", _("A deadline is near"), "warn", "owner of the clock", reminder="once",
    ),
    _mailed(
        "deadline_overdue", _("A deadline has passed"), "danger", "owner of the clock", reminder="once",
        then="owner's desk, then coordinator (own case: administrator)",
    ),
    _alarm(
        "guardian_missing", _("A child is without a guardian"), "lead, child protection, coordinator",
    ),
    _alarm("lead_missing", _("Nobody leads"), "coordinator"),
    _mailed(
        "vital_interest_ending", _("A ground ends soon: consent is needed"), "warn",
        "the desk that holds it, lead",
    ),
    Kind(
        "proceedings_changed", _("The status of proceedings changed"), "info",
        "desks that see proceedings or their status line",
    ),
    _mailed(
        "majority_review", _("A review is open: childhood ends soon"), "warn", "lead, child protection",
    ),
)  # fmt: skip

WATCH: tuple[Kind, ...] = (
    _alarm(
        "break_glass_opened", _("Opened by break-glass"),
        "lead and its administrator (oversight where the lead is accused)",
        reminder="review due in 5 working days", then="another coordinator, else oversight",
    ),
    _mailed(
        "break_glass_review", _("A break-glass waits for review"), "warn",
        "another coordinator, else oversight",
    ),
    Kind("break_glass_ended", _("A break-glass ended"), "hold", "lead and its administrator"),
    Kind(
        "wall_placed", _("A wall was placed"), "hold",
        "who placed it, coordinator where the case is in coordination",
    ),
    Kind("wall_proposed", _("A wall is proposed"), "warn", "coordinator"),
    _mailed("audit_sealed", _("The record of the day was sealed"), "plain", "oversight"),
)  # fmt: skip

WORK: tuple[Kind, ...] = (
    Kind(
        "vacancy_stale", _("Are your figures still right?"), "warn", "the desk whose places they are",
        mail=True, reminder="each day until confirmed", signed=True,
    ),
    Kind("task", _("A task for you"), "info", "the person; desk"),
    Kind("mention", _("You were mentioned"), "info", "the person; desk"),
    _mailed("reassigned", _("Work was given to you"), "info", "the person; desk"),
    _mailed("new_device", _("Somebody signed in to your account in a new browser"), "warn", "the person"),
    _mailed("second_step_changed", _("How you sign in has changed"), "warn", "the person"),
    _mailed("member_left", _("A colleague left with open work"), "warn", "desk"),
    _mailed(
        "join_asked", _("A colleague asks for a desk: your word is needed"), "warn",
        "the other administrators, coordinator",
    ),
    Kind("join_decided", _("Your wish for a desk was answered"), "info", "who asked"),
    Kind("draft_expiring", _("A draft is deleted soon"), "warn", "the desk that wrote it"),
    _mailed(
        "delivery_failed", _("E-mails to a colleague do not arrive"), "warn",
        "organisation's administrator",
    ),
    _mailed(
        "webhook_disabled", _("A connection to your system was switched off"), "warn",
        "organisation's administrator",
    ),
    Kind("import_ready", _("An import is ready"), "ok", "who asked", then="expires after 7 days"),
    Kind("export_ready", _("An export is ready"), "ok", "who asked", then="expires after 7 days"),
)  # fmt: skip

REGISTER: tuple[Kind, ...] = (
    _mailed("register_waits", _("Something waits for your publication"), "info", "validators, moderators"),
    _mailed("register_returned", _("What you wrote was returned"), "warn", "the desk that wrote it"),
    Kind("register_published", _("Published in the register"), "ok", "who wrote it, who is assessed"),
)  # fmt: skip

GROUPS: Mapping[str, tuple[Kind, ...]] = MappingProxyType(
    {
        "offers": OFFERS,
        "journey": JOURNEY,
        "person": PERSON,
        "watch": WATCH,
        "register": REGISTER,
        "work": WORK,
    }
)
GROUP_NAMES: Mapping[str, Promise] = MappingProxyType(
    {
        "offers": _("Offers and answers"),
        "journey": _("On the way and after"),
        "person": _("Consent, deadlines, children"),
        "watch": _("Who looked, who is kept away"),
        "register": _("Register of recommendations"),
        "work": _("Your work and your organisation"),
    }
)


def _by_code(kinds: Iterable[Kind]) -> Mapping[str, Kind]:
    found = {kind.code: kind for kind in kinds}
    return MappingProxyType(found)


KINDS: Mapping[str, Kind] = _by_code(kind for group in GROUPS.values() for kind in group)
CODES: list[str] = sorted(KINDS)


def kind_of(code: str) -> Kind:
    """The kind of a code; raises LookupError for one that is not in the table."""
    try:
        return KINDS[code]
    except KeyError:
        raise LookupError(f"no notice kind {code}") from None
