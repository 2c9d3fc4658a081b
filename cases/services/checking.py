"""Whether the grants that stand are those that bases, consents, ages and walls give, case by case."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from cases.models import Case
from cases.services.recompute import lock_cases, named_ground, recompute, wanted_grants
from portal.access import grants
from portal.core.clock import now

BATCH = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """One case whose grants are not what its facts give; keys are (group id, codename)."""

    case_id: int
    ref: str
    missing: tuple[tuple[int, str], ...]
    too_much: tuple[tuple[int, str], ...]
    other_end: tuple[tuple[int, str], ...]
    coordination: bool

    def lines(self) -> list[str]:
        """What is wrong, one line each, in numbers and codes."""
        kinds = (
            ("missing", self.missing),
            ("too much", self.too_much),
            ("ends otherwise", self.other_end),
        )
        found = [
            f"{self.ref}: {word} {name} of group {group}"
            for word, keys in kinds
            for group, name in keys
        ]
        return found + [f"{self.ref}: coordination stands on another ground"] * self.coordination


def differences(*, repair: bool = False, batch: int = BATCH) -> Iterator[Difference]:
    """Every case that differs, in batches by id; ``repair`` makes its grants follow the facts."""
    last = 0
    while cases := list(
        Case.objects.filter(pk__gt=last).select_related("state").order_by("pk")[:batch]
    ):
        present = grants.rows_of([case.pk for case in cases])
        for case in cases:
            found = difference(case, present.get(case.pk, {}))
            if found is not None and repair:
                _mend(case)
            if found is not None:
                yield found
        last = cases[-1].pk


def difference(case: Case, present: grants.Held) -> Difference | None:
    """How a case's grants differ; rows whose time is over open nothing and count as gone."""
    moment = now()
    wanted = {key: until for key, (until, _basis) in wanted_grants(case).items()}
    stands = {key: end for key, end in present.items() if end is None or end > moment}
    missing = tuple(sorted(wanted.keys() - stands.keys()))
    too_much = tuple(sorted(stands.keys() - wanted.keys()))
    other = tuple(sorted(k for k in wanted.keys() & stands.keys() if wanted[k] != stands[k]))
    ground = case.coordination_ground != named_ground(case)
    if not (missing or too_much or other or ground):
        return None
    return Difference(case.pk, case.ref, missing, too_much, other, ground)


def _mend(case: Case) -> None:
    with transaction.atomic():
        [locked] = lock_cases([case])
        recompute(locked, told=False)
