"""What was seen and heard at first contact, as tick rows; never a verdict."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.indicators import ROWS, SCREENING_GROUPS, Answer, TickGroup, elements_of
from cases.palermo import Act, Exploitation, Means, assess
from cases.sections import Document, Screening
from cases.web.forms_base import SectionForm
from portal.access.matrix import AgeStatus
from portal.organisations.fields import Text, Ticks, Words

GROUPS = tuple(group for group in SCREENING_GROUPS if group.code != "danger")
_ELEMENTS = ("acts", "means", "purposes")


def _name(group: TickGroup) -> str:
    return "rows_" + group.code.replace(".", "_")


class ScreeningForm(SectionForm):
    """Rows answered with yes are ticked; other answers stay as they were given."""

    document = Screening

    account = Words(_("In the person's own words"), rows=5)
    seen_at = Text(_("Where it was seen"), hint=_("Not the address where the person sleeps."))

    def prepare(self) -> None:
        """One group of ticks for each group of rows."""
        ticked = self._ticked(self.stored)
        for group in GROUPS:
            rows = [(row.code, gettext(row.label)) for row in group.rows]
            field = Ticks(
                gettext(group.legend), rows, hint=gettext(group.hint) if group.hint else ""
            )
            field.hints = {row.code: gettext(row.hint) for row in group.rows if row.hint}  # type: ignore[attr-defined]
            self.fields[_name(group)] = field
            self.initial[_name(group)] = [row.code for row in group.rows if row.code in ticked]

    @staticmethod
    def _ticked(document: Document) -> set[str]:
        """Rows answered yes, and those that stand for an element that is told without a row."""
        assert isinstance(document, Screening)  # noqa: S101
        yes = {code for code, said in document.answers.items() if _answer(said) == Answer.YES}
        told = {*document.acts, *document.means, *document.purposes}
        plain = {
            r.code
            for g in GROUPS
            if not g.collapsed
            for r in g.rows
            if r.points_to and r.points_to in told
        }
        reached = {e for codes in elements_of(yes) for e in codes}
        return yes | {code for code in plain if ROWS[code].points_to not in reached}

    @property
    def shown_groups(self) -> list[dict[str, Any]]:
        """Elements open, the long lists of signs closed until asked for."""
        rows = [
            {
                "legend": "",
                "hint": "",
                "rows": [[self[_name(g)]]],
                "collapsed": g.collapsed,
                "fold": gettext(g.legend),
            }
            for g in GROUPS
        ]
        words = {
            "legend": gettext("In words"),
            "hint": "",
            "rows": [[self["account"]], [self["seen_at"]]],
        }
        return [*rows, words]

    def more(self) -> dict[str, Any]:
        """Answers and elements from the ticks; what no row stands for stays."""
        stored = self.stored
        assert isinstance(stored, Screening)  # noqa: S101
        ticked = {code for g in GROUPS for code in self.cleaned_data.get(_name(g), ())}
        before = self._ticked(stored)
        answers = {c: a for c, a in stored.answers.items() if c not in before or c in ticked}
        for code in sorted(ticked - {c for c in answers if _answer(answers[c]) == Answer.YES}):
            answers[code] = {"answer": Answer.YES.value, "source": ""}
        found = dict(zip(_ELEMENTS, map(_values, elements_of(ticked)), strict=True))
        known = dict(zip(_ELEMENTS, map(_values, elements_of(set(ROWS))), strict=True))
        kept = {n: tuple(c for c in getattr(stored, n) if c not in known[n]) for n in _ELEMENTS}
        elements = {n: (*found[n], *kept[n]) for n in _ELEMENTS}
        return {"answers": answers, **elements, "outcome": self._outcome(elements)}

    def _outcome(self, elements: dict[str, tuple[str, ...]]) -> str:
        picture = assess(
            [Act(c) for c in elements["acts"] if c in set(Act)],
            [Means(c) for c in elements["means"] if c in set(Means)],
            [Exploitation(c) for c in elements["purposes"] if c in set(Exploitation)],
            AgeStatus(self.case.age_status),
        )
        return picture.outcome.value


def _answer(said: Any) -> str:
    return str(said.get("answer", "")) if isinstance(said, dict) else str(said)


def _values(codes: Any) -> tuple[str, ...]:
    return tuple(sorted(str(getattr(c, "value", c)) for c in codes))
