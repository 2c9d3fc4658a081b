"""Names that mean something, and none that is Python's own."""

import sys

from tests.architecture.code import APPS, ROOT, name_of, python_files

NOT_A_NAME = {"utils.py", "util.py", "helpers.py", "helper.py", "common.py", "misc.py", "tools.py", "lib.py", "base_utils.py"}  # fmt: skip
NO_PACKAGE = {"node_modules", "var", "docs", "static", "templates", "locale"}


def test_no_top_level_folder_takes_the_name_of_a_module_of_python():
    found = {f.name for f in ROOT.iterdir() if f.is_dir() and not f.name.startswith(".")}
    assert found - NO_PACKAGE >= {"cases", "portal", "referrals", "tests"}
    assert (found - NO_PACKAGE) & sys.stdlib_module_names == set()


def test_no_file_is_called_utils():
    assert [name_of(f) for f in python_files(*APPS) if f.name in NOT_A_NAME] == []


def test_every_module_says_what_it_is():
    """A docstring in the first line, wherever there is code at all."""
    first = {name_of(f): f.read_text(encoding="utf-8").lstrip() for f in python_files(*APPS, "tests")}  # fmt: skip
    silent = [n for n, text in first.items() if text and not text.startswith(('"""', "#!"))]
    tests_may = [n for n in silent if not n.startswith("tests/")]
    assert tests_may == []


def test_portal_itself_is_empty():
    assert (ROOT / "portal/__init__.py").read_text() == ""
