"""Entries: what each kind takes and refuses, the two steps, editions that stay, tables by CSV."""

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from portal.access.vocabulary import Role
from portal.audit.models import Entry as AuditEntry
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen, Stale
from recommendations.models import Entry, EntryEdition
from recommendations.rules.access import TABLE
from recommendations.rules.entries.catalogue import ALL, KINDS, below
from recommendations.rules.entries.fields import Fault, Known, Type
from recommendations.rules.entries.kinds import read
from recommendations.rules.entries.law import COE, PALERMO, Element, blocking, distance
from recommendations.selectors import doing, entries
from recommendations.services import entries as services
from recommendations.services import entry_rows
from tests.recommendations import scenes
from tests.recommendations.scenes import MEASURE

KNOWN = Known(
    {"activity": {"PRT.shelter": "Shelter"}}, frozenset({"EUR", "SEK"}), frozenset({"dcaf-2007:PRT-2"}),
    {"measure": {"M-1": "One"}, "indicator": {}, "standard": {"S-1": "S"}, "training": {"T-1": "T"}},
)  # fmt: skip
INDICATOR = {
    "title": "Beds",
    "measure": "M-1",
    "unit": "beds",
    "baseline": "10",
    "target": "20",
    "direction": "up",
}


@pytest.mark.parametrize(
    ("kind", "document", "field", "fault"),
    [
        ("measure", {**MEASURE, "title": " "}, "title", Fault.MISSING),
        ("measure", {**MEASURE, "title": "x" * 301}, "title", Fault.TOO_LONG),
        ("measure", {**MEASURE, "title": "<b>Bold</b>"}, "title", Fault.MARKUP),
        ("measure", {**MEASURE, "text": "a\x00b"}, "text", Fault.UNREADABLE),
        ("measure", {**MEASURE, "due_on": "31.12.2027"}, "due_on", Fault.NO_DAY),
        ("measure", {**MEASURE, "due_on": "2027-02-30"}, "due_on", Fault.NO_DAY),
        ("measure", {**MEASURE, "budget": "-1"}, "budget", Fault.NO_AMOUNT),
        ("measure", {**MEASURE, "budget": "1.005"}, "budget", Fault.NO_AMOUNT),
        ("measure", {**MEASURE, "budget": "NaN"}, "budget", Fault.NO_AMOUNT),
        ("measure", {**MEASURE, "budget": "1e400"}, "budget", Fault.NO_AMOUNT),
        ("measure", {**MEASURE, "currency": "XYZ"}, "currency", Fault.NO_CURRENCY),
        ("measure", {**MEASURE, "currency": ""}, "currency", Fault.CURRENCY_NEEDED),
        ("measure", {**MEASURE, "travel": "999999"}, "travel", Fault.MORE_THAN_BUDGET),
        ("measure", {**MEASURE, "starts_on": "2028-01-01"}, "due_on", Fault.BEFORE_ITS_START),
        ("measure", {**MEASURE, "level": "nearly"}, "level", Fault.NOT_OFFERED),
        ("measure", {**MEASURE, "items": ["dcaf-2007:PRT-99"]}, "items", Fault.NO_ITEM),
        ("measure", {**MEASURE, "activities": ["XXX.none"]}, "activities", Fault.NOT_OFFERED),
        ("measure", {**MEASURE, "surprise": "x"}, "surprise", Fault.UNKNOWN_FIELD),
        ("measure", {**MEASURE, "title": {"a": 1}, "lead": []}, "lead", Fault.MARKUP),
        ("indicator", {**INDICATOR, "target": "9"}, "target", Fault.BELOW_BASELINE),
        ("indicator", {**INDICATOR, "direction": "down"}, "target", Fault.ABOVE_BASELINE),
        ("indicator", {**INDICATOR, "measure": "M-9"}, "measure", Fault.NO_PARENT),
        ("indicator", {**INDICATOR, "target": "many"}, "target", Fault.NO_NUMBER),
        ("instrument", {"instrument": "palermo", "signed_on": "2001-01-02", "ratified_on": "2001-01-01"},
         "ratified_on", Fault.BEFORE_ITS_START),
        ("standard_check", {"standard": "S-1", "met": "met", "on": "2026-01-01"}, "evidence", Fault.PROOF_NEEDED),
        ("session", {"training": "T-1", "on": "2026-01-01", "force": "police", "attended": "9", "staff": "8"},
         "attended", Fault.MORE_THAN_INVITED),
        ("session", {"training": "T-1", "on": "2026-01-01", "force": "police", "attended": "-1"},
         "attended", Fault.NO_COUNT),
        ("campaign", {"title": "C", "target": "buyers", "design": "none", "cost": "5"}, "currency",
         Fault.CURRENCY_NEEDED),
        ("campaign", {"title": "C", "target": "buyers", "design": "none", "after": "101"}, "after", Fault.NO_SHARE),
        ("research", {"title": "R", "by": "U", "evidence": "ftp://example.org"}, "evidence", Fault.NO_ADDRESS),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_field(kind, document, field, fault):
    _document, faults = read(KINDS[kind], document, KNOWN)
    if (kind, field) == ("measure", "lead"):  # no text at all: judged as what it looks like
        assert "lead" not in faults or faults["lead"] in set(Fault)
        return
    assert faults.get(field) == fault, faults


def test_a_good_document_is_kept_in_one_form():
    document, faults = read(KINDS["measure"], {**MEASURE, "currency": "eur", "items": "dcaf-2007:PRT-2 ;"}, KNOWN)  # fmt: skip
    assert faults == {}
    assert (document["budget"], document["currency"]) == ("120000.00", "EUR")
    assert document["items"] == ["dcaf-2007:PRT-2"]
    again, faults = read(KINDS["measure"], document, KNOWN)
    assert (again, faults) == (document, {})


def test_every_kind_is_whole():
    assert len(KINDS) == len(ALL) == 20
    for kind in ALL:
        names = [one.name for one in kind.fields]
        assert len(names) == len(set(names)), kind.code
        assert set(kind.columns) <= set(names), kind.code
        assert kind.fields[0].needed, kind.code
        for one in kind.fields:
            assert (one.type in (Type.ONE, Type.SEVERAL)) == bool(one.options or one.offered), one
            assert (one.type is Type.PARENT) == (one.parent in KINDS), one
        roles = set(TABLE[kind.write]) & set(TABLE[kind.publish])
        assert kind.at_once or not roles, "who writes does not publish"
    assert [k.code for k in below(KINDS["measure"])] == ["indicator", "progress"]


def test_distance_to_both_conventions_and_what_blocks():
    assert set(PALERMO) < set(COE) == set(Element)
    full = dict.fromkeys(Element, "yes")
    found = distance({**full, "consent": "no", "organs": "partly"}, PALERMO)
    assert (found.missing, found.partly, found.unknown, found.of) == (
        ("consent",),
        ("organs",),
        (),
        21,
    )
    assert len(distance({}, COE).unknown) == 25
    other = {**full, "consent": "no", "abuse": "partly", "attempt": "no"}
    del other["organs"]
    assert blocking(full, other) == {"abuse": "may_block", "consent": "blocks"}
    assert blocking(other, full) == blocking(full, other)
    assert blocking(full, {}) == {}


def test_two_steps_and_editions_that_stay(register):
    row = scenes.entry(register)
    assert (row.code, row.stage, row.version) == ("M-1", "draft", 1)
    focal, validator = register.actor("focal"), register.actor("validator")
    assert list(entries.editions(None)) == []
    with pytest.raises(Http404):  # a draft is its writers' alone
        services.publish(actor=validator, ref=row.uuid, version=1)
    row = services.submit(actor=focal, ref=row.uuid, version=1)
    with pytest.raises(Http404):
        services.publish(actor=focal, ref=row.uuid, version=2)
    with pytest.raises(Stale):
        services.publish(actor=validator, ref=row.uuid, version=1)
    first = services.publish(actor=validator, ref=row.uuid, version=2)
    assert (first.edition, first.document["budget"]) == (1, "120000.00")
    changed = services.save(
        actor=focal, kind=KINDS["measure"], raw={**MEASURE, "budget": "90000"}, ref=row.uuid, version=3
    )  # fmt: skip
    assert entries.editions(None).get().document["budget"] == "120000.00"
    changed = services.submit(actor=focal, ref=row.uuid, version=changed.version)
    back = services.send_back(
        actor=validator, ref=row.uuid, version=changed.version, reason="Why less?"
    )
    assert (back.stage, back.returned_because) == ("returned", "Why less?")
    again = services.submit(actor=focal, ref=row.uuid, version=back.version)
    before = now()
    second = services.publish(actor=validator, ref=row.uuid, version=again.version)
    assert second.edition == 2
    assert entries.editions(None).get().document["budget"] == "90000.00"
    assert entries.editions(None, on=before).get().document["budget"] == "120000.00"
    row.refresh_from_db()
    gone = services.withdraw(actor=validator, ref=row.uuid, version=row.version)
    assert gone.withdrawn
    assert list(entries.editions(None)) == []
    assert entries.editions(None, on=before).exists()
    row.refresh_from_db()
    with pytest.raises(NotOpen):
        services.withdraw(actor=validator, ref=row.uuid, version=row.version)
    verbs = AuditEntry.objects.filter(subject=str(row.uuid)).values_list("verb", flat=True)
    assert {"register.entry_saved", "register.entry_submitted", "register.entry_published",
            "register.entry_returned"} <= set(verbs)  # fmt: skip


def test_no_edition_is_changed_or_taken_away(register):
    one = scenes.entry_out(register)
    for act in (
        lambda: EntryEdition.objects.filter(pk=one.pk).update(edition=9),
        lambda: EntryEdition.objects.filter(pk=one.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_nobody_publishes_what_she_wrote(register):
    row = scenes.entry_sent(register)
    Entry.objects.filter(pk=row.pk).update(written_by=register.people["validator"].pk)
    with pytest.raises(Invalid):
        services.publish(actor=register.actor("validator"), ref=row.uuid, version=row.version)


def test_only_who_may_reads_and_writes(register):
    row = scenes.entry(register)
    for who in (
        "ngo",
        "police",
        "rapporteur",
        "moderator",
        "far_focal",
        "far_validator",
        "validator",
    ):
        actor = register.actor(who)
        with pytest.raises(Http404):
            entries.get_entry(actor, row.uuid)
        if who == "far_focal":  # in a State of her own she may
            continue
        with pytest.raises(Http404):
            scenes.entry(register, who=who)
    assert list(entries.entries(None)) == []
    sent = services.submit(actor=register.actor("focal"), ref=row.uuid, version=1)
    assert entries.get_entry(register.actor("validator"), row.uuid) == sent
    with pytest.raises(Http404):
        entries.get_entry(register.actor("far_validator"), row.uuid)
    assert list(entries.entries_waiting(register.actor("validator"))) == [sent]
    assert list(entries.entries_waiting(register.actor("far_validator"))) == []
    with pytest.raises(NotOpen):
        services.save(actor=register.actor("focal"), kind=KINDS["measure"], raw=MEASURE, ref=row.uuid, version=2)  # fmt: skip


def test_standards_are_assessed_by_the_rapporteur_and_public_at_once(register):
    scenes.entry_out(register, "standard", {"title": "A place within a day", "source": "Handbook"},
                     who="validator", code="S-7")  # fmt: skip
    one = scenes.entry_out(
        register, "standard_check",
        {"standard": "S-7", "met": "partly", "on": "2026-10-01", "next_step": "A second shelter"},
        who="rapporteur",
    )  # fmt: skip
    assert one.entry.stage == "published"
    told = entries.told(None, register.state, "standards")
    assert [row.document["met"] for row in told.below("standard_check", "S-7")] == ["partly"]
    assert not Entry.objects.filter(kind="standard").exclude(code="S-7").exists(), (
        "none is invented"
    )


def test_the_plan_adds_up_by_currency_and_names_what_is_late(register):
    scenes.entry_out(register)
    scenes.entry_out(register, title="Two", due_on="2020-01-01", level="not_started")
    scenes.entry_out(register, title="Three", due_on="2020-01-01", level="full", currency="SEK")
    scenes.entry_out(
        register, title="Four", budget="", spent="", travel="", currency="", level="partial"
    )
    scenes.entry_out(
        register, "progress",
        {"title": "Opened", "measure": "M-2", "on": "2026-01-01", "level": "full"},
    )  # fmt: skip
    sums = doing.plan_sums(entries.told(None, register.state, "plan"))
    assert (sums.measures, sums.overdue, sums.without_budget) == (4, 0, 1)
    assert sums.levels == {"partial": 2, "full": 2}
    assert {c: (m.planned, m.spent, m.travel) for c, m in sums.money.items()} == {
        "EUR": (240000, 60000, 10000), "SEK": (120000, 30000, 5000),
    }  # fmt: skip


def test_training_coverage_counts_attendances_by_service_and_region(register):
    scenes.entry_out(
        register, "training", {"title": "Signs", "topic": ["recognition"], "for_whom": ["police"]}
    )
    for region, came in (("North", 12), ("North", 8), ("South", 5)):
        scenes.entry_out(
            register, "session",
            {"training": "T-1", "on": "2026-03-01", "force": "police", "region": region, "attended": came,
             "staff": 60},
        )  # fmt: skip
    rows = doing.coverage(entries.told(None, register.state, "capacity"))
    assert [(r.region, r.sessions, r.attended, r.staff) for r in rows] == [
        ("North", 2, 20, 60), ("South", 1, 5, 60),
    ]  # fmt: skip


def table(*lines):
    return "\n".join(("code,title,lead,due_on,budget,currency,who", *lines)).encode()


GOOD = "M-A,Train inspectors,Labour Inspectorate,2027-01-31,5000,EUR,x"


def test_a_table_is_read_first_and_taken_whole_or_in_part(register):
    focal = register.actor("focal")
    known = {"actor": focal, "kind": KINDS["measure"]}
    content = table(
        GOOD, ",No day,Office,,,,", "M-A,Twice,Office,2027-01-31,,,", ",Odd,Office,soon,5,XXX,", ""
    )
    found = entry_rows.check(**known, content=content)
    assert (found.read, found.created, found.refused) == (4, 1, 3)
    assert found.left_out == ["who"]
    assert [(w.line, w.field) for w in found.wrong] == [
        (3, "due_on"), (4, "code"), (5, "due_on"), (5, "currency"),
    ]  # fmt: skip
    assert Entry.objects.count() == 0
    with pytest.raises(Invalid):
        entry_rows.take(**known, content=content)
    assert Entry.objects.count() == 0
    taken = entry_rows.take(**known, content=content, only_good=True)
    assert (taken.created, Entry.objects.get().code) == (1, "M-A")
    assert entry_rows.take(**known, content=table(GOOD)).unchanged == 1
    assert Entry.objects.get().version == 1
    entry_rows.take(**known, content=table(GOOD.replace("5000", "6000")))
    assert Entry.objects.get().document["budget"] == "6000.00"


@pytest.mark.parametrize(
    "content", [b"", b"code,title\n", b"\x00\x01\x02", b"who,when\n1,2\n", b'code,title,lead,due_on\n"'],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_a_remedy(register, content):
    with pytest.raises(Invalid) as refused:
        entry_rows.take(actor=register.actor("focal"), kind=KINDS["measure"], content=content)
    assert refused.value.errors["file"]


def test_a_table_touches_no_entry_of_another_organisation(register):
    row = scenes.entry(register, code="M-A")
    Entry.objects.filter(pk=row.pk).update(organisation_id=register.desks["police"].organisation_id)
    found = entry_rows.check(
        actor=register.actor("focal"), kind=KINDS["measure"], content=table(GOOD)
    )
    assert [w.field for w in found.wrong] == ["code"]


def test_codes_are_free_and_readable(register):
    scenes.entry(register, code="Plan.2027-1")
    for wrong in ("Plan.2027-1", "-x", "a b", "x" * 41, "é"):
        with pytest.raises(Invalid) as refused:
            scenes.entry(register, code=wrong)
        assert "code" in refused.value.errors
    assert scenes.entry(register).code == "M-2"
    assert Role.FOCAL_POINT in TABLE[KINDS["measure"].write]
