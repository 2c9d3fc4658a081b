"""Evidence: what a file is by its content, what leaves it, who reads it; links; figures."""

import io
from pathlib import Path

import pikepdf
import pytest
from django.http import Http404
from PIL import Image

from portal.core.problems import Invalid, NotOpen
from recommendations.models import Evidence
from recommendations.rules.evidence import LARGEST, address_leads_somewhere
from recommendations.selectors.implementation import evidence_of
from recommendations.services import evidence, submitting
from recommendations.services.cleaning import cleaned
from tests.architecture.code import ROOT
from tests.recommendations import scenes

INPUTS = ROOT / "tests/field_inputs"


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def draft(register):
    one, period = scenes.assigned(register), scenes.a_period(register)
    return register, scenes.drafted(register, one, period)


def a_pdf() -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Author"] = "Kanarienvogelova"
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.attachments["list.csv"] = b"Kanarienvogelova"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_l53_a_photo_leaves_its_position_and_its_author_behind():
    photo = (INPUTS / "photo_with_position.jpg").read_bytes()
    assert Image.open(io.BytesIO(photo)).getexif()
    clean = cleaned(photo)
    assert clean.content_type == "image/jpeg"
    assert not dict(Image.open(io.BytesIO(clean.content)).getexif())


def test_l54_the_content_decides_and_not_the_name():
    heic = (INPUTS / "heic_named_jpg.jpg").read_bytes()
    for wrong in (
        heic,
        b"<html><body>,</body></html>",
        b"<svg onload='x()'/>,",
        b"MZ\x90\x00" + b"\0" * 99,
        b"",
        b"one word",
    ):
        with pytest.raises(Invalid) as refused:
            cleaned(wrong)
        assert set(refused.value.errors) == {"file"}


def test_a_pdf_loses_author_script_and_attachment():
    clean = cleaned(a_pdf()).content
    with pikepdf.open(io.BytesIO(clean)) as document:
        assert "/OpenAction" not in document.Root
        assert not document.attachments
        assert "/Info" not in document.trailer
    assert b"Kanarienvogelova" not in clean + b"".join(_streams(clean))


def _streams(content: bytes):
    with pikepdf.open(io.BytesIO(content)) as document:
        for one in document.objects:
            if isinstance(one, pikepdf.Stream):
                yield one.read_bytes()


def test_a_locked_pdf_and_a_broken_one_are_refused():
    document = pikepdf.new()
    document.add_blank_page()
    out = io.BytesIO()
    document.save(out, encryption=pikepdf.Encryption(owner="a", user=""))
    for wrong in (out.getvalue(), a_pdf()[:200]):
        with pytest.raises(Invalid):
            cleaned(wrong)


def test_l30_a_table_does_not_run_and_loses_nothing():
    clean = cleaned(b"place,says\nNorth,=1+1\nSouth,+40 700 55\n").content.decode()
    assert clean == "place,says\r\nNorth,'=1+1\r\nSouth,+40 700 55\r\n"


def test_l55_sizes_at_the_edges():
    head = b"a,b\n"
    for size in (1_048_575, 1_048_576, 1_048_577):
        assert len(cleaned(head + b"x," * ((size - 4) // 2)).content) >= size - 4
    with pytest.raises(Invalid):
        cleaned(b"," * (LARGEST + 1))


def test_a_file_is_sealed_and_read_by_whom_it_is_for(draft, settings):
    world, row = draft
    focal = world.actor("focal")
    content = b"post,used\nNorth,yes\n"
    found = evidence.add_file(
        actor=focal, ref=row.uuid, version=row.version, title="Posts", content=content
    )
    lying = next(p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file())
    assert b"North" not in lying.read_bytes()
    assert b"".join(evidence.content_of(found)) == b"post,used\r\nNorth,yes\r\n"
    assert evidence_of(focal, found.uuid) == found
    for who in (None, world.actor("ngo"), world.actor("far_validator")):
        with pytest.raises(Http404):
            evidence_of(who, found.uuid)
    row.refresh_from_db()
    row = submitting.submit(actor=focal, ref=row.uuid, version=row.version)
    submitting.publish(actor=world.actor("validator"), ref=row.uuid, version=row.version)
    assert evidence_of(None, found.uuid) == found
    with pytest.raises((NotOpen, Http404)):
        evidence.drop(actor=focal, ref=row.uuid, version=row.version + 1, evidence=found.uuid)


def test_dropping_destroys_the_file(draft, settings, django_capture_on_commit_callbacks):
    world, row = draft
    focal = world.actor("focal")
    found = evidence.add_file(
        actor=focal, ref=row.uuid, version=row.version, title="Posts", content=b"a,b\n"
    )
    row.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        evidence.drop(actor=focal, ref=row.uuid, version=row.version, evidence=found.uuid)
    assert not Evidence.objects.exists()
    assert not [p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()]


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("https://example.org/report.pdf?y=1", True), ("http://example.org", True),
        ("javascript:alert(1)", False), ("ftp://example.org", False), ("https://", False),
        ("https://localhost/x", False), ("example.org", False), ("https://user:pw@example.org", False),
        ("https://exa mple.org", False), ("https://example.org:99999/", False), ("//example.org", False),
        ("https://example.org/a b", False), ("https://[::1", False),
    ],
)  # fmt: skip
def test_a_link_leads_somewhere(address, leads):
    assert address_leads_somewhere(address) is leads


def test_links_and_figures(draft):
    world, row = draft
    focal = world.actor("focal")
    with pytest.raises(Invalid) as refused:
        evidence.add_link(
            actor=focal, ref=row.uuid, version=row.version, title="It", address="nothing"
        )
    assert set(refused.value.errors) == {"address"}
    with pytest.raises(Invalid) as refused:
        evidence.add_link(
            actor=focal,
            ref=row.uuid,
            version=row.version,
            title="<i>",
            address="https://example.org",
        )
    assert set(refused.value.errors) == {"title"}
    with pytest.raises(Invalid) as refused:
        evidence.add_figure(actor=focal, ref=row.uuid, version=row.version, figure="everything")
    assert set(refused.value.errors) == {"figure"}
    with pytest.raises(Http404):
        evidence.add_link(
            actor=world.actor("validator"),
            ref=row.uuid,
            version=row.version,
            title="It",
            address="https://example.org",
        )
