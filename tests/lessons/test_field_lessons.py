"""Lessons from the field, each where it is proved; those with no better home are here.

``WHERE`` is the table lesson -> tests. A test that is renamed or taken out fails here.
"""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from cases.models import Case, CaseDeskGrant
from cases.sections import Identity
from cases.selectors import visible_cases
from cases.services import place_wall, write_section
from portal.access.matrix import Section
from portal.core import outbox
from portal.core.problems import Invalid
from portal.core.references import new_reference
from portal.notifications import services as notices
from portal.notifications.kinds import KINDS
from portal.notifications.selectors import preferences
from tests.architecture.code import ROOT
from tests.exchange.lists import a_list, counts, imported
from tests.support import steps
from tests.support.pages import browser, text, values

HERE = "tests/lessons/test_field_lessons.py"
DATES, SECTIONS = "tests/htcds/test_dates.py", "tests/cases/test_pages_sections.py"
MERGED, PLACES = "tests/htcds/test_merged_and_hidden.py", "tests/htcds/test_places_and_languages.py"
REPEATS, IMPORT = "tests/htcds/test_counts_and_repeats.py", "tests/exchange/test_import.py"
FORMULAS, PAGES = "tests/htcds/test_formulas.py", "tests/htcds/test_code_pages.py"
TOKENS, CHANGES = "tests/machines/test_tokens.py", "tests/machines/test_changes.py"
WEBHOOKS = "tests/machines/test_webhooks.py"
WHERE = {
    "L1": f"{HERE}::test_l01 tests/domain_rules/test_rule_04_default_nothing.py::test_a_wall_closes_every_list",
    "L9": f"{CHANGES}::test_l9 {WEBHOOKS}::test_what_the_desk_may_not_see_any_more_is_not_told",
    "L10": f"{HERE}::test_l10",
    "L18": f"{HERE}::test_l18 {DATES}::test_l18 {SECTIONS}::test_a_person_of_one_name_is_complete",
    "L19": f"{DATES}::test_l19 {SECTIONS}::test_birth_as_known_round_trips",
    "L24": f"{DATES}::test_l24 tests/exchange/test_pages.py::test_an_ambiguous_date_and_an_unknown_code_are_asked_once",
    "L25": f"{PAGES}::test_l25",
    "L26": f"{REPEATS}::test_l26 {HERE}::test_l26 {IMPORT}::test_the_report_is_for_the_uploader_only",
    "L27": f"{MERGED}::test_l27",
    "L28": f"{MERGED}::test_l28",
    "L29": f"{REPEATS}::test_l29 {IMPORT}::test_a_cut_at_sixty_per_cent tests/exchange/test_killed.py::test_kill_minus_nine",
    "L30": f"{FORMULAS}::test_l30",
    "L31": f"{PLACES}::test_l31 {SECTIONS}::test_citizenships_are_codes_and_namibia_is_a_country {HERE}::test_l31",
    "L38": f"{DATES}::test_l38 {SECTIONS}::test_ten_saves_from_two_zones_leave_the_day_of_birth",
    "L43": f"{SECTIONS}::test_two_colleagues_write_at_once {SECTIONS}::test_changes_that_do_not_clash {HERE}::test_l43 "
    "tests/referrals/test_screening_two.py::test_two_colleagues_at_one_draft",
    "L47": f"{HERE}::test_l47 tests/notifications/test_mail.py::test_the_cause_is_asked_again_at_sending",
    "L3": "tests/organisations/test_members.py::test_L3",
    "L4": "tests/organisations/test_members.py::test_L4",
    "L12": "tests/cases/test_old_contacts.py::test_l12",
    "L14": "tests/cases/test_finding.py::test_l14",
    "L15": "tests/cases/test_finding.py::test_l15 tests/sealing/test_weeding.py::test_",
    "L39": "tests/deadlines/test_counting_examples.py::test_hours_are_real_hours tests/notifications/test_quiet.py::test_l39 "
    "tests/deadlines/test_strikes.py::test_reminders_come_once_across_a_clock_change",
    "L42": "tests/referrals/test_pages_asking.py::test_a_double_click_sends_once "
    "tests/api/test_sent_twice.py::test_a_move_pressed_twice_is_made_once "
    "tests/organisations/test_invitations.py::test_L42 tests/api/test_sent_twice.py::test_a_case_is_opened_once "
    "tests/machines/test_generated_client.py::test_from_token_to_arrival "
    "tests/machines/test_pages.py::test_a_system_is_connected_and_its_secret_shown_once",
    "L44": "tests/lessons/test_an_old_form_after_a_handover.py::test_l44",
    "L45": "tests/organisations/test_members.py::test_L45",
    "L46": "tests/notifications/test_delivery.py::test_the_same_event_told_twice_is_told_once "
    "tests/notifications/test_when_mail_comes.py::test_l46 tests/notifications/test_mail.py::test_one_act_of_many_rows",
    "L59": "tests/organisations/test_pages.py::test_L59 tests/machines/test_pages.py::test_l59",
    "L61": "tests/browser/test_leaving_quickly.py::test_l61",
    "L48": f"{WEBHOOKS}::test_it_tries_again_with_growing_waits_for_a_day {WEBHOOKS}::test_410_stops_it "
    f"{WEBHOOKS}::test_numbers_are_the_webhooks_own {WEBHOOKS}::test_an_offer_is_told_signed",
    "L71": "tests/machines/test_generated_client.py::test_l71 tests/machines/test_fuzz.py::test_every_operation",
    "L72": f"{TOKENS}::test_l72 {TOKENS}::test_a_machine_sees_what_its_desk_sees_and_no_more",
    "L73": f"{TOKENS}::test_l73",
    "L74": f"{CHANGES}::test_l74 tests/organisations/test_pages.py::test_L74 "
    "tests/proceedings/test_pages.py::test_L74",
}  # fmt: skip


@pytest.mark.parametrize("lesson", WHERE)
def test_every_lesson_has_its_tests(lesson):
    for place in WHERE[lesson].split():
        file, name = place.split("::")
        assert re.search(rf"^def {name}\w*\(", (ROOT / file).read_text(encoding="utf-8"), re.M), (
            place
        )


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


# ---------- L1: who was shut out still read it in the feed


def rows(client):
    """What each list tells, and what each counter says."""
    bell = client.get("/api/v1/notifications/").json()
    return {
        "cases": len(client.get("/api/v1/cases/").json()["results"]),
        "accepted": len(client.get("/api/v1/inbox/?box=accepted").json()["results"]),
        "feed": len(bell["results"]),
        "bell": bell["unread"],
    }


def test_l01_feed_bell_counters_and_lists_follow_the_detail_page(world):
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "medical", ["health_provider"])
    referral = steps.send(world, case, "medical", ["health"])
    outbox.deliver(1_000)
    steps.accept(world, referral, "health")
    outbox.deliver(1_000)
    offer = steps.offer_to(world, referral, "health")
    doctor, ngo = browser(world, "health"), browser(world, "ngo")
    addresses = [
        reverse("cases:detail", args=[case.uuid]), reverse("referrals:offer", args=[offer.uuid]),
        f"/api/v1/cases/{case.uuid}/", f"/api/v1/inbox/{offer.uuid}/",
    ]  # fmt: skip
    assert [doctor.get(a).status_code for a in addresses] == [200] * 4
    before, leads = rows(doctor), rows(ngo)
    assert before["cases"] == before["accepted"] == 1
    assert before["feed"] == before["bell"] > 0
    place_wall(
        actor=world.actor("ngo"), ref=case.uuid, ground="allegation", reason="Why.",
        organisation=world.desks["health"].organisation,
    )  # fmt: skip
    outbox.deliver(1_000)
    assert rows(doctor) == {"cases": 0, "accepted": 0, "feed": 0, "bell": 0}
    assert [doctor.get(a).status_code for a in addresses] == [404] * 4
    for page in ("home", "cases:list", "referrals:inbox", "notifications:list"):
        said = doctor.get(reverse(page)).content.decode()
        assert case.ref not in said
        assert offer.ref not in said
    assert rows(ngo)["cases"] == leads["cases"] == 1


# ---------- L10: grants outlived their object; removing one took another


def grants():
    return set(
        CaseDeskGrant.objects.values_list("content_object_id", "group_id", "permission_id", "until")
    )


def test_l10_a_grant_goes_with_its_object_and_the_same_id_again_inherits_nothing(world):
    other = steps.a_case(world, "ngo")
    kept = grants()

    def bare(**more):
        row = Case.objects.get(pk=other.pk)
        row.pk, row.uuid, row.ref = None, uuid4(), new_reference("XA")
        for name, value in more.items():
            setattr(row, name, value)
        row.save(force_insert=True)
        return row

    gone = bare()
    grant = CaseDeskGrant.objects.filter(
        content_object=other, permission__codename="view_envelope"
    ).first()
    grant.pk, grant.content_object = None, gone
    grant.save(force_insert=True)
    actor, number = world.actor("ngo"), gone.pk
    assert set(visible_cases(actor)) == {gone, other}
    gone.delete()
    assert grants() == kept
    again = bare(pk=number)
    assert again.pk == number
    assert list(visible_cases(actor)) == [other]


def test_l10_ending_what_is_not_there_is_missing_and_takes_nothing_else(world):
    case, other = steps.a_case(world, "ngo"), steps.a_case(world, "ngo")
    mine = steps.yes(world, case, "medical", ["health_provider"])
    theirs = steps.yes(world, other, "medical", ["health_provider"])
    for one in (case, other):
        steps.accept(world, steps.send(world, one, "medical", ["health"]), "health")
    before = grants()
    ngo = browser(world, "ngo")
    for consent in (uuid4(), theirs.uuid):
        gone = ngo.post(
            f"/api/v1/cases/{case.uuid}/consents/{consent}/withdraw/", {},
            content_type="application/json", headers={"If-Match": '"1"'},
        )  # fmt: skip
        assert gone.status_code == 404
        assert grants() == before
    done = ngo.post(
        f"/api/v1/cases/{case.uuid}/consents/{mine.uuid}/withdraw/", {},
        content_type="application/json", headers={"If-Match": '"1"'},
    )  # fmt: skip
    assert done.status_code == 200, done.content
    lost = before - grants()
    assert lost
    assert {row[0] for row in lost} == {case.pk}
    assert {row[1] for row in lost} == {world.desks["health"].group_id}


# ---------- L18: people of one name


def test_l18_one_name_on_form_page_and_print_without_filler_or_doubling(world):
    case = steps.a_case(world, "ngo")
    write_section(
        actor=world.actor("ngo"), ref=case.uuid, section=Section.IDENTITY, version=1,
        document=Identity(given_names="Gulalai"),
    )  # fmt: skip
    client = browser(world, "ngo")
    form = client.post(reverse("cases:section_edit", args=[case.uuid, "identity"]), {"open": "1"})
    assert values(form).get("family_name", [""]) == [""]
    assert values(form)["given_names"] == ["Gulalai"]
    page = text(client.post(reverse("cases:section", args=[case.uuid, "identity"])))
    assert page.count("Gulalai") == 1
    for filler in ("None", "N/A", "Unknown unknown", "FNU", "LNU"):
        assert filler not in page
    sheet = client.get(reverse("cases:consent_print", args=[case.uuid]))
    assert sheet.status_code == 200
    assert "None" not in text(sheet)


# ---------- L26: 'successful' with failed rows


def test_l26_read_is_created_updated_unchanged_and_refused(world):
    broken = a_list(5).replace(b"1990-05-04", b"1990-02-31")
    run = imported(world, broken, keep="good")
    assert counts(run) == (4, 0, 0, 1)
    assert run.rows_read == sum(counts(run)) == 5
    changed = a_list(5, name="Changed").replace(b"1990-05-04", b"1990-02-31")
    run = imported(world, changed, keep="good")
    assert counts(run) == (0, 4, 0, 1)
    assert run.rows_read == sum(counts(run))


# ---------- L31: Namibia


def test_l31_namibia_by_page_and_program_is_a_country(world):
    case = steps.a_case(world, "ngo")
    write_section(
        actor=world.actor("ngo"), ref=case.uuid, section=Section.IDENTITY, version=1,
        document=Identity(given_names="Null", family_name="None", citizenships=("NA",)),
    )  # fmt: skip
    page = text(browser(world, "ngo").post(reverse("cases:section", args=[case.uuid, "identity"])))
    assert "Namibia" in page
    assert "Null" in page
    assert "None" in page


# ---------- L43: two at one form


def test_l43_the_loser_gets_409_with_both_texts_by_program_too(world):
    case = steps.a_case(world, "ngo")
    address = f"/api/v1/cases/{case.uuid}/sections/health/"
    first, second = browser(world, "ngo"), browser(world, "ngo_b")

    def put(client, said, version):
        return client.put(
            address, {"account": said}, content_type="application/json",
            headers={"If-Match": f'"{version}"'},
        )  # fmt: skip

    assert put(first, "The first text", 0).status_code == 200
    assert put(second, "Hers", 1).status_code == 200
    lost = put(first, "Mine, typed long", 1)
    assert lost.status_code == 409
    assert lost.json()["theirs"]["account"] == "Hers"
    assert lost.json()["version"] == 2


# ---------- L47: notices although switched off


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_l47_a_choice_holds_for_every_kind_but_a_named_alarm(world, kind):
    actor = world.actor("ngo")

    def chosen():
        return {c.kind.code: c.email for _k, _n, found in preferences(actor) for c in found}

    if KINDS[kind].alarm:
        with pytest.raises(Invalid):
            notices.set_preference(actor=actor, kind=kind, email=False)
        assert chosen().get(kind, True)
    else:
        notices.set_preference(actor=actor, kind=kind, email=False)
        assert not chosen().get(kind, False)
