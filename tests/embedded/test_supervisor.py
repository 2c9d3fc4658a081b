"""Several programs in one terminal end together, whoever ends first and however it is asked."""

import os
import re
import signal
import subprocess
import time

import pytest

from tests.embedded.conftest import Tree

PROGRAM = """
import os, sys
from portal.embedded.supervisor import Child, Supervisor
children = [Child(f"c{n}", ["bash", "-c", words], os.environ) for n, words in enumerate(sys.argv[1:])]
supervisor = Supervisor(children)
supervisor.start()
sys.exit(supervisor.watch())
"""
PATIENT = "echo here $$; sleep 1234 & echo below $!; wait"
STUBBORN = "trap '' TERM; echo here $$; while :; do sleep 0.1; done"


def lives(pid: int) -> bool:
    asked = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return bool(asked.stdout.strip()) and not asked.stdout.startswith("Z")


def read_pids(running: subprocess.Popen[str], count: int) -> list[int]:
    found: list[int] = []
    while len(found) < count:
        line = running.stdout.readline()
        assert line, "it ended before it said so"
        found += [int(number) for number in re.findall(r"(?:here|below) (\d+)", line)]
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_children_and_what_they_started(tree: Tree, number: int) -> None:
    running = tree.python(PROGRAM, PATIENT, PATIENT)
    pids = read_pids(running, 4)
    running.send_signal(number)
    said, _ = running.communicate(timeout=10)
    assert running.returncode == 0
    assert f"stopping ({signal.Signals(number).name})" in said
    assert not [pid for pid in pids if lives(pid)]


def test_one_that_falls_takes_the_others_along_and_is_quoted(tree: Tree) -> None:
    running = tree.python(PROGRAM, PATIENT, "echo 'no such table' >&2; sleep 0.3; exit 7")
    said, _ = running.communicate(timeout=10)
    assert running.returncode == 1
    assert "'c1' ended by itself with status 7; all stopped." in said
    assert said.rstrip().endswith("no such table")
    here = [int(number) for number in re.findall(r"(?:here|below) (\d+)", said)]
    assert here
    assert not [pid for pid in here if lives(pid)]


def test_a_second_signal_ends_one_that_does_not_listen(tree: Tree) -> None:
    running = tree.python(PROGRAM, STUBBORN)
    (pid,) = read_pids(running, 1)
    running.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert lives(pid)
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=5)
    assert not lives(pid)


def test_children_do_not_hear_the_terminal(tree: Tree) -> None:
    running = tree.python(PROGRAM, PATIENT)
    pid, _ = read_pids(running, 2)
    assert os.getsid(pid) == pid != os.getsid(running.pid)
    running.terminate()
    running.communicate(timeout=10)


def test_what_a_child_needs_outlives_it(tree: Tree) -> None:
    """The mailbox is started before the worker, and must still be there for its last letter."""
    needed = "trap 'echo needed ends; exit' TERM; echo here $$; while :; do sleep 0.05; done"
    needing = (
        "trap 'sleep 0.5; echo needing ends; exit' TERM; echo here $$; while :; do sleep 0.05; done"
    )
    running = tree.python(PROGRAM, needed, needing)
    read_pids(running, 2)
    running.terminate()
    said, _ = running.communicate(timeout=10)
    assert said.index("needing ends") < said.index("needed ends")
