"""Text that a spreadsheet would run, made harmless in a CSV and brought back on import. Pure.

Only what can run is touched (lesson L30): a phone's plus, -12 and '- a list' stay as they are.
One apostrophe goes before it; the same rule takes it away, so that what was stored comes back.
"""

import re

_ALWAYS = "=@＝＠"
_SIGNS = "+-＋－"
_NUMBER = re.compile(r"[+\-]?[\d\s().,/\-]*\d[\d\s().,/%\-]*")
_CALLS = re.compile(r"[(|!=&]")


def can_run(text: str) -> bool:
    """True where a spreadsheet that opens a CSV would take this as a formula or a command."""
    bare = text.lstrip()
    if not bare:
        return False
    if bare[0] in _ALWAYS:
        return True
    if bare[0] in _SIGNS:
        if _NUMBER.fullmatch(bare):
            return False
        return not bare[1:2].isspace() or bool(_CALLS.search(bare))
    return text[0] in "\t\r\n"


def neutralise(text: str) -> str:
    """The text with one apostrophe before it, where it or what follows its apostrophes can run."""
    return f"'{text}" if can_run(text.lstrip("'")) else text


def restore(text: str) -> str:
    """The reverse of ``neutralise``."""
    return text[1:] if text.startswith("'") and can_run(text.lstrip("'")) else text
