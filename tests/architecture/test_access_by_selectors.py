"""Nobody asks Django or guardian whether somebody may: access goes by selectors (domain rule 4)."""

import re

from tests.architecture.code import APPS, ROOT, name_of, python_files

ASKED = re.compile(
    r"\.has_perms?\(|\bhas_module_perms\(|get_objects_for_(user|group)|assign_perm|remove_perm|"
    r"permission_required|user_passes_test|PermissionRequiredMixin|\.user_permissions|user\.groups"
)
SUPERUSER = re.compile(r"\bis_superuser\b|\bis_staff\b")
MAY_SAY_STAFF = {"portal/organisations/models.py", "portal/organisations/admin.py", "portal/demo/people.py",
                 "portal/machines/authentication.py", "portal/sign_in/roles.py"}  # fmt: skip


def code_of(file):
    """Without comments; a docstring that names what is never done is one too."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return "\n".join(line.split("#")[0] for line in lines if "``" not in line)


def test_no_file_asks_has_perm():
    assert [name_of(f) for f in python_files(*APPS) if ASKED.search(code_of(f))] == []


def test_no_file_asks_whether_somebody_is_a_superuser():
    found = {name_of(f) for f in python_files(*APPS) if SUPERUSER.search(code_of(f))}
    assert found - MAY_SAY_STAFF == set()


def test_no_template_asks_perms():
    for file in (ROOT / "templates").rglob("*.html"):
        assert not re.search(r"\bperms\.|is_superuser|is_staff", file.read_text()), file


def test_guardian_is_spoken_to_in_one_folder():
    for file in python_files(*APPS):
        if not name_of(file).startswith("portal/access/"):
            text = file.read_text(encoding="utf-8")
            found = re.findall(r"^\s*(?:from|import) guardian(?!\.models import GuardianUserMixin)", text, re.M)  # fmt: skip
            assert not found or name_of(file) == "portal/organisations/models.py", file


def test_nobody_writes_grants_but_access():
    for file in python_files(*APPS):
        text = file.read_text(encoding="utf-8")
        writes = re.search(r"CaseDeskGrant(\.objects)?\.(objects\.)?(create|bulk_create|update|delete|filter\([^)]*\)\.delete)\(", text)  # fmt: skip
        assert not writes or name_of(file).startswith("portal/access/"), file
