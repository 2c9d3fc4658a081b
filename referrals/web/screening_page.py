"""What the pages of the screening show: result, bar, receivers, consents, clashes."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from cases.palermo import Element, Standing
from cases.vocabulary import Danger
from portal.access.consents import needs_no_consent_for_child
from portal.access.matrix import Kind, Purpose
from portal.access.rules import opens_own_case
from portal.access.vocabulary import AgeStatus, gettext_noop
from portal.core.actors import Acting
from portal.core.templatetags.words import listed
from portal.organisations.languages import language_name
from portal.organisations.models import User
from referrals.intake import Ask
from referrals.models import Draft
from referrals.routing import HER_NO_REGION
from referrals.routing_facts import Candidate, ForWhom, candidates_for, for_persons
from referrals.screening import (
    Told,
    bed_purpose,
    birth_of,
    danger_of,
    persons_of,
    shown_by,
    ticked_labels,
    urgency_of,
)
from referrals.screening_form.form import ScreeningForm
from referrals.screening_form.parts import MORE_GROUPS
from referrals.services.screening import consent_of
from referrals.states import Urgency

SHOWN = 8


def result(form: ScreeningForm) -> dict[str, Any]:
    """What the ticks show: for the panel, the bar, and the note above the consents."""
    told, today = form.told(), form.frame.today
    shown, labels = shown_by(told, today), ticked_labels(told)

    def element(which: Element) -> dict[str, Any]:
        on = shown.elements[which] is Standing.PRESENT
        words = listed(_(label) for label in labels[which]) or _("From the signs answered with yes")
        return {"on": on, "detail": words if on else ""}

    return {
        "palermo": {
            "act": element(Element.ACT), "means": element(Element.MEANS),
            "purpose": element(Element.PURPOSE), "child": shown.child_rule,
            "unknown_age": shown.child_rule and told.age != "child",
        },
        "reasons": [(_(reason.label), _(article)) for reason, article in shown.articles],
        "child": shown.child_rule, "doubt": birth_of(told, today)[1],
        "danger": danger_of(told.danger) is Danger.IMMEDIATE,
        "urgency": _(urgency_of(told).label), "spoken": [language_name(c) for c in told.languages],
        "unread": str(form.unread),
        "bar": [(_("Act"), _state(shown.elements[Element.ACT])),
                (_("Means"), _state(shown.elements[Element.MEANS])),
                (_("Purpose"), _state(shown.elements[Element.PURPOSE]))],
    }  # fmt: skip


def _state(standing: Standing) -> str:
    return {
        Standing.PRESENT: _("yes"), Standing.OPEN: _("open"), Standing.NOT_NEEDED: _("not needed"),
    }[standing]  # fmt: skip


def sign_groups(form: ScreeningForm) -> list[dict[str, Any]]:
    """The collapsed groups; the rows of those that were opened."""
    return [
        {
            "code": group.code, "legend": _(group.legend), "count": len(group.rows),
            "opened": group.code in form.opened,
            "fields": [form[f"a.{row.code}"] for row in group.rows] if group.code in form.opened else [],
        }
        for group in MORE_GROUPS
    ]  # fmt: skip


FOLDED: dict[str, tuple[str, ...]] = {
    "who": (
        "given_names", "family_name", "other_names", "gender", "birth_day", "birth_month",
        "birth_year", "age_from", "age_to", "birth_said_by", "travels_alone",
    ),
    "wishes": ("wishes", "wish_words", "no_go_account"),
    "needs": ("needs", "care_level", "accessibility", "communication"),
    "reach": ("phone", "safe_contact", "never", "warnings"),
}  # fmt: skip


def told_more(form: ScreeningForm) -> dict[str, bool]:
    """Which folded parts stand open: those that hold something, or something to put right."""
    return {
        part: any(form[name].value() or form[name].errors for name in names)
        for part, names in FOLDED.items()
    }


# ---------- Sending


def whom(actor: Acting, draft: Draft, form: ScreeningForm) -> ForWhom:
    """For whom is asked, before the cases exist."""
    return for_persons(actor, persons_of(form.told(), form.frame.today), draft.uuid)


def sending(actor: Acting, draft: Draft, form: ScreeningForm) -> dict[str, Any]:
    """The last page: who may lead, which beds there are, what was agreed to."""
    told, persons = form.told(), whom(actor, draft, form)
    region = form.cleaned_data.get("region") or ""
    owns = opens_own_case(actor.kind, actor.role)
    leads, others = candidates_for(actor, persons, Ask(purpose=Purpose.TRANSFER.value))
    bed = bed_purpose(told)
    beds, none = candidates_for(actor, persons, Ask(purpose=bed.value, region=region))
    places = [c for c in beds if c.role == "placement_officer"]
    against = [c for c in none if c.role == "placement_officer" and c.fit.left_out == HER_NO_REGION]
    unwanted = [c for c in others if c.fit.left_out == HER_NO_REGION]
    chosen = form.typed("lead"), form.typed("bed")
    first_visit = not form["urgency"].value()
    return {
        "owns": owns,
        "leads": _rows("lead", leads, chosen[0], preselect=first_visit and not owns),
        "beds": _rows("bed", places, chosen[1], preselect=first_visit and told.bed_tonight),
        "against": [
            *_rows("lead", unwanted, chosen[0], after=len(leads)),
            *_rows("bed", against, chosen[1], after=len(places)),
        ],
        "no_lead_why": sorted({_(c.fit.left_out) for c in others}),
        "bed_is_urgent": bed is Purpose.URGENT_PROTECTION,
        "urgencies": _urgencies(form, told), "consents": consents(told, persons, bed.value),
        "kinds": {"lead": kinds(leads), "bed": kinds(places)},
        "persons": 1 + len(told.children), "told": told,
    }  # fmt: skip


def _urgencies(form: ScreeningForm, told: Told) -> list[dict[str, Any]]:
    chosen = form["urgency"].value() or urgency_of(told).value
    return [
        {"type": "radio", "name": "urgency", "value": u.value, "label": _(u.label),
         "id": f"id_urgency_{n}", "checked": u.value == chosen}
        for n, u in enumerate(Urgency)
    ]  # fmt: skip


def _rows(
    name: str,
    found: Sequence[Candidate],
    chosen: list[str],
    *,
    preselect: bool = False,
    after: int = 0,
) -> list[dict[str, Any]]:
    rows = []
    for n, each in enumerate(found[:SHOWN], start=after):
        words = [_(w) for w in (*each.fit.why, *each.fit.doubts)]
        title = each.name or _("Capacity %(n)d") % {"n": n + 1}
        rows.append(
            {
                "type": "checkbox", "name": name, "value": each.token, "id": f"id_{name}_{n}",
                "label": f"{title} · {each.region}" if each.region else title,
                "hint": " · ".join(words),
                "checked": each.token in chosen or (preselect and n == 0 and not chosen),
            }
        )  # fmt: skip
    return rows


KIND_WORDS = {
    Kind.NGO: gettext_noop("Non-governmental organisations"),
    Kind.SHELTER: gettext_noop("Shelters"),
    Kind.SOCIAL_SERVICES: gettext_noop("Social services"),
    Kind.CHILD_PROTECTION: gettext_noop("Child protection"),
    Kind.INTERNATIONAL_ORGANISATION: gettext_noop("International organisations"),
    Kind.HEALTH_PROVIDER: gettext_noop("Health services"),
    Kind.COMPETENT_AUTHORITY: gettext_noop("The competent authority"),
}


def kinds(found: Sequence[Candidate]) -> list[str]:
    """The kinds of organisation a yes is asked for, in words."""
    names = {Kind(each.kind) for each in found}
    words = {kind: _(word) for kind, word in KIND_WORDS.items()}
    return sorted(words.get(kind, str(kind).replace("_", " ")) for kind in names)


def consents(told: Told, persons: ForWhom, bed: str) -> list[dict[str, Any]]:
    """How each purpose stands: agreed, not needed for a child, refused, or still to ask."""
    child = persons.persons[0].age is not AgeStatus.ADULT
    words = {
        "yes": (_("They said yes"), "ok"),
        "no": (_("They said no"), "danger"),
        "": (_("Not asked yet"), "warn"),
    }
    titles = {
        Purpose.TRANSFER.value: _("Somebody leads"), bed: _("A bed for tonight"),
        "coordination": _("The national coordinator knows"),
    }  # fmt: skip
    rows = []
    for purpose, title in titles.items():
        if consent_of(purpose) not in told.consents:
            continue
        free = needs_no_consent_for_child(purpose, first_lead=not persons.have_leads[0])
        exempt = child and (free or purpose == "coordination")
        word, kind = words[told.consents.get(consent_of(purpose), "")]
        rows.append(
            {"title": title, "word": _("Not needed: may be a child") if exempt else word,
             "kind": "ok" if exempt else kind}
        )  # fmt: skip
    return rows


# ---------- Two colleagues


def clash_rows(
    form_theirs: ScreeningForm, form_mine: ScreeningForm, names: list[str]
) -> list[dict[str, str]]:
    """Both texts of each field that both changed, in words."""
    return [
        {
            "name": name, "label": _label(form_mine, form_theirs, name),
            "theirs": _in_words(form_theirs, name), "yours": _in_words(form_mine, name),
        }
        for name in names
    ]  # fmt: skip


def _label(mine: ScreeningForm, theirs: ScreeningForm, name: str) -> str:
    for form in (mine, theirs):
        if name in form.fields:
            return str(form.fields[name].label)
    return {"open": _("Signs opened"), "children": _("How many children are with the person")}.get(
        name, name
    )


def _in_words(form: ScreeningForm, name: str) -> str:
    values = form.typed(name)
    found = form.fields.get(name)
    labels = {str(k): str(v) for k, v in getattr(found, "choices", None) or []}
    return listed(labels.get(v, v) for v in values if v) or _("(empty)")


def saved_by(content: dict[str, Any]) -> str:
    """Who saved last."""
    found = User.objects.filter(pk=content.get("by") or 0).values_list("name", flat=True).first()
    return found or _("A colleague")
