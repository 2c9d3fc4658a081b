"""Screening: two colleagues at one draft."""

from tests.support.screening import words


def test_two_colleagues_at_one_draft(at, world, client):
    page = at("border")
    page.post("save/", scope="all", account="First words", phone="1")
    old = page.version
    client.force_login(world.people["border_b"])
    page.post("save/", scope="all", account="Her words", phone="1", never="Never at night")
    client.force_login(world.people["border"])
    page.version = old
    assert page.post("save/", scope="all", account="My words", phone="1").status_code == 409
    page.version = old
    clash = page.post(scope="all", do="save", account="My words", phone="1")
    text = words(clash)
    assert clash.status_code == 409
    assert "Person border_b changed one field while you were writing" in text
    assert "Her words" in text
    assert "My words" in text
    assert page.typed["account"] == ["Her words"]
    again = page.post(
        scope="all",
        do="save",
        account="My words",
        phone="1",
        never="Never at night",
        clash=["account"],
    )
    assert again.status_code == 409
    done = page.post(
        scope="all",
        do="save",
        account="My words",
        phone="1",
        never="Never at night",
        clash=["account"],
        **{"keep-account": "yours"},
    )
    assert done.status_code == 303
    assert page.typed["account"] == ["My words"]
    assert page.typed["never"] == ["Never at night"]


def test_what_only_one_of_two_changed_does_not_clash(at):
    page = at("border")
    page.post("save/", scope="all", account="Words", phone="1")
    old = page.version
    page.post("save/", scope="all", account="Words", phone="2")
    page.version = old
    assert page.post(scope="all", do="save", account="Other words", phone="1").status_code == 303
    assert page.typed == {"account": ["Other words"], "phone": ["2"]}
