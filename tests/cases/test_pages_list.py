"""The list of cases and finding one: the predicate of the page itself, and nothing told by the way."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import Case
from portal.core.clock import now
from tests.support import steps
from tests.support.pages import body, browser, text

LIST = "/cases/"


def refs(response):
    return [row["ref"] for row in response.context["rows"]]


def test_each_desk_lists_what_it_sees(world):
    own = steps.a_case(world, "ngo")
    reported = steps.a_case(world, "border")
    assert refs(browser(world, "ngo").get(LIST)) == [own.ref]
    assert refs(browser(world, "border").get(LIST)) == [reported.ref]
    assert refs(browser(world, "coordinator").get(LIST)) == [reported.ref]
    assert refs(browser(world, "ngo_admin").get(LIST)) == [own.ref]
    for who in (
        "ngo2",
        "shelter",
        "far_ngo",
        "rapporteur",
        "oversight",
        "ngo2_admin",
        "border_admin",
    ):
        assert refs(browser(world, who).get(LIST)) == []


def test_a_row_says_no_more_than_the_envelope_gives(world):
    case = steps.a_case(world, "border", vital_interest=True)
    referral = steps.send(
        world,
        case,
        "transfer",
        ["ngo"],
        who="border",
        vital_interest=True,
        vital_reason="He is near.",
    )
    steps.accept(world, referral, "ngo")
    [row] = browser(world, "border").get(LIST).context["rows"]
    assert row["part"] == "You reported it; another organisation leads"
    assert row["lead"] == ""
    [row] = browser(world, "ngo").get(LIST).context["rows"]
    assert row["part"] == "You lead"
    assert row["lead"] == "Agency ngo"
    assert row["due"]
    [row] = browser(world, "coordinator").get(LIST).context["rows"]
    assert row["lead"] == "Agency ngo"
    steps_case = Case.objects.get(pk=case.pk)
    assert steps.CANARY not in browser(world, "ngo").get(LIST).content.decode()
    assert steps_case.ref


def test_a_lead_that_shelters_is_called_protection_lead(world):
    from cases.models import CaseBasis

    case = steps.a_case(world, "border")
    other = world.desks["shelter2"]
    Case.objects.filter(pk=case.pk).update(lead_desk=world.desks["ngo"])
    CaseBasis.objects.create(case=case, desk=other, basis="accommodation", since=now())
    other.organisation_id = world.desks["ngo"].organisation_id
    other.save()
    [row] = browser(world, "coordinator").get(LIST).context["rows"]
    assert row["lead"] == "The protection lead"


def test_filters_narrow_what_is_seen_anyway(world):
    mine = steps.a_case(world, "ngo")
    closed = steps.a_case(world, "ngo")
    Case.objects.filter(pk=closed.pk).update(closed_at=now())
    client = browser(world, "ngo")
    assert refs(client.get(LIST)) == [mine.ref]
    assert refs(client.get(LIST, {"closed": "1"})) == [closed.ref, mine.ref]
    assert refs(browser(world, "coordinator").get(LIST, {"mine": "1"})) == []
    assert refs(client.get(LIST, {"mine": "1"})) == [mine.ref]


def test_pages_of_twenty_five_hold_each_case_once(world):
    cases = [steps.a_case(world, "ngo") for _ in range(3)]
    for n, case in enumerate(cases):
        Case.objects.filter(pk=case.pk).update(created_at=now() - timedelta(days=n // 2))
    client = browser(world, "ngo")
    import portal.core.paging as paging

    size, paging.page.__kwdefaults__["size"] = paging.page.__kwdefaults__["size"], 1
    try:
        seen, url = [], LIST
        while url:
            answer = client.get(url)
            seen += refs(answer)
            url = answer.context["next_url"]
    finally:
        paging.page.__kwdefaults__["size"] = size
    assert len(seen) == len(set(seen)) == 3
    assert client.get(LIST, {"after": "nonsense"}).status_code == 400


@pytest.mark.parametrize("n", [1, 20])
def test_the_list_is_one_query_and_a_few_for_its_words(world, n, django_assert_max_num_queries):
    for _ in range(n):
        steps.a_case(world, "ngo")
    client = browser(world, "ngo")
    with django_assert_max_num_queries(13):
        assert len(refs(client.get(LIST))) == n


def test_a_reference_is_found_however_it_is_typed(world):
    case = steps.a_case(world, "ngo")
    client = browser(world, "ngo")
    typed = case.ref.lower().replace("-", " ")
    answer = client.post("/cases/find/", {"ref": f" {typed} "})
    assert answer.status_code == 303
    assert answer.url == reverse("cases:detail", args=[case.uuid])
    assert client.get("/cases/find/").status_code == 303


def test_a_slip_and_a_hidden_case_and_none_answer_alike(world):
    own = steps.a_case(world, "ngo")
    client = browser(world, "ngo2")
    answers = [
        client.post("/cases/find/", {"ref": ref})
        for ref in (own.ref, "XA-0000-0000", "nonsense", "", "XA-7K3M-9QX3\x00")
    ]
    assert {a.status_code for a in answers} == {404}
    assert len({body(a) for a in answers}) == 1
    assert "No case of yours has this reference" in text(answers[0])


def test_the_header_finds_a_case_too(world):
    page = browser(world, "ngo").get(LIST).content.decode()
    assert page.count('action="/cases/find/"') == 2
    assert 'action="/cases/find/"' not in browser(world, "rapporteur").get("/").content.decode()
