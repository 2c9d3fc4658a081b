"""Every address of the API, read from the resolver, with a body that its shape accepts."""

import re
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver

from portal.access.matrix import Section

WHEN = "2030-01-01T10:00:00Z"
CODED = {"reason": "other", "words": "Because."}
LEAVING = {"meeting_point": "Here", "transport": "Car", "expected_at": WHEN, "her_word": "yes"}
BODIES: dict[str, Any] = {
    "guardian": {"guardian": "appointed"},
    "family": {"children": ["6f4f7a52-0b1c-4d1c-9a53-0a51c7d1f3aa"]},
    "close": {"reason": "goals_met"},
    "notes": {"about": "identity", "text": "A note."},
    "consents": {"purpose": "medical", "recipient_kinds": ["health_provider"]},
    "risk": {"danger": "likely"},
    "rights": {"language": "en"},
    "walls": {"ground": "allegation", "reason": "Why.", "email": "ngo@example.org"},
    "glass": {"reason": "She must be reached at once."},
    "place": {"usable": False},
    "referral-offer_next": {"receivers": ["x"]},
    "referral-her_yes": {"number": 1},
    "referral-her_no": {"number": 1, "reason": "too_far"},
    "referral-she_declines": {"reason": "too_far"},
    "referral-leave": LEAVING,
    "onward-leave": LEAVING,
    "onward-turn_back": CODED,
    "onward-her_yes": {"number": 1},
    "onward-her_no": {"number": 1, "reason": "too_far"},
    "onward-she_declines": {"reason": "too_far"},
    "referral-found": {"what": "safe_found", "then": "before"},
    "offer-found": {"what": "safe_found", "then": "before"},
    "reassign": {"receivers": ["x"], "reason": "Why."},
    "offer-pass_on": {"to": "6f4f7a52-0b1c-4d1c-9a53-0a51c7d1f3aa"},
    "draft": {"typed": {}},
    "return": {"reason": "Why."},
    "decline": {"reason": "Why."},
    "own-entry": {"document": {}},
    "entry-return": {"reason": "Why."},
    "proofs": {"kind": "link", "title": "It", "address": "https://example.org"},
    "question-answer": {"answer": "Yes."},
    "question-missing": {"text": "Which floor?"},
    "searches": {"name": "Gulalai"},
    "webhook": {"url": "https://agency.example/told", "active": True},
    "seats": {"desk": "6f4f7a52-0b1c-4d1c-9a53-0a51c7d1f3aa"},
    "decide": {"agreed": True},
    **{f"section-{s}": {} for s in Section},
    **{f"referral-{m}": CODED for m in ("withdraw", "turn_back", "end")},
    **{f"offer-{m}": CODED for m in ("decline", "give_back", "cannot_take", "end")},
}
WRITES = ("post", "put", "delete")


@dataclass(frozen=True)
class Route:
    """One method of one address; ``first`` names what its first reference points to."""

    name: str
    method: str
    pattern: str

    @property
    def first(self) -> str:
        return self.pattern.split("<", 1)[0].rsplit("/", 2)[-2]

    def path(self, *refs: str) -> str:
        left = list(refs)
        return "/" + re.sub(
            r"<[^>]+>", lambda _: left.pop(0) if len(left) > 1 else left[0], self.pattern
        )

    @property
    def body(self) -> Any:
        return BODIES.get(self.name, {}) if self.method in ("post", "put") else None


def routes() -> list[Route]:
    """All of ours that name something by a reference."""
    return [r for r in all_routes() if "<" in r.pattern]


def all_routes() -> list[Route]:
    found = []
    for prefix, pattern in _walk(get_resolver().url_patterns):
        view = getattr(pattern.callback, "cls", None)
        if not prefix.startswith("api/v1/") or view is None or pattern.name == "schema":
            continue
        for method in ("get", *WRITES):
            if hasattr(view, method):
                found.append(Route(pattern.name, method, prefix))
    return found


def _walk(patterns: Any, prefix: str = "") -> Any:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern.url_patterns, path)
        else:
            yield path, pattern
