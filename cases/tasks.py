"""Long work on cases. A task may be repeated at any point."""

from cases.services.coordinating import BATCH, let_new_coordinators_in
from portal.core.tasks import task

BATCHES = 10


@task
def fill_coordination() -> int:
    """Let coordination desks in that came after their cases; what is left waits for the next beat."""
    filled = 0
    for _batch in range(BATCHES):
        found = let_new_coordinators_in()
        filled += found
        if found < BATCH:
            break
    return filled
