import threading
import uuid

import pytest
from django.db import IntegrityError, transaction

from portal.sealing import services
from portal.sealing.documents import DoesNotOpen
from portal.sealing.models import WrappedKey
from portal.sealing.services import KeyGone, UnknownWrappingKey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring_file")]


@pytest.fixture
def case():
    return uuid.uuid4()


def test_a_key_opens_again_and_is_not_in_its_row(case):
    key = services.new_key("case", case)
    assert services.open_key("case", case) == key
    row = WrappedKey.objects.get()
    assert key.secret not in bytes(row.wrapped) + bytes(row.nonce)
    assert row.key_id == "k1"


def test_each_subject_has_a_key_of_its_own_and_only_one(case):
    one, other = services.new_key("case", case), services.new_key("draft", case)
    assert one != other
    with pytest.raises(IntegrityError), transaction.atomic():
        services.new_key("case", case)


def test_wraps_that_were_swapped_do_not_open(case):
    services.new_key("case", case)
    services.new_key("case", other := uuid.uuid4())
    mine, theirs = (WrappedKey.objects.get(subject_uuid=u) for u in (case, other))
    WrappedKey.objects.filter(pk=mine.pk).update(nonce=theirs.nonce, wrapped=theirs.wrapped)
    with pytest.raises(DoesNotOpen):
        services.open_key("case", case)


def test_a_destroyed_key_is_gone_for_good(case):
    services.new_key("case", case)
    with services.keys_kept_open():
        services.open_key("case", case)
        assert services.destroy_key("case", case)
        with pytest.raises(KeyGone):
            services.open_key("case", case)
    assert not services.destroy_key("case", case)


def test_a_key_that_left_the_file_is_named(case, ring_file):
    services.new_key("case", case)
    ring_file("k2", k2=2)
    with pytest.raises(UnknownWrappingKey, match="k1"):
        services.open_key("case", case)


def test_many_keys_take_one_query(django_assert_num_queries):
    cases = [uuid.uuid4() for _ in range(20)]
    for subject in cases:
        services.new_key("case", subject)
    with django_assert_num_queries(1):
        assert set(services.open_keys("case", [*cases, uuid.uuid4()])) == set(cases)


def test_keys_are_kept_inside_the_block_only(case, django_assert_num_queries):
    services.new_key("case", case)
    with services.keys_kept_open():
        with django_assert_num_queries(1):
            assert services.open_key("case", case) == services.open_key("case", case)
        with django_assert_num_queries(1), services.keys_kept_open():
            services.open_key("case", case)
    with django_assert_num_queries(2):
        services.open_key("case", case)
        services.open_key("case", case)


def test_another_thread_sees_nothing_of_the_kept_keys(case):
    services.new_key("case", case)
    seen = []
    with services.keys_kept_open():
        services.open_key("case", case)
        assert services._open.get()
        thread = threading.Thread(target=lambda: seen.append(services._open.get()))
        thread.start()
        thread.join()
    assert seen == [None]


def test_a_failing_block_forgets_its_keys(case):
    services.new_key("case", case)

    def fail():
        with services.keys_kept_open():
            services.open_key("case", case)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert services._open.get() is None
