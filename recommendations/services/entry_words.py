"""Refusals of an entry's fields in words: each names the field and the remedy."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from portal.core.problems import Invalid
from recommendations.rules.entries.fields import LINE, WORDS_MOST, Fault, Type
from recommendations.rules.entries.kinds import EntryKind


def remedy_of(fault: Fault, *, longest: int = WORDS_MOST) -> str:
    """What to do about it."""
    return {
        Fault.MISSING: _("This is needed."),
        Fault.TOO_LONG: _("Shorten this to %(n)d characters.") % {"n": longest},
        Fault.MARKUP: _("Write plain words: tags and entities are not taken."),
        Fault.UNREADABLE: _("Take out the characters that cannot be read."),
        Fault.NO_DAY: _("Give a day as year, month, day, such as 2026-03-31."),
        Fault.NO_AMOUNT: _("Give an amount from nought up with a point, such as 1250.50."),
        Fault.NO_NUMBER: _("Give a number with a point, such as 12.5."),
        Fault.NO_SHARE: _("Give a share from 0 to 100."),
        Fault.NO_COUNT: _("Give a whole number from nought up."),
        Fault.NO_CURRENCY: _("Give the currency by its three letters, such as EUR."),
        Fault.NO_ADDRESS: _("Give a full address, such as https://example.org/report."),
        Fault.NOT_OFFERED: _("Choose from what is offered."),
        Fault.NO_ITEM: _("Name recommendations of the register, such as dcaf-2007:PRT-2."),
        Fault.NO_PARENT: _("Name one that is in the register of this State, by its code."),
        Fault.UNKNOWN_FIELD: _("There is no such field here. Leave it out."),
        Fault.BEFORE_ITS_START: _("This lies before the day that comes first. Change one of the two."),
        Fault.BELOW_BASELINE: _("The target lies below the baseline. Change it, or say that less is better."),
        Fault.ABOVE_BASELINE: _("The target lies above the baseline, and less is better. Change one."),
        Fault.CURRENCY_NEEDED: _("Say in which currency."),
        Fault.MORE_THAN_BUDGET: _("This is more than the plan it is a part of."),
        Fault.MORE_THAN_INVITED: _("This is more than there are in all."),
        Fault.THE_ACCUSED: _("Name somebody else: nobody looks into an allegation against themselves."),
        Fault.PROOF_NEEDED: _("Met needs proof: give an address, or say what it rests on."),
    }[fault]  # fmt: skip


def said_of(kind: EntryKind, faults: Mapping[str, Fault]) -> dict[str, str]:
    """field -> remedy."""
    lines = {one.name for one in kind.fields if one.type is Type.LINE}
    return {
        name: remedy_of(fault, longest=LINE if name in lines else WORDS_MOST)
        for name, fault in faults.items()
    }


def refuse_entry(kind: EntryKind, faults: Mapping[str, Fault]) -> None:
    """Raise Invalid where something is wrong."""
    if faults:
        raise Invalid(errors=said_of(kind, faults))
