"""Sixteen people who read at once, against a static file of the same server."""

import http.client
import http.cookiejar
import re
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from portal.bench.timing import SLOWER, Figure
from portal.sign_in.codes import PERIOD, code_at

READERS, EACH = 16, 25
LIST, FILE = "/api/v1/referrals/", "/static/bench.json"


class Reader:
    """One signed-in person with a connection that stays open."""

    def __init__(self, base: str, email: str, password: str, secret: str) -> None:
        """Sign in through both forms, as people do."""
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self._send(f"{base}/sign-in/", login=email, password=password)
        self._send(f"{base}/sign-in/code/", code=code_at(secret, int(time.time()) // PERIOD))
        self.cookies = "; ".join(f"{c.name}={c.value}" for c in jar if c.path == "/")
        self.host = urllib.parse.urlsplit(base).netloc

    def _send(self, address: str, **fields: str) -> None:
        page = self.opener.open(address).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token and token[1]})
        question = urllib.request.Request(address, body.encode(), {"Referer": address})  # noqa: S310
        self.opener.open(question).read()

    def read(self, path: str, times: int = EACH) -> bytes:
        """The body of the last of so many answers."""
        line = http.client.HTTPConnection(self.host, timeout=60)
        body = b""
        for _ in range(times):
            line.request("GET", path, headers={"Cookie": self.cookies})
            answer = line.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise AssertionError(f"{path} answered {answer.status}")
        line.close()
        return body


def _rate(readers: list[Reader], path: str) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(len(readers)) as pool:
        list(pool.map(lambda reader: reader.read(path), readers))
    return len(readers) * EACH / (time.perf_counter() - began)


def measure(readers: list[Reader]) -> Figure:
    """The better of three rounds of each, in turn."""
    rates = [(_rate(readers, LIST), _rate(readers, FILE)) for _ in range(3)]
    ours, theirs = max(r[0] for r in rates), max(r[1] for r in rates)
    return Figure(
        f"{len(readers)} readers of the list at once", f"{ours:.0f} a second",
        f"the same bytes as a static file {theirs:.0f} a second", ours / theirs, 0.3, SLOWER,
    )  # fmt: skip
