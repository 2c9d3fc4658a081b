"""A copy of the launcher in a tree of its own: nothing here touches the data of demo or tests."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Tree:
    """A checkout that holds only the launcher, and how to call it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        package = folder / "portal"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        leave = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "portal/embedded", package / "embedded", ignore=leave)

    @property
    def environ(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return {**kept, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "portal.embedded", *arguments]
        return subprocess.run(
            command, cwd=self.folder, env=self.environ, capture_output=True, text=True, check=False
        )

    def python(self, program: str, *arguments: str) -> subprocess.Popen[str]:
        """A program of a few lines that imports the launcher's modules."""
        return subprocess.Popen(
            [sys.executable, "-u", "-c", program, *arguments],
            cwd=self.folder,
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def told(self, name: str = "test") -> dict:
        return json.loads((self.folder / "var" / name / "instance.json").read_text())

    def variables(self, name: str = "test") -> dict[str, str]:
        said = self.call("env", "--name", name)
        assert said.returncode == 0, said.stderr
        lines = [line.removeprefix("export ") for line in said.stdout.splitlines()]
        return dict(line.replace("'", "").split("=", 1) for line in lines)


@pytest.fixture(scope="module")
def tree() -> Iterator[Tree]:
    """A tree that everybody on this machine can read."""
    folder = Path(tempfile.mkdtemp(prefix="concord-"))
    folder.chmod(0o755)
    found = Tree(folder / "x")
    yield found
    found.call("forget", "--name", "test")
    shutil.rmtree(folder)


@pytest.fixture
def hidden_tree() -> Iterator[Tree]:
    """A tree below a folder that only we can enter, as a home folder or `mktemp -d` is."""
    folder = Path(tempfile.mkdtemp(prefix="concord-"))
    found = Tree(folder / "x")
    yield found
    found.call("forget", "--name", "test")
    shutil.rmtree(folder)
