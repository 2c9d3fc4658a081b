"""A list costs as many queries for twenty rows as for one, and goes by the index among thousands."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission

from cases import selectors as of_cases
from cases.models import Case, CaseDeskGrant
from cases.who_sees import who_sees
from portal.access.matrix import Section
from portal.audit.selectors import history
from portal.core.clock import now
from portal.core.paging import page
from portal.core.references import new_reference
from portal.notifications import selectors as of_notices
from referrals import previews
from referrals import selectors as of_referrals
from referrals.models import Offer, Referral, ReferralCase
from tests.support import steps
from tests.support.budget import at_one_and_at_twenty, plan, queries
from tests.support.database import as_owner
from tests.support.world import make_world

CASES = 2_000
NARROW = 7
"""The narrowest role: a border guard's desk that sees seven of two thousand."""


def newest(rows):
    return page(rows, keys=("-created_at", "-uuid"))


@pytest.fixture
def asked(world):
    """Makes one more case with a referral to the shelter, which has places enough."""
    steps.add_places(world, "shelter", 25)

    def one_more():
        case = steps.a_case(world, "ngo")
        steps.yes(world, case, "accommodation", ["shelter"])
        return steps.send(world, case, "accommodation")

    return one_more


LISTS = {
    "the cases of a desk": (1, "ngo", lambda actor: newest(of_cases.visible_cases(actor))),
    "the cases as listed": (1, "ngo_admin", lambda actor: newest(of_cases.listed_cases(actor))),
    "her part in each": (1, "ngo", lambda actor: of_cases.parts_of(actor, range(50))),
    "the inbox": (1, "shelter", lambda actor: page(of_referrals.inbox(actor), keys=("answer_by", "uuid"))),
    "the inbox with previews": (
        3, "shelter",
        lambda actor: [previews.preview(actor, o, shelters_her=False) for o in previews.with_persons(of_referrals.inbox(actor))[:25]],
    ),
    "what was sent": (2, "ngo", lambda actor: page(of_referrals.sent_by(actor), keys=("-sent_at", "uuid"))),
    "the notices": (2, "shelter", lambda actor: of_notices.inbox(actor)),
    "how many notices": (1, "shelter", of_notices.unread_count),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_twenty_rows(world, asked, name):
    most, who, call = LISTS[name]
    actor = world.actor(who)
    one, twenty = at_one_and_at_twenty(asked, lambda: call(actor))
    assert one == twenty
    assert twenty <= most


def test_a_history_is_one_query_however_long(world):
    case = steps.a_case(world, "ngo")
    actor = world.actor("ngo")
    one, twenty = at_one_and_at_twenty(
        lambda: of_cases.open_section(actor, case.uuid, Section.HEALTH), lambda: history(case.pk, None)
    )  # fmt: skip
    assert (one, twenty) == (1, 1)


def test_what_is_held_on_a_case_is_one_query(world):
    case = steps.a_case(world, "ngo")
    actor = world.actor("ngo")
    assert len(queries(lambda: of_cases.held(actor, case))) == 1


def test_who_sees_it_does_not_grow_with_the_desks(world, asked):
    case = Case.objects.get(pk=asked().carried.get().case_id)
    actor = world.actor("ngo")
    before = len(queries(lambda: who_sees(actor, case)))
    steps.accept(world, Referral.objects.get())
    assert len(queries(lambda: who_sees(actor, case))) == before


@pytest.fixture
def thousands(transactional_db):
    """Two thousand cases in plain rows: the coordinator sees all, the guard seven."""
    world = make_world()
    moment, ngo = now(), world.desks["ngo"]
    cases = Case.objects.bulk_create(
        Case(ref=new_reference("XA"), state=world.state, reporter_desk=ngo, lead_desk=ngo,
             created_at=moment - timedelta(minutes=n))
        for n in range(CASES)
    )  # fmt: skip
    names = ("view_envelope", "view_summary", "view_identity", "view_history", "edit_consent")
    ids = dict(Permission.objects.filter(codename__in=names).values_list("codename", "pk"))
    holders = [(ngo.group_id, cases), (world.desks["coordinator"].group_id, cases)]
    holders.append((world.desks["border"].group_id, cases[:: CASES // NARROW][:NARROW]))
    CaseDeskGrant.objects.bulk_create(
        CaseDeskGrant(content_object=c, group_id=group, permission_id=pk, basis="lead")
        for group, some in holders for c in some for pk in ids.values()
    )  # fmt: skip
    sent = Referral.objects.bulk_create(
        Referral(ref=new_reference("F"), jurisdiction=world.state, sender_desk=world.desks["border" if n < NARROW else "ngo"],
                 purpose="accommodation", sent_at=moment - timedelta(minutes=n))
        for n in range(CASES)
    )  # fmt: skip
    ReferralCase.objects.bulk_create(
        ReferralCase(referral=r, case=c) for r, c in zip(sent, cases, strict=True)
    )
    Offer.objects.bulk_create(
        Offer(ref=new_reference("R"), referral=r, desk=world.desks["shelter" if n < NARROW else "shelter2"],
              opened_at=moment, answer_by=moment + timedelta(minutes=n))
        for n, r in enumerate(sent)
    )  # fmt: skip
    as_owner("ANALYZE")
    return world


def read_whole(nodes):
    """Tables of ours that a plan reads from end to end, with how many rows it threw away."""
    return {
        n["Relation Name"]: n.get("Rows Removed by Filter", 0)
        for n in nodes
        if n["Node Type"] == "Seq Scan" and n["Relation Name"].startswith(("cases_", "referrals_"))
        and n["Actual Rows"] + n.get("Rows Removed by Filter", 0) > 50
    }  # fmt: skip


@pytest.mark.serial
@pytest.mark.slow
def test_the_narrowest_roles_lists_are_one_indexed_query_among_thousands(thousands):
    guard, shelter = thousands.actor("border"), thousands.actor("shelter")
    lists = {
        "cases": (guard, lambda: newest(of_cases.visible_cases(guard)),
                  of_cases.visible_cases(guard).order_by("-created_at", "-uuid")[:26]),
        "referrals": (guard, lambda: page(of_referrals.visible_referrals(guard).filter(sender_desk=guard.desk_id), keys=("-sent_at", "uuid")),
                      of_referrals.visible_referrals(guard).filter(sender_desk=guard.desk_id).order_by("-sent_at", "uuid")[:26]),
        "inbox": (shelter, lambda: page(of_referrals.inbox(shelter), keys=("answer_by", "uuid")),
                  of_referrals.inbox(shelter).order_by("answer_by", "uuid")[:26]),
    }  # fmt: skip
    found = {}
    for name, (_actor, call, rows) in lists.items():
        assert len(queries(call)) == 1, name
        assert len(call().rows) == NARROW, name
        found[name] = read_whole(plan(rows))
    assert found == {"cases": {}, "referrals": {}, "inbox": {}}


@pytest.mark.serial
@pytest.mark.slow
def test_who_sees_all_gets_her_first_page_by_the_index(thousands):
    coordinator = thousands.actor("coordinator")
    nodes = plan(of_cases.visible_cases(coordinator).order_by("-created_at", "-uuid")[:26])
    assert read_whole(nodes) == {}
