"""The marker of a page tells nothing, and nobody makes one."""

import base64

import pytest

from portal.core.clock import now
from portal.core.models import OutboxRow
from portal.core.paging import page
from portal.core.problems import Malformed

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    for n in range(30):
        OutboxRow.objects.create(topic="thing", kind="k", key=f"paging-{n}", not_before=now())
    return OutboxRow.objects.filter(topic="thing")


def opened(marker):
    return base64.urlsafe_b64decode(marker.split(":")[0] + "===")


def test_the_marker_leads_on(rows):
    first = page(rows, keys=("-id",))
    second = page(rows, keys=("-id",), after=first.next)
    assert [r.pk for r in (*first.rows, *second.rows)] == sorted((r.pk for r in rows), reverse=True)
    assert second.next == ""


def test_no_number_of_a_row_can_be_read_in_it(rows):
    found = page(rows, keys=("created_at", "-id"))
    last = found.rows[-1]
    for secret in (str(last.pk), last.created_at.isoformat()[:10]):
        assert secret not in found.next
        assert secret.encode() not in opened(found.next)


def test_the_same_page_has_the_same_marker(rows):
    assert page(rows).next == page(rows).next


@pytest.mark.parametrize("made_up", ["x", "WzFd", "é", "WzFd:1abc:abc", "A" * 200, "\x00", "=" * 9])
def test_a_marker_that_is_not_ours_is_refused_by_name(rows, made_up):
    with pytest.raises(Malformed) as refused:
        page(rows, after=made_up)
    assert list(refused.value.errors) == ["after"]


def test_a_changed_marker_is_refused(rows):
    marker = page(rows).next
    turned = ("B" if marker[0] == "A" else "A") + marker[1:]
    with pytest.raises(Malformed):
        page(rows, after=turned)


def test_an_older_secret_still_opens(rows, settings):
    marker = page(rows).next
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-of-fifty-letters-and-more-0123456789"
    assert page(rows, after=marker).rows
