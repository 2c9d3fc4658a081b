"""Coded words about a person that are told before her name is: care, danger, needs, wishes.

What `portal/access/preview.py` lets a receiver see comes from here and from nowhere else, so that
no free text reaches somebody who has not accepted. Plain rules.
"""

from portal.access.vocabulary import Coded, gettext_noop
from portal.organisations.offered import Accessibility as Accessibility
from portal.organisations.offered import Takes as Takes


class Gender(Coded):
    """Told only to a service that takes only some; the person's own word for it."""

    WOMAN = "woman", gettext_noop("Woman")
    MAN = "man", gettext_noop("Man")
    NON_BINARY = "non_binary", gettext_noop("Non-binary")
    NOT_SAID = "not_said", gettext_noop("Not said")


class CareLevel(Coded):
    """How much care a place must give."""

    NONE = "none", gettext_noop("Looks after themselves")
    LIGHT = "light", gettext_noop("Somebody to ask by day")
    DAILY = "daily", gettext_noop("Help every day")
    ROUND_THE_CLOCK = "round_the_clock", gettext_noop("Somebody day and night")
    MEDICAL = "medical", gettext_noop("Medical care in the house")
    NOT_KNOWN = "not_known", gettext_noop("Not known yet")


class Danger(Coded):
    """How great the danger is: coarse on purpose, without by whom or why."""

    NONE_KNOWN = "none_known", gettext_noop("No danger known")
    POSSIBLE = "possible", gettext_noop("May be looked for")
    LIKELY = "likely", gettext_noop("Is looked for")
    IMMEDIATE = "immediate", gettext_noop("Danger now")
    NOT_KNOWN = "not_known", gettext_noop("Not known yet")

    @property
    def flag(self) -> bool:
        """The coarse danger flag of the summary."""
        return self in (Danger.LIKELY, Danger.IMMEDIATE)


class DangerSign(Coded):
    """What makes it dangerous now: ticked at the screening, kept in contact_and_safety."""

    CONTROLLER_NEAR = "controller_near", gettext_noop("Someone in control is here or near")
    HURT_OR_ILL = "hurt_or_ill", gettext_noop("Injured or ill")
    FEARS_FOR_ANOTHER = "fears_for_another", gettext_noop("Fears for someone else")
    THREATENED = "threatened", gettext_noop("Was threatened with being found")
    MAY_HARM_HERSELF = "may_harm_herself", gettext_noop("May harm themselves")
    PHONE_WATCHED = "phone_watched", gettext_noop("The phone is watched")


class TravelsAlone(Coded):
    """Whether a child has somebody with her, and whether a guardian was asked for."""

    WITH_PARENT = "with_parent", gettext_noop("With a parent")
    WITH_OTHER_ADULT = "with_other_adult", gettext_noop("With another adult")
    ALONE = "alone", gettext_noop("Alone")
    ALONE_GUARDIAN_ASKED = "alone_guardian_asked", gettext_noop("Alone, a guardian was asked for")
    NOT_KNOWN = "not_known", gettext_noop("Not known yet")


class Need(Coded):
    """What kind of medical or psychological help is asked for."""

    INJURY = "injury", gettext_noop("An injury")
    ILLNESS = "illness", gettext_noop("An illness")
    PREGNANCY = "pregnancy", gettext_noop("Pregnancy")
    SEXUAL_HEALTH = "sexual_health", gettext_noop("Sexual and reproductive health")
    AFTER_ASSAULT = "after_assault", gettext_noop("Care after a sexual assault, within 72 hours")
    CHRONIC_CONDITION = "chronic_condition", gettext_noop("A lasting condition, medicine needed")
    SUBSTANCES = "substances", gettext_noop("Alcohol or drugs")
    CRISIS = "crisis", gettext_noop("A crisis now")
    AFTER_VIOLENCE = "after_violence", gettext_noop("Living on after violence")
    SLEEP_AND_FEAR = "sleep_and_fear", gettext_noop("Sleep, fear, memory")
    CHILD_MENTAL_HEALTH = "child_mental_health", gettext_noop("A child's mental health")
    CHECK_UP = "check_up", gettext_noop("A first check-up")
    DENTAL = "dental", gettext_noop("Teeth")
    OTHER = "other", gettext_noop("Something else")


class Communication(Coded):
    """How to speak with her."""

    SIGN_LANGUAGE = "sign_language", gettext_noop("Sign language")
    HARD_OF_HEARING = "hard_of_hearing", gettext_noop("Hard of hearing")
    LOW_VISION = "low_vision", gettext_noop("Blind or sees little")
    DOES_NOT_READ = "does_not_read", gettext_noop("Does not read")
    EASY_LANGUAGE = "easy_language", gettext_noop("Easy language")
    NEEDS_TIME = "needs_time", gettext_noop("Needs time and breaks")


class Interpreter(Coded):
    """Whom she would have interpret."""

    NOT_NEEDED = "not_needed", gettext_noop("No interpreter needed")
    ANY = "any", gettext_noop("Any interpreter")
    WOMAN = "woman", gettext_noop("A woman")
    MAN = "man", gettext_noop("A man")
    NOT_FROM_HER_COMMUNITY = (
        "not_from_her_community",
        gettext_noop("Nobody of the same community"),
    )
    BY_TELEPHONE = "by_telephone", gettext_noop("By telephone only")


class Wish(Coded):
    """What she asks for; asked before routing, and binding it (README 12)."""

    WOMEN_ONLY = "women_only", gettext_noop("A house of women only")
    NEAR_SOMEBODY = "near_somebody", gettext_noop("Near somebody")
    FAR_AWAY = "far_away", gettext_noop("Far from here")
    STAY_TOGETHER = "stay_together", gettext_noop("Stay together with somebody")
    ROOM_OF_HER_OWN = "room_of_her_own", gettext_noop("A room of their own")
    OWN_FAITH = "own_faith", gettext_noop("Room for their faith or food")
    CITY = "city", gettext_noop("In a town")
    COUNTRYSIDE = "countryside", gettext_noop("In the country")
    SCHOOL_OR_WORK = "school_or_work", gettext_noop("Keep school or work")
    NO_HOUSE = "no_house", gettext_noop("Help without moving")
    NONE = "none", gettext_noop("No wish said")


class NoGo(Coded):
    """What must never be: an area, an organisation, or a kind of organisation."""

    REGION = "region", gettext_noop("Not in this region")
    ORGANISATION = "organisation", gettext_noop("Not this organisation")
    KIND = "kind", gettext_noop("No organisation of this kind")


class SafetyAlert(Coded):
    """Shown to whoever may contact her: the warning, not its reason (README 10)."""

    DO_NOT_CALL = "do_not_call", gettext_noop("Do not call this number")
    DO_NOT_WRITE = "do_not_write", gettext_noop("Do not write to this number")
    NO_POST = "no_post", gettext_noop("Do not leave post")
    NO_VISIT = "no_visit", gettext_noop("Do not come to the address")
    NOT_THROUGH_FAMILY = "not_through_family", gettext_noop("Not through the family")
    NOT_THROUGH_PARTNER = "not_through_partner", gettext_noop("Not through the partner")
    ONLY_AGREED_HOURS = "only_agreed_hours", gettext_noop("Only at the agreed hours")
    NO_UNIFORM = "no_uniform", gettext_noop("Do not come in uniform")
    ASK_CODE_WORD = "ask_code_word", gettext_noop("Ask for the code word")


class OldContact(Coded):
    """What becomes of a way to reach her that another takes the place of (L12)."""

    UNSAFE = "unsafe", gettext_noop("It is no longer safe: never use it")
    WRITTEN_WRONGLY = "written_wrongly", gettext_noop("It was written wrongly")


class Closing(Coded):
    """Why a case is closed: coded, said by its lead."""

    GOALS_MET = "goals_met", gettext_noop("What was planned is done")
    WISHES = "wishes", gettext_noop("The person wants no more support")
    NOT_REACHED = (
        "not_reached",
        gettext_noop("The person cannot be reached, and everything was tried"),
    )
    RETURNED = "returned", gettext_noop("Returned home, and follow-up is arranged")
    MOVED = "moved", gettext_noop("Moved to another State's care")
    NOT_TRAFFICKED = (
        "not_trafficked",
        gettext_noop("Decided: not trafficked; other help is arranged"),
    )
    DIED = "died", gettext_noop("The person died")
    ENTERED_TWICE = "entered_twice", gettext_noop("The same person has another case")


class Stage(Coded):
    """Where proceedings stand: what the users of the register mean by 'case status'."""

    REPORTED = "reported", gettext_noop("Reported")
    UNDER_INVESTIGATION = "under_investigation", gettext_noop("Under investigation")
    CHARGED = "charged", gettext_noop("Charged")
    TRIED = "tried", gettext_noop("On trial")
    ENDED = "ended", gettext_noop("Ended")


class EndedWhy(Coded):
    """Why proceedings ended. That she withdrew a statement is no reason: Directive 2011/36, art. 9(1)."""

    CONVICTED = "convicted", gettext_noop("Convicted")
    CONVICTED_OF_OTHER = "convicted_of_other", gettext_noop("Convicted of another offence")
    ACQUITTED = "acquitted", gettext_noop("Acquitted")
    NO_SUSPECT = "no_suspect", gettext_noop("No suspect was found")
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence", gettext_noop("Not enough evidence")
    NO_OFFENCE = "no_offence", gettext_noop("The facts are no offence")
    OTHER_AUTHORITY = "other_authority", gettext_noop("Passed to another authority or State")
    JOINED = "joined", gettext_noop("Joined to other proceedings")
    TIME_BARRED = "time_barred", gettext_noop("Time-barred")
    SUSPECT_DIED = "suspect_died", gettext_noop("The suspect has died")


class Offence(Coded):
    """What is investigated, coarsely; the national article stands in the words beside it."""

    TRAFFICKING = "trafficking", gettext_noop("Trafficking in human beings")
    FORCED_LABOUR = "forced_labour", gettext_noop("Forced labour or servitude")
    EXPLOITED_PROSTITUTION = (
        "exploited_prostitution",
        gettext_noop("Exploiting the prostitution of others"),
    )
    SMUGGLING = "smuggling", gettext_noop("Smuggling of migrants")
    PAPERS = "papers", gettext_noop("Withholding or forging papers")
    KNOWING_USE = "knowing_use", gettext_noop("Knowing use of her services")
    MONEY_LAUNDERING = "money_laundering", gettext_noop("Money laundering")
    OTHER = "other", gettext_noop("Another offence")
