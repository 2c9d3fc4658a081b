"""A further source by CSV without code: dry run, row by row, all or the good rows, repeatable."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from portal.core.problems import Invalid
from portal.organisations.actors import SYSTEM
from recommendations.models import (
    Recommendation,
    RecommendationLink,
    Source,
    SourceUpload,
    StateAnswer,
)
from recommendations.services.importing import SourceSpec, check, take
from recommendations.services.listing import Options
from tests.architecture.code import ROOT
from tests.support.pages import browser, text

SHARED = ROOT.parent / "shared/data/recommendations"
GRETA = SourceSpec(
    "greta-xa-3", "greta", "Third evaluation of Arvenia", "Invented for a test", 2025
)
HEAD = "Paragraph;Paraphrase;Country;Approach;Activities;Urgency;Answer;SDG;Links\n"
GOOD = (
    "45;Give every presumed person a bed the same night.;Arvenia;PRT;PRT.shelter;urges;accepted;16.2;same=dcaf-2007:PRT-2\n"
    "46;Train labour inspectors.;XA;PRO;Building capacity;invites;noted;8.7; \n"
)
BAD = (
    "46;Train labour inspectors.;XA;PRO;Building capacity;invites;noted;8.7;\n"
    "47;Bring laws together.;Atlantis;LEG;;urges;accepted;;\n"
    "48;Bring laws together.;XA;WAR;;urges;accepted;;\n"
    "49;<b>Bold</b> words.;XA;LEG;;urges;accepted;;\n"
    "50;Something.;XA;LEG;LEG.everything;begs;perhaps;seventeen;dcaf-2007:NOTHING-1\n"
    "51;;XA;LEG;;;;;\n"
    "45;Another text.;XA;PRT;;;;;\n"
)


def given(rows, spec=GRETA, options=None, actor=SYSTEM, encoding="utf-8"):
    return {
        "actor": actor, "content": rows.encode(encoding), "filename": "greta.csv", "spec": spec,
        "options": options or Options(),
    }  # fmt: skip


def test_a_sixth_source_goes_in_without_code(register):
    dry = check(**given(HEAD + GOOD))
    assert (dry.created, dry.refused) == (2, 0)
    assert not Source.objects.filter(code="greta-xa-3").exists()
    outcome = take(**given(HEAD + GOOD))
    assert (outcome.created, outcome.updated, outcome.unchanged, outcome.refused) == (2, 0, 0, 0)
    row = Recommendation.objects.get(source__code="greta-xa-3", code="45")
    assert (row.country, row.approach.code, row.urgency, row.targets) == (
        "XA",
        "PRT",
        "urge",
        ["16.2"],
    )
    assert [a.code for a in row.activities.all()] == ["PRT.shelter"]
    assert [(o.kind, o.target.code) for o in RecommendationLink.objects.filter(source=row)] == [
        ("same", "PRT-2")
    ]
    assert set(StateAnswer.objects.values_list("country", "answer")) == {
        ("XA", "accepted"),
        ("XA", "noted"),
    }
    assert row.source.publisher == "Invented for a test"


def test_repeating_changes_nothing_and_a_change_is_one(register):
    take(**given(HEAD + GOOD))
    again = take(**given(HEAD + GOOD))
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    other = take(**given(HEAD + GOOD.replace("same night", "same day")))
    assert (other.created, other.updated, other.unchanged) == (0, 1, 1)
    assert Recommendation.objects.filter(source__code="greta-xa-3").count() == 2
    shuffled = HEAD + "".join(
        reversed(GOOD.replace("same night", "same day").splitlines(keepends=True))
    )
    assert take(**given(shuffled)).unchanged == 2


def test_every_refusal_names_row_field_and_remedy(register):
    dry = check(**given(HEAD + GOOD + BAD))
    wrong = [(one.line, one.field) for one in dry.listing.wrong]
    assert wrong == [
        (4, "reference"), (5, "state"), (6, "approach"), (7, "text"), (8, "activities"), (8, "response"),
        (8, "verb"), (8, "targets"), (8, "links"), (9, "text"), (10, "reference"),
    ]  # fmt: skip
    said = [str(one.what) for one in dry.listing.wrong]
    assert said[0] == "row 3 says the same"
    assert said[-1] == "row 2 has this reference, and says something else"
    assert all(str(one.remedy) for one in dry.listing.wrong)
    assert dry.listing.read == dry.created + dry.updated + dry.unchanged + dry.refused == 9


def test_all_or_only_the_good_rows(register):
    with pytest.raises(Invalid):
        take(**given(HEAD + GOOD + BAD))
    assert not Source.objects.filter(code="greta-xa-3").exists(), "nothing is left half"
    outcome = take(**given(HEAD + GOOD + BAD), only_good=True)
    assert (outcome.created, outcome.refused) == (2, 7)


def test_any_heading_any_encoding_any_delimiter(register):
    rows = "Nr\tWas empfohlen wird\tLand\n1\tSchütze jede Person überall.\tÖsterreich\n"
    with pytest.raises(Invalid) as refused:
        check(**given(rows, encoding="cp1252"))
    assert "columns" in refused.value.errors
    options = Options(columns={"Was empfohlen wird": "text", "Nr": "reference", "Land": ""})
    outcome = take(**given(rows, options=options, encoding="cp1252"))
    assert (
        Recommendation.objects.get(source__code="greta-xa-3").text == "Schütze jede Person überall."
    )
    assert outcome.listing.unknown == ["Land"]


def test_l31_namibia_is_a_state_and_no_missing_value(register):
    take(**given("Text,State\nDo it.,NA\nDo that.,Namibia\n"))
    assert set(
        Recommendation.objects.filter(source__code="greta-xa-3").values_list("country", flat=True)
    ) == {"NA"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "GRETA 3"}, "code"), ({"code": "dcaf-2007"}, "code"), ({"kind": "rumour"}, "kind"), ({"title": ""}, "title"),
        ({"title": "<i>x</i>"}, "title"), ({"year": 20}, "year"), ({"address": "nowhere"}, "address"),
    ],
)  # fmt: skip
def test_a_source_in_disorder(register, change, field):
    spec = SourceSpec(**{**GRETA.to_dict(), **change})
    with pytest.raises(Invalid) as refused:
        check(**given(HEAD + GOOD, spec))
    assert field in refused.value.errors


@pytest.mark.parametrize("content", ["", "Text\n", "<html>\x00", "just words"])
def test_what_is_no_list_is_refused_with_a_remedy(register, content):
    with pytest.raises(Invalid) as refused:
        check(**given(content))
    assert all(refused.value.errors.values())


def test_a_validator_brings_in_her_own_states_rows_only(register):
    validator = register.actor("validator")
    mine = "Text,State\nDo it.,Arvenia\nDo that.,\nNot yours.,Belmora\n"
    dry = check(**given(mine, actor=validator))
    assert [(one.line, one.field) for one in dry.listing.wrong] == [(4, "state")]
    take(**given(mine, actor=validator), only_good=True)
    assert set(
        Recommendation.objects.filter(source__code="greta-xa-3").values_list("country", flat=True)
    ) == {"XA"}
    with pytest.raises(Invalid) as refused:
        check(**given(mine, actor=register.actor("far_validator")))
    assert "code" in refused.value.errors
    from django.http import Http404

    for who in ("focal", "rapporteur", "moderator", "ngo", "coordinator"):
        with pytest.raises(Http404):
            check(**given(mine, actor=register.actor(who)))


def test_the_command_reports_and_exits_by_its_outcome(register, tmp_path, capsys):
    file = tmp_path / "list.csv"
    file.write_text(HEAD + GOOD + BAD)

    def run(*more):
        with pytest.raises(SystemExit) as left:
            call_command(
                "import_recommendations",
                str(file),
                "--source=greta-xa-3",
                "--kind=greta",
                "--title=Third",
                *more,
            )
        return left.value.code, capsys.readouterr().out

    code, told = run("--dry-run")
    assert (code, Source.objects.filter(code="greta-xa-3").exists()) == (1, False)
    assert "row 5, state: 'Atlantis': no State of this name" in told
    assert run()[0] == 1
    assert not Source.objects.filter(code="greta-xa-3").exists()
    code, told = run("--only-good")
    assert "9 read = 2 created + 0 updated + 0 unchanged + 7 refused (written)" in told
    file.write_text(HEAD + GOOD)
    assert run() == (0, run()[1])
    with pytest.raises(SystemExit) as left:
        call_command("import_recommendations", str(tmp_path / "none.csv"), "--source=x")
    assert left.value.code == 2


def test_by_page_dry_run_answers_and_taking(register):
    client = browser(register, "validator")
    rows = "Nr;Words;Land\n1;Do it.;Arvenia\n2;<b>Do</b>;Arvenia\n3;Leave it.;Belmora\n"
    sent = {"code": "plan-xa", "kind": "national_plan", "title": "The plan"}
    refused = client.post(
        "/recommendations/imports/", {**sent, "file": SimpleUploadedFile("a.csv", rows.encode())}
    )
    assert refused.status_code == 422
    assert "say which column is the text" in text(refused)
    rows = rows.replace("Words", "Text")
    done = client.post(
        "/recommendations/imports/", {**sent, "file": SimpleUploadedFile("a.csv", rows.encode())}
    )
    assert done.status_code == 303
    page = client.get(done.url)
    assert "2 of 3 rows can be taken" in text(page)
    assert "write plain words" in text(page)
    again = client.post(
        done.url, {"column-0": "reference", "column-1": "text", "column-2": "state"}
    )
    assert again.status_code == 303
    page = client.get(done.url)
    assert "1 of 3 rows can be taken" in text(page)
    assert "another State than yours" in text(page)
    assert client.post(done.url, {"do": "take"}).status_code == 422
    assert not Source.objects.filter(code="plan-xa").exists()
    assert client.post(done.url, {"do": "take", "keep": "good"}).status_code == 303
    assert Recommendation.objects.get(source__code="plan-xa").code == "1"
    assert client.post(done.url, {"do": "take", "keep": "good"}).status_code == 409
    assert browser(register, "far_validator").get(done.url).status_code == 404
    assert browser(register, "focal").get("/recommendations/imports/").status_code == 404
    assert SourceUpload.objects.count() == 1


def shared(name):
    return (SHARED / name).read_bytes()


@pytest.mark.needs_shared_data
def test_the_real_list_of_upr_info_goes_in(register):
    """Mac Roman, line ends of an old Macintosh, several values in a cell; 275 rows name trafficking."""
    import gzip

    content = gzip.decompress(shared("upr_info_sessions_17_20.csv.gz"))
    known = {
        "actor": SYSTEM, "content": content, "filename": "upr.csv",
        "spec": SourceSpec("upr-18-20", "upr", "UPR Info, sessions 18 to 20", "UPR Info", 2014),
        "options": Options(only={"Issue": "Trafficking"}),
    }  # fmt: skip
    outcome = take(**known)
    assert (outcome.listing.read, outcome.created, outcome.refused) == (275, 275, 0)
    assert outcome.listing.left_out == 7_984 - 275
    assert outcome.listing.encoding == "mac_roman"
    rows = Recommendation.objects.filter(source__code="upr-18-20")
    assert rows.filter(country="BA").exists()
    assert StateAnswer.objects.filter(answer="noted").exists(), "noted ones stay"
    assert take(**known).unchanged == 275


@pytest.mark.needs_shared_data
def test_the_whole_list_can_be_read(register):
    import gzip

    content = gzip.decompress(shared("upr_info_sessions_17_20.csv.gz"))
    spec = SourceSpec("upr-18-20", "upr", "UPR Info")
    dry = check(actor=SYSTEM, content=content, filename="upr.csv", spec=spec, options=Options())
    assert (dry.listing.read, dry.refused) == (7_984, 0)


@pytest.mark.needs_shared_data
def test_the_real_thematic_list_goes_in(register):
    content = shared("upr48_SVN_thematic_list_2025.txt")
    spec = SourceSpec("upr-svn-2025", "upr", "UPR 48, Slovenia", "OHCHR", 2025)
    outcome = take(actor=SYSTEM, content=content, filename="svn.txt", spec=spec, options=Options())
    assert (outcome.listing.read, outcome.created, outcome.refused) == (254, 254, 0)
    row = Recommendation.objects.get(source__code="upr-svn-2025", code="140.7")
    assert row.made_by == "Maldives, Portugal"
    assert row.text.endswith("Economic, Social and Cultural Rights")
    assert "Economic, social & cultural rights" in row.themes
    assert set(StateAnswer.objects.values_list("answer", flat=True)) <= {"accepted", "noted"}
