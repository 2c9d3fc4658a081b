"""A broker that goes away is something to wait for, at whatever moment it goes."""

import pytest
from kombu import Connection

from portal.celery import app


def test_a_channel_without_its_connection_says_connection_lost():
    with app.connection_for_write() as connection:
        channel = connection.default_channel
        lost = connection.connection_errors
        channel.connection.client = None
        with pytest.raises(lost, match="closed"):
            channel._connparams(asynchronous=True)
        channel.connection.client = connection


def test_the_worker_and_whoever_asks_it_speak_by_our_transport():
    for made in (app.connection_for_read(), app.connection_for_write()):
        assert isinstance(made, Connection)
        assert type(made.transport).__module__ == "portal.broker"
