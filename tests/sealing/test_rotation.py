import io
import uuid

import pytest
from django.core.management import CommandError, call_command

from portal.sealing import services
from portal.sealing.models import WrappedKey

pytestmark = pytest.mark.django_db


class Interrupted(Exception):
    pass


@pytest.fixture
def cases(ring_file):
    made = {uuid.uuid4(): None for _ in range(10)}
    return {subject: services.new_key("case", subject) for subject in made}


def still_open(cases):
    return services.open_keys("case", cases) == cases


def test_rotation_wraps_anew_and_opens_nothing_less(cases, ring_file):
    ring_file("k2", k1=1, k2=2)
    assert still_open(cases)
    told = []
    assert services.rewrap(batch=4, progress=lambda *p: told.append(p)).done == 10
    assert told == [(4, 6), (8, 2), (10, 0)]
    assert services.wraps_by_key() == {"k2": 10}
    ring_file("k2", k2=2)
    assert still_open(cases)


def test_an_interrupted_rotation_goes_on_where_it_stopped(cases, ring_file):
    ring_file("k2", k1=1, k2=2)

    def pull_the_plug(done, left):
        if done >= 6:
            raise Interrupted

    with pytest.raises(Interrupted):
        services.rewrap(batch=3, progress=pull_the_plug)
    assert services.wraps_by_key() == {"k1": 4, "k2": 6}
    assert still_open(cases)
    assert services.rewrap(batch=3).done == 4
    assert services.rewrap(batch=3).done == 0
    assert still_open(cases)


def test_keys_of_several_ages_end_under_one(cases, ring_file):
    ring_file("k2", k1=1, k2=2)
    services.new_key("draft", uuid.uuid4())
    ring_file("k3", k1=1, k2=2, k3=3)
    assert services.rewrap().done == 11
    assert services.wraps_by_key() == {"k3": 11}


def test_a_wrap_that_does_not_open_is_named_and_holds_nobody_up(cases, ring_file):
    broken = WrappedKey.objects.order_by("pk")[3]
    WrappedKey.objects.filter(pk=broken.pk).update(wrapped=b"0" * 48)
    ring_file("k2", k1=1, k2=2)
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="1 keys do not open"):
        call_command("rotate_keys", batch=2, stdout=out, stderr=err)
    assert str(broken.subject_uuid) in err.getvalue()
    assert services.wraps_by_key() == {"k1": 1, "k2": 9}


def test_without_the_old_key_it_says_which_to_put_back(cases, ring_file):
    ring_file("k2", k2=2)
    with pytest.raises(CommandError, match="SEALING_KEY_FILE holds no key k1: put it back"):
        call_command("rotate_keys")
    assert services.wraps_by_key() == {"k1": 10}


def test_the_command_says_how_far_it_is_and_what_may_leave_the_file(cases, ring_file):
    ring_file("k2", k1=1, k2=2)
    out = io.StringIO()
    call_command("rotate_keys", batch=5, stdout=out)
    said = out.getvalue()
    assert "5 done, 5 left" in said
    assert "10 keys wrapped anew under k2" in said
    assert "May leave the file once no backup needs them: k1" in said
    assert not any(str(subject) in said for subject in cases)
