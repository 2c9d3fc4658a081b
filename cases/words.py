"""The words of the pages of a case: purposes, kinds, sections, parts, what happened."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.matrix import Section
from portal.organisations.words import KINDS as KINDS
from portal.organisations.words import PURPOSES as PURPOSES
from portal.organisations.words import ROLES as ROLES

SECTIONS: Mapping[str, Promise] = {
    "envelope": _("Envelope"),
    "summary": _("Summary"),
    "identity": _("Identity"),
    "contact_and_safety": _("Contact and safety"),
    "screening": _("First screening"),
    "immigration": _("Papers and stay"),
    "needs_and_assistance": _("Needs and assistance"),
    "health": _("Health"),
    "proceedings": _("Proceedings"),
    "intelligence": _("Intelligence"),
    "placement": _("Placement"),
    "documents": _("Documents"),
    "notes": _("Notes"),
    "consent": _("Consent"),
    "decisions": _("Decisions"),
    "history": _("History"),
}

FOUND_BECAUSE: Mapping[str, Promise] = {
    "name_same": _("the same name"),
    "name_close": _("a name much like it"),
    "name_parts_missing": _("part of the name is missing"),
    "name_one_part_only": _("one name only agrees"),
    "name_one_of_several": _("one of several names agrees"),
    "born_same": _("the same birth"),
    "born_day_and_month_swapped": _("day and month of birth may be swapped"),
    "born_same_year": _("the same year of birth"),
    "born_years_near": _("a year of birth near it"),
    "born_differs": _("another year of birth"),
    "born_unknown": _("the birth is not known"),
}
"""Why a search by name proposes a case (the codes of ``portal.sealing.weeding.Why``)."""

OPEN_SECTION: Mapping[str, Promise] = {"identity": _("Open identity"), "health": _("Open health")}

PARTS: Mapping[str, Promise] = {
    "lead": _("You lead"),
    "first_reporter": _("You reported it"),
    "first_reporter_after": _("You reported it; another organisation leads"),
    "accommodation": _("You give a place to sleep"),
    "urgent_protection_shelter": _("You give urgent protection"),
    "urgent_protection_care": _("You give urgent protection"),
    "urgent_protection_police": _("You give urgent protection"),
    "identification": _("You decide on identification"),
    "medical": _("You give medical help"),
    "psychological": _("You give psychological help"),
    "legal_aid": _("You give legal help"),
    "interpretation": _("You interpret"),
    "child_protection": _("You protect the child"),
    "investigation": _("You investigate"),
    "own_investigation": _("You investigate what you reported"),
    "labour_inspection": _("You inspect the work place"),
    "former_holder": _("Ended; what you wrote stays yours"),
    "coordination": _("In coordination"),
    "alarm": _("An alarm is open"),
}

AROUND: Mapping[str, Promise] = {
    "lead": _("Lead"),
    "first_reporter": _("First reporter"),
    "first_reporter_after": _("First reporter"),
    "accommodation": _("Place to sleep"),
    "urgent_protection_shelter": _("Urgent protection"),
    "urgent_protection_care": _("Urgent protection"),
    "urgent_protection_police": _("Urgent protection"),
    "identification": _("Decides"),
    "medical": _("Medical help"),
    "psychological": _("Psychological help"),
    "legal_aid": _("Legal help"),
    "interpretation": _("Interpreter"),
    "child_protection": _("Child protection"),
    "investigation": _("Investigates"),
    "own_investigation": _("Investigates"),
    "labour_inspection": _("Labour inspection"),
    "former_holder": _("Earlier"),
    "coordination": _("Coordination"),
    "alarm": _("Coordination"),
}

AGES: Mapping[str, Promise] = {
    "adult": _("Presumed trafficked person, adult"),
    "child": _("Presumed trafficked person, child"),
    "may_be_child": _("Presumed trafficked person, may be a child"),
    "unknown": _("Presumed trafficked person, age not known: treated as a child"),
}

GIVEN_BY: Mapping[str, Promise] = {
    "herself": _("by the person"),
    "guardian": _("by the guardian"),
}

VERBS: Mapping[str, Promise] = {
    "looked": _("Opened"),
    "listed": _("Found in a search"),
    "case.opened": _("Case opened"),
    "case.left": _("Case left its organisation"),
    "section.written": _("Written"),
    "consent.recorded": _("Consent recorded"),
    "consent.withdrawn": _("Consent withdrawn"),
    "basis.given": _("Access given to a desk"),
    "basis.ended": _("Access of a desk ended"),
    "lead.moved": _("Lead moved"),
    "lead.ended": _("Lead ended"),
    "guardian.recorded": _("Guardian recorded"),
    "family.linked": _("Family linked"),
    "rights.told": _("Rights explained"),
    "risk.assessed": _("Risk assessed"),
    "glass.broken": _("Opened by break-glass"),
    "glass.closed": _("Break-glass closed"),
    "glass.reviewed": _("Break-glass reviewed"),
    "wall.placed": _("Wall placed"),
    "wall.lift_proposed": _("Lifting a wall proposed"),
    "wall.lifted": _("Wall lifted"),
    "alarm.opened": _("Alarm opened"),
    "alarm.taken": _("Alarm taken"),
    "alarm.closed": _("Alarm over"),
    "place.reserved": _("Place reserved"),
    "place.occupied": _("Place taken up"),
    "place.freed": _("Place free again"),
    "deadline.started": _("Clock started"),
    "deadline.stopped": _("Clock stopped"),
    "deadline.struck": _("Clock struck"),
    "deadline.paused": _("Clock paused"),
    "deadline.resumed": _("Clock runs again"),
    "deadline.handed_over": _("Clock handed over"),
    "deadline.recomputed": _("Clock counted again"),
    "referral.send": _("Referral sent"),
    "referral.accept": _("Referral accepted"),
    "referral.meeting_proposed": _("A place and hour to meet proposed"),
    "referral.leave": _("The person left"),
    "referral.arrive": _("The person arrived"),
    "referral.start": _("Help started"),
    "referral.end": _("Referral ended"),
    "referral.withdraw": _("Referral withdrawn"),
    "referral.missing": _("The person is missing"),
    "referral.cannot_take": _("The receiver cannot take the person"),
    "offer.offer": _("Offered to a receiver"),
    "offer.claim": _("Offer claimed"),
    "offer.accept": _("Offer accepted"),
    "offer.decline": _("Offer declined"),
    "offer.lapse": _("Offer not answered in time"),
    "offer.give_back": _("Given back"),
    "proceedings.opened": _("Proceedings opened"),
    "proceedings.investigate": _("Investigation begun"),
    "proceedings.charge": _("Somebody charged"),
    "proceedings.send_back": _("File sent back"),
    "proceedings.try": _("Trial begun"),
    "proceedings.end": _("Proceedings ended"),
    "proceedings.reopen": _("Proceedings taken up again"),
    "export.made": _("Exported"),
    "case.running": _("Confirmed as running"),
}


def happened(verb: str) -> str:
    """What an entry of the record says; 'Changed' for a verb without words of its own."""
    if verb in VERBS:
        return str(VERBS[verb])
    return {"referral": gettext("Referral changed"), "offer": gettext("Answer of a receiver")}.get(
        verb.split(".")[0], gettext("Changed")
    )


def section_name(section: str) -> str:
    """A section as its heading says it."""
    return str(SECTIONS[section])


def sections_listed(sections: Iterable[str]) -> str:
    """Sections in one sentence, in the table's order, small letters."""
    wanted = set(sections)
    return gettext(", ").join(section_name(s).lower() for s in Section if s in wanted)


def part_of(bases: Iterable[str]) -> str:
    """Why the desk is in the case, in words: the strongest of its bases, in the policy's order."""
    order = list(PARTS)
    found = sorted((b for b in bases if b in PARTS), key=order.index)
    return str(PARTS[found[0]]) if found else ""


def coded(choices: Iterable[tuple[str, str]], code: str) -> str:
    """The translated label of a code; the code itself where it is another list's."""
    return next((gettext(label) for value, label in choices if value == code and label), code)
