"""A task that does nothing: what a task costs by itself."""

from portal.core.tasks import task


@task
def nothing() -> None:
    """Do nothing."""
