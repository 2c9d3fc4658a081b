"""What a desk writes as it opens a case is no more than it may write afterwards."""

import pytest

from cases.models import Case
from tests.api.callers import remedies


@pytest.mark.parametrize("section", ["health", "immigration"])
def test_a_border_guard_writes_no_health_and_no_papers(world, calls, section):
    response = calls("border").post("cases/", {"sections": {section: {"account": "Seen."}}})
    assert response.status_code == 422
    assert section in remedies(response)
    assert not Case.objects.exists()


def test_needs_are_coded_by_all_and_read_by_the_lead(world, calls):
    guard = calls("border")
    case = guard.made("cases/", {"sections": {"needs_and_assistance": {"needs": ["injury"]}}})
    assert guard.get(f"cases/{case['uuid']}/sections/needs_and_assistance/").status_code == 404


def test_an_ngo_writes_all_of_them(world, calls):
    sent = {
        "sections": {"health": {"urgent": "A cut hand"}, "immigration": {"status": "Visa ended"}}
    }
    case = calls("ngo").made("cases/", sent)
    assert calls("ngo").ok(f"cases/{case['uuid']}/sections/health/")["results"][0]["mine"]


def test_an_unknown_guardian_is_refused(world, calls):
    response = calls("ngo").post(
        "cases/", {"guardian": "an uncle who stands beside her since long"}
    )
    assert response.status_code == 422
    assert "guardian" in remedies(response)
