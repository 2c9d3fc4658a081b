"""Words of sources and answers: kinds of source, what a State answered, verbs, frameworks. Pure."""

from portal.access.vocabulary import Coded, Kind, gettext_noop


class SourceKind(Coded):
    """What kind of document asks for something."""

    PAPER = "paper", gettext_noop("Paper")
    GRETA = "greta", gettext_noop("GRETA, Council of Europe")
    CEDAW = "cedaw", gettext_noop("CEDAW Committee")
    UPR = "upr", gettext_noop("Universal Periodic Review")
    NATIONAL_PLAN = "national_plan", gettext_noop("National action plan")
    OTHER = "other", gettext_noop("Another source")


class Answer(Coded):
    """What a State answered to a recommendation. A noted one stays in the register."""

    ACCEPTED = "accepted", gettext_noop("Accepted")
    NOTED = "noted", gettext_noop("Noted")
    REJECTED = "rejected", gettext_noop("Rejected")


class Urgency(Coded):
    """GRETA's three verbs, in falling urgency."""

    URGE = "urge", gettext_noop("Urges")
    CONSIDER = "consider", gettext_noop("Considers")
    INVITE = "invite", gettext_noop("Invites")


class Link(Coded):
    """How two recommendations belong together."""

    SAME = "same", gettext_noop("Asks for the same")
    FOLLOWS = "follows", gettext_noop("Follows up")
    RELATED = "related", gettext_noop("Related")


TARGETS = ("5.2", "8.7", "16.2")
"""Targets of the Sustainable Development Goals that speak of trafficking."""

ACTOR_TYPE_OF: dict[str, str] = {
    **dict.fromkeys(Kind, "governments"),
    **dict.fromkeys((Kind.NGO, Kind.SHELTER, Kind.LEGAL_AID, Kind.HOTLINE), "ngos"),
    Kind.INTERNATIONAL_ORGANISATION: "ios",
}
"""Which type of actor of the paper an organisation's kind is; private or joint ones may be set apart."""
