"""What the page of an offer shows: its preview, or after the accept the way there."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.vacancy import vacancies
from cases.words import sections_listed
from portal.access.matrix import MATRIX, Basis, Cell, Purpose, Section, basis_for
from portal.core.templatetags.concord import left_short, state_time, urgency
from portal.deadlines import selectors as deadlines
from portal.organisations.actors import Actor
from portal.organisations.models import Desk
from referrals import previews, selectors
from referrals.models import Offer
from referrals.preview_facts import sender_name
from referrals.services import messages_of
from referrals.services.holding import held_until
from referrals.states import OfferState, ReferralState, Urgency
from referrals.web import move_forms, receiving
from referrals.web.move_forms import Nothing
from referrals.web.moves import Place, actions
from referrals.web.track import alarm_rows, handover_facts, steps_of
from referrals.words import PURPOSES, said

NEVER_LISTED = frozenset({Section.ENVELOPE, Section.SUMMARY, Section.HISTORY})


def opens(offer: Offer) -> tuple[str, str]:
    """What accepting opens to this desk, and what stays shut, in words."""
    desk = offer.desk
    basis = basis_for(offer.referral.purpose, desk.role, desk.organisation.kind)
    row = MATRIX[basis or Basis.LEAD]
    plain = [s for s, c in row.items() if c in (Cell.V, Cell.E) and s not in NEVER_LISTED]
    asked = [s for s, c in row.items() if c.asks_consent]
    shut = [s for s, c in row.items() if c is Cell.NOTHING and s not in NEVER_LISTED]
    words = [sections_listed(plain)] if plain else []
    if asked:
        words.append(
            _("as far as the person agreed: %(sections)s") % {"sections": sections_listed(asked)}
        )
    return _("; ").join(words) or _("the reference and the state"), sections_listed(shut)


def preview_context(actor: Actor, offer: Offer, *, form: Any = None) -> dict[str, Any]:
    """The preview's own fields, the time left, what is free here, and the answers that are open."""
    facts = previews.preview(actor, offer)
    names = {m.name for m in selectors.open_answers(actor, offer)}
    opened, shut = opens(offer)
    decline = (
        form if isinstance(form, move_forms.Decline) else move_forms.Decline(version=offer.version)
    )
    pass_on = form if isinstance(form, move_forms.PassOn) else None
    hold = form if isinstance(form, move_forms.Hold) else None
    if "hold" in names and hold is None:
        hold = move_forms.Hold(
            version=offer.version, initial={"until": held_until(offer.referral, None)}
        )
    if "pass_on" in names and pass_on is None:
        pass_on = move_forms.PassOn(version=offer.version, authorities=authorities(offer))
    return {
        "offer": offer,
        "title": previews.title(offer),
        "facts": [f for f in facts if f.field != "reference"],
        "preview_fields": [f.field for f in facts],
        "statuses": statuses(actor, offer),
        "items": strip(actor, offer),
        "opens": opened,
        "shut": shut,
        "names": names,
        "press": Nothing(version=offer.version),
        "hold": hold if "hold" in names else None,
        "decline": decline if "decline" in names else None,
        "decline_opened": bool(form is decline and decline.errors),
        "pass_on": pass_on,
        "form": form,
    }


def statuses(actor: Actor, offer: Offer) -> list[dict[str, str]]:
    """Danger first, then who looks at it."""
    found = []
    if offer.referral.urgency == Urgency.IMMEDIATE_DANGER:
        found.append({"kind": "danger", "word": _("Immediate danger")})
    elif offer.referral.urgency == Urgency.URGENT:
        found.append({"kind": "warn", "word": _("Urgent")})
    if offer.state == OfferState.CLAIMED:
        mine = offer.claimed_by_id is not None and offer.claimed_by_id == actor.user_id
        word = _("Claimed by you") if mine else _("Claimed by %(name)s") % {"name": offer.claimer}
        found.append({"kind": "info", "word": word})
    elif offer.state == OfferState.HELD:
        found.append({"kind": "hold", "word": _("Held for the person’s choice")})
    elif offer.state == OfferState.LAPSED:
        found.append({"kind": "warn", "word": _("Not answered in time")})
    else:
        found.append({"kind": "plain", "word": _("Not claimed")})
    return found


def strip(actor: Actor, offer: Offer) -> list[dict[str, Any]]:
    """Answer by; what happens then; what is free here."""
    if offer.state == OfferState.HELD and offer.held_until:
        return [
            {
                "term": _("Held until"), "value": state_time(offer.held_until, "near"), "due": True,
                "kind": urgency(offer.held_until), "detail": left_short(offer.held_until),
            },
            {
                "term": _("Now"), "value": _("The person chooses"),
                "detail": _("you are told at once"),
            },
        ]  # fmt: skip
    items: list[dict[str, Any]] = [
        {
            "term": _("Answer by"),
            "value": state_time(offer.answer_by, "near"),
            "due": True,
            "kind": urgency(offer.answer_by),
            "detail": left_short(offer.answer_by),
        },
        {
            "term": _("After that"),
            "value": _("The next is asked"),
            "detail": _("the sender is told"),
        },
    ]
    if offer.referral.purpose in selectors.PLACE and actor.role == "placement_officer":
        vacancy = vacancies([offer.desk_id]).get(offer.desk_id)
        free = vacancy.free if vacancy else 0
        items.append(
            {
                "term": _("You have now"),
                "value": _("Places free: %(n)d") % {"n": free},
                "url": reverse("cases:placements"),
                "url_label": _("Placements"),
            }
        )
    return items


def authorities(offer: Offer) -> tuple[tuple[str, str], ...]:
    """The other competent authorities of the case's State that were not asked yet."""
    asked = offer.referral.offers.values("desk_id")
    rows = Desk.objects.filter(
        active=True,
        organisation__active=True,
        organisation__kind="competent_authority",
        organisation__state_id=offer.referral.jurisdiction_id,
        profile__purposes__contains=[offer.referral.purpose],
    ).exclude(pk__in=asked)
    return tuple((str(d.uuid), d.organisation.name) for d in rows.select_related("organisation"))


def accepted_context(actor: Actor, offer: Offer, place: Place) -> dict[str, Any]:
    """After the accept: the case, the way there, the alarms, and what may be done now."""
    referral = offer.referral
    moves = actions(receiving.JOURNEY, place)
    cases = selectors.seen_cases(actor, referral)
    clocks = deadlines.live("referral", [referral.uuid]).prefetch_related("pauses")
    sheltering = previews.sheltered_by_sender([offer])
    main = [m for m in ("arrive", "start") if m in place.open_names]
    moving = Purpose(referral.purpose).moves_the_person
    return {
        "offer": offer,
        "referral": referral,
        "purpose": said(PURPOSES, referral.purpose),
        "cases": cases,
        "sender": sender_name(offer, shelters_her=offer.referral_id in sheltering),
        "steps": steps_of(referral, moving=moving, receiving=True),
        "clocks": [deadlines.face(c) for c in clocks],
        "alarms": alarm_rows(actor, referral),
        "messages_written": messages_of(actor, referral),
        "handover": handover_facts(actor, referral),
        "known": selectors.missing_known(actor, referral),
        "actions": [
            *(m for m in moves if m["url"] not in [place.url(n) for n in main]),
            {
                "label": _("Ask for what is missing"),
                "consequence": _("The sender answers; a clock that may stand stands meanwhile"),
                "icon": "question",
                "url": reverse("referrals:ask_missing", args=[offer.uuid]),
            },
        ],
        "main": {"url": place.url(main[0]), "label": receiving.JOURNEY[main[0]].verb}
        if main
        else None,
        "moving": moving,
        "can_meet": "meeting" in place.open_names,
    }


def closed_words(offer: Offer) -> dict[str, str]:
    """Why there is nothing here any more; 'taken by another', never by whom."""
    head = {
        OfferState.TAKEN: _("Taken by another"),
        OfferState.WITHDRAWN: _("This was withdrawn"),
        OfferState.DECLINED: _("Your desk declined this"),
        OfferState.GIVEN_BACK: _("Your desk gave this back"),
        OfferState.REFUSED: _("Not chosen"),
        OfferState.LAPSED: _("Not answered in time"),
    }.get(OfferState(offer.state), _("This is closed"))
    text = _("Nothing for you to do. What was shown before is shut.")
    if offer.state == OfferState.DECLINED and offer.referral.state == ReferralState.SENT:
        text = _("The sender sees the reason and asks the next. Nothing for you to do.")
    return {"head": head, "text": text}
