"""Sending a screening: one transaction, a case for each person, consents as they were asked."""

import threading

import pytest
from django.db import close_old_connections
from django.http import Http404
from django.utils import timezone

from cases.age import Birth
from cases.models import Case, CaseLink
from cases.selectors import held, open_section
from portal.access.matrix import Section
from portal.core.problems import Invalid, Stale
from portal.sealing.models import WrappedKey
from referrals import services
from referrals.intake import Ask
from referrals.models import Draft, Referral
from referrals.routing import NOT_AVAILABLE
from referrals.routing_facts import candidates, candidates_for, for_persons
from referrals.screening import Child, Told, danger_of, persons_of, urgency_of
from referrals.services import Choices
from tests.support import steps

ALL_YES = {"transfer": "yes", "bed": "yes", "coordination": "yes"}
MOTHER = Told(
    age="adult", given_names=steps.CANARY, gender="woman", languages=("ti",), danger=("threatened",),
    rows=("act.kept", "means.debt", "purpose.work"), answers={"UG12": "yes", "UG05": "prefers_not"},
    account="They held my passport.", wishes=("stay_together",), bed_tonight=True, consents=ALL_YES,
    children=(Child("Ana", 3, "woman", parent=True), Child("", None, "", parent=False)),
)  # fmt: skip


def ask(world, who, draft, told, purpose, *, to):
    """The token of a desk, as the page offers it before a case exists."""
    whom = for_persons(world.actor(who), persons_of(told, timezone.localdate()), draft.uuid)
    proposed, left = candidates_for(world.actor(who), whom, Ask(purpose=purpose))
    return next(c for c in (*proposed, *left) if c.fit.desk_id == world.desks[to].pk)


def choose(
    world, who, draft, told, *, lead=("ngo",), bed=("shelter",), purpose="accommodation", **more
):
    return Choices(
        told=told, bed_purpose=purpose,
        lead=tuple(ask(world, who, draft, told, "transfer", to=t).token for t in lead),
        bed=tuple(ask(world, who, draft, told, purpose, to=t).token for t in bed), **more,
    )  # fmt: skip


def send(world, who, draft, choices):
    return services.send_screening(
        actor=world.actor(who), draft_ref=draft.uuid, version=draft.version, choices=choices
    )


def test_a_mother_and_her_children_go_together(world):
    steps.add_places(world, n=3)
    draft = services.begin_draft(actor=world.actor("border"))
    case, sent = send(world, "border", draft, choose(world, "border", draft, MOTHER))
    children = Case.objects.exclude(pk=case.pk).order_by("pk")
    assert [c.age_status for c in children] == ["child", "child"]
    assert [c.guardian for c in children] == ["parent", ""]
    assert CaseLink.objects.filter(parent=case).count() == 2 == case.dependants
    assert [r.purpose for r in sent] == ["transfer", "accommodation"]
    assert {tuple(r.cases.order_by("pk")) for r in sent} == {(case, *children)}
    assert all(r.keep_together for r in sent)
    assert {c.purpose for c in case.consents.all()} == {"transfer", "accommodation", "coordination"}
    assert not any(c.consents.exists() for c in children)
    offer = steps.offer_to(world, sent[1], "shelter")
    services.hold(actor=world.actor("shelter"), ref=offer.uuid)
    services.her_yes(actor=world.actor("border"), ref=sent[1].uuid, number=offer.number)
    services.accept(actor=world.actor("ngo"), ref=steps.offer_to(world, sent[0], "ngo").uuid)
    case.refresh_from_db()
    assert case.lead_desk == world.desks["ngo"]
    assert "view_placement" not in held(world.actor("border"), case)
    _, said = open_section(world.actor("ngo"), case.uuid, Section.SCREENING)
    assert said[0].document.answers["UG05"] == {"answer": "prefers_not", "source": ""}
    assert said[0].document.outcome == "indicated"
    assert not Draft.objects.exists()
    assert not WrappedKey.objects.filter(subject_kind="draft").exists()


def test_capacities_are_nameless_before_and_tokens_are_the_drafts_own(world):
    one, two = (services.begin_draft(actor=world.actor("border")) for _ in range(2))
    found = [ask(world, "border", d, MOTHER, "accommodation", to="shelter") for d in (one, two)]
    assert found[0].token != found[1].token
    assert {c.name for c in found} == {""}
    ngo = services.begin_draft(actor=world.actor("ngo"))
    assert ask(world, "ngo", ngo, MOTHER, "accommodation", to="shelter").name == "Agency shelter"


def test_persons_of_a_draft_weigh_as_their_cases_do(world):
    steps.add_places(world, n=1)
    draft = services.begin_draft(actor=world.actor("ngo"))
    whom = for_persons(world.actor("ngo"), persons_of(MOTHER, timezone.localdate()), draft.uuid)
    before = candidates_for(world.actor("ngo"), whom, Ask(purpose="accommodation"))
    case = services.keep_screening(
        actor=world.actor("ngo"), draft_ref=draft.uuid, version=draft.version, told=MOTHER
    )
    cases = [case, *Case.objects.exclude(pk=case.pk).order_by("pk")]
    after = candidates(world.actor("ngo"), cases, Ask(purpose="accommodation"))
    assert [[c.fit for c in side] for side in before] == [[c.fit for c in side] for side in after]
    assert any(c.fit.left_out == NOT_AVAILABLE for c in before[1])  # one place, three persons


def test_an_ngo_that_hands_over_a_childs_case_needs_the_guardians_word(world):
    alone = Told(
        age="child", languages=("ti",), consents={"transfer": "", "bed": "", "coordination": ""}
    )
    draft = services.begin_draft(actor=world.actor("ngo"))
    wanted = choose(world, "ngo", draft, alone, lead=("ngo2",), bed=())
    with pytest.raises(Invalid) as refused:
        send(world, "ngo", draft, wanted)
    assert set(refused.value.errors) == {"consent_transfer"}
    assert not Case.objects.exists()
    agreed = Told(age="child", languages=("ti",), consents={"transfer": "yes"})
    case, _sent = send(
        world, "ngo", draft, choose(world, "ngo", draft, agreed, lead=("ngo2",), bed=())
    )
    assert [(c.purpose, c.given_by) for c in case.consents.all()] == [("transfer", "guardian")]


def test_consent_names_language_recipients_and_sections(world):
    steps.add_places(world)
    draft = services.begin_draft(actor=world.actor("ngo"))
    told = Told(age="adult", languages=("ti", "ar"), consents=ALL_YES, interpreter_used=True)
    case, _sent = send(world, "ngo", draft, choose(world, "ngo", draft, told, lead=()))
    bed = case.consents.get(purpose="accommodation")
    assert (bed.language, bed.interpreter, bed.recipient_kinds) == ("ti", True, ["shelter"])
    assert set(bed.sections) == {"identity", "contact_and_safety", "needs_and_assistance", "health"}
    assert case.consents.get(purpose="coordination").recipient_kinds == ["coordination_body"]
    case.refresh_from_db()
    assert case.in_coordination
    assert not case.consents.filter(purpose="transfer").exists()  # nobody else is to lead


def test_when_one_referral_cannot_go_nothing_is_left_behind(world):
    steps.add_places(world, n=1)
    draft = services.begin_draft(actor=world.actor("border"))
    wanted = choose(world, "border", draft, MOTHER, bed=("shelter",))  # one place, three persons
    with pytest.raises(Invalid) as refused:
        send(world, "border", draft, wanted)
    assert set(refused.value.errors) == {"bed"}
    assert not Case.objects.exists()
    assert not Referral.objects.exists()
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_a_version_that_is_not_the_last_is_refused_with_the_other_text(world):
    draft = services.begin_draft(actor=world.actor("border"))
    wanted = choose(world, "border", draft, Told(age="child"), bed=())
    services.save_draft(
        actor=world.actor("border_b"),
        ref=draft.uuid,
        content={"typed": {"age": ["adult"]}},
        version=1,
    )
    with pytest.raises(Stale) as stale:
        send(world, "border", draft, wanted)
    assert stale.value.extra["theirs"] == {"typed": {"age": ["adult"]}}


def test_another_desks_draft_is_not_there(world):
    draft = services.begin_draft(actor=world.actor("border"))
    for who in ("police", "ngo"):
        with pytest.raises(Http404):
            send(world, who, draft, Choices(told=Told(), lead=("x",)))


def test_signs_of_danger_set_the_urgency():
    assert danger_of(()) == "not_known"
    assert danger_of(("fears_for_another",)) == "possible"
    assert danger_of(("threatened",)) == "likely"
    assert danger_of(("threatened", "hurt_or_ill")) == "immediate"
    assert urgency_of(Told(danger=("controller_near",))) == "immediate_danger"
    assert urgency_of(Told(bed_tonight=True)) == "urgent"
    assert urgency_of(Told()) == "standard"


def test_a_child_with_her_is_as_old_as_told():
    today = timezone.now().date()
    assert Child(age=3).birth(today) == Birth.aged(3, 3, today)
    assert Child().birth(today) == Birth.child_seen(today)


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_send_the_same_draft_at_once_and_one_wins(transactional_db):
    from tests.support.world import make_world

    world = make_world()
    draft = services.begin_draft(actor=world.actor("border"))
    wanted = choose(world, "border", draft, Told(age="child"), bed=())
    told: list[str] = []

    def go(who: str) -> None:
        try:
            send(world, who, draft, wanted)
            told.append("sent")
        except Http404:
            told.append("gone")
        finally:
            close_old_connections()

    threads = [threading.Thread(target=go, args=(who,)) for who in ("border", "border_b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["gone", "sent"]
    assert Case.objects.count() == Referral.objects.count() == 1
