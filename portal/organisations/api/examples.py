"""Bodies that the documentation shows; people and agencies are invented."""

from typing import Any

UUID = "6f4f7a52-0b1c-4d1c-9a53-0a51c7d1f3aa"
WHEN = "2026-11-24T18:40:00Z"
DAY = "2026-11-20"
DESK: dict[str, Any] = {
    "uuid": UUID, "name": "Caseworkers", "role": "caseworker", "people": 3,
    "takes_referrals": True, "confirmed_on": DAY,
}  # fmt: skip
ORGANISATION: dict[str, Any] = {
    "uuid": UUID, "name": "Lanternhouse", "kind": "ngo", "state": "XA", "desks": [DESK],
    "roles": ["caseworker", "placement_officer"], "in_the_way": ["It leads 4 open cases."],
}  # fmt: skip
MEMBER: dict[str, Any] = {
    "uuid": UUID, "name": "Nela Adeyo", "email": "nela@lanternhouse.example", "desk": UUID,
    "role": "caseworker", "since": WHEN,
}  # fmt: skip
MEMBER_DETAIL: dict[str, Any] = {
    **MEMBER, "in_hand": {"offers": 1, "drafts": 2, "imports": 0, "alarms": 0},
    "colleagues": [UUID], "cases_without_her": 0,
}  # fmt: skip
INVITATION: dict[str, Any] = {
    "uuid": UUID, "email": "name@agency.example", "desk": UUID, "sent_at": WHEN,
    "expires_at": "2026-12-01T18:40:00Z", "works": True,
}  # fmt: skip
WISH: dict[str, Any] = {
    "uuid": UUID, "name": "Hana Varn", "organisation": "Lanternhouse", "desk": "Caseworkers",
    "role": "caseworker", "asked_at": WHEN,
}  # fmt: skip
PROFILE: dict[str, Any] = {
    "purposes": ["transfer"], "takes": ["women"], "languages": ["en", "ti"], "accessibility": [],
    "regions": ["XA-N"], "hours": "By day", "at_night": False, "accepting": True, "duty": [],
    "places": {}, "accreditation": "", "accredited_until": None, "version": 2, "confirmed_on": DAY,
    "offers": ["transfer", "psychological"],
}  # fmt: skip


def listed(row: dict[str, Any]) -> dict[str, Any]:
    """A page with one row."""
    return {"results": [row], "next": ""}
