"""Where a webhook may lead: out into the world, and never back inside. Pure.

An address is judged twice: as it is written (scheme, port, no name and password in it), and by each
number that its name stands for. The caller connects to a number that was judged here, never to the
name again: a name that changes its mind between the two (DNS rebinding) changes nothing.
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST = 500
PORT = 443
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
INSIDE_TOO = tuple(  # set apart since some Python's own table was written
    ipaddress.ip_network(net)
    for net in ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "5f00::/16")
)
NAT64 = ipaddress.ip_network("64:ff9b::/96")
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(ValueError):
    """This address is not called. ``code`` says why: scheme, port, form, inside, unknown."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be called, taken apart."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """The Host header: the port only where it is not the scheme's own."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"https": 443, "http": 80}[self.scheme]
        return name if self.port == usual else f"{name}:{self.port}"


def parsed(url: str, *, local: bool = False) -> Target:
    """Take an address apart, or raise Refused. ``local`` (demonstration, tests) lets http and any
    port through, for this very machine only."""
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or set(' \\"<>') & set(url):
        raise Refused("form")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError:
        raise Refused("form") from None
    if "@" in parts.netloc or not host or "%" in host or parts.fragment:
        raise Refused("form")
    here = local and host in LOCAL_NAMES
    if parts.scheme not in (("https", "http") if here else ("https",)):
        raise Refused("scheme")
    port = (80 if parts.scheme == "http" else PORT) if port is None else port
    if port != PORT and not here:
        raise Refused("port")
    query = f"?{parts.query}" if parts.query else ""
    return Target(parts.scheme, host, port, (parts.path or "/") + query)


def judged(found: list[str], *, local: bool = False) -> list[str]:
    """The numbers a name stands for, where every one of them may be called; else raises Refused.

    One inside is enough to refuse: a name with a good and a bad number is a trap.
    """
    if not found:
        raise Refused("unknown")
    for number in found:
        address = plain(ipaddress.ip_address(number.split("%", 1)[0]))
        if not (is_outside(address) or (local and address.is_loopback)):
            raise Refused("inside")
    return found


def plain(address: IPAddress) -> IPAddress:
    """The IPv4 number inside an IPv6 one (mapped, 6to4, Teredo, NAT64), or the number itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if int(address) >> 32 == 0 and int(address) > 1:  # IPv4-compatible, long out of use
        return ipaddress.IPv4Address(int(address))
    return address


def is_outside(address: IPAddress) -> bool:
    """Whether a number belongs to the open net: no loopback, private, link-local, shared,
    multicast, reserved or unspecified one."""
    inside = (
        address.is_private or address.is_loopback or address.is_link_local or address.is_multicast
        or address.is_reserved or address.is_unspecified
    )  # fmt: skip
    site_local = isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    apart = any(address in net for net in INSIDE_TOO if net.version == address.version)
    return address.is_global and not inside and not site_local and not apart
