"""What templates need in words and marks. Facts come in ready; nothing here asks the database."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, RadioSelect, Select
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from portal.core import clock
from portal.core.templatetags import words

register = template.Library()

STATUS_ICONS = {
    "danger": "alert",
    "warn": "clock",
    "ok": "done",
    "hold": "paused",
    "info": "half",
    "plain": "ring",
}


@register.inclusion_tag("components/icon.html")
def icon(name: str, turns: bool = False) -> dict[str, object]:
    """A sign from the sprite; `turns` for the ones that point and so turn in right-to-left."""
    return {"name": name, "turns": turns}


@register.filter
def status_icon(kind: str) -> str:
    """Each status has a shape of its own."""
    return STATUS_ICONS[kind]


@register.filter
def notice_icon(kind: str) -> str:
    """A notice warns with the triangle and tells with the i."""
    return {"warn": "warning", "info": "info", "plain": "info"}.get(kind) or STATUS_ICONS[kind]


def _fields(given: object) -> dict[str, Any]:
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return dict(given)
    return {field.name: getattr(given, field.name) for field in fields(given)}  # type: ignore[arg-type]


def _render(context: Context, name: str, values: dict[str, object]) -> SafeString:
    if context.template is None:
        raise RuntimeError("A component is drawn inside a template.")
    found = context.template.engine.get_template(f"components/{name}.html")
    carried = {key: context[key] for key in ("csrf_token", "request") if key in context}
    return found.render(context.new({**carried, **values}))


@register.simple_tag(takes_context=True)
def part(context: Context, which: str, given: object = None, **values: object) -> SafeString:
    """One component, which sees only what it is given: a dict or dataclass, and single values."""
    return _render(context, which, {**_fields(given), **values})


@register.simple_block_tag(takes_context=True)
def component(context: Context, content: str, which: str, **values: object) -> SafeString:
    """A component that wraps what stands between the tags, as `body`."""
    return _render(context, which, {**values, "body": content})


# ---------- Time: always the State's zone, which the middleware has activated


def _moment(value: date | datetime) -> datetime:
    """A day ends at 23:59 in the State's zone."""
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, 23, 59, tzinfo=_zone())
    return timezone.localtime(value)


def _zone() -> Any:
    return timezone.get_current_timezone()


@register.filter
def left(due: date | datetime) -> str:
    """`3 days left, Fri 27 Nov`."""
    return words.time_left(_moment(due), timezone.localtime(clock.now()))


@register.filter
def left_short(due: date | datetime) -> str:
    """`3 days left`, for a status."""
    return words.time_left(_moment(due), timezone.localtime(clock.now()), dated=False)


@register.filter
def urgency(due: date | datetime) -> str:
    """danger (overdue or today), warn (within three days) or ok."""
    return words.urgency(_moment(due), timezone.localtime(clock.now()))


@register.filter
def state_time(value: date | datetime, style: str = "full") -> SafeString:
    """`<time>` in the State's zone; style: full, moment, near, day, time."""
    if not isinstance(value, datetime):
        shown = words.shown(value, "day" if style in ("time", "moment", "near") else style)
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), shown)
    local = timezone.localtime(value)
    now = timezone.localtime(clock.now())
    shown = words.shown(local, style, today=now.date())
    machine = value.astimezone(UTC).isoformat(timespec="seconds")
    return format_html('<time datetime="{}"><bdi>{}</bdi></time>', machine, shown)


# ---------- Text


@register.filter
def bdi(value: object) -> SafeString:
    """Keeps a Latin name, number or phone whole inside right-to-left text."""
    return format_html("<bdi>{}</bdi>", value)


@register.filter
def ref(value: object) -> SafeString:
    """A case or referral reference."""
    return format_html('<bdi class="ref">{}</bdi>', value)


@register.filter
def tel(value: object) -> str:
    """The number as a phone wants it."""
    return "".join(sign for sign in str(value) if sign.isdigit() or sign == "+")


@register.filter
def in_words(number: int) -> str:
    """`five`; above twelve the digits."""
    return words.number(number)


@register.filter
def listed(value: str | Iterable[object]) -> str:
    """Names with commas; a string stays as it is."""
    return value if isinstance(value, str) else words.listed(value)


@register.filter
def pair(names: Iterable[object], cells: Iterable[object]) -> list[tuple[object, object]]:
    """Columns beside the cells of a row."""
    return list(zip(names, cells, strict=True))


@register.simple_tag
def open_elements(act: Any, means: Any, purpose: Any, child: bool) -> str:
    """The Palermo elements not yet told, by name; a child needs no means."""
    states = [
        (gettext("act"), act["on"]),
        (gettext("means"), means["on"] or child),
        (gettext("purpose"), purpose["on"]),
    ]
    return words.listed(name for name, told in states if not told)


# ---------- Forms


@register.filter
def is_group(field: BoundField) -> bool:
    """True for radios and several ticks: they need a fieldset and a legend."""
    return isinstance(field.field.widget, RadioSelect)


@register.filter
def is_tick(field: BoundField) -> bool:
    """True for one tick box, whose label stands beside it."""
    return isinstance(field.field.widget, CheckboxInput)


def described_by(field: BoundField) -> str:
    """Ids of hint and error, for aria-describedby."""
    ids = [f"{field.auto_id}-hint"] * bool(field.help_text)
    return " ".join(ids + [f"{field.auto_id}-error"] * bool(field.errors))


@register.filter
def control(field: BoundField) -> SafeString:
    """The widget with our class, and tied to its hint and error."""
    widget = field.field.widget
    css = {True: "form-select"}.get(isinstance(widget, Select), "form-control")
    if isinstance(widget, CheckboxInput):
        css = "form-check-input"
    attrs: dict[str, Any] = {"class": f"{css} {widget.attrs.get('class', '')}".strip()}
    if "placeholder" in widget.attrs:
        attrs["placeholder"] = False
    if described_by(field):
        attrs["aria-describedby"] = described_by(field)
    if field.errors:
        attrs["class"] += " is-invalid"
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@register.filter
def first_error(field: BoundField) -> str:
    """What to put right first, or nothing."""
    return str(field.errors[0]) if field.errors else ""


@register.filter
def error_id(field: BoundField) -> str:
    """Where the error of a field stands."""
    return f"{field.auto_id}-error"


@register.filter
def options(field: BoundField) -> list[dict[str, Any]]:
    """The choices of a group; hints come from `field.hints`, a dict by value."""
    hints = getattr(field.field, "hints", {})
    rows = []
    for choice in field.subwidgets:
        data = choice.data
        rows.append(
            {
                "type": data["type"],
                "name": data["name"],
                "value": str(data["value"]),
                "label": choice.choice_label,
                "hint": hints.get(str(data["value"]), ""),
                "checked": data["selected"],
                "id": data["attrs"].get("id", ""),
            }
        )
    return rows


@register.filter
def form_errors(form: BaseForm) -> list[dict[str, str]]:
    """Every error with the id of the thing to put right."""
    rows = [{"id": "", "text": str(text)} for text in form.non_field_errors()]
    for field in form:
        first = field.auto_id + ("_0" if is_group(field) else "")
        rows += [
            {"id": first, "text": _named(str(field.label), str(text))} for text in field.errors
        ]
    return rows


def _named(label: str, text: str) -> str:
    """A remedy with its field's name before it, where it does not name the field itself."""
    if not label or label.casefold() in text.casefold():
        return text
    return f"{label} {text}" if label.endswith(("?", "؟")) else f"{label}: {text}"
