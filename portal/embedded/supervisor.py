"""Several programs in one terminal: their words side by side, and all end together."""

import contextlib
import os
import queue
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

PATIENCE = 15.0  # seconds that a child has to finish what it is doing


@dataclass
class Child:
    """One program and what it said last."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[str] | None = None
    last_words: deque[str] = field(default_factory=lambda: deque(maxlen=20))

    @property
    def pid(self) -> int:
        """The number of its process; 0 before it was started."""
        return self.process.pid if self.process else 0

    @property
    def runs(self) -> bool:
        """Whether it was started and did not end."""
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Starts children in sessions of their own, so that Ctrl-C reaches only us and we end them."""

    def __init__(self, children: list[Child], say: Callable[[str], None] = print) -> None:
        """Nothing starts yet."""
        self.children = children
        self.say = say
        self.quiet = False  # while starting, children only say something if they fall
        self.stopped = False
        self.signals: queue.SimpleQueue[int] = queue.SimpleQueue()
        self.width = max(len(child.name) for child in children)

    def start(self) -> None:
        """Start all; each child's words come out with its name before them."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._remember)
        for child in self.children:
            child.process = subprocess.Popen(
                child.command,
                env=dict(child.environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                start_new_session=True,
            )
            words = child.process.stdout
            threading.Thread(target=self._relay, args=(child, words), daemon=True).start()

    def watch(self) -> int:
        """Wait for a signal (0) or for the first child that ends (1); then end the others."""
        while True:
            with contextlib.suppress(queue.Empty):
                self.say(f"stopping ({signal.Signals(self.signals.get(timeout=0.2)).name})")
                self.stop()
                return 0
            fallen = next((child for child in self.children if not child.runs), None)
            if fallen is not None:
                self.stop()
                self._report(fallen)
                return 1

    def interrupted(self) -> bool:
        """Whether somebody already asked us to stop."""
        return not self.signals.empty()

    def stop(self) -> None:
        """End all, the last one started first: what a child needs outlives it.

        Whoever does not end in time, or when we are asked twice, is ended at once.
        """
        if self.stopped:
            return
        self.stopped = True
        limit = time.monotonic() + PATIENCE
        for child in reversed(self.children):
            _signal_session(child, signal.SIGTERM)
            while child.runs and time.monotonic() < limit and not self.interrupted():
                time.sleep(0.05)
        for child in self.children:
            if child.process is not None:
                _signal_session(child, signal.SIGKILL)
                child.process.wait()

    def _remember(self, number: int, frame: FrameType | None) -> None:
        self.signals.put(number)

    def _relay(self, child: Child, words: IO[str]) -> None:
        for line in words:
            child.last_words.append(line.rstrip())
            if not self.quiet:
                self.say(f"{child.name:<{self.width}} │ {line.rstrip()}")

    def _report(self, child: Child) -> None:
        status = child.process.returncode if child.process else "unknown"
        self.say(f"'{child.name}' ended by itself with status {status}; all stopped.")
        self.say("Its last words:" if child.last_words else "It said nothing.")
        for line in child.last_words:
            self.say(f"    {line}")


def _signal_session(child: Child, number: int) -> None:
    """Tell a child and everything it started; those that ended are no error."""
    if child.process is None:
        return
    if number == signal.SIGTERM:
        with contextlib.suppress(ProcessLookupError):
            child.process.send_signal(number)  # a parent decides how its own children end
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, number)
