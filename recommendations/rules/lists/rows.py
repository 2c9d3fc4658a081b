"""One row of a list of recommendations, read: its values, or what is wrong and the remedy."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from portal.access.vocabulary import gettext_noop
from portal.tables.said import Said, said
from recommendations.rules.kinds import Answer, Link, Urgency
from recommendations.rules.lists.countries import code_of
from recommendations.rules.texts import marked_up, unreadable

LONGEST = {"text": 6_000, "title": 200, "reference": 60, "section": 80, "addressees": 300,
           "made_by": 200, "themes": 500}  # fmt: skip
SEVERAL = re.compile(r"\s*[;|\n]\s*")
TARGET = re.compile(r"(?:SDG)?\s*(\d{1,2}\.(?:\d{1,2}|[a-d]))", re.IGNORECASE)
ANSWERS = {"supported": Answer.ACCEPTED, "accept": Answer.ACCEPTED, "yes": Answer.ACCEPTED,
           "supported in part": Answer.ACCEPTED, "not accepted": Answer.NOTED, "note": Answer.NOTED,
           "not supported": Answer.REJECTED, "refused": Answer.REJECTED}  # fmt: skip
VERBS = {"urges": Urgency.URGE, "considers": Urgency.CONSIDER, "asks to consider": Urgency.CONSIDER,
         "invites": Urgency.INVITE}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in a row: its number, the field, and what to do."""

    line: int
    field: str
    value: str
    what: Said
    remedy: Said

    def to_dict(self) -> dict[str, object]:
        """JSON-safe, with templates, so that each reader has it in her language."""
        return {
            "line": self.line, "field": self.field, "value": self.value[:120],
            "what": [self.what.template, dict(self.what.params)],
            "remedy": [self.remedy.template, dict(self.remedy.params)],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What rows may name: approaches, activities (code and name), recommendations, own States."""

    approaches: Collection[str]
    activities: Mapping[str, str]
    recommendations: Collection[tuple[str, str]] = ()
    states: Mapping[str, str] = field(default_factory=dict)
    default_state: str = ""


@dataclass(slots=True)
class Row:
    """A row that can be taken."""

    line: int
    reference: str
    title: str
    text: str
    section: str = ""
    addressees: str = ""
    made_by: str = ""
    country: str = ""
    approach: str = ""
    activities: tuple[str, ...] = ()
    answer: str = ""
    verb: str = ""
    targets: tuple[str, ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()
    themes: str = ""
    key: str = ""

    @property
    def fingerprint(self) -> str:
        """Says whether a row has changed; its place in the list does not matter."""
        values = {
            n: getattr(self, n) for n in self.__dataclass_fields__ if n not in ("line", "key")
        }
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


class Reader:
    """Reads rows one by one, and remembers which references there were."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.seen: dict[str, tuple[int, str]] = {}
        self.wrong: list[Wrong] = []

    def read(self, line: int, cells: Mapping[str, str]) -> Row | None:
        """The row; None where something is wrong with it: ``wrong`` says what."""
        before = len(self.wrong)
        cells = {name: " ".join(text.split(" ")).strip() for name, text in cells.items()}
        self._texts(line, cells)
        row = Row(
            line=line, reference=cells.get("reference", ""), text=cells.get("text", ""),
            title=cells.get("title", "") or shortened(cells.get("text", "")),
            section=cells.get("section", ""), addressees=cells.get("addressees", ""),
            made_by=cells.get("made_by", ""), country=self._country(line, cells.get("state", "")),
            approach=self._approach(line, cells.get("approach", "")),
            activities=self._activities(line, cells.get("activities", "")),
            answer=self._one(line, "response", cells.get("response", ""), Answer, ANSWERS),
            verb=self._one(line, "verb", cells.get("verb", ""), Urgency, VERBS),
            targets=self._targets(line, cells.get("targets", "")),
            links=self._links(line, cells.get("links", "")), themes=cells.get("themes", ""),
        )  # fmt: skip
        row.key = row.reference or derived(row, cells.get("cycle", ""))
        row.reference = row.reference or row.key
        if len(self.wrong) > before or self._twice(row):
            return None
        return row

    def _say(
        self, line: int, name: str, value: str, what: Said, remedy: str, **params: object
    ) -> None:
        self.wrong.append(Wrong(line, name, value, what, said(remedy, **params)))

    def _texts(self, line: int, cells: Mapping[str, str]) -> None:
        if not cells.get("text"):
            self._say(line, "text", "", said(gettext_noop("there is no text")),
                      gettext_noop("say what is recommended"))  # fmt: skip
        for name, most in LONGEST.items():
            text = cells.get(name, "")
            if len(text) > most:
                self._say(line, name, text, said(gettext_noop("%(n)d characters"), n=len(text)),
                          gettext_noop("shorten it to %(most)d"), most=most)  # fmt: skip
            if marked_up(text) or unreadable(text):
                self._say(line, name, text, said(gettext_noop("tags or characters nobody typed")),
                          gettext_noop("write plain words"))  # fmt: skip

    def _country(self, line: int, name: str) -> str:
        if not name:
            return self.known.default_state
        code = code_of(name, self.known.states)
        if code is None:
            self._say(line, "state", name, said(gettext_noop("no State of this name")),
                      gettext_noop("write its ISO code or English name"))  # fmt: skip
            return ""
        if self.known.default_state and code != self.known.default_state:
            self._say(line, "state", name, said(gettext_noop("another State than yours")),
                      gettext_noop("leave this row to that State"))  # fmt: skip
        return code

    def _approach(self, line: int, word: str) -> str:
        if word and word.upper() not in self.known.approaches:
            self._say(
                line,
                "approach",
                word,
                said(gettext_noop("no such approach")),
                gettext_noop("choose one of: %(codes)s"),
                codes=", ".join(self.known.approaches),
            )
            return ""
        return word.upper()

    def _activities(self, line: int, text: str) -> tuple[str, ...]:
        names = {name.casefold(): code for code, name in self.known.activities.items()}
        codes = {code.casefold(): code for code in self.known.activities}
        found = []
        for word in several(text):
            code = codes.get(word.casefold()) or names.get(word.casefold())
            if code is None:
                self._say(line, "activities", word, said(gettext_noop("no such activity")),
                          gettext_noop("write its code, such as PRT.shelter; part several by ;"))  # fmt: skip
            else:
                found.append(code)
        return tuple(dict.fromkeys(found))

    def _one(
        self,
        line: int,
        name: str,
        word: str,
        codes: type[Answer] | type[Urgency],
        other: Mapping[str, str],
    ) -> str:
        plain = word.casefold()
        if not plain or plain in set(codes):
            return plain
        if plain in other:
            return str(other[plain])
        self._say(line, name, word, said(gettext_noop("an unknown word")),
                  gettext_noop("write one of: %(codes)s"), codes=", ".join(codes))  # fmt: skip
        return ""

    def _targets(self, line: int, text: str) -> tuple[str, ...]:
        found = []
        for word in several(text.replace(",", ";")):
            match = TARGET.fullmatch(word)
            if match is None:
                self._say(line, "targets", word, said(gettext_noop("no target of the SDG")),
                          gettext_noop("write it as 16.2; part several by ;"))  # fmt: skip
            else:
                found.append(match[1].lower())
        return tuple(dict.fromkeys(found))

    def _links(self, line: int, text: str) -> tuple[tuple[str, str, str], ...]:
        """``dcaf-2007:PRT-2`` or ``same=dcaf-2007:PRT-2``; a link to nothing is refused."""
        found = []
        for word in several(text):
            kind, _sep, where = word.rpartition("=")
            source, _colon, code = where.partition(":")
            kind = kind.strip().casefold() or Link.RELATED.value
            if (
                kind not in set(Link)
                or (source.strip(), code.strip()) not in self.known.recommendations
            ):
                self._say(line, "links", word, said(gettext_noop("leads to nothing in the register")),
                          gettext_noop("write source:code, such as dcaf-2007:PRT-2"))  # fmt: skip
            else:
                found.append((kind, source.strip(), code.strip()))
        return tuple(found)

    def _twice(self, row: Row) -> bool:
        key = row.key.casefold()
        if key not in self.seen:
            self.seen[key] = (row.line, row.fingerprint)
            return False
        first, fingerprint = self.seen[key]
        what = gettext_noop("row %(first)d says the same") if fingerprint == row.fingerprint else (
            gettext_noop("row %(first)d has this reference, and says something else")
        )  # fmt: skip
        self._say(row.line, "reference", row.reference, said(what, first=first),
                  gettext_noop("keep one of the two"))  # fmt: skip
        return True


def several(text: str) -> list[str]:
    """The values of a cell that holds several, parted by semicolon, bar or line."""
    return [word for word in SEVERAL.split(text.strip()) if word]


def shortened(text: str, most: int = 120) -> str:
    """The beginning of a text, to its last whole word."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(",;") + " …"


def derived(row: Row, cycle: str) -> str:
    """A reference for a row that has none: from what it says, so that a repeated list finds it."""
    told = json.dumps([row.country, row.made_by, row.text, cycle])
    return f"{row.country or 'ALL'}-{hashlib.sha256(told.encode()).hexdigest()[:10].upper()}"
