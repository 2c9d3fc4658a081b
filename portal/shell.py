"""What every page of a signed-in person shows around its content."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.notifications.selectors import unread_count

NAV: dict[str, tuple[str, ...]] = {
    "caseworker": ("home", "inbox", "cases", "screening"),
    "liaison": ("home", "screening", "inbox", "cases"),
    "placement_officer": ("home", "inbox", "placements", "cases"),
    "decision_maker": ("home", "inbox", "cases"),
    "coordinator": ("home", "board", "cases"),
    "oversight": ("home", "history"),
    "organisation_admin": ("home", "cases"),
    "rapporteur": ("home",),
}


def destinations() -> dict[str, tuple[str, str, str]]:
    """name -> (url, label, icon)."""
    return {
        "home": (reverse("home"), _("My work"), "list"),
        "inbox": (reverse("referrals:inbox"), _("Inbox"), "inbox"),
        "cases": (reverse("cases:list"), _("Cases"), "folder"),
        "screening": (reverse("referrals:screening"), _("Screening"), "check"),
        "placements": (reverse("cases:placements"), _("Placements"), "bed"),
        "board": (reverse("referrals:board"), _("Board"), "alert"),
        "history": (reverse("cases:oversight"), _("Who looked"), "eye"),
    }


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
