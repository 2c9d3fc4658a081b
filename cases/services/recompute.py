"""Rights follow from bases, consents, ages and walls: gathered here, derived in access, written there."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from cases.models import Case, CaseBasis, Consent, Proceeding, Wall
from cases.sections import RECORDS
from portal.access import grants
from portal.access.consents import Consent as ConsentFact
from portal.access.consents import GivenBy, Road, StateGround
from portal.access.coordination import CoordinationFacts, coordination_ground
from portal.access.derive import BasisFact, CaseFacts, derive
from portal.access.matrix import AgeStatus, Basis, Kind, Purpose, Role, Section
from portal.access.rules import has_own_cases
from portal.core.clock import now
from portal.deadlines.selectors import span_of
from portal.notifications.services import tell, withdraw
from portal.organisations.models import Desk, StateRule
from portal.organisations.selectors import coordination_desks, state_rule


def lock_cases(cases: Iterable[Case]) -> list[Case]:
    """Lock cases in the order of their ids (policy 13); every move on a case queues here."""
    ids = sorted({case.pk for case in cases})
    return list(Case.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))


def _basis_facts(case: Case) -> tuple[BasisFact, ...]:
    rows = CaseBasis.objects.filter(case=case, ended_at__isnull=True)
    return tuple(
        BasisFact(
            desk_id=row.desk_id,
            organisation_id=row.desk.organisation_id,
            kind=Kind(row.desk.organisation.kind),
            role=Role(row.desk.role),
            basis=Basis(row.basis),
            since=row.since,
            until=row.until,
            purpose=Purpose(row.purpose) if row.purpose else None,
            vital_interest_until=_vital_until(case, row),
            first_lead=row.first_lead,
            road=_road(case, row),
            basis_id=row.pk,
        )
        for row in rows.select_related("desk__organisation").order_by("pk")
    )


def _vital_until(case: Case, row: CaseBasis) -> datetime | None:
    since = row.vital_since
    if since is None:
        return None
    return since + span_of("vital.interest", case.state_id, since)


def _road(case: Case, row: CaseBasis) -> Road | None:
    since = row.on_road_since
    if since is None:
        return None
    return Road(since, longer=span_of("contact.on_the_road", case.state_id, since))


def consent_facts(case: Case) -> tuple[ConsentFact, ...]:
    """The recorded consents of a case, as the rules read them."""
    return tuple(
        ConsentFact(
            purpose=row.purpose,
            sections=frozenset(Section(s) for s in row.sections),
            kinds=frozenset(Kind(k) for k in row.recipient_kinds),
            since=row.given_at,
            until=row.until,
            only=frozenset(row.only_organisations),
            never=frozenset(row.never_organisations),
            withdrawn_at=row.withdrawn_at,
            evidence_only=row.evidence_only,
            given_by=GivenBy(row.given_by),
        )
        for row in Consent.objects.filter(case=case).order_by("pk")
    )


def state_grounds(case: Case) -> tuple[StateGround, ...]:
    """The State's rows that replace a guardian's consent, each with its article (policy 4)."""
    rows = StateRule.objects.filter(state_id=case.state_id, kind="replaces_consent")
    return tuple(
        StateGround(
            purpose=row.value["purpose"], section=Section(section), article=row.legal_source
        )
        for row in rows.filter(valid_from__lte=now().date(), valid_until__isnull=True)
        for section in row.value["sections"]
    )


def coordination_facts(case: Case) -> CoordinationFacts:
    """Whether the case has left its organisation, and on which ground others may know of it."""
    kind = Kind(case.reporter_desk.organisation.kind)
    rule = state_rule(case.state_id, "coordination")
    return CoordinationFacts(
        left=case.left_at is not None or not has_own_cases(kind),
        made_by=kind,
        vital_interest=case.vital_interest_at is not None,
        state_article=rule.legal_source if rule else "",
    )


def _wrote(case: Case, bases: tuple[BasisFact, ...]) -> dict[int, frozenset[Section]]:
    former = {b.desk_id for b in bases if b.basis is Basis.FORMER_HOLDER}
    if not former:
        return {}
    found: dict[int, set[Section]] = {}
    for section, model in RECORDS.items():
        rows = model._default_manager.filter(case=case, author_desk_id__in=former)
        for desk in rows.values_list("author_desk_id", flat=True).distinct():
            found.setdefault(desk, set()).add(section)
    for desk in Consent.objects.filter(case=case, author_desk_id__in=former).values_list(
        "author_desk_id", flat=True
    ):
        found.setdefault(desk, set()).add(Section.CONSENT)
    for desk in Proceeding.objects.filter(case=case, desk_id__in=former).values_list(
        "desk_id", flat=True
    ):
        found.setdefault(desk, set()).add(Section.PROCEEDINGS)
    return {desk: frozenset(sections) for desk, sections in found.items()}


def facts_of(case: Case) -> CaseFacts:
    """All that access to one case depends on, read now."""
    bases = _basis_facts(case)
    walls = Wall.objects.filter(case=case, lifted_at__isnull=True, organisation__isnull=False)
    return CaseFacts(
        bases=bases,
        consents=consent_facts(case),
        age=AgeStatus(case.age_status),
        age_before=AgeStatus(case.age_before) if case.age_before else None,
        age_set_by=case.age_set_by_id,
        state_grounds=state_grounds(case),
        walls=frozenset(walls.values_list("organisation_id", flat=True)),
        wrote=_wrote(case, bases),
        coordination=coordination_facts(case),
        closed=case.closed_at is not None,
    )


def wanted_grants(case: Case) -> dict[tuple[int, str], tuple]:  # type: ignore[type-arg]
    """The grants a case should have: {(group, codename): (until, basis)}."""
    rights = derive(facts_of(case), now())
    desks = {desk for desk, _ in rights}
    groups = dict(Desk.objects.filter(pk__in=desks).values_list("pk", "group_id"))
    return {
        (groups[desk], name): (right.until, right.basis.value)
        for (desk, name), right in rights.items()
    }


def named_ground(case: Case) -> str:
    """On which ground the case is in coordination now; '' where it is not."""
    ground = coordination_ground(
        coordination_facts(case), consent_facts(case), AgeStatus(case.age_status), now()
    )
    return ground.value if ground else ""


def follow_coordination(case: Case) -> None:
    """Whether the case is in coordination, and on which ground, follows its facts (policy 7).

    Its State's coordinators get their standing row when it enters; the row opens nothing once the
    ground is gone.
    """
    named = named_ground(case)
    if case.coordination_ground != named:
        if not named or not case.coordination_ground:
            case.coordination_since = now() if named else None
        case.coordination_ground = named
        case.save(update_fields=["coordination_ground", "coordination_since"])
    if named:
        _let_coordinators_in(case)


def _let_coordinators_in(case: Case) -> None:
    rows = CaseBasis.objects.filter(
        case=case, basis=Basis.COORDINATION.value, ended_at__isnull=True
    )
    for desk_id in set(coordination_desks(case.state_id)) - set(
        rows.values_list("desk_id", flat=True)
    ):
        CaseBasis.objects.get_or_create(
            case=case, desk_id=desk_id, basis=Basis.COORDINATION.value, referral_uuid=None,
            ended_at=None, defaults={"since": now()},
        )  # fmt: skip


def recompute(case: Case, *, told: bool = True) -> grants.Change:
    """Make the grants of a case follow its facts, in the transaction that changed one of them.

    Desks that may see nothing of it any more lose their notices at once; desks that lost a part
    are told 'access changed', without a reason.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("recompute outside a transaction")
    follow_coordination(case)
    change = grants.write(case.pk, wanted_grants(case))
    if not change.removed:
        return change
    lost_all = {g for g, name in change.removed if name == "view_envelope"}
    lost_part = {g for g, name in change.removed if name.startswith("view_")} - lost_all
    if lost_all:
        desks = list(Desk.objects.filter(group_id__in=lost_all).values_list("pk", flat=True))
        withdraw(subject_kind="case", case_id=case.pk, desk_ids=desks)
    if lost_part and told:
        _tell_changed(case, lost_part)
    return change


def _tell_changed(case: Case, group_ids: set[int]) -> None:
    for desk in Desk.objects.filter(group_id__in=group_ids).order_by("pk"):
        tell(
            key=f"access:{case.uuid}:{desk.pk}:{now().isoformat()}",
            kind="access_changed",
            to=[{"desk_id": desk.pk}],
            reference=case.ref,
            link=f"/cases/{case.uuid}/",
            subject_kind="case",
            subject_uuid=case.uuid,
            case_id=case.pk,
        )
