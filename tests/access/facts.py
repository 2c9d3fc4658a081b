"""Short ways to write facts down in tests."""

from datetime import UTC, datetime, timedelta

from portal.access.consents import Consent
from portal.access.coordination import CoordinationFacts
from portal.access.derive import BasisFact, CaseFacts, derive
from portal.access.matrix import HOLDERS, AgeStatus, Basis, Kind, Section

NOW = datetime(2026, 11, 24, 21, 40, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ALL = frozenset(Section)
IN_COORDINATION = CoordinationFacts(left=True, made_by=Kind.POLICE)


def basis(name, desk=1, organisation=10, **more):
    holder = HOLDERS[Basis(name)][0]
    kind = more.pop("kind", next(iter(sorted(holder.kinds)), Kind.NGO))
    role = more.pop("role", holder.role)
    since = more.pop("since", NOW - HOUR)
    return BasisFact(desk, organisation, kind, role, Basis(name), since, **more)


def consent(purpose, *kinds, sections=ALL, **more):
    since = more.pop("since", NOW - HOUR)
    return Consent(purpose, frozenset(sections), frozenset(kinds), since, **more)


def case(*bases, age=AgeStatus.ADULT, **more):
    return CaseFacts(age, tuple(bases), tuple(more.pop("consents", ())), **more)


def names(facts, desk=1, now=NOW, step=1):
    return {name for (holder, name) in derive(facts, now, step) if holder == desk}


def until(facts, name, desk=1, now=NOW):
    return derive(facts, now)[desk, name].until
