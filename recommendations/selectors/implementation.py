"""Implementations, periods, what is owed, and what is published of them."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from portal.core.actors import Acting
from portal.core.references import read_uuid
from portal.organisations.models import Desk, Organisation, State
from recommendations.models import (
    Evidence,
    Implementation,
    ReportDue,
    ReportingPeriod,
    Statement,
    Submission,
)
from recommendations.rules.access import Act
from recommendations.rules.levels import Voice
from recommendations.selectors.reach import NOTHING, within

AROUND = (
    "recommendation__source",
    "recommendation__approach",
    "state",
    "organisation",
    "actor_type",
)


def state_of(code: str) -> State:
    """A State by its code. Raises Http404."""
    found = State.objects.filter(code=code.replace("\x00", "").upper()).first()
    if found is None:
        raise Http404
    return found


def own_state(actor: Acting) -> State:
    """The State of an actor's desk. Raises Http404 for who has none."""
    found = State.objects.filter(pk=actor.state_id).first()
    if found is None:
        raise Http404
    return found


def implementations(actor: Acting | None) -> QuerySet[Implementation]:
    """All that are active: who answers for what is public."""
    return Implementation.objects.filter(active=True).select_related(*AROUND)


def get_implementation(actor: Acting | None, ref: object) -> Implementation:
    """One implementation. Raises Http404."""
    found = implementations(actor).filter(uuid=read_uuid(ref)).first()
    if found is None:
        raise Http404
    return found


def periods_of(state: State) -> QuerySet[ReportingPeriod]:
    """A State's periods, the latest first."""
    return ReportingPeriod.objects.filter(state=state).order_by("-ends_on")


def get_period(state_id: int, code: str) -> ReportingPeriod:
    """A State's period by its code. Raises Http404."""
    rows = ReportingPeriod.objects.filter(state_id=state_id, code=code.replace("\x00", ""))
    found = rows.select_related("state").first()
    if found is None:
        raise Http404
    return found


VOICE_OF: dict[str, tuple[Act, Act]] = {
    # voice: who writes, who publishes
    Voice.SELF: (Act.WRITE_REPORT, Act.VALIDATE_REPORT),
    Voice.RAPPORTEUR: (Act.ASSESS, Act.ASSESS),
    Voice.CIVIL_SOCIETY: (Act.COMMENT, Act.MODERATE),
}


def submissions(actor: Acting | None) -> QuerySet[Submission]:
    """What an actor may read of what is being written: her own voice's, and what she publishes."""
    if actor is None:
        return Submission.objects.none()
    seen = Q()
    for voice, (write, publish) in VOICE_OF.items():
        mine = within(
            write, actor, state="implementation__state", organisation="implementation__organisation"
        )
        if mine != NOTHING:
            seen |= Q(voice=voice) & mine & Q(organisation_id=actor.organisation_id)
        others = within(publish, actor, state="implementation__state", organisation="organisation")
        if others != NOTHING and publish is not write:
            seen |= Q(voice=voice) & others & ~Q(stage__in=("draft",))
    rows = Submission.objects.filter(seen) if seen else Submission.objects.none()
    return rows.select_related(
        "period", "organisation", *(f"implementation__{name}" for name in AROUND)
    )


def get_submission(actor: Acting | None, ref: object) -> Submission:
    """One submission that this actor may read. Raises Http404."""
    found = submissions(actor).filter(uuid=read_uuid(ref)).first()
    if found is None:
        raise Http404
    return found


def waiting(actor: Acting) -> QuerySet[Submission]:
    """What waits for this actor's word: a validator's queue, a moderator's."""
    seen = NOTHING
    for voice, (write, publish) in VOICE_OF.items():
        reach = within(publish, actor, state="implementation__state", organisation="organisation")
        if publish is not write and reach != NOTHING:
            seen |= Q(voice=voice) & reach
    return submissions(actor).filter(seen, stage="submitted").order_by("changed_at", "uuid")


def statements(actor: Acting | None) -> QuerySet[Statement]:
    """Everything published: open to everybody, all editions."""
    return Statement.objects.select_related(
        "period", "organisation", "implementation__recommendation__source",
        "implementation__state", "implementation__organisation",
    )  # fmt: skip


def current(actor: Acting | None) -> QuerySet[Statement]:
    """Of each implementation, voice, speaker and period the latest edition."""
    later = Statement.objects.filter(
        implementation=OuterRef("implementation"), voice=OuterRef("voice"),
        organisation=OuterRef("organisation"), period=OuterRef("period"),
        edition__gt=OuterRef("edition"),
    )  # fmt: skip
    return statements(actor).filter(~Exists(later))


def latest(actor: Acting | None, rows: Any) -> dict[tuple[int, str], Statement]:
    """(implementation, voice) -> its latest statement, in one query. Of several civil-society
    organisations the one that spoke last."""
    found: dict[tuple[int, str], Statement] = {}
    order = ("implementation_id", "voice", "-period__ends_on", "-edition", "-published_at")
    for one in statements(actor).filter(implementation__in=rows).order_by(*order).distinct(
        "implementation_id", "voice"
    ):  # fmt: skip
        found[one.implementation_id, one.voice] = one
    return found


def owed(actor: Acting) -> QuerySet[ReportDue]:
    """Reports that this actor's organisation owes, the earliest first."""
    reach = within(
        Act.WRITE_REPORT,
        actor,
        state="implementation__state",
        organisation="implementation__organisation",
    )
    rows = ReportDue.objects.filter(
        reach, answered_at__isnull=True, period__closed_at__isnull=True, implementation__active=True
    )
    return rows.select_related("period", *(f"implementation__{name}" for name in AROUND)).order_by(
        "period__due_on", "implementation__recommendation__number", "uuid"
    )


def get_due(actor: Acting, ref: object) -> ReportDue:
    """One report that this actor owes. Raises Http404."""
    reach = within(
        Act.WRITE_REPORT,
        actor,
        state="implementation__state",
        organisation="implementation__organisation",
    )
    rows = ReportDue.objects.filter(reach, uuid=read_uuid(ref))
    found = rows.select_related("period", *(f"implementation__{n}" for n in AROUND)).first()
    if found is None:
        raise Http404
    return found


def evidence_of(actor: Acting | None, ref: object) -> Evidence:
    """A piece of evidence: published to everybody, before that to who reads its submission."""
    found = Evidence.objects.filter(uuid=read_uuid(ref)).select_related("submission").first()
    if found is None:
        raise Http404
    if not found.published:
        get_submission(actor, found.submission.uuid)
    return found


def desks_of(role: str, *, state_id: int, organisation_id: int | None = None) -> list[int]:
    """Desk ids of a role in a State, or in one of its organisations."""
    rows = Desk.objects.filter(role=role, active=True, organisation__state_id=state_id)
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    return list(rows.filter(organisation__active=True).values_list("pk", flat=True))


def organisations_of(state_id: int) -> QuerySet[Organisation]:
    """Organisations of a State that may answer for a recommendation: those with a focal point."""
    rows = Organisation.objects.filter(state_id=state_id, active=True)
    return rows.filter(desks__role="focal_point", desks__active=True).distinct().order_by("name")
