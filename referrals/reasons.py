"""The coded reasons of a referral's moves, with their English labels. Plain rules.

Her own reasons are kept apart from a receiver's: the receiver is told 'not chosen' and no more.
"""

from portal.access.vocabulary import Coded, gettext_noop


class Decline(Coded):
    """Why a receiver declines."""

    NO_PLACE_FREE = "no_place_free", gettext_noop("No place free")
    OUTSIDE_WHOM_WE_TAKE = "outside_whom_we_take", gettext_noop("Outside whom we take")
    OUTSIDE_OUR_REGION = "outside_our_region", gettext_noop("Outside our region")
    LANGUAGE = "language", gettext_noop("Language")
    CANNOT_KEEP_HER_SAFE = "cannot_keep_her_safe", gettext_noop("Cannot keep the person safe here")
    CONFLICT_OF_INTEREST = "conflict_of_interest", gettext_noop("Conflict of interest")
    PERSON_REFUSED = "person_refused", gettext_noop("The person refused")
    DUPLICATE = "duplicate", gettext_noop("Already with us: duplicate")
    NOT_ENOUGH_INFORMATION = "not_enough_information", gettext_noop("Not enough information")
    NOT_COMPETENT = "not_competent", gettext_noop("Not competent: passed to another authority")
    OTHER = "other", gettext_noop("Other, in words")


class HerReason(Coded):
    """Why she says no, in her own words' codes (README 12)."""

    TOO_NEAR = "too_near", gettext_noop("Too near")
    TOO_FAR = "too_far", gettext_noop("Too far")
    RULES_OF_THE_HOUSE = "rules_of_the_house", gettext_noop("Rules of the house")
    STAY_WITH_SOMEBODY = "stay_with_somebody", gettext_noop("Wants to stay with somebody")
    DOES_NOT_TRUST = "does_not_trust", gettext_noop("Does not trust it")
    WAITED_TOO_LONG = "waited_too_long", gettext_noop("Waited too long")
    OTHER = "other", gettext_noop("Other, in words")


class ReadBack(Coded):
    """Whether what is sent was read back to her, in her language (README 12)."""

    YES = "yes", gettext_noop("Read back, and the person said it is right")
    NO = "no", gettext_noop("Not read back")
    NOT_POSSIBLE = "not_possible", gettext_noop("Not possible now")


class NotReadBack(Coded):
    """Why it could not be read back."""

    NO_INTERPRETER = "no_interpreter", gettext_noop("Nobody speaks the language now")
    DANGER = "danger", gettext_noop("Danger: no time")
    CANNOT_LISTEN = "cannot_listen", gettext_noop("The person cannot listen now")
    DOES_NOT_WANT = "does_not_want", gettext_noop("The person does not want it")
    TOO_YOUNG = "too_young", gettext_noop("A child too young to follow")
    NOT_HERE = "not_here", gettext_noop("The person is not here")


class Withdraw(Coded):
    """Why a sender or lead takes a referral back."""

    SENT_BY_MISTAKE = "sent_by_mistake", gettext_noop("Sent by mistake")
    NO_LONGER_NEEDED = "no_longer_needed", gettext_noop("No longer needed")
    PERSON_CHANGED_HER_MIND = (
        "person_changed_her_mind",
        gettext_noop("The person changed their mind"),
    )
    CONSENT_WITHDRAWN = "consent_withdrawn", gettext_noop("Consent withdrawn")
    FOUND_ANOTHER_WAY = "found_another_way", gettext_noop("Another way was found")
    NO_LONGER_SAFE = "no_longer_safe", gettext_noop("No longer safe")
    DUPLICATE = "duplicate", gettext_noop("Sent twice: duplicate")
    OTHER = "other", gettext_noop("Other, in words")


class GiveBack(Coded):
    """Why a receiver who accepted gives the referral back before the hand-over."""

    PLACE_LOST = "place_lost", gettext_noop("The place is lost")
    STAFF_MISSING = "staff_missing", gettext_noop("Nobody to do it")
    CANNOT_KEEP_HER_SAFE = "cannot_keep_her_safe", gettext_noop("Cannot keep the person safe here")
    NEEDS_MORE_THAN_WE_HAVE = "needs_more_than_we_have", gettext_noop("Needs more than we have")
    CONFLICT_OF_INTEREST = "conflict_of_interest", gettext_noop("Conflict of interest")
    OTHER = "other", gettext_noop("Other, in words")


class CannotTake(Coded):
    """Why a receiver cannot take her although she is already on the road."""

    PLACE_LOST = "place_lost", gettext_noop("The place is lost")
    HOUSE_NOT_SAFE = "house_not_safe", gettext_noop("The house is not safe now")
    NOBODY_ON_DUTY = "nobody_on_duty", gettext_noop("Nobody on duty")
    CANNOT_REACH_MEETING_POINT = (
        "cannot_reach_meeting_point",
        gettext_noop("Cannot reach the meeting point"),
    )
    OTHER = "other", gettext_noop("Other, in words")


class TurnBack(Coded):
    """Why a journey that began is broken off."""

    PERSON_CHANGED_HER_MIND = (
        "person_changed_her_mind",
        gettext_noop("The person changed their mind"),
    )
    CONSENT_WITHDRAWN = "consent_withdrawn", gettext_noop("Consent withdrawn")
    WAY_NOT_SAFE = "way_not_safe", gettext_noop("The way is not safe")
    TAKEN_ILL = "taken_ill", gettext_noop("Taken ill on the way")
    RECEIVER_CANNOT_TAKE = (
        "receiver_cannot_take",
        gettext_noop("The receiver cannot take the person"),
    )
    TRANSPORT_FAILED = "transport_failed", gettext_noop("Transport failed")
    OTHER = "other", gettext_noop("Other, in words")


class End(Coded):
    """Why an accepted or arrived referral ends."""

    COMPLETED = "completed", gettext_noop("Done")
    PERSON_STOPPED_IT = "person_stopped_it", gettext_noop("The person stopped it")
    CONSENT_WITHDRAWN = "consent_withdrawn", gettext_noop("Consent withdrawn")
    MOVED_TO_ANOTHER_SERVICE = "moved_to_another_service", gettext_noop("Moved to another service")
    NOT_ELIGIBLE_ANY_MORE = "not_eligible_any_more", gettext_noop("No longer whom we take")
    NEVER_STARTED = "never_started", gettext_noop("Never started")
    PERSON_LEFT = "person_left", gettext_noop("The person left")
    PERSON_DIED = "person_died", gettext_noop("The person died")
    OTHER = "other", gettext_noop("Other, in words")


class Missing(Coded):
    """How she went missing; a child has a category of its own."""

    DID_NOT_ARRIVE = "did_not_arrive", gettext_noop("Did not arrive")
    LEFT_DURING_TRANSPORT = "left_during_transport", gettext_noop("Left on the way")
    DID_NOT_COME_BACK = "did_not_come_back", gettext_noop("Did not come back")
    TAKEN_AWAY = "taken_away", gettext_noop("Taken away by somebody")
    NOT_KNOWN = "not_known", gettext_noop("Not known")


class MissingWho(Coded):
    """The category a missing report is counted under."""

    ADULT = "adult", gettext_noop("Missing adult")
    CHILD = "child", gettext_noop("Missing child")


class Found(Coded):
    """What happened when a missing person's alarm closes."""

    SAFE_CAME_BY_HERSELF = "safe_came_by_herself", gettext_noop("Safe: came alone")
    SAFE_FOUND = "safe_found", gettext_noop("Safe: was found")
    WITH_ANOTHER_SERVICE = "with_another_service", gettext_noop("Safe: with another service")
    DOES_NOT_WANT_TO_COME = "does_not_want_to_come", gettext_noop("Does not want to come")
    WITH_EXPLOITERS = "with_exploiters", gettext_noop("Back with the exploiters")
    OTHER = "other", gettext_noop("Other, in words")


class Unmet(Coded):
    """Why a need was not met: nobody fitted, or one who was asked said no or nothing."""

    NOBODY_OFFERS = "nobody_offers", gettext_noop("Nobody offers this")
    NOBODY_FREE = "nobody_free", gettext_noop("Nobody is available now")
    NOBODY_FITS = "nobody_fits", gettext_noop("Nobody fits")
    NO_ANSWER = "no_answer", gettext_noop("No answer in time")
    NO_PLACE_FREE = "no_place_free", gettext_noop("No place free")
    OUTSIDE_WHOM_WE_TAKE = "outside_whom_we_take", gettext_noop("Outside whom they take")
    OUTSIDE_OUR_REGION = "outside_our_region", gettext_noop("Outside their region")
    LANGUAGE = "language", gettext_noop("Language")
    CANNOT_KEEP_HER_SAFE = "cannot_keep_her_safe", gettext_noop("Cannot keep the person safe there")
    CONFLICT_OF_INTEREST = "conflict_of_interest", gettext_noop("Conflict of interest")
    PERSON_REFUSED = "person_refused", gettext_noop("The person refused")
    DUPLICATE = "duplicate", gettext_noop("Already with them: duplicate")
    NOT_ENOUGH_INFORMATION = "not_enough_information", gettext_noop("Not enough information")
    GIVEN_BACK = "given_back", gettext_noop("Accepted, then given back")
    OTHER = "other", gettext_noop("Another reason")


class Then(Coded):
    """What happened after a need was not met."""

    OPEN = "open", gettext_noop("Still open")
    ASKED = "asked", gettext_noop("Another was asked")
    NOBODY_LEFT = "nobody_left", gettext_noop("No receiver left")
    FOUND = "found", gettext_noop("Somebody accepted")
    WITHDRAWN = "withdrawn", gettext_noop("Withdrawn")
