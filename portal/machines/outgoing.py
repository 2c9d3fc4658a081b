"""One POST to a judged address: no redirect is followed, little is read, nothing is waited for long.

The connection goes to a number that was judged, with the name in TLS and in Host only. A timer ends
it whatever the other side does: a byte every four seconds does not hold a worker.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from portal.machines.addresses import LOCAL_NAMES, Refused, Target, judged, parsed

CONNECT_SECONDS = 5.0
ALL_SECONDS = 10.0
MOST_READ = 16_384


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt: a status, or a code for why there was none. Never the other's words."""

    status: int | None = None
    error: str = ""
    milliseconds: int = 0


def numbers_of(host: str, port: int) -> list[str]:
    """What the resolver says a name stands for; empty where it says nothing."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def checked(url: str) -> tuple[Target, list[str]]:
    """An address taken apart, and the judged numbers of its name. Raises Refused."""
    local = settings.WEBHOOKS_LOCAL
    target = parsed(url, local=local)
    here = local and target.host in LOCAL_NAMES
    return target, judged(numbers_of(target.host, target.port), local=here)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
    """Send, once. Never raises: what went wrong is the outcome's ``error``."""
    started = time.monotonic()
    try:
        target, numbers = checked(url)
        status = _sent(target, numbers[0], body, headers)
        return Outcome(status=status, milliseconds=_since(started))
    except Refused as refused:
        return Outcome(error=f"refused-{refused.code}", milliseconds=_since(started))
    except (OSError, http.client.HTTPException) as error:
        return Outcome(error=_code(error, started), milliseconds=_since(started))


def _since(started: float) -> int:
    return int((time.monotonic() - started) * 1000)


def _code(error: Exception, started: float) -> str:
    if isinstance(error, ssl.SSLError):
        return "tls"
    if isinstance(error, TimeoutError) or time.monotonic() - started >= ALL_SECONDS:
        return "timeout"
    if isinstance(error, ConnectionError):
        return "connection"
    return "answer" if isinstance(error, http.client.HTTPException) else "network"


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _sent(target: Target, number: str, body: bytes, headers: Mapping[str, str]) -> int:
    held = [socket.create_connection((number, target.port), timeout=CONNECT_SECONDS)]
    end = threading.Timer(ALL_SECONDS, _cut, [held])
    end.daemon = True
    end.start()
    line = http.client.HTTPConnection(target.host, target.port)
    try:
        if target.scheme == "https":
            held[0] = secured = _tls().wrap_socket(
                held[0], server_hostname=target.host, do_handshake_on_connect=False
            )
            secured.do_handshake()
        line.sock = held[0]
        line.request(
            "POST", target.path, body=body, headers={"Host": target.host_header, **headers}
        )
        answer = line.getresponse()
        answer.read(MOST_READ)
        return answer.status
    finally:
        end.cancel()
        line.close()
        held[0].close()


def _cut(held: list[socket.socket]) -> None:
    """The connection lets go of its socket when it has the answer's head: we keep hold of it."""
    try:
        held[0].shutdown(socket.SHUT_RDWR)
    except OSError:  # it is over already
        return
