"""What an import says to a person: refusals, notes, questions, each with its remedy. Pure.

Texts are English templates with named parameters, marked for translation; the edge translates
the template and fills it, or takes ``str()``. No exception here holds a cell's content, and
``repr`` hides it, so that nothing of a person's reaches a log.
"""

from dataclasses import dataclass
from dataclasses import field as spec
from typing import Any

from portal.tables.said import Said


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row, or a cell of it, is not taken as it stands. ``code`` is stable."""

    code: str
    line: int
    said: Said
    remedy_said: Said
    column: str = ""
    field: str = ""
    value: str = spec(default="", repr=False)
    waits: bool = False  # an answer to a question would settle it

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return str(self.said)

    @property
    def remedy(self) -> str:
        """How to mend it, in English."""
        return str(self.remedy_said)

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe, for a stored report (which holds the cell's content: seal it)."""
        return {
            "code": self.code,
            "line": self.line,
            "column": self.column,
            "field": self.field,
            "value": self.value,
            "message": self.message,
            "remedy": self.remedy,
            "waits": self.waits,
        }


@dataclass(slots=True)
class Question:
    """What only a person can say, asked once per column or code, never once per row.

    ``kind`` says where the answer goes: ``headers``, ``column`` (``options.columns[header]``),
    ``dates`` (``options.dates[field]``, one token per question of that column), ``code``
    (``options.codes[field, value]``), ``header_row``, ``sheet`` and ``encoding`` (arguments of
    ``open_table``). ``choices`` are pairs of answer and English label, best first.
    """

    kind: str
    said: Said
    choices: tuple[tuple[str, str], ...] = ()
    field: str = ""
    column: str = ""
    value: str = spec(default="", repr=False)
    suggested: str = ""
    examples: list[str] = spec(default_factory=list, repr=False)
    lines: list[int] = spec(default_factory=list)
    count: int = 0

    @property
    def text(self) -> str:
        """The question, in English."""
        return str(self.said)

    def seen(self, line: int, example: str = "") -> None:
        """Count one more row; keep the first five lines and examples."""
        self.count += 1
        if len(self.lines) < 5:
            self.lines.append(line)
        if example and len(self.examples) < 5 and example not in self.examples:
            self.examples.append(example)

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe, for a page or a stored report."""
        return {
            "kind": self.kind,
            "text": self.text,
            "choices": [list(choice) for choice in self.choices],
            "field": self.field,
            "column": self.column,
            "value": self.value,
            "suggested": self.suggested,
            "examples": list(self.examples),
            "lines": list(self.lines),
            "count": self.count,
        }
