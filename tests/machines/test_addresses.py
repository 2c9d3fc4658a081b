"""Where a webhook may lead: every way back inside is refused, as written, by number, and at the call."""

import socket
import time

import pytest

from portal.core.problems import Invalid
from portal.machines import outgoing, services
from portal.machines.addresses import Refused, judged, parsed
from tests.machines.receiver import receiving

INSIDE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0",  # noqa: S104 "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.8", "192.0.2.7", "198.18.0.1", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1",
    "64:ff9b::a00:1", "2001:0:7f00:1::1",
]  # fmt: skip


@pytest.mark.parametrize("number", INSIDE)
def test_a_number_inside_is_refused(number):
    with pytest.raises(Refused) as refused:
        judged([number])
    assert refused.value.code == "inside"


@pytest.mark.parametrize("number", ["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])  # fmt: skip
def test_a_number_of_the_open_net_is_called(number):
    assert judged([number]) == [number]


def test_one_bad_number_among_good_ones_is_enough():
    with pytest.raises(Refused):
        judged(["8.8.8.8", "10.0.0.1"])


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://agency.example/x", "scheme"), ("ftp://agency.example/", "scheme"), ("file:///etc/passwd", "form"),
        ("gopher://agency.example/", "scheme"), ("javascript:alert(1)", "form"), ("//agency.example/", "scheme"),
        ("https://agency.example:8443/", "port"), ("https://agency.example:22/", "port"), ("https://agency.example:0/", "port"),
        ("https://user:word@agency.example/", "form"), ("https://@agency.example/", "form"), ("https://", "form"),
        ("https://agency.example/#part", "form"), ("https://agency.example:99999/", "form"), ("https://a b.example/", "form"),
        ("https://agency.example\\@127.0.0.1/", "form"), ("https://agency.exämple/", "form"), ("", "scheme"),
        ("https://[::1/", "form"), ("https://agency.example/\r\nHost: x", "form"), ("https://agency.example/" + "x" * 500, "form"),
        ("https://[fe80::1%25eth0]/", "form"),
    ],
)  # fmt: skip
def test_an_address_as_written(url, code):
    with pytest.raises(Refused) as refused:
        parsed(url)
    assert refused.value.code in (code, "form")


def test_an_address_is_taken_apart():
    target = parsed("https://Agency.example./told?key=1")
    assert (target.host, target.port, target.path, target.host_header) == ("agency.example", 443, "/told?key=1", "agency.example")  # fmt: skip
    six = parsed("https://[2606:4700:4700::1111]/")
    assert six.host_header == "[2606:4700:4700::1111]"


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://10.0.0.1/",
     "https://169.254.169.254/latest/meta-data/", "https://2130706433/", "https://0x7f000001/", "https://127.1/",
     "https://0177.0.0.1/", "https://no-such-name.invalid/", "http://localhost:8000/"],
)  # fmt: skip
def test_registering_an_address_inside_is_refused_by_its_field(world, url):
    with pytest.raises(Invalid) as refused:
        services.register(actor=world.actor("ngo_admin"), desk=world.desks["ngo"].uuid, url=url)
    assert set(refused.value.errors) == {"url"}


def test_the_setting_that_lets_this_machine_in_lets_nothing_else_in(settings, monkeypatch):
    settings.WEBHOOKS_LOCAL = True
    assert outgoing.checked("http://localhost:8123/")[1]
    for url in ("http://10.0.0.1/", "https://10.0.0.1/", "http://agency.example/", "https://agency.example:8443/"):  # fmt: skip
        assert outgoing.post(url, b"{}", {}).error.startswith("refused-"), url
    resolves(monkeypatch, "127.0.0.1")
    assert outgoing.post("https://inside.example/", b"{}", {}).error == "refused-inside"


def resolves(monkeypatch, *numbers):
    """The resolver gives these answers, one a question, the last again and again."""
    left = list(numbers)

    def asked(host, port, **more):
        number = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    monkeypatch.setattr(outgoing.socket, "getaddrinfo", asked)


def test_a_name_that_changes_its_mind_is_caught_at_the_call(world, monkeypatch):
    """DNS rebinding: outside when it was registered, inside when it is called."""
    resolves(monkeypatch, "93.184.215.14", "127.0.0.1")
    row, _secret = services.register(actor=world.actor("ngo_admin"), desk=world.desks["ngo"].uuid, url="https://rebind.example/")  # fmt: skip
    assert outgoing.post(row.url, b"{}", {}).error == "refused-inside"


def test_the_number_that_was_judged_is_the_one_that_is_called(settings, monkeypatch):
    """Asked once: a second answer between judging and calling does not exist."""
    asked, called = [], []
    resolves(monkeypatch, "93.184.215.14", "127.0.0.1")
    real = outgoing.numbers_of
    monkeypatch.setattr(outgoing, "numbers_of", lambda h, p: asked.append(h) or real(h, p))

    def connect(address, timeout):
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(outgoing.socket, "create_connection", connect)
    assert outgoing.post("https://rebind.example/", b"{}", {}).error == "connection"
    assert (asked, called) == (["rebind.example"], [("93.184.215.14", 443)])


def test_a_redirect_is_an_answer_and_is_not_followed(settings):
    settings.WEBHOOKS_LOCAL = True
    with receiving() as first, receiving() as second:
        first.answers, first.location = [302], second.url
        assert outgoing.post(first.url, b"{}", {}).status == 302
        assert (len(first.got), len(second.got)) == (1, 0)


def test_a_large_answer_is_not_read_and_a_slow_one_not_waited_for(settings, monkeypatch):
    settings.WEBHOOKS_LOCAL = True
    monkeypatch.setattr(outgoing, "ALL_SECONDS", 1.0)
    with receiving() as other:
        other.body = b"x" * 50_000_000
        started = time.monotonic()
        assert outgoing.post(other.url, b"{}", {}).status == 204
        assert time.monotonic() - started < 1.0
    with receiving() as other:
        other.answers, other.body, other.slow = [200], b"x" * 200, 0.3
        started = time.monotonic()
        said = outgoing.post(other.url, b"{}", {})
        assert time.monotonic() - started < 3.0
        assert said.error == "timeout" or said.status == 200


def test_nobody_there_is_an_outcome(settings):
    settings.WEBHOOKS_LOCAL = True
    assert outgoing.post("http://localhost:9/", b"{}", {}).error == "connection"
    with receiving() as other:
        secured = other.url.replace("http:", "https:")
        assert outgoing.post(secured, b"{}", {}).error in (
            "tls",
            "connection",
            "network",
            "timeout",
        )
