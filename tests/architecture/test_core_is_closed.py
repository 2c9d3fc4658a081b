"""The lowest floor is a closed list: who adds to it writes it down here, and says why it is no app's."""

from tests.architecture.code import ROOT, calls, python_files, tree

ALLOWED = {
    "actors.py": "who acts, as the lower floors know it",
    "api.py": "problem+json, ETag, Idempotency-Key",
    "apps.py": "Django's",
    "clock.py": "the one clock",
    "horizon.py": "order of events",
    "idempotency.py": "same key, same answer",
    "models.py": "base models, outbox row, key",
    "outbox.py": "the row that commits with a change",
    "paging.py": "keyset pages",
    "parsing.py": "shapes that the API reads",
    "problems.py": "refusals in words",
    "reference.py": "loaders of reference data",
    "references.py": "references that people read to each other",
    "schema.py": "OpenAPI's common answers",
    "schema_view.py": "OpenAPI, drawn once a process",
    "shapes.py": "shapes that the API tells",
    "tasks.py": "the door to Celery",
    "uploads.py": "uploads stay in memory",
    "workflow.py": "a workflow is a table",
}
FOLDERS = {"management", "migrations", "templatetags"}


def test_core_holds_what_is_listed_and_no_more():
    core = ROOT / "portal/core"
    files = {f.name for f in core.glob("*.py")} - {"__init__.py"}
    assert files == set(ALLOWED)
    assert {f.name for f in core.iterdir() if f.is_dir()} - {"__pycache__"} == FOLDERS


def test_core_imports_no_other_floor():
    import ast

    for file in python_files("portal/core"):
        for node in ast.walk(tree(file)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert not name.startswith(("cases", "referrals")), file
                assert not name.startswith("portal.") or name.startswith("portal.core"), file


def test_tasks_go_through_the_one_door():
    """``shared_task`` and ``app.task`` would lack acks, limits and the app's own broker."""
    for file in python_files("portal", "cases", "referrals"):
        assert list(calls(file, "shared_task")) == [], file


def test_every_task_of_beat_exists_and_belongs_to_our_app():
    from importlib import import_module

    from django.conf import settings

    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        module, name = entry["task"].rsplit(".", 1)
        task = getattr(import_module(module), name)
        assert task.app.main == "portal"
        assert task.acks_late
        assert task.time_limit < 900, "shorter than the broker's visibility timeout"
        assert entry["options"]["expires"] >= entry["schedule"]
