"""Who may do what in the register: one table. What is published is open to everybody. Pure.

A row names the act, and for each role how far it reaches: the desk's own organisation in its own
State (``OWN_ACTOR``), its whole State (``OWN_STATE``), or every State (``EVERY_STATE``). Whoever is not
named may not. Roles of the register give no right to any case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.access.vocabulary import Kind, Role
from portal.core.actors import Acting


class Act(StrEnum):
    """Something that somebody does in the register."""

    READ_REPORTS = "read_reports"  # drafts and what waits; published statements need no right
    WRITE_REPORT = "write_report"
    VALIDATE_REPORT = "validate_report"
    ASSIGN = "assign"
    SET_PERIODS = "set_periods"
    ASSESS = "assess"
    COMMENT = "comment"
    MODERATE = "moderate"
    IMPORT_SOURCE = "import_source"
    WRITE_PLAN = "write_plan"
    PUBLISH_PLAN = "publish_plan"
    WRITE_LEGAL = "write_legal"
    PUBLISH_LEGAL = "publish_legal"
    WRITE_CAPACITY = "write_capacity"
    PUBLISH_CAPACITY = "publish_capacity"
    WRITE_PREVENTION = "write_prevention"
    PUBLISH_PREVENTION = "publish_prevention"
    HANDLE_ALLEGATION = "handle_allegation"
    PUBLISH_ALLEGATIONS = "publish_allegations"
    ASSESS_STANDARD = "assess_standard"
    WRITE_PRACTICE = "write_practice"
    DISCUSS_PRACTICE = "discuss_practice"


class Reach(StrEnum):
    """How far a right goes."""

    OWN_ACTOR = "own_actor"
    OWN_STATE = "own_state"
    EVERY_STATE = "every_state"


CIVIL_SOCIETY: frozenset[str] = frozenset({Kind.NGO, Kind.SHELTER, Kind.LEGAL_AID, Kind.HOTLINE})
"""Kinds of organisation that speak with the third voice, from any desk but a focal point's."""

_FOCAL, _VALIDATOR = Role.FOCAL_POINT, Role.VALIDATOR
_RAPPORTEUR, _MODERATOR = Role.RAPPORTEUR, Role.MODERATOR


def _two_steps(
    write: Act, publish: Act, *, writes: Reach = Reach.OWN_ACTOR
) -> dict[Act, Mapping[str, Reach]]:
    return {write: {_FOCAL: writes}, publish: {_VALIDATOR: Reach.OWN_STATE}}


TABLE: Mapping[Act, Mapping[str, Reach]] = {
    Act.READ_REPORTS: {_FOCAL: Reach.OWN_ACTOR, _VALIDATOR: Reach.OWN_STATE},
    **_two_steps(Act.WRITE_REPORT, Act.VALIDATE_REPORT),
    Act.ASSIGN: {_VALIDATOR: Reach.OWN_STATE},
    Act.SET_PERIODS: {_VALIDATOR: Reach.OWN_STATE},
    Act.ASSESS: {_RAPPORTEUR: Reach.OWN_STATE},
    Act.COMMENT: {},  # by the kind of organisation, below
    Act.MODERATE: {_MODERATOR: Reach.OWN_STATE},
    Act.IMPORT_SOURCE: {_VALIDATOR: Reach.OWN_STATE},
    **_two_steps(Act.WRITE_PLAN, Act.PUBLISH_PLAN),
    **_two_steps(Act.WRITE_LEGAL, Act.PUBLISH_LEGAL),
    **_two_steps(Act.WRITE_CAPACITY, Act.PUBLISH_CAPACITY),
    **_two_steps(Act.WRITE_PREVENTION, Act.PUBLISH_PREVENTION),
    Act.HANDLE_ALLEGATION: {_FOCAL: Reach.OWN_ACTOR},
    Act.PUBLISH_ALLEGATIONS: {_VALIDATOR: Reach.OWN_STATE},
    Act.ASSESS_STANDARD: {_RAPPORTEUR: Reach.OWN_STATE, _FOCAL: Reach.OWN_ACTOR},
    Act.WRITE_PRACTICE: {_FOCAL: Reach.OWN_ACTOR, _RAPPORTEUR: Reach.OWN_STATE},
    Act.DISCUSS_PRACTICE: {
        _FOCAL: Reach.EVERY_STATE, _VALIDATOR: Reach.EVERY_STATE, _RAPPORTEUR: Reach.EVERY_STATE,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    """What an act is done to: whose State it is, and which organisation answers for it."""

    state_id: int
    organisation_id: int | None = None


def reach_of(act: Act, actor: Acting | None) -> Reach | None:
    """How far this actor's right to an act goes; None where there is none."""
    if actor is None:
        return None
    if act is Act.COMMENT:
        speaks = actor.kind in CIVIL_SOCIETY and actor.role != _FOCAL
        return Reach.OWN_STATE if speaks else None
    return TABLE[act].get(actor.role)


def may(act: Act, actor: Acting | None, thing: Thing) -> bool:
    """Whether this actor may do this to that thing."""
    reach = reach_of(act, actor)
    if reach is None or actor is None or actor.state_id is None:
        return False
    if reach is Reach.EVERY_STATE:
        return True
    same = actor.state_id == thing.state_id
    if reach is Reach.OWN_STATE:
        return same
    return (
        same
        and thing.organisation_id is not None
        and actor.organisation_id == thing.organisation_id
    )
