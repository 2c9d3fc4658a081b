"""Her consent: recorded for a purpose, recipients and sections; withdrawn, it cuts access at once."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Alarm, Case, CaseBasis, Consent
from cases.selectors import get_case, held
from cases.services.recompute import facts_of, lock_cases, recompute
from portal.access.derive import consent_purposes, derive
from portal.access.matrix import Basis, ConsentPurpose, Kind, Section, section_of
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen, Stale
from portal.deadlines.services import start, stop
from portal.notifications.services import tell


@dataclass(frozen=True, slots=True)
class Yes:
    """What the person agreed to, as asked; ``until`` None means until she withdraws it."""

    purpose: str
    sections: tuple[str, ...]
    recipient_kinds: tuple[str, ...]
    only_organisations: tuple[int, ...] = ()
    never_organisations: tuple[int, ...] = ()
    until: datetime | None = None
    given_by: str = "herself"
    language: str = ""
    interpreter: bool = False

    def errors(self, at: datetime) -> dict[str, str]:
        """Field to remedy, empty where all is well."""
        found = {}
        if self.purpose not in set(ConsentPurpose):
            found["purpose"] = _("Choose one of the purposes offered.")
        if not self.recipient_kinds or set(self.recipient_kinds) - set(Kind):
            found["recipient_kinds"] = _("Say which kinds of organisation may receive it.")
        if set(self.sections) - set(Section):
            found["sections"] = _("Choose from the sections offered.")
        if self.until is not None and self.until <= at:
            found["until"] = _("Choose a day after today, or leave it empty: until withdrawn.")
        if self.given_by not in ("herself", "guardian"):
            found["given_by"] = _("Say whose word this is: the person's, or the guardian's.")
        return found


@transaction.atomic
def record_consent(
    *, actor: Acting, ref: str | UUID, yes: Yes, evidence_only: bool = False
) -> Consent:
    """Record one yes. Raises Http404, NotOpen where the desk may not write consents, Invalid."""
    [case] = lock_cases([get_case(actor, ref)])
    if "edit_consent" not in held(actor, case):
        raise NotOpen(_("Recording a consent in this case is not open to your desk."))
    return store_consent(actor=actor, case=case, yes=yes, evidence_only=evidence_only)


def store_consent(*, actor: Acting, case: Case, yes: Yes, evidence_only: bool = False) -> Consent:
    """Insert a consent on a locked case and let the rights follow."""
    if errors := yes.errors(now()):
        raise Invalid(_("Some answers need a change."), errors=errors)
    row = Consent.objects.create(
        case=case, purpose=yes.purpose, sections=list(yes.sections),
        recipient_kinds=list(yes.recipient_kinds), only_organisations=list(yes.only_organisations),
        never_organisations=list(yes.never_organisations), given_by=yes.given_by,
        language=yes.language, interpreter=yes.interpreter, given_at=now(), until=yes.until,
        evidence_only=evidence_only, author_desk_id=actor.desk_id, author_user_id=actor.user_id,
    )  # fmt: skip
    record(
        actor=actor, verb="consent.recorded", case_id=case.pk, section="consent",
        subject=str(row.uuid), detail={"purpose": yes.purpose, "evidence_only": evidence_only},
    )  # fmt: skip
    if yes.until is not None and not evidence_only:
        start(
            actor=actor, code="consent.ending", state=case.state, subject_kind="consent",
            subject_uuid=row.uuid, case_id=case.pk, section="consent",
            owner_desk_id=case.lead_desk_id or actor.desk_id, due_at=yes.until,
        )  # fmt: skip
    recompute(case)
    return row


@transaction.atomic
def withdraw_consent(*, actor: Acting, ref: str | UUID, consent: UUID, version: int) -> Consent:
    """She takes a consent back: the access it carried ends in this transaction (policy 3).

    What others wrote stays; assistance is not touched. Raises Http404, NotOpen, Stale.
    """
    [case] = lock_cases([get_case(actor, ref)])
    if "edit_consent" not in held(actor, case):
        raise NotOpen(_("Withdrawing a consent in this case is not open to your desk."))
    row = Consent.objects.select_for_update().filter(case=case, uuid=consent).first()
    if row is None:
        raise Http404
    if row.author_desk_id != actor.desk_id and "view_consent" not in held(actor, case):
        raise Http404
    if row.version != version:
        raise Stale(
            _("Somebody changed this consent."), field="version", remedy=_("Read it again.")
        )
    if row.withdrawn_at is None:
        row.withdrawn_at, row.version = now(), row.version + 1
        row.save(update_fields=["withdrawn_at", "version"])
        record(
            actor=actor,
            verb="consent.withdrawn",
            case_id=case.pk,
            section="consent",
            subject=str(row.uuid),
            detail={"purpose": row.purpose},
        )
        stop(
            actor=actor,
            subject_kind="consent",
            subject_uuid=row.uuid,
            code="consent.ending",
            outcome="withdrawn",
        )
        recompute(case)
        _tell_lead(case, row, actor)
        _ask_on_the_road(case, row)
    return row


def what_withdrawal_cuts(case: Case, row: Consent) -> dict[int, frozenset[Section]]:
    """Desk id to the sections it would lose at once, were this consent taken back now."""
    facts = facts_of(case)
    ids = list(Consent.objects.filter(case=case).order_by("pk").values_list("pk", flat=True))
    without = tuple(
        replace(fact, withdrawn_at=now()) if pk == row.pk else fact
        for pk, fact in zip(ids, facts.consents, strict=True)
    )
    after = derive(replace(facts, consents=without), now())
    lost: dict[int, set[Section]] = {}
    for desk, name in derive(facts, now()).keys() - after.keys():
        if name.startswith("view_"):
            lost.setdefault(desk, set()).add(section_of(name))
    return {desk: frozenset(sections) for desk, sections in lost.items()}


def _ask_on_the_road(case: Case, row: Consent) -> None:
    """She is on the way while the consent behind it ended: both ends ask her now (policy 3)."""
    running = CaseBasis.objects.filter(case=case, ended_at__isnull=True)
    moving = [
        b
        for b in running.filter(on_road_since__isnull=False)
        if row.purpose in consent_purposes(Basis(b.basis))
    ]
    if not moving:
        return
    ends = [b.desk_id for b in moving] + ([case.lead_desk_id] if case.lead_desk_id else [])
    ends += running.filter(basis=Basis.FIRST_REPORTER.value).values_list("desk_id", flat=True)
    tell(
        key=f"consent:{row.uuid}:road", kind="ask_her_now", to=[{"desk_id": d} for d in dict.fromkeys(ends)],
        reference=case.ref, link=f"/cases/{case.uuid}/", subject_kind="case", subject_uuid=case.uuid,
        case_id=case.pk,
    )  # fmt: skip


def _tell_lead(case: Case, row: Consent, actor: Acting) -> None:
    if case.lead_desk_id and case.lead_desk_id != actor.desk_id:
        tell(
            key=f"consent:{row.uuid}:withdrawn", kind="consent_withdrawn",
            to=[{"desk_id": case.lead_desk_id}], reference=case.ref, link=f"/cases/{case.uuid}/",
            subject_kind="case", subject_uuid=case.uuid, case_id=case.pk,
        )  # fmt: skip


def may_consents(case: Case, purposes: Collection[str]) -> bool:
    """Whether any running consent names one of these purposes."""
    rows = Consent.objects.filter(
        case=case, purpose__in=list(purposes), withdrawn_at__isnull=True, evidence_only=False
    )
    return rows.exists()


def open_alarms(case: Case) -> list[Alarm]:
    """The alarms that stand open on a case, oldest first."""
    return list(Alarm.objects.filter(case=case, closed_at__isnull=True).order_by("opened_at"))
