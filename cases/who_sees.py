"""Who sees what of one case, as far as this reader may know it (policy 1, 8 and the fixed lines).

Shelters stay nameless: an organisation that gives a place, or is a shelter, is called by name only
to itself, to the lead, to child protection and under break-glass. Who does not see her health hears
of no doctor, who sees nothing of proceedings of no investigator.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import BreakGlass, Case, CaseBasis
from cases.selectors import held, may_read
from portal.access import grants
from portal.access.matrix import Basis, Kind, Role, Section
from portal.core.actors import Acting
from portal.core.clock import now
from portal.organisations.models import Desk, Organisation

_CARE = frozenset({Basis.MEDICAL, Basis.PSYCHOLOGICAL})
_HEARS_OF_CARE = frozenset({"view_health", "view_history"})
_HEARS_OF_INQUIRY = frozenset({"view_proceedings", "status_proceedings", "view_history"})
_OUTER = frozenset({Section.ENVELOPE, Section.SUMMARY, Section.CONSENT, Section.HISTORY})
_INQUIRY = frozenset({Basis.INVESTIGATION, Basis.OWN_INVESTIGATION, Basis.WITNESS_PROTECTION})


@dataclass(frozen=True, slots=True)
class Holder:
    """A desk that holds something of the case: what, and from which bases."""

    desk: Desk
    names: frozenset[str]
    bases: frozenset[str]


@dataclass(frozen=True, slots=True)
class Circle:
    """The desks around one case, as one reader may know them."""

    actor: Acting
    case: Case
    names: frozenset[str]
    holders: tuple[Holder, ...]
    sheltering: frozenset[int]
    glass: tuple[str, ...] = ()

    @property
    def names_shelters(self) -> bool:
        """Whether this reader may hear which shelter: the placement cell, and not another shelter."""
        return "view_placement" in self.names and self.actor.role != Role.PLACEMENT_OFFICER

    def may_name(self, organisation: Organisation) -> bool:
        """Whether an organisation may be called by its name to this reader."""
        if organisation.pk == self.actor.organisation_id or self.names_shelters:
            return True
        return organisation.kind != Kind.SHELTER and organisation.pk not in self.sheltering

    def name(self, organisation: Organisation) -> str:
        """Its name, or 'protection' where the reader may not know which shelter it is."""
        return organisation.name if self.may_name(organisation) else _("Protection")

    def lead(self) -> str:
        """Who leads, in words; empty where the summary is not the reader's."""
        desk = self.case.lead_desk
        if desk is not None and desk.pk == self.actor.desk_id:
            return str(desk.organisation.name)
        if "view_summary" not in self.names:
            return ""
        if desk is None:
            return _("Nobody yet")
        return (
            str(desk.organisation.name)
            if self.may_name(desk.organisation)
            else _("The protection lead")
        )

    def who(self, section: Section) -> list[str]:
        """Who sees a section, beginning with the reader; empty where she sees nothing of it."""
        how = may_read(self.names, section)
        if not how and f"status_{section}" not in self.names:
            return []
        others = [
            h
            for h in self.holders
            if f"view_{section}" in h.names and h.desk.pk != self.actor.desk_id
        ]
        known = sorted(
            (h for h in others if self._knows(h, self._depth(section, how))),
            key=lambda h: (h.desk.pk != self.case.lead_desk_id, h.desk.pk),
        )
        first = (
            _("You")
            if how == "view"
            else _("You, your own records")
            if how
            else _("You, the status only")
        )
        glass = list(self.glass) if f"view_{section}" in grants.BREAK_GLASS_CODENAMES else []
        return list(dict.fromkeys([first, *(self._called(h.desk) for h in known), *glass]))

    def _depth(self, section: Section, how: str) -> str:
        """What everybody around a case holds would tell everybody of everybody: there, the lead alone."""
        return how if section not in _OUTER or "view_history" in self.names else "own"

    def around(self) -> list[Holder]:
        """The other desks of the case that the reader may know of, the lead first."""
        known = [
            h for h in self.holders if h.desk.pk != self.actor.desk_id and self._knows(h, "view")
        ]
        return sorted(known, key=lambda h: (h.desk.pk != self.case.lead_desk_id, h.desk.pk))

    def _called(self, desk: Desk) -> str:
        if desk.pk == self.case.lead_desk_id and not self.may_name(desk.organisation):
            return _("The protection lead")
        return str(desk.organisation.name)

    def _knows(self, holder: Holder, how: str) -> bool:
        leads = holder.desk.pk == self.case.lead_desk_id
        if holder.desk.organisation_id == self.actor.organisation_id:
            return True
        if leads:
            return "view_summary" in self.names
        if how == "own" or not self.may_name(holder.desk.organisation):
            return False
        cares = holder.bases & _CARE or holder.desk.organisation.kind == Kind.HEALTH_PROVIDER
        if cares and not self.names & _HEARS_OF_CARE:
            return False
        return not (holder.bases & _INQUIRY and not self.names & _HEARS_OF_INQUIRY)


def circle(actor: Acting, case: Case, names: frozenset[str]) -> Circle:
    """The desks around a case for one reader; three or four queries, whatever the case holds."""
    by_group: dict[int, tuple[set[str], set[str]]] = {}
    for group, codename, basis in grants.holding(case.pk):
        held_names, bases = by_group.setdefault(group, (set(), set()))
        held_names.add(codename)
        bases.add(basis)
    desks = Desk.objects.filter(group_id__in=by_group).select_related("organisation").order_by("pk")
    placing = CaseBasis.objects.filter(case=case, desk__role=Role.PLACEMENT_OFFICER)
    return Circle(
        actor=actor,
        case=case,
        names=names,
        holders=tuple(
            Holder(d, frozenset(by_group[d.group_id][0]), frozenset(by_group[d.group_id][1]))
            for d in desks
        ),
        sheltering=frozenset(placing.values_list("desk__organisation_id", flat=True)),
        glass=_glass(case) if "view_history" in names else (),
    )


def _glass(case: Case) -> tuple[str, ...]:
    rows = BreakGlass.objects.filter(case=case, closed_at__isnull=True, until__gt=now())
    found = rows.values_list("desk__organisation__name", flat=True).order_by("pk")
    return tuple(_("%(name)s, by break-glass") % {"name": name} for name in found)


def who_sees(actor: Acting, case: Case) -> dict[Section, list[str]]:
    """For every section the reader holds something of: the desks that see it, by the names she may hear."""
    around = circle(actor, case, held(actor, case))
    return {section: who for section in Section if (who := around.who(section))}
