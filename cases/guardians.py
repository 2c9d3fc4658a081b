"""Who stands beside a child (policy 4). Plain rules."""

from portal.access.vocabulary import Coded, gettext_noop


class Guardian(Coded):
    """The parent with the child who is under no suspicion, else who is appointed."""

    NOT_KNOWN = "", gettext_noop("Not known yet")
    PARENT = "parent", gettext_noop("A parent is with the child, under no suspicion")
    APPOINTED = "appointed", gettext_noop("A guardian is appointed")
    ASKED = "asked", gettext_noop("A guardian was asked for")
    NONE = "none", gettext_noop("Nobody yet")


STANDS_BESIDE = frozenset({Guardian.PARENT, Guardian.APPOINTED})
"""With one of these the alarm for a child without guardian is over."""
