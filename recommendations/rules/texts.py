"""What a text of the register may hold: words, no markup. Pure."""

import re

MARKUP = re.compile(
    r"<\s*[/!?]?\s*[a-zA-Z][^>]{0,400}>|<!--|&(?:[a-z]{2,8}|#x?[0-9a-f]{2,6});", re.IGNORECASE
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def marked_up(text: str) -> bool:
    """Whether a text holds tags, comments or entities, which we neither run nor show."""
    return MARKUP.search(text) is not None


def unreadable(text: str) -> bool:
    """Whether a text holds characters that no person typed."""
    return CONTROL.search(text) is not None
