"""Candidates in words: why, what is doubtful, how many places and as of when, why not the others."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from cases.models import Case
from cases.vocabulary import Takes
from portal.access.matrix import Purpose
from portal.access.preview import PreviewField, fields_for
from portal.core.actors import Acting
from portal.core.templatetags.concord import state_time
from portal.core.templatetags.words import listed
from portal.organisations.languages import language_name
from referrals import routing
from referrals.intake import Ask
from referrals.routing_facts import Candidate
from referrals.services.asking import Routes
from referrals.words import KINDS, labels, said


def context_of(
    ask: Ask, found: Routes, cases: Sequence[Case], chosen: Sequence[str]
) -> dict[str, Any]:
    """What ``referrals/_routes.html`` shows."""
    fresh = not chosen
    rows = [candidate_row(c, n, found) for n, c in enumerate(found.proposed, start=1)]
    first = next((r for r in rows if not r["no_yes"]), None)
    for row in rows:
        row["checked"] = row["value"] in chosen or (fresh and row is first)
    past = [
        candidate_row(c, n, found) for n, c in enumerate(found.but_for_her_no, start=len(rows) + 1)
    ]
    for row in past:
        row["checked"] = row["value"] in chosen
    return {
        "proposed": rows,
        "past": past,
        "left": [left_row(c, bool(found.but_for_her_no)) for c in found.left],
        "no_yes": bool(found.no_yes),
        "nobody_yes": bool(rows) and len(found.no_yes) >= len(rows),
        "lead_needed": found.lead_needed,
        "several": len(cases) > 1,
        "persons": list(cases),
        "they_see": [str(TOLD[f]) for f in fields_for(ask.purpose)],
    }


def keeps_lead(actor: Acting, cases: Sequence[Case], purpose: str) -> bool:
    """Whether who asks leads, and leads on: not where a new lead is asked for."""
    leads = all(case.lead_desk_id == actor.desk_id for case in cases)
    return bool(cases) and leads and purpose != Purpose.TRANSFER


def name_of(one: Candidate) -> str:
    """The organisation's name, or the number of a nameless capacity (policy 8)."""
    return one.name or _("Capacity %(n)s") % {"n": one.number}


def candidate_row(one: Candidate, rank: int, found: Routes) -> dict[str, Any]:
    """One candidate for ``components/candidate.html``."""
    takes = listed(labels(Takes, one.takes))
    summary = [
        said(KINDS, one.kind) if one.name else _("Shelter"),
        one.region or _("whole country"),
    ]
    spoken = listed(language_name(code) for code in one.languages[:6])
    doubts = [_(d) for d in one.fit.doubts if d != routing.NOT_CONFIRMED]
    why = [_(w) for w in one.fit.why if w != routing.HAS_PLACE]
    if takes and routing.TAKES_HER in one.fit.why:
        why[why.index(_(routing.TAKES_HER))] = _("Takes: %(whom)s") % {"whom": takes}
    if takes and routing.GENDER_NOT_TOLD in one.fit.doubts:
        doubts[doubts.index(_(routing.GENDER_NOT_TOLD))] = _(
            "Takes: %(whom)s. The gender is not told: ask"
        ) % {"whom": takes}
    if one.vacancy is not None:
        sure = one.fresh and routing.EXPECTED not in one.fit.doubts
        (why if sure else doubts).append(places_words(one))
    if one.ahead:
        doubts.append(ahead_words(one))
    if one.token in found.no_yes:
        doubts.insert(0, _("No consent covers this receiver yet"))
    return {
        "rank": rank,
        "title": name_of(one),
        "why": why,
        "doubts": doubts,
        "name": "receivers",
        "value": one.token,
        "summary": _("%(what)s. Speaks: %(languages)s.")
        % {"what": listed(summary), "languages": spoken or _("not told")},
        "no_yes": one.token in found.no_yes,
    }


def places_words(one: Candidate) -> str:
    """'2 places free, as of Today, 19:05, confirmed by the house'."""
    if one.vacancy is None:
        return _("Places not told: ask")
    free = ngettext("%(n)d place free", "%(n)d places free", one.vacancy.free) % {
        "n": one.vacancy.free
    }
    if one.vacancy.as_of is None:
        return free
    said = (
        _("{free}, as of {when}, {how}") if one.fresh else _("Not confirmed: {free}, as of {when}")
    )
    return format_html(
        said, free=free, when=state_time(one.vacancy.as_of, "near"), how=_(one.vacancy.how.label)
    )


def ahead_words(one: Candidate) -> str:
    """'2 expected free from Fri 27 Nov'."""
    return format_html_join(
        ", ",
        _("{} expected free from {}"),
        ((row.free, state_time(row.from_day, "day")) for row in one.ahead),
    )


CHANGES = {
    routing.NOT_AVAILABLE: lazy("Look again later"),
    routing.NOT_THIS_REGION: lazy("If another region is asked for"),
    routing.DOES_NOT_TAKE: lazy("Nothing"),
    routing.HER_NO_REGION: lazy("The person’s own word"),
    routing.HER_NO_ORGANISATION: lazy("The person’s own word"),
}
TOLD = {
    PreviewField.REFERENCE: lazy("A reference of the offer’s own"),
    PreviewField.SENDER: lazy("Who asks (a shelter reads ‘protection lead’)"),
    PreviewField.PURPOSE_URGENCY_DUE: lazy("Purpose, urgency, answer by"),
    PreviewField.AGE_STATUS: lazy("Adult, child, or may be a child"),
    PreviewField.LANGUAGES: lazy("Languages, wish for an interpreter"),
    PreviewField.REGION_FROM_WHEN: lazy("Region, from when"),
    PreviewField.ACCESSIBILITY: lazy("Accessibility, communication"),
    PreviewField.PERSONS: lazy("How many persons, keep together"),
    PreviewField.GENDER: lazy("Gender, where the service takes only some"),
    PreviewField.CARE_LEVEL: lazy("How much care, coded"),
    PreviewField.DANGER: lazy("Danger, coarse"),
    PreviewField.TRAVELS_ALONE: lazy("Travels alone, guardian asked for"),
    PreviewField.KIND_OF_NEED: lazy("Kind of need, coded"),
    PreviewField.CONFLICT: lazy("With whom a conflict could arise"),
}
HER_NO = (routing.HER_NO_REGION, routing.HER_NO_ORGANISATION)


def left_row(one: Candidate, emergency: bool) -> dict[str, Any]:
    """One who is left out, for ``components/excluded.html``."""
    her_no = one.fit.left_out in HER_NO
    change = str(CHANGES.get(one.fit.left_out, ""))
    if her_no and emergency:
        change = _("The person’s own word; in an emergency a typed reason, above")
    return {
        "name": name_of(one),
        "kind": "danger" if her_no else "plain",
        "reason": _(one.fit.left_out),
        "change": change,
    }
