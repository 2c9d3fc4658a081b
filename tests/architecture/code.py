"""What the architecture tests read: our own files, as text and as trees."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("cases", "portal", "recommendations", "referrals")


def python_files(*folders: str) -> list[Path]:
    """Python files of some folders; migrations are generated and left out."""
    found = [f for folder in folders for f in sorted((ROOT / folder).rglob("*.py"))]
    return [f for f in found if not {"migrations", "__pycache__"} & set(f.parts)]


@lru_cache(maxsize=2_000)
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


def calls(file: Path, *names: str) -> Iterator[ast.Call]:
    """Calls of functions or methods of these names."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called in names:
                yield node


def told(call: ast.Call, keyword: str) -> str | None:
    """The literal text of a keyword argument; None where there is none, or it is worked out."""
    for given in call.keywords:
        if given.arg == keyword and isinstance(given.value, ast.Constant):
            return str(given.value.value)
    return None
