"""The transport to Redis, with one mend: a connection that is gone reads as a lost connection.

Where Redis goes away in the middle of kombu's reconnecting, a channel is asked for its address after
its connection was closed, and answers ``AttributeError``. The worker knows only connection errors as
something to wait for; it took this one for a fault of its own and ended.
"""

from typing import Any

from kombu.transport import redis as kombu_redis
from redis.exceptions import ConnectionError as ConnectionLost


class Channel(kombu_redis.Channel):  # type: ignore[misc]
    """A channel that says so when its connection is closed."""

    def _connparams(self, asynchronous: bool = False) -> Any:
        if getattr(self.connection, "client", None) is None:
            raise ConnectionLost("the connection to Redis is closed")
        return super()._connparams(asynchronous=asynchronous)  # type: ignore[misc]


class Transport(kombu_redis.Transport):  # type: ignore[misc]
    """kombu's transport with our channel."""

    Channel = Channel
