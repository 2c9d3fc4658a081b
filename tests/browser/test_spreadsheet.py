"""An organisation with only a spreadsheet: IOM's workbook goes in by its page, and comes back out."""

import openpyxl

from cases.models import Case
from referrals import tasks
from referrals.models import ExportRun
from tests.htcds.invented import filled_template

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_ioms_workbook_goes_in_is_asked_about_taken_and_comes_back(world, as_person, tmp_path):
    file, _rows = filled_template(12)
    mira = as_person("ngo").go("/imports/").checked()
    mira.press("Read the list").checked().sees("Choose the file with the list.")
    _upload(mira, file.getvalue())
    mira.checked().sees("of 12 rows can be taken", "Nothing is stored yet.")
    assert not Case.objects.exists()

    for question in mira.page.locator("[type=radio][name^=q][value='0']").all():
        question.check()
    mira.tick("Only the good rows")
    mira.press("Read the list again with these answers").checked()
    taking = mira.page.get_by_role("button", name="Take ").inner_text()
    mira.press(taking).checked().sees("rows are in")
    made = Case.objects.count()
    assert made == int(taking.split()[1])

    _upload(mira.go("/imports/"), file.getvalue())
    for question in mira.page.locator("[type=radio][name^=q][value='0']").all():
        question.check()
    mira.tick("Only the good rows").press("Read the list again with these answers")
    mira.press("Take ", exact=False).checked()
    assert Case.objects.count() == made, "the same list again changes nothing"

    mira.go(f"/cases/{Case.objects.first().uuid}/").checked().go("/imports/").checked()
    mira.page.locator("input[name=form][value=xlsx]").check()
    mira.press("Ask for the file").checked()
    tasks.work_on_export(str(ExportRun.objects.get().uuid))  # what the worker does
    mira.go(mira.path).checked().sees("Once it leaves this site")
    with mira.page.expect_download() as download:
        mira.page.get_by_role("link", name="Download").click()
    back = tmp_path / "back.xlsx"
    download.value.save_as(back)
    sheet = openpyxl.load_workbook(back).worksheets[0]
    assert sheet.max_row >= made
    _what_is_no_list(mira)
    as_person("ngo_admin").go("/imports/").checked().sees("Nothing waits for you")


def _upload(mira, content, name="Clients of Ferry House.xlsx"):
    mira.page.set_input_files(
        "input[type=file]", files=[{"name": name, "mimeType": SHEET, "buffer": content}]
    )
    mira.press("Read the list")


def _what_is_no_list(mira):
    _upload(mira.go("/imports/"), b"%PDF-1.4 no list", "list.xlsx")
    mira.checked().sees("This list cannot be read", "PDF")
