"""What the register tells the floors below: who may still hear of a report, what its clocks do."""

from uuid import UUID


def may_hear_of_submission(
    desk_id: int, user_id: int | None, subject_uuid: UUID, case_id: int | None
) -> bool:
    """Asked at delivery: what is published is everybody's, the rest its readers' alone."""
    from portal.organisations.actors import actor_of
    from portal.organisations.models import Desk
    from recommendations.models import Submission
    from recommendations.selectors.implementation import submissions

    desk = Desk.objects.select_related("organisation").filter(pk=desk_id, active=True).first()
    if desk is None:
        return False
    if Submission.objects.filter(uuid=subject_uuid, stage="published").exists():
        return True
    return submissions(actor_of(desk, user_id)).filter(uuid=subject_uuid).exists()


def may_hear_of_report(
    desk_id: int, user_id: int | None, subject_uuid: UUID, case_id: int | None
) -> bool:
    """A report that is still owed, to its organisation's focal point and the State's validators."""
    from portal.organisations.actors import actor_of
    from portal.organisations.models import Desk
    from recommendations.models import ReportDue
    from recommendations.rules.access import Act, Thing, may

    desk = Desk.objects.select_related("organisation").filter(pk=desk_id, active=True).first()
    rows = ReportDue.objects.filter(uuid=subject_uuid, answered_at__isnull=True)
    due = rows.select_related("implementation").first()
    if desk is None or due is None:
        return False
    thing = Thing(due.implementation.state_id, due.implementation.organisation_id)
    return may(Act.READ_REPORTS, actor_of(desk, user_id), thing)


def register() -> None:
    """Called once, when the apps are ready."""
    from portal.deadlines.signals import clock_struck
    from portal.notifications.registry import register_check
    from portal.statistics.figures import register_figure
    from recommendations.selectors.figures import training_coverage
    from recommendations.services.periods import SUBJECT
    from recommendations.services.telling import SUBMISSION, struck

    register_figure("training_coverage", training_coverage)
    clock_struck.connect(struck, dispatch_uid="recommendations.clocks")
    register_check(SUBMISSION, may_hear_of_submission)
    register_check(SUBJECT, may_hear_of_report)
