"""Two runs on the same data: the second says so; a killed one leaves nothing behind."""

import os
import signal

from tests.embedded.conftest import Tree
from tests.embedded.test_supervisor import lives

HOLD = """
import os, subprocess, sys, time
from portal.embedded.places import Refused, load
from portal.embedded.running import only_run, tell
try:
    with only_run(load("demo")):
        child = subprocess.Popen(["sh", "-c", "sleep 1234; : portal.embedded"], start_new_session=True,
            stdout=subprocess.DEVNULL)
        tell(load("demo"), "http://localhost:8000", [child.pid])
        print("holding", child.pid)
        time.sleep(float(sys.argv[1]))
        os.killpg(child.pid, 9)
except Refused as refusal:
    print(refusal)
"""


def test_a_second_demo_on_the_same_data_says_where_the_first_is(tree: Tree) -> None:
    with tree.python(HOLD, "60") as first:
        child = int(first.stdout.readline().split()[1])
        second, _ = tree.python(HOLD, "0").communicate(timeout=20)
        assert "runs already on this data" in second
        assert f"process {first.pid}, http://localhost:8000" in second
        assert lives(child), "the second run must not touch the first one's children"
        first.kill()
    os.killpg(child, signal.SIGKILL)


def test_what_a_killed_run_left_behind_is_ended_by_the_next(tree: Tree) -> None:
    with tree.python(HOLD, "60") as first:
        child = int(first.stdout.readline().split()[1])
        first.send_signal(signal.SIGKILL)
    assert lives(child)
    said, _ = tree.python(HOLD, "0").communicate(timeout=20)
    assert "holding" in said
    assert not lives(child)
