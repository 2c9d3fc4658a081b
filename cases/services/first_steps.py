"""What first contact owes her on the same day: her rights told, her risk weighed; then every 30 days."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case, ContactRecord
from cases.sections import ContactAndSafety
from cases.selectors import get_case, held, opened
from cases.services.recompute import lock_cases
from cases.services.sections import write_section
from cases.vocabulary import Danger
from portal.access.matrix import Section
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.problems import Invalid, NotOpen
from portal.deadlines.services import start, stop
from portal.organisations.languages import known_language


@transaction.atomic
def tell_rights(*, actor: Acting, ref: str | UUID, language: str) -> Case:
    """Record that her rights were explained in a language she understands (Dir. 2012/29 arts 3-4).

    Raises Http404, NotOpen where the desk does not write in her file, Invalid without a language.
    """
    [case] = lock_cases([get_case(actor, ref)])
    if "edit_contact_and_safety" not in held(actor, case):
        raise NotOpen(_("Recording this in the case is not open to your desk."))
    if not known_language(language):
        raise Invalid(field="language", remedy=_("Name the language the rights were explained in."))
    record(
        actor=actor, verb="rights.told", case_id=case.pk, section="contact_and_safety",
        subject=str(case.uuid), detail={"language": language},
    )  # fmt: skip
    stop(
        actor=actor,
        subject_kind="case",
        subject_uuid=case.uuid,
        code="rights.information",
        outcome="told",
    )
    return case


@transaction.atomic
def assess_risk(
    *,
    actor: Acting,
    ref: str | UUID,
    danger: str,
    account: str,
    warnings: tuple[str, ...] | None = None,
) -> Case:
    """Weigh her risk now: danger coded, in words, with warnings (None keeps those there are);
    the next is due in 30 days.

    Written into the desk's own record of contact and safety. Raises Http404, NotOpen, Invalid.
    """
    [case] = lock_cases([get_case(actor, ref)])
    if danger not in set(Danger):
        raise Invalid(
            field="danger", remedy=_("Say how great the danger is, or that it is not known.")
        )
    mine = ContactRecord.objects.filter(
        case=case, current=True, author_desk_id=actor.desk_id
    ).first()
    kept = opened(actor, case, [mine])[0].document if mine else None
    before = kept if isinstance(kept, ContactAndSafety) else ContactAndSafety()
    write_section(
        actor=actor, ref=case.uuid, section=Section.CONTACT_AND_SAFETY,
        document=replace(
            before, danger=danger, danger_account=account,
            warnings=before.warnings if warnings is None else warnings,
        ),
        version=mine.version if mine else None,
    )  # fmt: skip
    record(
        actor=actor, verb="risk.assessed", case_id=case.pk, section="contact_and_safety",
        subject=str(case.uuid), detail={"danger": danger},
    )  # fmt: skip
    for code in ("risk.assessment", "risk.review"):
        stop(
            actor=actor, subject_kind="case", subject_uuid=case.uuid, code=code, outcome="assessed"
        )
    start(
        actor=actor, code="risk.review", state=case.state, subject_kind="case", subject_uuid=case.uuid,
        case_id=case.pk, section="contact_and_safety", owner_desk_id=case.lead_desk_id or actor.desk_id,
    )  # fmt: skip
    return case
