"""Live figures that the register answers itself, out of what is published."""

from portal.statistics.disclosure import Share, share
from recommendations.selectors.doing import coverage
from recommendations.selectors.entries import Told, editions


def training_coverage(state_id: int) -> Share:
    """Attendances of published sessions, of the staff in those services and regions, in per cent.

    Who came twice counts twice, but never more than there are; sessions that do not say how many
    work there are left out. It says how far training reaches, not how many persons were trained.
    """
    told = Told()
    rows = editions(None).filter(entry__state_id=state_id, entry__kind="session")
    told.by_kind["session"] = list(rows)
    found = [row for row in coverage(told) if row.staff]
    return share(
        sum(min(row.attended, row.staff) for row in found), sum(row.staff for row in found)
    )  # fmt: skip
