"""The pages of lists in and out: read, answer, take, correct, agree; for the uploader only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.models import Case
from referrals import tasks
from referrals.models import ExportRun, ImportRun, ImportState
from referrals.services import exchange_exporting
from tests.exchange.lists import CANARY, a_list, cases_of, imported
from tests.support.pages import browser

HOME = "/imports/"


def upload(client, content, name="Clients of Ferry House.csv"):
    return client.post(HOME, {"file": SimpleUploadedFile(name, content), "idempotency_key": "k"})


def url(run, name="import"):
    return reverse(f"referrals:{name}", args=[run.uuid])


def test_a_list_is_read_taken_and_reported(world):
    client = browser(world, "ngo")
    sent = upload(client, a_list(3))
    run = ImportRun.objects.get()
    assert sent.status_code == 303
    assert sent.url == url(run)
    assert "Ferry" not in sent.url
    page = client.get(url(run)).content.decode()
    assert "3 of 3 rows can be taken" in page
    assert "First Name" in page
    assert not Case.objects.exists()
    taken = client.post(url(run, "import_begin"))
    assert taken.status_code == 303
    assert Case.objects.count() == 3
    page = client.get(url(run)).content.decode()
    assert "3 of 3 rows are in" in page
    assert cases_of(world)[0].ref in page
    assert CANARY in page
    client.post(url(run, "import_begin"))
    assert Case.objects.count() == 3
    title = page.split("<title>")[1].split("</title>")[0]
    assert "Ferry" not in title
    assert CANARY not in title


def test_pressing_twice_keeps_one_list(world):
    client = browser(world, "ngo")
    assert upload(client, a_list(1)).url == upload(client, a_list(1)).url
    assert ImportRun.objects.count() == 1


def test_a_broken_row_says_what_and_how_and_can_be_downloaded(world):
    client = browser(world, "ngo")
    upload(client, a_list(2) + b"\r\nP-9,=Mira,Dinu,31.02.1999,,Yes")
    run = ImportRun.objects.get()
    page = client.get(url(run)).content.decode()
    assert "2 of 3 rows can be taken" in page
    assert "31.02.1999" in page
    assert "Row 4" in page
    assert client.post(url(run, "import_begin")).status_code == 422
    assert not Case.objects.exists()
    file = b"".join(client.get(url(run, "import_rows")).streaming_content).decode("utf-8-sig")
    assert file.splitlines()[1].startswith("4,prs_Birthdate (D),31.02.1999,")
    client.post(url(run, "import_answers"), {"keep": "good", "key_column": "Number"})
    run.refresh_from_db()
    assert run.keep == "good"
    assert run.may_import
    client.post(url(run, "import_begin"))
    assert Case.objects.count() == 2


def test_an_ambiguous_date_and_an_unknown_code_are_asked_once(world):
    rows = ["prs_FirstName,prs_Birthdate,prs_Gender"]
    rows += [f"Mira{n},0{n}/04/1990,Femenine" for n in range(1, 6)]
    client = browser(world, "ngo")
    upload(client, "\r\n".join(rows).encode())
    run = ImportRun.objects.get()
    form = client.get(url(run)).context["form"]
    asked = {q["kind"]: f"q{n}" for n, q in enumerate(form.questions)}
    assert set(asked) == {"dates", "code"}
    assert len(form.questions) == 2
    assert not run.may_import
    choice = {}
    for n, question in enumerate(form.questions):
        wanted = "day_first" if question["kind"] == "dates" else "Feminine"
        choice[f"q{n}"] = str([a for a, _label in question["choices"]].index(wanted))
    client.post(url(run, "import_answers"), {"keep": "all", **choice})
    run.refresh_from_db()
    assert run.may_import
    assert run.accepted == 5
    assert client.get(url(run)).context["form"].questions == []


def test_what_is_no_list_says_the_remedy(world):
    client = browser(world, "ngo")
    upload(client, b"%PDF-1.4 no list", "list.xlsx")
    page = client.get(url(ImportRun.objects.get())).content.decode()
    assert "This list cannot be read" in page
    assert "PDF" in page
    assert "How the list is read" not in page, "no setting makes a list of it"
    assert "Bring another list in" in page
    assert client.post(HOME, {}).status_code == 422


def test_a_large_upload_stays_in_memory_and_is_refused(world, settings):
    settings.UPLOAD_LARGEST = 1000
    answer = upload(browser(world, "ngo"), a_list(200))
    assert answer.status_code == 422
    assert "Part the list" in answer.content.decode()


def test_an_upload_never_lies_on_a_disk(world, monkeypatch):
    def refuse(*_args, **_more):
        raise AssertionError("a temporary file")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", refuse)
    content = a_list(1) + b"\r\n" + b",".join([b"x" * 100] * 6) * 4000
    assert upload(browser(world, "ngo"), content).status_code == 303


def test_a_large_list_is_a_task_with_progress(world, monkeypatch, nobody_listens):
    monkeypatch.setattr("referrals.web.exchange.AT_ONCE_BYTES", 10)
    monkeypatch.setattr("referrals.web.exchange.AT_ONCE_ROWS", 1)
    client = browser(world, "ngo")
    upload(client, a_list(3))
    run = ImportRun.objects.get()
    assert nobody_listens == [("referrals.tasks.work_on_import", str(run.uuid))]
    page = client.get(url(run)).content.decode()
    assert "Reading the list" in page
    assert f'hx-get="{url(run)}"' in page
    assert f'href="{url(run)}"' in page
    tasks.work_on_import(str(run.uuid))
    client.post(url(run, "import_begin"))
    polled = {"HX-Request": "true", "HX-Target": "job"}
    piece = client.get(url(run), headers=polled).content.decode()
    assert "<html" not in piece
    assert "<progress" in piece
    tasks.work_on_import(str(run.uuid))
    assert client.get(url(run), headers=polled).headers["HX-Refresh"] == "true"
    run.refresh_from_db()
    assert run.state == ImportState.DONE
    assert Case.objects.count() == 3


def test_nobody_else_sees_it(world):
    upload(browser(world, "ngo"), a_list(1))
    run = ImportRun.objects.get()
    for who in ("ngo_b", "ngo_admin", "ngo2", "coordinator", "border", "shelter", "oversight"):
        client = browser(world, who)
        missing = client.get("/imports/00000000-0000-4000-8000-000000000000/")
        for name in ("import", "import_rows"):
            answer = client.get(url(run, name))
            assert answer.status_code == missing.status_code == 404
        for name in ("import_answers", "import_begin", "import_discard"):
            assert client.post(url(run, name)).status_code == 404
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize("who", ["border", "coordinator", "shelter", "oversight"])
def test_a_desk_without_own_cases_has_no_such_page(world, who):
    client = browser(world, who)
    assert client.get(HOME).status_code == 404
    assert upload(client, a_list(1)).status_code == 404


def test_an_imported_case_is_confirmed_on_its_page(world):
    imported(world, a_list(1))
    [case] = cases_of(world)
    client = browser(world, "ngo")
    page = client.get(f"/cases/{case.uuid}/").content.decode()
    confirm = reverse("referrals:import_running", args=[case.uuid])
    assert confirm in page
    assert browser(world, "ngo2").post(confirm).status_code == 404
    assert client.post(confirm).status_code == 303
    case.refresh_from_db()
    assert case.running
    assert confirm not in client.get(f"/cases/{case.uuid}/").content.decode()


def test_an_export_is_asked_agreed_and_downloaded(world, monkeypatch):
    monkeypatch.setattr(exchange_exporting, "WITHOUT_SECOND", 1)
    imported(world, a_list(2))
    client, admin = browser(world, "ngo"), browser(world, "ngo_admin")
    asked = client.post("/exports/", {"form": "csv", "headers": "names", "idempotency_key": "e"})
    run = ExportRun.objects.get()
    assert asked.url == url(run, "export")
    assert client.get(url(run, "export_file")).status_code == 409
    assert client.post(url(run, "export_decide"), {"answer": "yes"}).status_code == 404
    assert browser(world, "ngo_b").get(url(run, "export")).status_code == 404
    waiting = admin.get(HOME).content.decode()
    assert "2 cases go out" in waiting
    assert CANARY not in waiting
    assert admin.post(url(run, "export_decide"), {"answer": "yes"}).status_code == 303
    tasks.work_on_export(str(run.uuid))
    assert "Ready: 2 cases" in client.get(url(run, "export")).content.decode()
    answer = client.get(url(run, "export_file"))
    assert CANARY.encode() in b"".join(answer.streaming_content)
    assert CANARY not in answer.headers["Content-Disposition"]
    assert admin.get(url(run, "export_file")).status_code == 404
    client.post(url(run, "export_discard"))
    assert not ExportRun.objects.exists()
