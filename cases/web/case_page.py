"""The page of one case, put together from what this reader holds of it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case
from cases.selectors import consents, parts_of
from cases.web.cards import cards
from cases.web.doing import actions, link
from cases.web.glass import glass_of
from cases.web.happenings import excerpt, last_event
from cases.web.panels import panels_for
from cases.web.proceedings_track import doing as proceedings_doing
from cases.web.proceedings_track import track
from cases.web.tracks import (
    clock_face,
    eyebrow,
    protection,
    safety,
    seen_clocks,
    statuses,
    strip,
)
from cases.who_sees import Circle, circle
from cases.words import AROUND, part_of
from portal.access.matrix import Role, Section
from portal.core.actors import Acting


def case_page(actor: Acting, case: Case, names: frozenset[str]) -> dict[str, Any]:
    """The context of templates/cases/case.html; nothing stands in it that the reader does not hold."""
    around = circle(actor, case, names)
    bases = parts_of(actor, [case.pk]).get(case.pk, [])
    made, said = cards(actor, case, names, around)
    panels = panels_for(actor, case)
    clocks = seen_clocks(actor, case, names)
    faces = [clock_face(clock) for clock in clocks]
    happened = excerpt(case, names, around)
    glass = glass_of(actor, case)
    doing = actions(
        actor, case, names, bases, clocks,
        from_panels=[
            *(a for p in panels for a in p.get("actions", ())), *proceedings_doing(actor, case, names)
        ],
        withdrawable=_withdrawable(actor, case, names), glass=glass is not None,
    )  # fmt: skip
    return {
        "case": case,
        "eyebrow": eyebrow(case, names),
        "part": _("Your organisation leads")
        if actor.role == Role.ORGANISATION_ADMIN
        else part_of(bases),
        "statuses": statuses(case, names),
        "safety": safety(case, bases, around, said.get(Section.CONTACT_AND_SAFETY, ())),
        "strip": strip(case, names, around, faces, last_event(happened)),
        "protection": protection(case, names, around, faces),
        "proceedings": track(actor, names, around),
        "cards": made,
        "panels": panels,
        "actions": doing,
        "primary": next((a for a in doing if a.get("first")), None),
        "happened": happened,
        "history_url": link("history", case) if "view_history" in names else "",
        "people": _people(around, names),
        "glass": glass,
        "list_url": reverse("cases:list"),
    }


def _withdrawable(actor: Acting, case: Case, names: frozenset[str]) -> bool:
    if "edit_consent" not in names:
        return False
    return (
        consents(actor, case, names).filter(withdrawn_at__isnull=True, evidence_only=False).exists()
    )


def _people(around: Circle, names: frozenset[str]) -> list[dict[str, str]]:
    """Who is in the case, for who reads its history."""
    if "view_history" not in names:
        return []
    found: dict[str, str] = {}
    for holder in around.around():
        basis = next((b for b in AROUND if b in holder.bases), "")
        if basis:
            found.setdefault(f"{AROUND[basis]}|{holder.desk.organisation.name}", str(AROUND[basis]))
    return [{"term": term, "value": key.split("|", 1)[1]} for key, term in found.items()]
