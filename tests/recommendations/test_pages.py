"""Pages of the register: open to everybody, or each person's own job; nothing typed is lost."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from recommendations.models import Evidence, Implementation, ReportingPeriod, Statement, Submission
from tests.recommendations import scenes
from tests.support.budget import queries
from tests.support.pages import browser, text

OPEN = ("register", "sources", "matrix", "states")


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def scene(register):
    one = scenes.assigned(register)
    return register, one, scenes.a_period(register)


def write_url(one, period, voice="self"):
    return reverse("recommendations:write", args=[one.uuid, voice, period.code])


def test_everybody_reads_what_is_published_without_an_account(scene):
    world, one, period = scene
    scenes.published(world, one, period, level="full")
    scenes.assessed(world, one, period, "partial")
    stranger = Client()
    for name in OPEN:
        assert stranger.get(reverse(f"recommendations:{name}")).status_code == 200, name
    page = stranger.get("/recommendations/states/XA/")
    assert "Arvenia says 1 of 1 are done; the rapporteur finds 0" in text(page)
    assert "They differ on 1 recommendation." in text(page)
    assert "1 step below" in text(page)
    item = stranger.get("/recommendations/items/dcaf-2007/PRT-2/")
    assert scenes.PROVED in text(item)
    assert "example.org/order" in item.content.decode()
    assert "Agency focal" in text(stranger.get("/recommendations/matrix/PRT/governments/"))
    for missing in ("/recommendations/items/dcaf-2007/XXX-1/", "/recommendations/states/ZZ/",
                    "/recommendations/matrix/PRT/nobody/", "/recommendations/evidence/x/", "/recommendations/matrix/?state=ZZ"):  # fmt: skip
        assert stranger.get(missing).status_code == 404, missing
    for own in ("work", "queue", "assessments", "periods", "table", "comments"):
        assert stranger.get(reverse(f"recommendations:{own}")).status_code == 302


def test_a_draft_shows_nowhere_in_public(scene):
    world, one, period = scene
    scenes.submitted(world, one, period, text="Not yet public words.")
    for url in (
        "/recommendations/states/XA/",
        "/recommendations/items/dcaf-2007/PRT-2/",
        "/recommendations/matrix/",
    ):
        for client in (Client(), browser(world, "ngo"), browser(world, "far_validator")):
            assert "Not yet public words" not in client.get(url).content.decode()


def test_filters_stand_in_the_address(register):
    client = Client()

    def codes(query):
        return [row["code"] for row in client.get(f"/recommendations/?{query}").context["rows"]]

    assert codes("approach=LEG") == ["LEG-1", "LEG-2", "LEG-3"]
    assert codes("approach=CON") == [f"CON-{n}" for n in range(1, 6)]
    assert codes("words=consulates") == ["ORI-2"]
    assert codes("words=PRT-4") == ["PRT-4"]
    assert codes("approach=ORI&target=16.2") == ["ORI-1", "ORI-2", "ORI-3"]
    assert codes("source=nothing") == []
    assert len(codes("")) == 25
    more = client.get("/recommendations/").context["next_url"]
    assert len(client.get(f"/recommendations/{more}").context["rows"]) == 9
    assert client.get("/recommendations/?approach=%00").status_code == 200


def test_the_matrix_shows_gaps_and_each_cell_leads_to_what_is_done(scene):
    world, one, period = scene

    def cell():
        rows = Client().get("/recommendations/matrix/?state=XA").context["rows"]
        return rows[2]["cells"][0]

    assert (cell()["n"], cell()["of"], cell()["rank"]) == (0, 6, 3)
    scenes.published(world, one, period)
    assert cell()["n"] == 2
    page = Client().get(cell()["url"])
    assert "Identifying trafficked persons" in text(page)
    assert text(page).count("Gap") == 4
    assert "16 places" in text(Client().get("/recommendations/matrix/")) or "of 16" in text(
        Client().get("/recommendations/matrix/")
    )


def test_the_focal_points_whole_job(scene):
    world, one, period = scene
    client = browser(world, "focal")
    assert "One report is due" in text(client.get("/"))
    url = write_url(one, period)
    assert url in client.get("/recommendations/work/").content.decode()
    saved = client.post(url, {"level": "full", "justification": "All posts.", "do": "save"})
    assert saved.status_code == 303
    row = Submission.objects.get()
    refused = client.post(
        url, {"level": "full", "justification": "All posts.", "version": row.version, "do": "send"}
    )
    assert refused.status_code == 422
    assert "Full needs proof" in text(refused)
    row.refresh_from_db()
    added = client.post(
        f"{url}evidence/", {"address": "https://example.org/order", "version": row.version}
    )
    assert added.status_code == 303
    row.refresh_from_db()
    sent = client.post(
        url, {"level": "full", "justification": "All posts.", "version": row.version, "do": "send"}
    )
    assert sent.status_code == 303
    assert "No report is due" in text(client.get("/"))
    assert "waits for publication" in text(client.get("/"))
    validator = browser(world, "validator")
    assert "One text waits for your word" in text(validator.get("/"))
    row.refresh_from_db()
    queued = reverse("recommendations:queued", args=[row.uuid])
    assert "All posts." in text(validator.get(queued))
    without = validator.post(queued, {"version": row.version, "do": "back"})
    assert without.status_code == 422
    assert "Say why" in text(without)
    assert validator.post(queued, {"version": row.version, "do": "publish"}).status_code == 303
    assert Statement.objects.get().level == "full"
    assert validator.get(queued).status_code == 404


def test_the_form_remembers_last_time(register):
    one = scenes.assigned(register)
    scenes.published(register, one, scenes.a_period(register, 2025))
    page = browser(register, "focal").get(write_url(one, scenes.a_period(register, 2026)))
    assert "Begun with what you said last" in text(page)
    assert scenes.PROVED in page.content.decode()
    assert page.context["form"].initial["level"] == "partial"


def test_two_who_write_at_once_see_both_texts(scene):
    world, one, period = scene
    url = write_url(one, period)
    scenes.drafted(world, one, period, text="What the colleague says.")
    late = browser(world, "focal").post(
        url, {"level": "full", "justification": "Mine.", "do": "save"}
    )
    assert late.status_code == 409
    assert "What the colleague says." in text(late)
    assert "Mine." in text(late)
    version = late.context["form"].data["version"]
    kept = {
        "level": "full",
        "justification": "Mine.",
        "version": version,
        "clash": ["level", "justification"],
    }
    assert browser(world, "focal").post(url, kept).status_code == 422
    done = browser(world, "focal").post(
        url, {**kept, "keep-level": "theirs", "keep-justification": "yours"}
    )
    assert done.status_code == 303
    row = Submission.objects.get()
    assert (row.level, row.justification) == ("partial", "Mine.")


def test_markup_is_refused_at_its_field_and_kept(scene):
    world, one, period = scene
    page = browser(world, "focal").post(
        write_url(one, period), {"level": "partial", "justification": "<b>x</b>"}
    )
    assert page.status_code == 422
    assert "Write plain words" in text(page)
    assert "&lt;b&gt;x&lt;/b&gt;" in page.content.decode()


def test_evidence_by_page(scene):
    from django.core.files.uploadedfile import SimpleUploadedFile

    world, one, period = scene
    client, url = browser(world, "focal"), write_url(one, period)
    nothing = client.post(f"{url}evidence/", {"title": "It"})
    assert nothing.status_code == 422
    wrong = client.post(f"{url}evidence/", {"file": SimpleUploadedFile("a.pdf", b"<html>")})
    assert wrong.status_code == 422
    assert "PDF" in text(wrong)
    good = client.post(
        f"{url}evidence/", {"title": "Posts", "file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")}
    )
    assert good.status_code == 303
    found = Evidence.objects.get()
    file = client.get(f"/recommendations/evidence/{found.uuid}/")
    assert b"".join(file.streaming_content) == b"a,b\r\n1,2\r\n"
    assert file["Content-Disposition"].startswith("attachment")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert (
        browser(world, "far_focal").get(f"/recommendations/evidence/{found.uuid}/").status_code
        == 404
    )
    assert client.post(f"{url}evidence/{found.uuid}/drop/").status_code == 303
    assert not Evidence.objects.exists()


def test_many_reports_in_a_table_the_good_ones_are_saved(register):
    for code in ("PRT-1", "PRT-2", "PRT-3"):
        scenes.assigned(register, code)
    scenes.a_period(register)
    client = browser(register, "focal")
    lines = client.get("/recommendations/work/table/").context["lines"]
    keys = [line["due"].uuid for line in lines]
    data = {
        f"{keys[0]}-level": "partial", f"{keys[0]}-justification": "First.",
        f"{keys[1]}-level": "partial", f"{keys[1]}-justification": "<i>Second</i>",
        f"{keys[2]}-level": "", f"{keys[2]}-justification": "", "do": "send",
    }  # fmt: skip
    page = client.post("/recommendations/work/table/", data)
    assert page.status_code == 422
    assert "PRT-2: Write plain words" in text(page)
    assert "&lt;i&gt;Second" in page.content.decode()
    assert list(Submission.objects.values_list("stage", "justification")) == [
        ("submitted", "First.")
    ]
    again = client.post(
        "/recommendations/work/table/",
        {
            k: v.replace("<i>", "").replace("</i>", "") if isinstance(v, str) else v
            for k, v in data.items()
        },
    )
    assert again.status_code == 303
    assert Submission.objects.filter(stage="submitted").count() == 2


def test_the_rapporteur_assesses_and_sees_where_she_differs(scene):
    world, one, period = scene
    scenes.published(world, one, period, level="full")
    client = browser(world, "rapporteur")
    page = client.get("/recommendations/assessments/")
    assert "One is still to be assessed" in text(page)
    url = write_url(one, period, "rapporteur")
    assert url in page.content.decode()
    assert scenes.PROVED in text(client.get(url))
    done = client.post(url, {"level": "partial", "justification": "One region only.", "do": "send"})
    assert done.status_code == 303
    assert "One region only." in text(Client().get(done.url))
    assert "still to be assessed" in text(client.get("/recommendations/assessments/"))
    assert client.get("/recommendations/assessments/").context["rows"] == []
    assert [
        g["code"] for g in Client().get("/recommendations/states/XA/?differ=1").context["groups"]
    ] == ["PRT"]


def test_civil_society_comments_through_a_moderator(scene):
    world, one, period = scene
    client, url = browser(world, "ngo"), write_url(one, period, "civil_society")
    assert url in client.get("/recommendations/comments/").content.decode()
    assert (
        client.post(
            url, {"level": "not_started", "justification": "We saw none.", "do": "send"}
        ).status_code
        == 303
    )
    row = Submission.objects.get()
    moderator = browser(world, "moderator")
    page = moderator.get(reverse("recommendations:queued", args=[row.uuid]))
    assert "We saw none." in text(page)
    moderator.post(
        reverse("recommendations:queued", args=[row.uuid]),
        {"version": row.version, "do": "publish"},
    )
    assert "We saw none." in text(Client().get("/recommendations/items/dcaf-2007/PRT-2/"))


def test_a_validator_arranges_periods_and_tasks(register):
    client = browser(register, "validator")
    page = client.get("/recommendations/periods/")
    options = page.context["task_form"].fields
    pick = next(
        code for code, label in options["recommendation"].choices if label.startswith("PRT-2")
    )
    who = options["organisation"].choices[0][0]
    assert (
        client.post(
            "/recommendations/tasks/", {"recommendation": pick, "organisation": who}
        ).status_code
        == 303
    )
    wrong = {
        "code": "2030",
        "begins_on": "2030-12-31",
        "ends_on": "2030-01-01",
        "due_on": "2029-01-01",
    }
    refused = client.post("/recommendations/periods/", wrong)
    assert refused.status_code == 422
    assert "The end lies after the beginning." in text(refused)
    right = {
        "code": "2030",
        "begins_on": "2030-01-01",
        "ends_on": "2030-12-31",
        "due_on": "2031-01-31",
    }
    assert client.post("/recommendations/periods/", right).status_code == 303
    period = ReportingPeriod.objects.get()
    assert period.reports_due.count() == 1
    assert client.post("/recommendations/periods/2030/close/", {"version": "7"}).status_code == 409
    assert (
        client.post("/recommendations/periods/2030/close/", {"version": period.version}).status_code
        == 303
    )
    one = Implementation.objects.get()
    assert (
        client.post(
            f"/recommendations/tasks/{one.uuid}/release/", {"version": one.version}
        ).status_code
        == 303
    )
    assert (
        browser(register, "far_validator")
        .post(f"/recommendations/tasks/{one.uuid}/release/", {"version": 2})
        .status_code
        == 404
    )


@pytest.mark.parametrize(
    ("who", "pages"),
    [
        ("focal", {"work", "table"}), ("validator", {"queue", "periods"}), ("moderator", {"queue"}),
        ("rapporteur", {"assessments"}), ("ngo", {"comments"}), ("police", set()), ("coordinator", set()),
    ],
)  # fmt: skip
def test_each_role_has_its_pages_and_no_others(register, who, pages):
    client = browser(register, who)
    for name in ("work", "table", "queue", "periods", "assessments", "comments"):
        expected = 200 if name in pages else 404
        assert client.get(reverse(f"recommendations:{name}")).status_code == expected, name
    assert {t["url"] for t in client.get("/recommendations/").context["tabs"]} >= {
        reverse(f"recommendations:{n}") for n in pages - {"table"}
    }


def test_write_pages_answer_missing_to_others(scene):
    world, one, period = scene
    for who, voice in (("far_focal", "self"), ("validator", "self"), ("ngo", "self"), ("police", "civil_society"),
                       ("far_rapporteur", "rapporteur"), ("focal", "rapporteur"), ("focal", "nobody")):  # fmt: skip
        assert browser(world, who).get(write_url(one, period, voice)).status_code == 404, (
            who,
            voice,
        )
    assert (
        browser(world, "focal").get(write_url(one, period).replace(period.code, "1999")).status_code
        == 404
    )


def test_the_number_of_questions_does_not_grow(register):
    period = scenes.a_period(register)

    def add(codes):
        for code in codes:
            one = scenes.assigned(register, code)
            scenes.published(register, one, period)
            scenes.assessed(register, one, period)

    add(["PRT-1", "PRT-2"])
    scenes.assigned(register, "LEG-1")
    urls = {
        "focal": ["/recommendations/work/", "/recommendations/work/table/"],
        "rapporteur": ["/recommendations/assessments/?all=1"], "validator": ["/recommendations/queue/"],
        None: ["/recommendations/", "/recommendations/states/XA/", "/recommendations/states/", "/recommendations/matrix/",
               "/recommendations/matrix/PRT/governments/"],
    }  # fmt: skip
    clients = {who: browser(register, who) if who else Client() for who in urls}
    for who, paths in urls.items():
        for path in paths:
            clients[who].get(path)

    def asked(who, path):
        return lambda: clients[who].get(path)

    before = {path: len(queries(asked(who, path))) for who, paths in urls.items() for path in paths}
    add(["PRT-3", "PRT-4", "PRT-5", "PRT-6", "PRO-1", "PRO-2"])
    for code in ("LEG-2", "LEG-3", "ORI-1", "ORI-2", "DES-1"):
        one = scenes.assigned(register, code)
        scenes.submitted(register, one, period)
    for code in ("DES-2", "DES-3"):
        scenes.assigned(register, code)
    after = {path: len(queries(asked(who, path))) for who, paths in urls.items() for path in paths}
    assert {p: (before[p], n) for p, n in after.items() if n > before[p]} == {}
    assert max(after.values()) <= 16


def test_no_text_of_anybody_runs(scene):
    world, one, period = scene
    row = scenes.drafted(world, one, period)
    Submission.objects.filter(pk=row.pk).update(justification="<script>alert(1)</script>")
    page = browser(world, "focal").get(write_url(one, period)).content.decode()
    assert "<script>alert" not in page
    assert not re.search(r"\son\w+=", page)
