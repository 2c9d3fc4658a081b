"""Quiet hours as a plain rule: by the State's clock, over midnight, over days, over a clock change."""

from datetime import UTC, datetime, time

import pytest

from portal.notifications.quiet import Quiet, waits_until

ZONE = "Europe/Bucharest"  # UTC+2, from 2027-03-28 03:00 UTC+3, until 2027-10-31 04:00
NIGHT = Quiet(time(22), time(7))


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "at", "until"),
    [
        (NIGHT, "2027-01-13T21:00", "2027-01-14T05:00"),  # 23:00 there
        (NIGHT, "2027-01-13T04:59", "2027-01-13T05:00"),  # 06:59 there
        (NIGHT, "2027-01-13T05:00", "2027-01-13T05:00"),  # seven: not quiet any more
        (NIGHT, "2027-01-13T19:59", "2027-01-13T19:59"),
        (Quiet(time(12), time(14)), "2027-01-13T10:30", "2027-01-13T12:00"),
        (Quiet(time(0), time(0), (2,)), "2027-01-13T10:30", "2027-01-13T22:00"),  # a Wednesday
        (Quiet(time(0), time(0), (5, 6)), "2027-01-16T10:30", "2027-01-17T22:00"),  # a weekend
        (Quiet(time(22), time(7), (5, 6)), "2027-01-15T21:00", "2027-01-18T05:00"),  # Friday night
        (NIGHT, "2027-03-27T22:00", "2027-03-28T04:00"),  # L39: seven is seven, an hour earlier
        (NIGHT, "2027-10-30T22:00", "2027-10-31T05:00"),
        (
            Quiet(time(22), time(3, 30)),
            "2027-03-27T22:00",
            "2027-03-28T01:30",
        ),  # 03:30 is not there
        (
            Quiet(time(22), time(3, 30)),
            "2027-10-31T01:10",
            "2027-10-31T01:30",
        ),  # the hour comes twice
    ],
)
def test_l39_until_when_an_e_mail_waits(quiet, at, until):
    assert waits_until(utc(at), quiet, ZONE) == utc(until)


def test_what_is_not_quiet_waits_for_nothing_in_any_zone():
    for zone in ("UTC", ZONE, "Asia/Kathmandu", "America/St_Johns"):
        at = utc("2027-06-01T12:00")
        assert waits_until(at, Quiet(time(0), time(0)), zone) == at
        assert waits_until(at, Quiet(time(22), time(7), range(6)), zone) >= at
