"""`check --deploy` opens both rings of keys before the first visitor needs them."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from portal.sealing import keys


@register(Tags.security, deploy=True)
def key_files_open(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Both files are rings of keys, and share none."""
    found: list[CheckMessage] = []
    rings = []
    for setting, read in (
        ("SEALING_KEY_FILE", keys.sealing_ring),
        ("INDEX_KEY_FILE", keys.index_ring),
    ):
        try:
            rings.append(read())
        except keys.KeyFileProblem as problem:
            found.append(Error(str(problem), id=f"sealing.{setting}"))
    if len(rings) == 2 and set(rings[0].keys.values()) & set(rings[1].keys.values()):
        found.append(
            Error(
                "SEALING_KEY_FILE and INDEX_KEY_FILE share a key.",
                hint="Draw fresh random bytes for each: who may search must not be able to open.",
                id="sealing.shared_key",
            )
        )
    return found
