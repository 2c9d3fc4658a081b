"""After too many wrong passwords or codes nobody gets further for a while, right or wrong.

Counted for the account from one address, for the account from anywhere, and for the address over
all accounts; an account that does not exist is counted like one that does, and answers alike. The
counters lie in Redis under keyed hashes: no address of a person or of a network stands in a key.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


@dataclass(frozen=True, slots=True)
class Limit:
    """So many wrong ones within so many seconds; then as long again from the last one."""

    name: str
    most: int
    seconds: int


SALT = "portal.sign_in.lockout"
PAIR, ACCOUNT, ADDRESS = "pair", "account", "address"
LIMITS: dict[str, tuple[Limit, ...]] = {
    "password": (Limit(PAIR, 5, 900), Limit(ACCOUNT, 20, 900), Limit(ADDRESS, 100, 900)),
    "code": (Limit(PAIR, 5, 900), Limit(ACCOUNT, 10, 3_600), Limit(ADDRESS, 100, 900)),
    "passkey": (Limit(ADDRESS, 30, 900),),
}


class Attempt:
    """One try at a password, a code or a passkey, counted before it is judged.

    Counted first, many tries at once cannot slip past; what turns out right is taken back.
    """

    def __init__(self, kind: str, request: HttpRequest, account: str = "") -> None:
        address = get_adapter(request).get_client_ip(request)
        said = {PAIR: f"{account} {address}", ACCOUNT: account, ADDRESS: address}
        self.kind = kind
        self.counters = [(limit, self._key(limit, said[limit.name])) for limit in LIMITS[kind]]

    def _key(self, limit: Limit, value: str) -> str:
        mark = salted_hmac(SALT, value.lower(), algorithm="sha256")
        return f"lock:{self.kind}:{limit.name}:{mark.hexdigest()[:40]}"

    def begin(self) -> bool:
        """Count it. False where there were too many before: then it must not be judged."""
        if any(int(cache.get(key, 0)) >= limit.most for limit, key in self.counters):
            return False
        return all(self._counted())

    def _counted(self) -> Iterator[bool]:
        for limit, key in self.counters:
            cache.add(key, 0, timeout=limit.seconds)
            count = cache.incr(key)
            if count >= limit.most:
                cache.touch(key, limit.seconds)
            yield count <= limit.most

    def right(self) -> None:
        """It was right: the account's tries from this address are forgotten, the others less one."""
        for limit, key in self.counters:
            if limit.name == PAIR:
                cache.delete(key)
            elif cache.get(key):
                cache.decr(key)
