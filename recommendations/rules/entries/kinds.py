"""What kinds of entries there are, and reading one whole: its fields, then what contradicts. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.access.vocabulary import Coded, gettext_noop
from recommendations.rules.access import Act
from recommendations.rules.entries.fields import Fault, Field, Known, Type, cleaned

Document = dict[str, Any]
Check = Callable[[Document], dict[str, Fault]]


class Part(Coded):
    """Parts of what a State does; each is a page."""

    PLAN = "plan", gettext_noop("Action plan")
    LAW = "law", gettext_noop("Law")
    STANDARDS = "standards", gettext_noop("Referral mechanism")
    CAPACITY = "capacity", gettext_noop("Training and capacity")
    PREVENTION = "prevention", gettext_noop("Prevention")
    PRACTICE = "practice", gettext_noop("Practice exchange")


@dataclass(frozen=True, slots=True)
class EntryKind:
    """One kind: its fields, who writes and who publishes it. The first field is its title."""

    code: str
    part: Part
    label: str
    plural: str
    write: Act
    publish: Act
    fields: tuple[Field, ...]
    columns: tuple[str, ...]
    prefix: str
    check: Check | None = None

    @property
    def at_once(self) -> bool:
        """Whether the writer's own word publishes it."""
        return self.write is self.publish

    @property
    def title(self) -> str:
        """The name of the field that an entry is called by."""
        return self.fields[0].name

    @property
    def parent(self) -> Field | None:
        """The field that hangs it below another entry; None stands on its own."""
        return next((one for one in self.fields if one.type is Type.PARENT), None)

    def field(self, name: str) -> Field:
        """A field by its name."""
        return next(one for one in self.fields if one.name == name)


def read(
    kind: EntryKind, raw: Mapping[str, Any], known: Known
) -> tuple[Document, dict[str, Fault]]:
    """The document of what was sent, and what is wrong with it: field -> reason."""
    names = {one.name for one in kind.fields}
    faults = {name: Fault.UNKNOWN_FIELD for name in raw if name not in names}
    document: Document = {}
    for one in kind.fields:
        document[one.name], fault = cleaned(one, raw.get(one.name), known)
        if fault is not None:
            faults[one.name] = fault
    if kind.check is not None:
        for name, fault in kind.check(document).items():
            faults.setdefault(name, fault)
    return document, faults
