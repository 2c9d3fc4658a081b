from types import SimpleNamespace

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject

from portal.audit.middleware import RefusalMiddleware
from portal.audit.models import Entry
from portal.audit.services import look
from tests.audit.factories import ACTOR

pytestmark = pytest.mark.django_db
HIDDEN, MISSING = "/cases/XA-7K3M-9QX2/", "/cases/XA-0000-0000/"


def answered(path, status, *, actor=None, auth=None, route="cases:detail", during=lambda: None):
    request = RequestFactory().get(path)
    request.actor = SimpleLazyObject(lambda: actor)
    if auth is not None:
        request.auth = auth
    request.resolver_match = SimpleNamespace(view_name=route) if route is not None else None

    def view(_request):
        during()
        return HttpResponse(status=status)

    return RefusalMiddleware(view)(request)


def rows():
    wanted = [
        f.attname for f in Entry._meta.concrete_fields if f.attname not in ("id", "xid", "at")
    ]
    return list(Entry.objects.order_by("pk").values(*wanted))


def test_hidden_and_missing_leave_the_same_row():
    answered(HIDDEN, 404, actor=ACTOR)
    answered(MISSING, 404, actor=ACTOR)
    hidden, missing = rows()
    assert hidden == missing
    assert hidden["detail"] == {"route": "cases:detail"}
    assert (hidden["case_id"], hidden["subject"], hidden["section"]) == (None, "", "")


def test_a_forbidden_answer_leaves_a_row_too():
    answered("/admin/", 403, actor=ACTOR, route="admin:index")
    assert rows()[0]["detail"] == {"route": "admin:index"}


@pytest.mark.parametrize("route", [None, "", "a name"])
def test_a_path_that_is_no_route_is_never_written_down(route):
    answered("/cases/Maria-Popescu/", 404, actor=ACTOR, route=route)
    assert rows()[0]["detail"] == {"route": "unknown"}


def test_a_machine_is_known_by_its_token():
    answered(HIDDEN, 404, auth=ACTOR)
    assert rows()[0]["desk_id"] == ACTOR.desk_id


@pytest.mark.parametrize("status", [200, 302, 409, 422, 500])
def test_other_answers_leave_none(status):
    answered(HIDDEN, status, actor=ACTOR)
    assert rows() == []


def test_a_stranger_leaves_none():
    answered(HIDDEN, 404)
    assert rows() == []


def test_a_page_that_fails_after_a_look_leaves_look_and_refusal():
    @transaction.atomic
    def open_section():
        look(actor=ACTOR, case_id=7, sections=["identity"])
        raise ZeroDivisionError

    def during():
        with pytest.raises(ZeroDivisionError):
            open_section()

    answered(HIDDEN, 404, actor=ACTOR, during=during)
    assert [row["verb"] for row in rows()] == ["looked", "refused"]


def test_an_answer_of_404_costs_the_same_for_hidden_and_missing(django_assert_num_queries):
    with django_assert_num_queries(3):
        answered(HIDDEN, 404, actor=ACTOR)
    with django_assert_num_queries(3):
        answered(MISSING, 404, actor=ACTOR)
