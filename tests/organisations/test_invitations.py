"""A letter with a link: signed, once, expiring, naming nobody; nobody learns who has an account."""

import re
from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client

from portal.core import outbox
from portal.core.clock import at, now
from portal.core.problems import Invalid, NotOpen
from portal.organisations import services
from portal.organisations.invitation_links import link_token
from portal.organisations.models import Invitation, Membership, User
from portal.organisations.services import Newcomer
from tests.support.pages import body, browser

PASSWORD = "lamp-river-quiet-42"


def invite(world, email="new@agency.example", admin="ngo_admin", desk="ngo"):
    return services.invite(actor=world.actor(admin), desk=world.desks[desk].uuid, email=email)


def token(row):
    return link_token(row.uuid, row.serial)


def follow(letter):
    """The link in a letter, as a path."""
    return re.search(r"https?://[^/]+(/invitation/\S+/)", letter.replace("=\n", "")).group(1)


def test_the_letter_names_nobody_and_its_link_makes_an_account_once(world, mailbox):
    row = invite(world)
    outbox.deliver()
    [(address, letter)] = mailbox.letters
    assert address == "new@agency.example"
    for word in ("Agency", "ngo", "new@", world.people["ngo_admin"].name):
        assert word not in letter.split("\r\n\r\n", 1)[1]
    stranger = Client()
    for _ in range(3):  # a scanner's prefetch changes nothing
        assert Client().get(follow(letter)).status_code == 303
    landed = stranger.get(follow(letter), follow=True)
    assert landed.request["PATH_INFO"] == "/invitation/"  # the token is out of the address
    assert landed.status_code == 200 and "no-store" in landed.headers["Cache-Control"]
    assert Membership.objects.filter(desk=row.desk).count() == 2
    form = {"name": "Gulalai", "password": PASSWORD, "again": PASSWORD}
    done = stranger.post("/invitation/", form)
    assert (done.status_code, done.headers["Location"]) == (303, "/sign-in/")
    user = User.objects.get(email="new@agency.example")
    assert user.name == "Gulalai" and user.check_password(PASSWORD)
    assert Membership.objects.filter(desk=row.desk, user=user, until=None).exists()
    row.refresh_from_db()
    assert (row.closed_why, row.email, row.membership.user) == ("accepted", "", user)
    assert Client().get(follow(letter)).status_code == 404  # once
    assert stranger.post("/invitation/", form).status_code == 404


def test_used_over_taken_back_replaced_and_invented_links_get_one_answer(world):
    used, over, back, replaced = (invite(world, f"{n}@agency.example") for n in "abcd")
    services.accept_as_newcomer(token=token(used), newcomer=Newcomer("A", PASSWORD))
    dead = [token(used), token(replaced), link_token(used.uuid, 9), "x", "x.y", "a" * 300]
    services.revoke(actor=world.actor("ngo_admin"), ref=back.uuid)
    dead.append(token(back))
    with at(now() + timedelta(minutes=2)):
        services.resend(actor=world.actor("ngo_admin"), ref=replaced.uuid)
    Invitation.objects.filter(pk=over.pk).update(expires_at=now())
    dead.append(token(over))
    answers = {}
    for one in dead:
        answer = Client().get(f"/invitation/{one}/")
        answers[one] = (answer.status_code, body(answer))
    assert len(set(answers.values())) == 1 and answers[dead[0]][0] == 404
    replaced.refresh_from_db()
    assert Client().get(f"/invitation/{token(replaced)}/").status_code == 303


def test_a_letter_again_waits_a_minute_and_a_second_letter_kills_the_first(world, mailbox):
    row = invite(world)
    with pytest.raises(NotOpen):
        services.resend(actor=world.actor("ngo_admin"), ref=row.uuid)
    with at(now() + timedelta(minutes=2)):
        services.resend(actor=world.actor("ngo_admin"), ref=row.uuid)
        outbox.deliver()
    assert len(mailbox.letters) == 1  # the first was not sent any more: it would be dead


def test_nobody_learns_from_the_form_who_has_an_account(world):
    """The page, the list and the answer are the same for an address that works elsewhere."""
    admin = browser(world, "ngo_admin")
    seen = []
    for email in (world.people["far_ngo"].email, "nobody@agency.example"):
        told = {"email": email, "desk": str(world.desks["ngo"].uuid), "language": "en"}
        done = admin.post("/organisation/members/invite/", told)
        page = admin.get("/organisation/members/")
        shown = body(page).replace(email.encode(), b"EMAIL")
        shown = re.sub(rb"[0-9a-f-]{36}|<time.*?</time>", b"X", shown, flags=re.S)
        seen.append((done.status_code, done.headers["Location"], shown))
        row = Invitation.objects.get(email=email)
        services.revoke(actor=world.actor("ngo_admin"), ref=row.uuid)
    assert seen[0] == seen[1]


def test_whoever_has_an_account_signs_in_and_keeps_her_other_desks(world):
    row = invite(world, world.people["far_ngo"].email)
    stranger = Client()
    assert b"/sign-in/" in stranger.get(f"/invitation/{token(row)}/", follow=True).content
    with pytest.raises(NotOpen):  # a link alone opens no account
        services.accept_as_newcomer(token=token(row), newcomer=Newcomer("X", PASSWORD))
    other = browser(world, "health")
    assert other.get(f"/invitation/{token(row)}/", follow=True).status_code == 409
    assert other.post("/invitation/").status_code == 409
    hers = browser(world, "far_ngo")
    assert hers.get(f"/invitation/{token(row)}/", follow=True).status_code == 200
    assert hers.post("/invitation/").status_code == 303
    mine = Membership.objects.filter(user=world.people["far_ngo"], until=None)
    assert {m.desk for m in mine} == {world.desks["ngo"], world.desks["far_ngo"]}


def test_bad_input_is_named_by_its_field(world):
    for email in ("", "x", "a@b", "a@b\nc.example", "a b@c.example", "x" * 300 + "@c.example"):
        with pytest.raises(Invalid) as refused:
            invite(world, email)
        assert list(refused.value.errors) == ["email"]
    row = invite(world)
    with pytest.raises(Invalid):
        invite(world, " NEW@agency.example ")
    for newcomer, field in (
        (Newcomer("", PASSWORD), "name"),
        (Newcomer("A\x00", PASSWORD), "name"),
        (Newcomer("A" * 121, PASSWORD), "name"),
        (Newcomer("A", "short"), "password"),
        (
            Newcomer("A", "passwordpassword" * 0 + "password1234" * 0 + "qwertyuiop12" * 0 + "1"),
            "password",
        ),
    ):
        with pytest.raises(Invalid) as refused:
            services.accept_as_newcomer(token=token(row), newcomer=newcomer)
        assert list(refused.value.errors) == [field]
    with pytest.raises(Http404):
        services.invite(actor=world.actor("ngo"), desk=world.desks["ngo"].uuid, email="a@b.example")
    with pytest.raises(Http404):
        invite(world, desk="ngo2")


def test_L42_a_double_click_invites_once(world):
    admin = browser(world, "ngo_admin")
    told = {"email": "new@agency.example", "desk": str(world.desks["ngo"].uuid), "language": "en",
            "idempotency_key": "one-press"}  # fmt: skip
    answers = [admin.post("/organisation/members/invite/", told).status_code for _ in range(3)]
    assert answers == [303, 303, 303]
    assert Invitation.objects.count() == 1


def test_fifty_open_invitations_are_enough(world):
    Invitation.objects.bulk_create(
        Invitation(
            desk=world.desks["ngo"], email=f"{n}@agency.example", sent_at=now(), expires_at=now()
        )
        for n in range(50)
    )
    with pytest.raises(NotOpen):
        invite(world)
