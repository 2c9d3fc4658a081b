"""What a desk may write down as it opens a case: no more than it may write in it afterwards."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from cases.guardians import Guardian
from portal.access.matrix import MATRIX, Basis, Section, codenames, never
from portal.access.rules import opens_own_case
from portal.core.actors import Acting
from portal.core.problems import Invalid

ASKED_OF_ALL = frozenset({Section.NEEDS_AND_ASSISTANCE})
"""Coded at every first contact, for routing; the lead's to read afterwards."""


def check_first_records(actor: Acting, sections: Collection[Section], guardian: str) -> None:
    """Raise Invalid for a section that this desk never writes (police never health), or an unknown
    guardian."""
    basis = Basis.LEAD if opens_own_case(actor.kind, actor.role) else Basis.FIRST_REPORTER
    row, shut = MATRIX[basis], never(actor.role, actor.kind)
    errors = {
        section.value: _("Your desk does not write this section. Leave it out.")
        for section in sections
        if section in shut
        or (
            section not in ASKED_OF_ALL
            and f"edit_{section}" not in codenames(row[section], section, consented=False)
        )
    }
    if guardian not in {g.value for g in Guardian}:
        errors["guardian"] = _("Choose one of the answers offered.")
    if errors:
        raise Invalid(_("Some answers need a change."), errors=errors)
