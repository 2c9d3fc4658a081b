"""What a detail may hold: codes, numbers, references. Pure. No sentence, no name, no address."""

import re
from typing import Any

CODE = re.compile(r"[A-Za-z0-9_.:+-]{0,80}")


def is_code(text: str) -> bool:
    """True for a code, reference, uuid or ISO date; false for anything with a space or a letter
    outside of ASCII."""
    return CODE.fullmatch(text) is not None


def not_codes(detail: Any, path: str = "detail") -> str:
    """The path of the first thing that is no code; empty where all are."""
    if detail is None or isinstance(detail, bool | int):
        return ""
    if isinstance(detail, str):
        return "" if is_code(detail) else path
    if isinstance(detail, list | tuple):
        return next((p for i, v in enumerate(detail) if (p := not_codes(v, f"{path}[{i}]"))), "")
    if isinstance(detail, dict):
        if any(not isinstance(k, str) or not is_code(k) for k in detail):
            return path
        return next((p for k, v in detail.items() if (p := not_codes(v, f"{path}.{k}"))), "")
    return path
