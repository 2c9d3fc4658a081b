"""Sizes that a reader can hold in her head; what is larger stands here by name, and shrinks only."""

import ast
import subprocess
import sys
import tomllib

from tests.architecture.code import APPS, ROOT, name_of, python_files, tree

FILE, FUNCTION, CLASS, TEST_FILE, TEMPLATE = 300, 40, 250, 600, 250
LARGER = {  # file -> (lines at most, why)
    "portal/settings.py": (420, "one settings file, read from top to bottom"),
}
LONGER: dict[str, tuple[int, str]] = {}  # file:function -> (lines at most, why)


def lines(file):
    return len(file.read_text(encoding="utf-8").splitlines())


def test_files_are_short():
    found = {name_of(f): lines(f) for f in python_files(*APPS)}
    assert {n: k for n, k in found.items() if k > LARGER.get(n, (FILE, ""))[0]} == {}


def test_test_files_are_short():
    found = {name_of(f): lines(f) for f in python_files("tests")}
    assert {n: k for n, k in found.items() if k > TEST_FILE} == {}


def test_an_exception_that_is_no_longer_one_is_taken_out():
    assert [f for f in LARGER if lines(ROOT / f) <= FILE] == []


def length(node):
    """Lines of what is done: signature and docstring tell, and do not count."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1


def too_long():
    for file in python_files(*APPS):
        for node in ast.walk(tree(file)):
            name = f"{name_of(file)}:{getattr(node, 'name', '')}"
            if isinstance(node, ast.ClassDef) and length(node) > CLASS:
                yield name, length(node)
            if (
                isinstance(node, ast.FunctionDef)
                and length(node) > LONGER.get(name, (FUNCTION, ""))[0]
            ):
                yield name, length(node)


def test_functions_and_classes_are_short():
    assert dict(too_long()) == {}


def test_ruff_refuses_what_is_too_branched():
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert "C90" in lint["select"]
    assert lint["mccabe"]["max-complexity"] <= 10
    command = [sys.executable, "-m", "ruff", "check", "--select", "C901", "-q", *APPS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_templates_are_short():
    found = {name_of(f): lines(f) for f in (ROOT / "templates").rglob("*.html")}
    assert {name: n for name, n in found.items() if n > TEMPLATE} == {}
