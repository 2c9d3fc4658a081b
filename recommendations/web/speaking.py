"""Where the rapporteur assesses and civil society comments: the State's list, with what was said."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.organisations.actors import Actor
from portal.organisations.posting import acting
from recommendations.models import Statement, Submission
from recommendations.rules.access import Act
from recommendations.rules.levels import Voice, disagree, steps_apart
from recommendations.selectors.implementation import (
    get_period,
    implementations,
    latest,
    own_state,
    periods_of,
    submissions,
)
from recommendations.selectors.reach import ask_anywhere
from recommendations.web.faces import item_url, level
from recommendations.web.shell import show


@require_safe
def assessments(request: HttpRequest) -> HttpResponse:
    """The rapporteur's list: what the State says, what she found, what is still to be assessed."""
    return _list(request, Voice.RAPPORTEUR, Act.ASSESS)


@require_safe
def comments(request: HttpRequest) -> HttpResponse:
    """Civil society's list."""
    return _list(request, Voice.CIVIL_SOCIETY, Act.COMMENT)


def _list(request: HttpRequest, voice: Voice, act: Act) -> HttpResponse:
    actor = acting(request)
    ask_anywhere(act, actor)
    state = own_state(actor)
    periods = list(periods_of(state)[:12])
    code = request.GET.get("period", "")
    period = get_period(state.pk, code) if code else (periods[0] if periods else None)
    show_all = request.GET.get("all") == "1"
    rows: list[dict[str, Any]] = []
    left = 0
    if period is not None:
        listed = list(implementations(actor).filter(state=state))
        told = latest(actor, [one.pk for one in listed])
        mine = _mine(actor, voice, period.pk)
        for one in listed:
            row = _row(one, told, mine.get(one.pk), voice, period.code)
            left += row["open"]
            if show_all or row["open"] or voice is Voice.CIVIL_SOCIETY:
                rows.append(row)
    context = {
        "voice": voice.value,
        "state": state,
        "periods": periods,
        "period": period,
        "rows": rows,
        "left": left,
        "all": show_all,
        "differences": f"{reverse('recommendations:state', args=[state.code])}?differ=1",
    }
    return show(request, "speaking", context)


def _mine(actor: Actor, voice: Voice, period_id: int) -> dict[int, str]:
    """implementation -> where this organisation's own word of the period stands."""
    found: dict[int, str] = {}
    rows: Any = Submission.objects.filter(
        pk__in=submissions(actor).filter(voice=voice.value, period_id=period_id).values("pk"),
        organisation_id=actor.organisation_id,
    )  # fmt: skip
    for pk, stage in rows.order_by("created_at").values_list("implementation_id", "stage"):
        found[pk] = stage
    return found


def _row(
    one: Any, told: dict[tuple[int, str], Statement], mine: str | None, voice: Voice, period: str
) -> dict[str, Any]:
    own, found = told.get((one.pk, Voice.SELF)), told.get((one.pk, Voice.RAPPORTEUR))
    apart = steps_apart(own.level, found.level) if own and found else None
    return {
        "code": one.recommendation.code, "title": one.recommendation.title, "who": one.organisation.name,
        "item": item_url(one.recommendation, state=one.state.code),
        "self": level(own.level) if own else None,
        "assessed": level(found.level, Voice.RAPPORTEUR, apart) if found else None,
        "differs": bool(own and found and disagree(own.level, found.level)),
        "stage": mine or "", "open": mine != "published",
        "url": reverse("recommendations:write", args=[one.uuid, voice.value, period]),
    }  # fmt: skip
