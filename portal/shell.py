"""What every page of a signed-in person shows around its content."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.access.matrix import Kind
from portal.notifications.selectors import unread_count

NAV: dict[str, tuple[str, ...]] = {
    "caseworker": ("home", "inbox", "cases", "screening", "exchange"),
    "liaison": ("home", "screening", "inbox", "cases", "proceedings"),
    "placement_officer": ("home", "inbox", "placements", "cases"),
    "decision_maker": ("home", "inbox", "cases"),
    "coordinator": ("home", "board", "cases"),
    "oversight": ("home", "history"),
    "organisation_admin": ("home", "organisation", "cases", "exchange", "systems"),
    "rapporteur": ("home", "assessments", "states", "register"),
    "focal_point": ("home", "table", "states", "register"),
    "validator": ("home", "periods", "states", "register"),
    "moderator": ("home", "states", "register"),
}

INVESTIGATES = frozenset({Kind.POLICE, Kind.PROSECUTION})
"""Kinds whose liaisons may have proceedings of their own."""

PLACES: dict[str, tuple[str, str, str]] = {
    "home": ("home", gettext_noop("My work"), "list"),
    "inbox": ("referrals:inbox", gettext_noop("Inbox"), "inbox"),
    "cases": ("cases:list", gettext_noop("Cases"), "folder"),
    "screening": ("referrals:screening", gettext_noop("Screening"), "check"),
    "placements": ("cases:placements", gettext_noop("Placements"), "bed"),
    "board": ("referrals:board", gettext_noop("Board"), "alert"),
    "exchange": ("referrals:imports", gettext_noop("Import"), "download"),
    "organisation": ("organisation:overview", gettext_noop("Organisation"), "people"),
    "states": ("recommendations:states", gettext_noop("States"), "globe"),
    "assessments": ("recommendations:assessments", gettext_noop("To assess"), "edit"),
    "table": ("recommendations:table", gettext_noop("Table"), "edit"),
    "periods": ("recommendations:periods", gettext_noop("Periods"), "clock"),
    "systems": ("machines:overview", gettext_noop("Systems"), "switch"),
    "proceedings": ("cases:proceedings", gettext_noop("Proceedings"), "forward"),
    "history": ("cases:oversight", gettext_noop("Who looked"), "eye"),
}


def destinations() -> dict[str, tuple[str, str, str]]:
    """name -> (url, label, icon), without those whose page is not there."""
    found = {}
    for name, (route, label, icon) in PLACES.items():
        try:
            found[name] = (reverse(route), _(label), icon)
        except NoReverseMatch:
            continue
    return found


def shell(request: Any) -> dict[str, Any]:
    """The context ``shell`` of templates/layout; empty for strangers."""
    actor = getattr(request, "actor", None)
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"shell": None}
    if not actor:
        return {"shell": {"user_name": user.name, "nav": [], "unread": 0, "desks": []}}
    desk = request.desks[0]
    places = destinations()
    nav = [
        {"url": places[n][0], "label": places[n][1], "icon": places[n][2], "count": None,
         "active": request.path == places[n][0]}
        for n in NAV.get(actor.role, ("home",))
        if n in places and (n != "proceedings" or actor.kind in INVESTIGATES)
    ]  # fmt: skip
    return {
        "shell": {
            "desk_name": desk.name,
            "organisation_name": desk.organisation.name,
            "state": desk.organisation.state,
            "zone": desk.organisation.state.zone,
            "user_name": user.name,
            "unread": unread_count(actor),
            "nav": nav,
            "role": actor.role,
            "find_url": reverse("cases:find") if "cases" in NAV.get(actor.role, ()) else "",
            "desks": [
                {
                    "value": d.uuid,
                    "name": d.name,
                    "organisation": d.organisation.name,
                    "current": d.pk == desk.pk,
                }
                for d in sorted(request.desks, key=lambda d: d.pk)
            ],
            "theme": user.theme,
            "density": user.density,
        }
    }
