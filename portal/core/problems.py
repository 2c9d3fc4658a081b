"""What can go wrong, in words that name the field and the remedy (RFC 9457).

Services raise; a form shows ``errors`` beside its fields, the API answers problem+json. The two
never differ, because both read the same exception.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


class Problem(Exception):
    """A refusal that its reader can act on.

    ``errors`` maps a field's name to its remedy; ``extra`` is added to the API's answer and must
    hold nothing that the actor may not know.
    """

    status = 422
    code = "problem"

    def __init__(
        self,
        detail: str = "",
        *,
        errors: Mapping[str, str] | None = None,
        field: str = "",
        remedy: str = "",
        **extra: Any,
    ) -> None:
        super().__init__(self.code)
        self.detail = detail
        self.errors = dict(errors or {})
        if field:
            self.errors[field] = remedy or detail
        self.extra = extra

    @property
    def title(self) -> str:
        return {
            "malformed": _("This could not be read"),
            "invalid": _("Some answers need a change"),
            "stale": _("Somebody changed this while you were writing"),
            "not-open": _("This step is not open now"),
            "too-many": _("Too many at once"),
        }.get(self.code, _("This cannot be done as sent"))


class Malformed(Problem):
    """The shape is broken: 400."""

    status, code = 400, "malformed"


class Invalid(Problem):
    """The shape is right, a rule is broken: 422."""

    status, code = 422, "invalid"


class Stale(Problem):
    """Somebody else saved first: 409. ``extra['theirs']`` holds their text where the actor sees it."""

    status, code = 409, "stale"


class NotOpen(Problem):
    """The move is not open now: 409. ``extra['moves']`` names those that are."""

    status, code = 409, "not-open"


class TooMany(Problem):
    """Asked too often in a short time: 429. Nothing was done."""

    status, code = 429, "too-many"
