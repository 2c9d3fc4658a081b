"""What referrals registers with the floors below: clocks, walls, and 'may still see?'."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from portal.core.actors import Acting


def _actor(desk_id: int, user_id: int | None):  # type: ignore[no-untyped-def]
    from portal.organisations.actors import actor_of
    from portal.organisations.models import Desk

    desk = Desk.objects.select_related("organisation").filter(pk=desk_id, active=True).first()
    return actor_of(desk, user_id) if desk else None


def may_see_offer(
    desk_id: int, user_id: int | None, subject_uuid: UUID, case_id: int | None
) -> bool:
    """The offer is still this desk's, and no wall stands."""
    from referrals.selectors import visible_offers

    actor = _actor(desk_id, user_id)
    return actor is not None and visible_offers(actor).filter(uuid=subject_uuid).exists()


def may_see_referral(
    desk_id: int, user_id: int | None, subject_uuid: UUID, case_id: int | None
) -> bool:
    """The referral is still visible to this desk; an administrator hears of her organisation's."""
    from referrals.models import Referral
    from referrals.selectors import carried_walled, visible_referrals

    actor = _actor(desk_id, user_id)
    if actor is None:
        return False
    if actor.role == "organisation_admin":
        mine = Referral.objects.filter(~carried_walled(actor, "pk"), uuid=subject_uuid)
        return (
            mine.filter(sender_desk__organisation_id=actor.organisation_id).exists()
            or mine.filter(offers__desk__organisation_id=actor.organisation_id).exists()
        )
    return visible_referrals(actor).filter(uuid=subject_uuid).exists()


def may_see_draft(
    desk_id: int, user_id: int | None, subject_uuid: UUID, case_id: int | None
) -> bool:
    """The draft is still there, and this desk's."""
    from referrals.models import Draft

    return Draft.objects.filter(uuid=subject_uuid, desk_id=desk_id).exists()


def may_see_question(
    desk_id: int, user_id: int | None, subject_uuid: UUID, case_id: int | None
) -> bool:
    """The question is still one of this desk's, and no wall stands."""
    from referrals.selectors import visible_questions

    actor = _actor(desk_id, user_id)
    return actor is not None and visible_questions(actor).filter(uuid=subject_uuid).exists()


def shut_from(actor: Acting) -> Q:
    """Notices of referrals, offers, questions on a case that a wall shuts off from this person."""
    from referrals.selectors import walled_carriers
    from referrals.selectors.questions import walled_questions

    walled = walled_carriers(actor)
    referral = Exists(walled.filter(referral__uuid=OuterRef("subject_uuid")))
    offer = Exists(walled.filter(referral__offers__uuid=OuterRef("subject_uuid")))
    found = (Q(subject_kind="referral") & Q(referral)) | (Q(subject_kind="offer") & Q(offer))
    question = Exists(walled_questions(actor).filter(uuid=OuterRef("subject_uuid")))
    return found | (Q(subject_kind="question") & Q(question))


def where_arrivals_are_answered(actor: Acting, referrals: Iterable[UUID]) -> dict[UUID, str]:
    """The page of each accepted offer, for the shelter's list of who comes."""
    from django.urls import reverse

    from referrals.selectors import visible_offers

    rows = visible_offers(actor).filter(referral__uuid__in=list(referrals), state="accepted")
    found = rows.values_list("referral__uuid", "uuid")
    return {referral: reverse("referrals:offer", args=[offer]) for referral, offer in found}


def register() -> None:
    """Called once, when the apps are ready."""
    from cases.signals import case_closing, wall_placed
    from cases.web.arrivals import register_ways
    from cases.web.panels import register_panel
    from portal.deadlines.signals import clock_striking, clock_struck
    from portal.notifications.registry import register_calendar, register_check, register_shut
    from portal.organisations.signals import closing_asked, member_leaving, work_asked
    from referrals.ahead import deadlines
    from referrals.exchange_panel import panel as import_panel
    from referrals.panel import panel
    from referrals.selectors_exchange import may_hear_of_export, may_hear_of_import
    from referrals.services import leaving
    from referrals.services.clocks import striking, struck
    from referrals.services.exchange_expiry import clock_struck as exchange_struck
    from referrals.services.walling import case_may_close, wall_was_placed

    register_shut(shut_from)
    register_calendar(deadlines)
    work_asked.connect(leaving.in_hand, dispatch_uid="referrals.in_hand")
    member_leaving.connect(leaving.member_left, dispatch_uid="referrals.leaving")
    closing_asked.connect(leaving.referrals_in_the_way, dispatch_uid="referrals.closing_desks")
    case_closing.connect(case_may_close, dispatch_uid="referrals.closing")
    register_check("offer", may_see_offer)
    register_check("referral", may_see_referral)
    register_check("draft", may_see_draft)
    register_check("question", may_see_question)
    register_check("import", may_hear_of_import)
    register_check("export", may_hear_of_export)
    clock_striking.connect(striking, dispatch_uid="referrals.locks")
    clock_struck.connect(struck, dispatch_uid="referrals.clocks")
    wall_placed.connect(wall_was_placed, dispatch_uid="referrals.walls")
    register_panel(import_panel)
    register_panel(panel)
    clock_struck.connect(exchange_struck, dispatch_uid="referrals.exchange")
    register_ways(where_arrivals_are_answered)
