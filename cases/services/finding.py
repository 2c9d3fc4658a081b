"""Searching by name: the look is recorded, the answer is a handle."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cases import finding
from cases.models import FoundList
from cases.models.finding import OPEN_FOR
from portal.access.matrix import Section
from portal.audit.services import look_at_list
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, TooMany
from portal.sealing import names
from portal.sealing.names import Born

LONGEST, SEARCHES_A_MINUTE = 200, 30
EARLIEST_YEAR = 1900


@transaction.atomic
def find_by_name(*, actor: Acting, name: str, year: int | None = None) -> FoundList:
    """Search the cases whose identity the actor may read; keeps what was found, not what was asked.

    ``year`` of birth is optional. One audit row names the cases that are shown; rows weeded out
    are no look. Raises Invalid for a name without letters, TooMany after thirty in a minute.
    """
    born = _checked(name, year)
    mine = FoundList.objects.filter(user_id=actor.user_id, desk_id=actor.desk_id)
    if mine.filter(made_at__gt=now() - timedelta(minutes=1)).count() >= SEARCHES_A_MINUTE:
        raise TooMany(_("That is many searches in a minute. Wait a moment, then search again."))
    found = finding.matches(actor, name, born)
    shown = [int(str(match.ref)) for match in found.matches]
    look_at_list(actor=actor, case_ids=shown, section=Section.IDENTITY, how="search")
    mine.filter(made_at__lt=now() - OPEN_FOR).delete()
    return FoundList.objects.create(
        desk_id=actor.desk_id, user_id=actor.user_id, cases=shown,
        reasons=[[str(code) for code in match.why] for match in found.matches],
        too_common=found.too_common,
    )  # fmt: skip


def _checked(name: str, year: int | None) -> Born | None:
    errors = {}
    if len(name) > LONGEST:
        errors["name"] = _("Shorten this to %(n)d characters.") % {"n": LONGEST}
    elif not names.parts(name):
        errors["name"] = _("Type a name, in any alphabet: one part of it is enough.")
    if year is not None and not EARLIEST_YEAR <= year <= now().year:
        errors["year"] = _("Type a year of birth of four digits, not in the future.")
    if errors:
        raise Invalid(_("Some answers need a change."), errors=errors)
    return Born.in_year(year) if year is not None else None
