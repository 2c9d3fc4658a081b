"""Reading one cell by its field's kind. Pure: every fact comes in with ``Context``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from portal.tables.said import Said, gettext_noop, said
from portal.tables.sheet import Cell, CellError, Formula
from referrals.htcds import choices, dates, languages
from referrals.htcds.choices import LEAVE_OUT, Choices
from referrals.htcds.date_rules import DateRules
from referrals.htcds.fields import Field, Kind
from referrals.htcds.nationality import read_countries, read_country
from referrals.htcds.reading import Ask, Reading, refuse
from referrals.htcds.text import LONGEST_LONG_TEXT, LONGEST_TEXT, broken, clean, romanian

YES = frozenset({"yes", "y", "true", "1", "x", "✓", "✔"})
NO = frozenset({"no", "n", "false", "0"})
_WHOLE = {"prs_NumberOfChildren": 30, "vic_AgeWhenTrafficked": 120}
_FREE_DATES = {"spl_PlannedEndDate": 3650, "cas_OutgoingReferralDate": 366}  # days after today


@dataclass(slots=True)
class Context:
    """What a cell is read against: the day, the answers given, and its row's own facts.

    ``codes`` maps (field, text in small letters) to the code answered, empty for 'leave out';
    ``dates`` a field to its date answers; ``own_states`` codes of States that are ours to names.
    """

    today: date
    labels: bool = True
    code_page: str = ""
    codes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    dates: Mapping[str, frozenset[str]] = field(default_factory=dict)
    own_states: Mapping[str, str] = field(default_factory=dict)
    citizenships: tuple[str, ...] = ()
    about_day: date | None = None

    def answer(self, name: str, text: str) -> str | None:
        """The code answered for this word of this field; None where nobody was asked."""
        return self.codes.get((name, text.strip().casefold()))


def read_cell(of: Field, cell: Cell, context: Context) -> Reading:
    """The value of a cell that is not blank, or a refusal, or questions."""
    if isinstance(cell, Formula):
        return refuse(
            said(gettext_noop("a formula, which is never worked out here")),
            said(gettext_noop("put its result in its place: copy, then paste special, values")),
        )
    if isinstance(cell, CellError):
        return refuse(
            said(gettext_noop("the spreadsheet's error %(error)s"), error=str(cell)),
            said(gettext_noop("mend the formula behind it, or write the value")),
        )
    if of.kind in (Kind.DATE, Kind.BIRTH):
        return dates.read_date(cell, _rules(of, context))
    text, notes = as_text(cell)
    wrong = broken(text, longest=LONGEST_LONG_TEXT if of.kind in _LONG else LONGEST_TEXT)
    if wrong:
        return refuse(*wrong)
    reading = _READERS[of.kind](of, text, context)
    reading.notes[:0] = notes
    return reading


def as_text(cell: Cell) -> tuple[str, list[Said]]:
    """A cell's content as text, and what a reader should know about it."""
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat().replace("T", " "), [
            said(gettext_noop("the spreadsheet had made a date of it: check"))
        ]
    if isinstance(cell, bool):
        return str(cell).upper(), []
    if isinstance(cell, float):
        return (str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)), []
    if isinstance(cell, int) and len(str(abs(cell))) > 15:
        return str(cell), [said(gettext_noop("more than 15 digits: a spreadsheet rounds those"))]
    return ("" if cell is None else str(cell)), []


def _rules(of: Field, context: Context) -> DateRules:
    ahead = _FREE_DATES.get(of.name, 0)
    return DateRules(
        today=context.today,
        latest=context.today + timedelta(days=ahead),
        birth=of.kind is Kind.BIRTH,
        about_day=context.about_day,
        answers=context.dates.get(of.name, frozenset()),
    )


def _text(of: Field, text: str, context: Context) -> Reading:
    before = clean(text, lines=of.kind is Kind.LONG_TEXT)
    after = romanian(before, code_page=context.code_page, citizenships=context.citizenships)
    reading = Reading(after or None)
    if after != before:
        reading.notes.append(said(gettext_noop("cedilla letters written as the Romanian ș and ț")))
    if after[:1] in ("=", "@"):
        reading.notes.append(said(gettext_noop("looks like a formula: kept as plain text")))
    return reading


def _check(of: Field, text: str, context: Context) -> Reading:
    word = clean(text).casefold()
    answer = context.answer(of.name, word)
    if answer is not None:
        return Reading({"yes": True, "no": False}.get(answer))
    if word in YES | NO:
        return Reading(word in YES)
    question = said(gettext_noop("Does '%(value)s' mean yes or no?"), value=clean(text))
    asked = (("yes", gettext_noop("Yes")), ("no", gettext_noop("No")), LEAVE_OUT)
    return Reading(asks=[Ask("code", question, asked, clean(text))])


def _pick(of: Field, text: str, context: Context) -> Reading:
    word = clean(text)
    answer = context.answer(of.name, word)
    if answer is not None:
        return Reading(answer or None)
    code = choices.find(of.codes, word, labels=context.labels)
    return Reading(code) if code else Reading(asks=[_unknown(of, word)])


def _multi(of: Field, text: str, context: Context) -> Reading:
    def resolve(piece: str) -> str | None:
        answer = context.answer(of.name, piece)
        if answer is not None:
            return answer
        return choices.find(of.codes, piece, labels=context.labels) or None

    chosen: list[str] = []
    reading = Reading()
    for piece, code in choices.parts(clean(text, lines=True), resolve):
        if code is None:
            reading.asks.append(_unknown(of, piece))
        elif code:
            chosen.append(code)
    reading.value = Choices(tuple(dict.fromkeys(chosen))) if chosen else None
    return reading


def _unknown(of: Field, word: str) -> Ask:
    question = said(
        gettext_noop("'%(value)s' is no code of %(label)s: which one is it?"),
        value=word,
        label=of.label,
    )
    return Ask("code", question, choices.near(of.codes, word), word)


def _number(of: Field, text: str, context: Context) -> Reading:
    most = _WHOLE.get(of.name, 1_000_000)
    word = clean(text)
    if word.isdecimal() and int(word) <= most:
        return Reading(int(word))
    return refuse(
        said(
            gettext_noop("'%(value)s' is no whole number from 0 to %(most)d"), value=word, most=most
        ),
        said(gettext_noop("write digits only, or leave it empty where unknown")),
    )


def _geo(of: Field, text: str, context: Context) -> Reading:
    most = 90 if of.name.endswith("Latitude") else 180
    word = clean(text)
    if word.count(",") == 1 and "." not in word:
        word = word.replace(",", ".")
    try:
        degrees = float(f"{float(word):.12g}")
    except ValueError:
        degrees = float("nan")
    if abs(degrees) <= most:
        return Reading(degrees)
    return refuse(
        said(gettext_noop("'%(value)s' is no position in degrees"), value=clean(text)),
        said(gettext_noop("write degrees with a point, such as 45.75")),
    )


def _language(of: Field, text: str, context: Context) -> Reading:
    word = clean(text)
    answer = context.answer(of.name, word)
    if answer is not None:
        return Reading(answer or None)
    spoken = languages.read_language(word)
    if spoken.code:
        return Reading(spoken.code, notes=[spoken.note] if spoken.note else [])
    question = said(gettext_noop("Which language is '%(value)s'?"), value=word)
    return Reading(asks=[Ask("code", question, languages.near(word), word)])


_LONG = (Kind.LONG_TEXT, Kind.MULTI, Kind.COUNTRIES)
_READERS: dict[Kind, Callable[[Field, str, Context], Reading]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.PHONE: _text,
    Kind.CHECK: _check,
    Kind.PICK: _pick,
    Kind.MULTI: _multi,
    Kind.NUMBER: _number,
    Kind.GEO: _geo,
    Kind.LANGUAGE: _language,
    Kind.COUNTRY: lambda of, text, context: read_country(of, text, context),
    Kind.COUNTRIES: lambda of, text, context: read_countries(of, text, context),
}
