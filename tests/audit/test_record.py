import pytest
from django.db import transaction

from portal.audit import services
from portal.audit.codes import not_codes
from portal.audit.models import Entry
from portal.audit.services import looks_survive
from tests.audit.factories import ACTOR, CLOCK


class Failed(Exception):
    pass


def undone(*calls):
    """Run in a transaction that is rolled back."""

    @transaction.atomic
    def all_then_fail():
        for call in calls:
            call()
        raise Failed

    with pytest.raises(Failed):
        all_then_fail()


def test_a_change_without_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="outside a transaction"):
        services.record(actor=ACTOR, verb="case.opened")


@pytest.mark.django_db
def test_a_change_is_written_with_who_where_and_codes():
    services.record(actor=ACTOR, verb="case.opened", case_id=7, section="summary", subject="XA-7K3M-9QX2",
                    detail={"by": "import", "rows": [1, 2]})  # fmt: skip
    entry = Entry.objects.get()
    assert (entry.user_id, entry.desk_id, entry.organisation_id, entry.role) == (
        11,
        21,
        41,
        "caseworker",
    )
    assert (entry.verb, entry.case_id, entry.section) == ("case.opened", 7, "summary")
    assert entry.detail == {"by": "import", "rows": [1, 2]}
    assert entry.xid > 0


@pytest.mark.django_db
def test_the_clock_acts_without_a_user():
    services.record(actor=CLOCK, verb="offer.lapsed")
    assert Entry.objects.get().user_id is None


@pytest.mark.django_db
def test_a_change_that_is_undone_leaves_no_row():
    undone(lambda: services.record(actor=ACTOR, verb="case.opened"))
    assert not Entry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [{"detail": {"reason": "she is afraid"}}, {"detail": {"name": "Zoë"}}, {"detail": {"a": [{"b": "x y"}]}},
     {"detail": {"a b": 1}}, {"detail": {"share": 0.5}}, {"subject": "Maria Popescu"}, {"verb": "case opened"},
     {"section": "a b"}, {"detail": {"mail": "mira@example.org"}}],
)  # fmt: skip
def test_texts_and_addresses_are_refused_and_not_repeated_in_the_error(wrong):
    with pytest.raises(ValueError, match="audit:") as problem:
        services.record(actor=ACTOR, **{"verb": "case.opened", **wrong})
    for text in ("afraid", "Zoë", "x y", "Popescu", "mira"):
        assert text not in str(problem.value)


def test_codes_references_and_dates_pass():
    assert not_codes({"ref": "XA-7K3M-9QX2", "at": "2026-11-25T02:14:00+00:00", "n": 3, "ok": True,
                      "none": None, "many": ["a.b", "c_d"]}) == ""  # fmt: skip
    assert not_codes({"a": {"b": ["x", "y z"]}}) == "detail.a.b[1]"


@pytest.mark.django_db
def test_a_look_is_a_row_for_each_section(django_assert_num_queries):
    with django_assert_num_queries(3):  # the insert and its savepoint
        services.look(
            actor=ACTOR, case_id=7, sections=["identity", "health"], subject="XA-1", how="api"
        )
    rows = Entry.objects.order_by("pk").values_list("verb", "case_id", "section", "detail")
    assert list(rows) == [("looked", 7, s, {"how": "api"}) for s in ("identity", "health")]


@pytest.mark.django_db
def test_a_list_is_one_row_that_names_its_cases():
    services.look_at_list(actor=ACTOR, case_ids=[9, 7, 9], section="identity")
    services.look_at_list(actor=ACTOR, case_ids=[])
    assert Entry.objects.get().cases == [7, 9]


@pytest.mark.django_db
def test_a_look_in_a_transaction_that_is_undone_stays_written_once():
    with looks_survive():
        undone(lambda: services.look(actor=ACTOR, case_id=7, sections=["identity"]))
        assert not Entry.objects.exists()
    assert Entry.objects.get().section == "identity"


@pytest.mark.django_db
def test_a_look_in_a_transaction_that_commits_is_written_once():
    with looks_survive():
        with transaction.atomic():
            services.look(actor=ACTOR, case_id=7, sections=["identity"])
        undone(lambda: services.look(actor=ACTOR, case_id=8, sections=["health"]))
    assert sorted(Entry.objects.values_list("case_id", flat=True)) == [7, 8]


@pytest.mark.django_db
def test_a_look_stays_written_when_the_page_fails():
    def page():
        with looks_survive(), transaction.atomic():
            services.look(actor=ACTOR, case_id=7, sections=["identity"])
            raise Failed

    with pytest.raises(Failed):
        page()
    assert Entry.objects.count() == 1


@pytest.mark.serial
@pytest.mark.django_db(transaction=True)
def test_with_real_commits_looks_are_written_exactly_once():
    with looks_survive():
        services.look(actor=ACTOR, case_id=1, sections=["identity"])
        undone(lambda: services.look(actor=ACTOR, case_id=2, sections=["identity"]))
        with transaction.atomic():
            services.look(actor=ACTOR, case_id=3, sections=["identity"])
            undone(lambda: services.look(actor=ACTOR, case_id=4, sections=["identity"]))
    assert sorted(Entry.objects.values_list("case_id", flat=True)) == [1, 2, 3, 4]


@pytest.mark.serial
@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_not_written_inside_a_transaction_that_may_be_undone():
    with pytest.raises(RuntimeError), transaction.atomic():
        services.refuse(actor=ACTOR, path_kind="cases:detail")
    services.refuse(actor=ACTOR, path_kind="cases:detail")
    assert Entry.objects.get().detail == {"route": "cases:detail"}
