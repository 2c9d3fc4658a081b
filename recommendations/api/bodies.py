"""From rows to bodies: stable codes, no integer id."""

from typing import Any

from django.utils.translation import gettext as _

from recommendations.models import (
    Approach,
    Evidence,
    Implementation,
    Recommendation,
    ReportDue,
    ReportingPeriod,
    Source,
    Statement,
    Submission,
)
from recommendations.rules.stages import open_moves
from recommendations.selectors.matrix import Cell
from recommendations.selectors.scorecard import RAPPORTEUR, SELF, THIRD, Row, Scorecard
from recommendations.services.importing import Outcome


def approach(row: Approach) -> dict[str, Any]:
    """An approach; activities and dominance are prefetched."""
    return {
        "code": row.code, "name": _(row.name), "section": row.section,
        "activities": [
            {"code": a.code, "name": _(a.name), "section": a.section} for a in row.activities.all()
        ],
        "dominant_actors": [
            {"rank": d.rank, "code": d.actor_type.code, "name": _(d.actor_type.name)}
            for d in row.dominance.all()
        ],
    }  # fmt: skip


def source(row: Source) -> dict[str, Any]:
    """A source with how much it asks."""
    return {
        "code": row.code, "kind": row.kind, "title": row.title, "publisher": row.publisher,
        "year": row.year, "citation": row.citation, "licence": row.licence, "address": row.address,
        "recommendations": row.n,  # type: ignore[attr-defined]  # annotated by the selector
    }  # fmt: skip


def recommendation(row: Recommendation) -> dict[str, Any]:
    """A recommendation; activities and answers are prefetched."""
    paper = row.source.kind == "paper"
    return {
        "source": row.source.code, "code": row.code, "section": row.section,
        "title": _(row.title) if paper else row.title, "text": _(row.text) if paper else row.text,
        "addressees": row.addressees, "country": row.country, "made_by": row.made_by,
        "approach": row.approach.code if row.approach else "",
        "activities": [a.code for a in row.activities.all()], "targets": row.targets,
        "themes": row.themes, "verb": row.urgency,
        "answers": [
            {"country": a.country, "answer": a.answer, "code": f"{a.country}:{a.answer}"}
            for a in row.answers.all()
        ],
        "citation": row.source.citation,
    }  # fmt: skip


def proof(row: Evidence) -> dict[str, Any]:
    """A piece of evidence."""
    return {
        "uuid": row.uuid, "kind": row.kind, "title": row.title, "address": row.address,
        "figure": row.figure, "content_type": row.content_type, "size": row.size,
        "sha256": row.sha256,
    }  # fmt: skip


def statement(row: Statement) -> dict[str, Any]:
    """A published word; evidence is prefetched."""
    one = row.implementation
    return {
        "uuid": row.uuid, "task": one.uuid, "source": one.recommendation.source.code,
        "code": one.recommendation.code, "state": one.state.code,
        "organisation": one.organisation.name, "period": row.period.code,
        "period_begins": row.period.begins_on, "period_ends": row.period.ends_on,
        "voice": row.voice, "spoken_by": row.organisation.name, "edition": row.edition,
        "level": row.level, "confidence": row.confidence, "justification": row.justification,
        "evidence": [proof(e) for e in row.submission.evidence.all()],
        "published_at": row.published_at,
    }  # fmt: skip


def cell(row: Cell) -> dict[str, Any]:
    """One cell of the matrix."""
    return {
        "approach": row.approach.code, "actor_type": row.actor_type.code, "rank": row.rank,
        "expected": row.expected, "under_way": row.under_way, "tasks": row.implementations,
        "gap": bool(row.expected and not row.under_way),
    }  # fmt: skip


def score(row: Row) -> dict[str, Any]:
    """A recommendation in a State, by each voice."""
    one = row.recommendation
    return {
        "source": one.source.code, "code": one.code, "title": one.title,
        "approach": one.approach.code if one.approach else "",
        "organisations": [i.organisation.name for i in row.implementations],
        "self": row.level(SELF), "rapporteur": row.level(RAPPORTEUR),
        "civil_society": row.level(THIRD), "apart": row.apart, "differs": row.differs,
    }  # fmt: skip


def state(card: Scorecard) -> dict[str, Any]:
    """A State's sums."""
    return {
        "code": card.state.code, "name": card.state.name, "recommendations": len(card.rows),
        "full_self": card.counts(SELF)["full"], "full_rapporteur": card.counts(RAPPORTEUR)["full"],
        "differ": len(card.differing), "reports_overdue": card.overdue,
    }  # fmt: skip


def period(row: ReportingPeriod) -> dict[str, Any]:
    """A time to report on."""
    return {
        "code": row.code, "begins_on": row.begins_on, "ends_on": row.ends_on, "due_on": row.due_on,
        "open": row.is_open, "version": row.version,
    }  # fmt: skip


def task(row: Implementation) -> dict[str, Any]:
    """Who answers for what."""
    return {
        "uuid": row.uuid, "source": row.recommendation.source.code, "code": row.recommendation.code,
        "state": row.state.code, "organisation": row.organisation.name,
        "organisation_uuid": row.organisation.uuid, "actor_type": row.actor_type.code,
        "version": row.version,
    }  # fmt: skip


def due(row: ReportDue) -> dict[str, Any]:
    """A report that is owed."""
    one = row.implementation
    return {
        "uuid": row.uuid, "task": one.uuid, "source": one.recommendation.source.code,
        "code": one.recommendation.code, "period": row.period.code, "due_on": row.period.due_on,
    }  # fmt: skip


def submission(row: Submission) -> dict[str, Any]:
    """Something on its way; evidence is prefetched or read."""
    one = row.implementation
    return {
        "uuid": row.uuid, "task": one.uuid, "source": one.recommendation.source.code,
        "code": one.recommendation.code, "period": row.period.code, "voice": row.voice,
        "organisation": row.organisation.name, "level": row.level, "confidence": row.confidence,
        "justification": row.justification, "stage": row.stage,
        "returned_because": row.returned_because, "moves": list(open_moves(row.stage)),
        "evidence": [proof(e) for e in row.evidence.all()], "changed_at": row.changed_at,
        "version": row.version,
    }  # fmt: skip


def outcome(found: Outcome) -> dict[str, Any]:
    """What came of a list: counts, and every row that needs mending."""
    report = found.to_dict()
    wrong = [
        {
            "row": one.line,
            "field": one.field,
            "value": one.value[:120],
            "what": _(one.what.template) % one.what.params
            if one.what.params
            else _(one.what.template),
            "remedy": _(one.remedy.template) % one.remedy.params
            if one.remedy.params
            else _(one.remedy.template),
        }
        for one in found.listing.wrong[:1_000]
    ]
    names = (
        "read",
        "created",
        "updated",
        "unchanged",
        "refused",
        "left_out",
        "unknown",
        "encoding",
        "delimiter",
    )
    return {**{name: report[name] for name in names}, "rows_to_mend": wrong}
