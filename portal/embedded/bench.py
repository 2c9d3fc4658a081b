"""`make bench`: how much longer a page takes than an answer without any work, in one run.

Seconds differ from machine to machine; the ratio to `/healthz` measured beside it says more.
"""

import http.cookiejar
import json
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from portal.embedded import instances
from portal.embedded.commands import COMMANDS, environment_for
from portal.embedded.environment import environment
from portal.embedded.places import ROOT, Refused, keep_or_choose

PAGES = ("/", "/cases/", "/referrals/", "/inbox/", "/board/", "/placements/", "/notifications/")
ROUNDS = 15
READERS = 16


class Visitor:
    """Somebody with a browser's cookies and nothing else."""

    def __init__(self, address: str) -> None:
        """Nobody has signed in yet."""
        self.address = address
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def get(self, path: str, data: bytes | None = None) -> tuple[int, str]:
        """The status and the text of a page."""
        question = urllib.request.Request(self.address + path, data=data)  # noqa: S310
        question.add_header("Referer", self.address + path)
        try:
            with self.opener.open(question, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as failure:
            return failure.code, ""

    def sign_in(self, email: str, password: str) -> None:
        """Sign in through the form, as people do."""
        _, page = self.get("/sign-in/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        fields = {"login": email, "password": password}
        fields["csrfmiddlewaretoken"] = token[1] if token else ""
        self.get("/sign-in/", urllib.parse.urlencode(fields).encode())


def median(visitor: Visitor, path: str) -> tuple[int, float]:
    """The status, and the middle of several times in seconds."""
    status, _ = visitor.get(path)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        visitor.get(path)
        times.append(time.perf_counter() - began)
    return status, statistics.median(times)


def crowd(visitor: Visitor, path: str, readers: int) -> float:
    """Answers a second when so many read at once."""
    began = time.perf_counter()
    with ThreadPoolExecutor(readers) as pool:
        list(pool.map(lambda _: visitor.get(path), range(ROUNDS * 4)))
    return ROUNDS * 4 / (time.perf_counter() - began)


def report(address: str, users: list[dict[str, str]]) -> None:
    """Print a line for each page of one user of every role."""
    nothing = median(Visitor(address), "/healthz")[1]
    print(f"{'role':<20} {'page':<18} {'median':>9}  ratio to /healthz ({nothing * 1000:.1f} ms)")
    seen: dict[str, Visitor] = {}
    for user in users:
        if user["role"] in seen:
            continue
        visitor = seen[user["role"]] = Visitor(address)
        visitor.sign_in(user["email"], user["password"])
        for path in PAGES:
            status, took = median(visitor, path)
            if status == 200:
                print(f"{user['role']:<20} {path:<18} {took * 1000:6.1f} ms  {took / nothing:.1f}")
    if seen:
        role, visitor = next(iter(seen.items()))
        alone, together = crowd(visitor, "/", 1), crowd(visitor, "/", READERS)
        print(
            f"{READERS} readers of / at once ({role}): {together / alone:.1f} times one reader's rate"
        )


def main() -> int:
    """Serve the demo's data on a free port for the length of the measurement."""
    try:
        with instances.using("demo") as (instance, _):
            told = instance.folder / "credentials.json"
            if not told.exists():
                raise Refused("There is nobody to measure with: run `make demo` once.")
            port = keep_or_choose(0)
            known = {**os.environ, **environment(instance, port)}
            command, theirs = COMMANDS["web"](known), environment_for("web", known)
            web = subprocess.Popen(command, cwd=ROOT, env=theirs, stdin=subprocess.DEVNULL)
            try:
                _wait(known["BASE_URL"])
                report(known["BASE_URL"], json.loads(told.read_text())["users"])
            finally:
                web.terminate()
                web.wait()
        return 0
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1


def _wait(address: str) -> None:
    for _ in range(150):
        try:
            if Visitor(address).get("/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise Refused("The pages did not come up within half a minute.")


if __name__ == "__main__":
    raise SystemExit(main())
