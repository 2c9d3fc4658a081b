"""Shapes of what the API takes and gives: every field named, nothing more let in, nothing more out."""

from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any

from django.core.validators import RegexValidator
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

NO_NULL = RegexValidator(
    r"^[^\x00]*\Z", message=_("Take out the characters that cannot be read."), code="null"
)
CHOOSE = _("Choose one of the codes offered.")


class Shape(serializers.Serializer[Any]):
    """Named fields and no others: an unknown one is refused by its name, never overlooked."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            known = {name for name, field in self.fields.items() if not field.read_only}
            unknown = sorted(str(name) for name in data if name not in known)
            if unknown:
                words = _("There is no such field here. Leave it out.")
                raise serializers.ValidationError({name[:80]: [words] for name in unknown[:20]})
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """Words as typed: nothing trimmed away, no character that a database cannot hold."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("trim_whitespace", False)
        if not more.get("required", False) and not more.get("read_only", False):
            more = {"required": False, "allow_blank": True, "default": "", **more}
        super().__init__(**more)
        self.validators.append(NO_NULL)
        if self.max_length:
            words = _("Shorten this to %(n)d characters.") % {"n": self.max_length}
            self.error_messages["max_length"] = words


class Moment(serializers.DateTimeField):
    """A moment, told in UTC; taken with its offset, so that nobody guesses a zone."""

    def __init__(self, **more: Any) -> None:
        super().__init__(default_timezone=UTC, **more)

    def to_internal_value(self, value: Any) -> Any:
        found = super().to_internal_value(value)
        try:
            told = parse_datetime(value) if isinstance(value, str) else None
        except ValueError:
            told = None
        if told is None or told.tzinfo is None:
            raise serializers.ValidationError(_("Give the offset too: 2026-11-24T20:40:00Z."))
        return found


def _pairs(codes: Any) -> list[tuple[str, str]]:
    if isinstance(codes, type) and hasattr(codes, "choices"):
        return [(code, label) for code, label in codes.choices() if code]
    return [(str(code), getattr(code, "name", str(code))) for code in codes]


class Code(serializers.ChoiceField):
    """One of a list of codes; another one breaks the shape."""

    def __init__(self, codes: Any, **more: Any) -> None:
        super().__init__(choices=_pairs(codes), **more)
        self.error_messages["invalid_choice"] = CHOOSE


class Judged(Code):
    """One of a list of codes, which the service judges, in the words that a form reads too."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError(_("Send text."))
        return data


def _unless_required(more: dict[str, Any]) -> dict[str, Any]:
    base = {} if more.get("required") else {"required": False, "default": ()}
    return {"max_length": 100, **base, **more}


class Codes(serializers.ListField):
    """Several of a list of codes, kept as a tuple."""

    def __init__(self, codes: Any, *, judged: bool = False, **more: Any) -> None:
        more = _unless_required(more)
        super().__init__(child=(Judged if judged else Code)(codes), **more)

    def to_internal_value(self, data: Any) -> Any:
        return tuple(dict.fromkeys(super().to_internal_value(data)))


class Uuids(serializers.ListField):
    """Several opaque identifiers, each once."""

    def __init__(self, **more: Any) -> None:
        more = _unless_required(more)
        super().__init__(child=serializers.UUIDField(), **more)

    def to_internal_value(self, data: Any) -> Any:
        return tuple(dict.fromkeys(super().to_internal_value(data)))


def read(shape: type[Shape], data: Any) -> dict[str, Any]:
    """What a body says, by its shape; raises the 400 that names field and remedy."""
    asked = shape(data=data)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


def told(shape: type[Shape], body: Any) -> Any:
    """A body through its shape: a key that the shape does not name never leaves."""
    return shape(body).data


def page_of(row: type[Shape], name: str) -> type[Shape]:
    """The shape of one page of rows; ``next`` is the cursor of the page after it, empty at the end."""
    doc = "One page; `next` is the cursor of the page after it, empty at the end."
    fields = {"results": row(many=True), "next": serializers.CharField(allow_blank=True)}
    return type(name, (Shape,), {"__doc__": doc, **fields})


def labels_of(codes: Iterable[Any]) -> list[str]:
    """Codes as plain text, in their order."""
    return [str(code) for code in codes]
