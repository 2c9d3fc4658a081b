"""Whom one may ask, for those who may ask: the service behind lists of candidates.

A coordinator hears 'fit or not' without reasons: what rules a desk out may be the person's own word.
"""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Case
from cases.selectors import get_case
from portal.access.matrix import Purpose
from portal.core.actors import Acting
from portal.core.problems import Invalid, NotOpen
from referrals import selectors
from referrals.intake import Ask
from referrals.services.asking import Routes, purposes_open, routes
from referrals.services.coordinating import BY_COORDINATOR
from referrals.services.sending import MOST_CASES, ask_of, check_ask
from referrals.services.unmet import searched


def whom_to_ask(*, actor: Acting, cases: Sequence[str | UUID], ask: Ask) -> tuple[Routes, bool]:
    """(whom one can ask, whether the reasons may be told). Changes nothing.

    Raises Http404, Invalid, NotOpen where this desk does not send for this purpose.
    """
    found = [get_case(actor, ref) for ref in dict.fromkeys(str(c) for c in cases)]
    if not 1 <= len(found) <= MOST_CASES:
        raise Invalid(field="case", remedy=_("Choose the persons this referral is for."))
    check_ask(ask, found[0])
    sends = all(Purpose(ask.purpose) in purposes_open(actor, case) for case in found)
    if not sends and not _may_open_for_her(actor, found, ask.purpose):
        raise NotOpen(
            _("The lead of this case sends referrals for this purpose. Propose it to the lead.")
        )
    return routes(actor, found, ask), sends


def search(*, actor: Acting, cases: Sequence[str | UUID], ask: Ask) -> tuple[Routes, bool]:
    """The same, and written down where nobody fits: without identity, as a need that was not met."""
    found, reasons = whom_to_ask(actor=actor, cases=cases, ask=ask)
    write_down(actor, found, ask)
    return found, reasons


def write_down(actor: Acting, found: Routes, ask: Ask) -> None:
    """A search that a person or a system sent (never a mere look): a row where nobody fits."""
    searched(
        actor=actor, cases=found.cases, ask=ask, fits=bool(found.proposed),
        left_out=[one.fit.left_out for one in found.left],
    )  # fmt: skip


def _may_open_for_her(actor: Acting, cases: Sequence[Case], purpose: str) -> bool:
    coordinates = actor.role == "coordinator" and all(c.in_coordination for c in cases)
    return coordinates and purpose in BY_COORDINATOR


def whom_to_ask_next(*, actor: Acting, ref: str | UUID) -> tuple[Routes, bool]:
    """The same for a referral that was sent: who is asked further, or to whom it is reassigned."""
    referral = selectors.get_referral(actor, ref)
    moves = {move.name for move in selectors.open_moves(actor, referral)}
    if not moves & {"offer_next", "reassign"}:
        raise NotOpen(
            _("This step is not open now."), field="move",
            remedy=_("Choose one of the steps that are offered."), moves=sorted(moves),
        )  # fmt: skip
    cases = selectors.cases_of(referral)
    if not cases:
        raise Http404
    return routes(actor, cases, ask_of(referral), referral=referral), "offer_next" in moves
