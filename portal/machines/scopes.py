"""Which part of the API a token opens: one table, by route, for reading and for writing.

A scope never widens what the desk may see or do: it narrows. A route that is not in the table, and
a method without a scope, is for people alone: what is claimed with a name, told to her face, typed as
a reason or signed as the second of two.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCOPES: Mapping[str, Promise] = MappingProxyType(
    {
        "cases:read": _("Read the cases of the desk, as far as the desk may"),
        "cases:write": _("Open cases, write their sections, record consents"),
        "referrals:read": _("Read what the desk sent, and whom it may ask"),
        "referrals:write": _("Send referrals and follow them up"),
        "inbox:read": _("Read what waits for the desk's answer"),
        "inbox:write": _("Claim, accept, decline, say 'arrived'"),
        "places:read": _("Read the desk's places and who comes"),
        "places:write": _("Add places and say how many are free"),
        "coordination:read": _("Read the coordinator's open alarms"),
        "coordination:write": _("Reassign, and send for somebody without a lead"),
        "changes:read": _("Follow what changes for the desk"),
        "webhooks:read": _("Read the organisation's webhooks and what was delivered"),
        "webhooks:write": _("Register, change and replay the organisation's webhooks"),
    }
)
ANY = "*"
"""Any token of a running client."""

NO: str = ""
_ASKING = (
    "offer_next her_yes her_no she_declines withdraw leave turn_back delay report_missing found end"
)
_ANSWERING = (
    "claim release take_over accept hold decline pass_on meeting arrive start give_back cannot_take "
    "delay report_missing found end"
)
_SECTIONS = "identity contact_and_safety screening immigration needs_and_assistance health"
_TABLE: tuple[tuple[str, str, str, str], ...] = (
    # space, routes, scope to read, scope to write
    ("cases-api", "me state", ANY, NO),
    ("cases-api", "list case guardian family close notes consents withdraw rights history placements "
     + " ".join(f"section-{s}" for s in _SECTIONS.split()), "cases:read", "cases:write"),
    ("cases-api", "places places-confirm places-figures guests place", "places:read", "places:write"),
    ("referrals-api", "candidates referrals referral", "referrals:read", "referrals:write"),
    ("referrals-api", " ".join(f"referral-{m}" for m in _ASKING.split()), NO, "referrals:write"),
    ("referrals-api", "inbox offer onward onward-way", "inbox:read", NO),
    ("referrals-api", "onward-leave onward-turn_back onward-she_declines", NO, "inbox:write"),
    ("referrals-api", " ".join(f"offer-{m}" for m in _ANSWERING.split()), NO, "inbox:write"),
    ("referrals-api", "alarms unmet", "coordination:read", NO),
    ("referrals-api", "reassign open-for-her", NO, "coordination:write"),
    ("referrals-api", "changes", "changes:read", NO),
    ("machines-api", "webhooks webhook webhook-secret webhook-test webhook-deliveries webhook-replay",
     "webhooks:read", "webhooks:write"),
)  # fmt: skip

ROUTES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        f"{space}:{route}": (reading, writing)
        for space, routes, reading, writing in _TABLE
        for route in routes.split()
    }
)
READS = frozenset({"GET", "HEAD", "OPTIONS"})


def needed(route: str, method: str) -> str:
    """The scope that a method of a route asks; empty where a machine may not come at all."""
    reading, writing = ROUTES.get(route, (NO, NO))
    return reading if method.upper() in READS else writing
