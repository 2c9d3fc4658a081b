"""Refusals of the register in words: each names the field and the remedy."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from portal.core.problems import Invalid, NotOpen
from recommendations.rules.stages import open_moves
from recommendations.rules.submitting import LONGEST, Wrong


def remedy(reason: Wrong, *, longest: int = LONGEST) -> str:
    """What to do about it."""
    return {
        Wrong.UNKNOWN_LEVEL: _("Choose one of the levels of the scale."),
        Wrong.UNKNOWN_CONFIDENCE: _("Choose low, medium or high, or leave it open."),
        Wrong.LEVEL_MISSING: _("Say how far it is carried out."),
        Wrong.JUSTIFICATION_MISSING: _("Say in a few sentences what this rests on."),
        Wrong.TOO_LONG: _("Shorten this to %(n)d characters.") % {"n": longest},
        Wrong.MARKUP: _("Write plain words: tags and entities are not taken."),
        Wrong.UNREADABLE: _("Take out the characters that cannot be read."),
        Wrong.EVIDENCE_MISSING: _("Full needs proof: add a file, a link or a live figure."),
    }[reason]


def refuse(found: Mapping[str, Wrong]) -> None:
    """Raise Invalid where something is wrong."""
    if found:
        raise Invalid(errors={field: remedy(reason) for field, reason in found.items()})


def not_open(stage: str, *, closed_period: bool = False) -> NotOpen:
    """The step is not open: what is, stands in ``moves``."""
    if closed_period:
        return NotOpen(
            _("This period is closed: it takes no more reports."),
            errors={"period": _("Report for a period that is open.")},
            moves=[],
        )
    return NotOpen(_("This is not open now."), moves=list(open_moves(stage)))
