"""Reference data comes from files in the repository: each app names its loader, one command runs all."""

from collections.abc import Callable

LOADERS: dict[str, Callable[[], int]] = {}
"""name -> a function that loads, repeatably, and says how many rows it wrote."""


def register_loader(name: str, load: Callable[[], int]) -> None:
    """Called by an app when it is ready."""
    LOADERS[name] = load
