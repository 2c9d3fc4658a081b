"""What cases registers with the floors below: the concrete rows, and 'may still see?'."""

from uuid import UUID

from django.db.models import Q

from portal.core.actors import Acting


def may_still_see(
    desk_id: int, user_id: int | None, subject_uuid: UUID, case_id: int | None
) -> bool:
    """Asked at delivery of a notice about a case: the desk sees it, and no wall stands."""
    from cases.models import Case
    from portal.access import grants
    from portal.organisations.actors import actor_of
    from portal.organisations.models import Desk

    desk = Desk.objects.select_related("organisation").filter(pk=desk_id, active=True).first()
    if desk is None:
        return False
    actor = actor_of(desk, user_id)
    rows = Case.objects.filter(uuid=subject_uuid)
    if desk.role == "organisation_admin":
        mine = Q(reporter_desk__organisation_id=desk.organisation_id)
        mine |= Q(lead_desk__organisation_id=desk.organisation_id)
        return rows.filter(mine).filter(~grants.walled(actor, "pk")).exists()
    if desk.role == "oversight":
        known = Q(left_at__isnull=False) | ~Q(coordination_ground="")
        rows = rows.filter(known, state_id=desk.organisation.state_id)
        return rows.filter(~grants.walled(actor, "pk")).exists()
    return grants.visible(rows, actor).exists()


def shut_from(actor: Acting) -> Q:
    """Notices on a case that a wall shuts off from this person: they are not in her inbox."""
    from portal.access import grants

    return Q(grants.walled(actor, "case_id"))


def may_still_hear_of_proceedings(
    desk_id: int, user_id: int | None, subject_uuid: UUID, case_id: int | None
) -> bool:
    """Asked at delivery: the desk still sees at least the status line of that case's proceedings."""
    from cases.proceedings.selectors import sees_status
    from portal.organisations.actors import actor_of
    from portal.organisations.models import Desk

    desk = Desk.objects.select_related("organisation").filter(pk=desk_id, active=True).first()
    return desk is not None and sees_status(actor_of(desk, user_id), [case_id or 0])


def register() -> None:
    """Called once, when the apps are ready."""
    from cases.models import BreakGlass, Case, Wall
    from cases.services import leaderless
    from cases.services.clocks import striking, struck
    from cases.services.vacancy import may_hear
    from portal.access import grants
    from portal.deadlines.signals import clock_striking, clock_struck
    from portal.notifications.registry import register_check, register_shut
    from portal.organisations import signals as members

    members.led_asked.connect(leaderless.how_many_led, dispatch_uid="cases.led")
    members.desk_emptied.connect(leaderless.lead_left_empty, dispatch_uid="cases.emptied")
    members.desk_filled.connect(leaderless.lead_filled, dispatch_uid="cases.filled")
    members.work_asked.connect(leaderless.alarms_in_hand, dispatch_uid="cases.in_hand")
    members.member_leaving.connect(leaderless.let_alarms_go, dispatch_uid="cases.leaving")
    members.closing_asked.connect(leaderless.cases_in_the_way, dispatch_uid="cases.closing")
    clock_striking.connect(striking, dispatch_uid="cases.locks")
    clock_struck.connect(struck, dispatch_uid="cases.clocks")
    grants.register(case=Case, wall=Wall, break_glass=BreakGlass)
    register_check("case", may_still_see)
    register_check("vacancy", may_hear)
    register_check("proceedings", may_still_hear_of_proceedings)
    register_shut(shut_from)
