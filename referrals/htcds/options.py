"""The answers a person gave to the questions of a dry run, and what to do with the rows. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.tables.said import Unreadable, gettext_noop, said
from referrals.htcds import choices, languages, places
from referrals.htcds.date_rules import ANSWERS
from referrals.htcds.fields import ALIASES, BY_NAME, Kind


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """Answers by question, and the choices of the import. ``today`` is the day it is run for.

    ``headers``: ``names`` or ``labels`` where a workbook's two heading rows disagree.
    ``columns``: heading -> field name; empty text keeps the column as unknown.
    ``dates``: field -> one token of ``date_rules.ANSWERS``, or several.
    ``codes``: (field, word as written) -> code; empty text leaves it unknown and keeps the word.
    ``keep``: ``all`` takes the file only when every row is good, ``good`` takes the good rows.
    ``key_column``: heading or field whose value names the row; else its content does.
    ``secret``: keys the row keys, so that nobody without it can try contents against them.
    ``own_states``: codes of States that are ours (user-assigned) and their names.
    """

    today: date
    headers: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    codes: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    keep: str = "all"
    key_column: str = ""
    include_hidden: bool = False
    secret: bytes = field(default=b"", repr=False)
    own_states: Mapping[str, str] = field(default_factory=dict)

    def date_answers(self) -> dict[str, frozenset[str]]:
        """Answers about dates by field, each as a set of tokens."""
        return {
            ALIASES.get(name, name): frozenset((given,) if isinstance(given, str) else given)
            for name, given in self.dates.items()
        }

    def code_answers(self) -> dict[tuple[str, str], str]:
        """Answers about codes, by field and word in small letters."""
        return {(name, word.strip().casefold()): code for (name, word), code in self.codes.items()}

    def check(self) -> None:
        """Raise ``Unreadable`` naming the option where an answer is none that could be given."""
        if self.headers not in (None, "names", "labels"):
            raise _wrong("headers", "names, labels")
        if self.keep not in ("all", "good"):
            raise _wrong("keep", "all, good")
        for tokens in self.date_answers().values():
            if not tokens <= ANSWERS:
                raise _wrong("dates", ", ".join(sorted(ANSWERS)))
        for name in self.columns.values():
            if name and (name not in BY_NAME or BY_NAME[name].perpetrator):
                raise _wrong(
                    "columns", gettext_noop("a field of the standard that describes the person")
                )
        for (name, _word), code in self.codes.items():
            if code and not self._is_code(name, code):
                raise _wrong("codes", gettext_noop("a code of the field's list"))

    def _is_code(self, name: str, code: str) -> bool:
        of = BY_NAME.get(name)
        if of is None:
            return False
        if of.kind in (Kind.PICK, Kind.MULTI):
            return code in choices.codes_of(of.codes)
        if of.kind is Kind.CHECK:
            return code in ("yes", "no")
        if of.kind is Kind.LANGUAGE:
            return languages.read_language(code).code == code
        return code in self.own_states or places.known(code)


def _wrong(option: str, allowed: str) -> Unreadable:
    return Unreadable(
        option,
        said(gettext_noop("this answer is none of those that can be given")),
        said(gettext_noop("choose: %(allowed)s"), allowed=allowed),
    )
