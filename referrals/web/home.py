"""My work: what needs her today, then her cases, then what others owe her; by role."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cases.selectors import listed_cases
from cases.services.opening import may_open
from cases.vacancy import vacancies
from portal.access import grants
from portal.core.clock import now
from portal.core.templatetags.concord import state_time
from portal.deadlines.selectors import clocks_of, live
from portal.organisations.actors import Actor
from referrals.models import Draft, ReferralCase
from referrals.states import ReferralState
from referrals.web.work_rows import next_clock, rows_of, waiting_rows
from referrals.words import AGES, PURPOSES, label, said
from referrals.work import Work, claimed_by_colleagues, stands_at, work_of

MY_CASES = 10
LEADERS = ("caseworker",)
WORDS = {
    "oversight": (
        lazy("Reviews of break-glass and walls wait for you here"),
        lazy("You see who looked and when, never what."),
    ),
    "rapporteur": (
        lazy("You see figures, never a person"),
        lazy("Figures come from cases that left their organisation."),
    ),
    "organisation_admin": (
        lazy("Nothing waits for you"),
        lazy("What is late in your own organisation’s cases stands here."),
    ),
}


def my_work(request: Any) -> HttpResponse:
    """The first page after signing in."""
    actor: Actor = request.actor
    work = work_of(actor)
    rows = rows_of(actor, work)
    context = {
        "now": now(),
        "rows": rows,
        "waiting": waiting_rows(work, _places_shown(actor, work)),
        "drafts": _drafts(work.drafts),
        "role": actor.role,
        "may_screen": may_open(actor),
        "cases": my_cases(actor),
        "figures": _places(actor),
        "claimed": list(claimed_by_colleagues(actor)[:25]),
        "links": _links(actor),
        "calm": WORDS.get(actor.role),
    }
    return render(request, "referrals/home.html", context)


def my_cases(actor: Actor) -> list[dict[str, Any]]:
    """The desk's open cases by next clock: where each stands, what is due next.

    When something was last changed, and that order, are the lead's alone: to others they would tell
    of sections they do not see (policy 2).
    """
    if actor.role in ("rapporteur", "oversight"):
        return []
    rows = listed_cases(actor).filter(closed_at__isnull=True)
    newest = "-created_at"
    if actor.role in LEADERS:
        rows, newest = rows.filter(lead_desk_id=actor.desk_id), "-changed_at"
    cases = list(rows.order_by(newest, "-uuid")[:MY_CASES])
    ids = [c.pk for c in cases]
    held = grants.held_on(ids, actor)
    clocks: dict[int, list[Any]] = {}
    for clock in clocks_of(ids).prefetch_related("pauses") if ids else ():
        if clock.case_id is not None and f"view_{clock.section}" in held.get(
            clock.case_id, frozenset()
        ):
            clocks.setdefault(clock.case_id, []).append(clock)
    stands = stands_at(actor, ids) if ids else {}
    found = [
        {
            "case": c,
            "age": said(AGES, c.age_status)
            if "view_summary" in held.get(c.pk, frozenset())
            else "",
            "stands": _stands(stands.get(c.pk)),
            "clock": next_clock(clocks.get(c.pk, [])),
            "due": clocks[c.pk][0].due_at.timestamp() if c.pk in clocks else float("inf"),
        }
        for c in cases
    ]
    return sorted(found, key=lambda row: row["due"])


def _stands(referral: Any) -> str:
    if referral is None:
        return _("No referral is under way")
    return f"{said(PURPOSES, referral.purpose)}: {label(ReferralState, referral.state)}"


def _places_shown(actor: Actor, work: Work) -> frozenset[int]:
    """Referrals all of whose persons' placement the actor sees, in one query."""
    ids = [r.pk for r in work.waiting]
    if not ids or actor.role == "placement_officer":
        return frozenset()
    carried = ReferralCase.objects.filter(referral_id__in=ids)
    seen = grants.visible(carried, actor, case="case_id", codename="view_placement").values("pk")
    return frozenset(ids) - set(carried.exclude(pk__in=seen).values_list("referral_id", flat=True))


def _drafts(drafts: Sequence[Draft]) -> list[dict[str, Any]]:
    """What is begun, and when it is deleted if nobody sends it."""
    clocks = {c.subject_uuid: c for c in live("draft", [d.uuid for d in drafts])} if drafts else {}
    found = []
    for draft in drafts:
        clock = clocks.get(draft.uuid)
        kept = _("Saved on this desk.")
        if clock is not None:
            kept = format_html(
                _("Saved on this desk. Deleted on {} if not sent."), state_time(clock.due_at, "day")
            )
        begun = format_html(_("Screening, begun {}"), state_time(draft.begun_at, "near"))
        found.append(
            {
                "label": begun,
                "consequence": kept,
                "url": _url("referrals:screening_form", draft.uuid),
            }
        )
    return found


def _places(actor: Actor) -> list[dict[str, Any]]:
    """A shelter's places, where its officer begins."""
    if actor.role != "placement_officer":
        return []
    found = vacancies([actor.desk_id or 0]).get(actor.desk_id or 0)
    free, held, taken = (found.free, found.held, found.taken) if found else (0, 0, 0)
    as_of = state_time(found.as_of, "near") if found and found.as_of else _("never")
    return [
        {"term": _("Free"), "value": free},
        {"term": _("Held"), "value": held},
        {"term": _("Taken"), "value": taken},
        {
            "term": _("As of"),
            "value": as_of,
            "url": reverse("cases:placements"),
            "url_label": _("Placements"),
        },
    ]


def _url(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _links(actor: Actor) -> list[dict[str, str]]:
    """Where this role works besides its rows."""
    wanted = {
        "coordinator": (
            (
                "referrals:board",
                _("Board of alarms"),
                _("Unplaced, late, missing, a child without guardian"),
            ),
            (
                "cases:reviews",
                _("Reviews of break-glass"),
                _("Another coordinator’s, never your own"),
            ),
            (
                "organisation:requests",
                _("Wishes that need a second person"),
                _("Administrators who ask for a desk"),
            ),
        ),
        "oversight": (
            ("cases:reviews", _("Reviews of break-glass"), ""),
            ("cases:oversight", _("Who looked"), ""),
        ),
        "organisation_admin": (
            (
                "organisation:overview",
                _("Organisation"),
                _("Who works where, what each desk offers"),
            ),
            ("referrals:how_we_answer", _("How we answer"), _("Your own response rate and time")),
            ("notifications:list", _("Notifications"), _("What your organisation was told")),
        ),
        "caseworker": (("referrals:sent", _("Referrals we sent"), ""),),
        "liaison": (("referrals:sent", _("Referrals we sent"), ""),),
    }.get(actor.role, ())
    return [
        {"label": text, "consequence": why, "url": url}
        for name, text, why in wanted
        if (url := _url(name))
    ]
