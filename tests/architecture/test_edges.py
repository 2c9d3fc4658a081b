"""Pages and API are edges: import-linter keeps them apart, and an app that grows one joins the list."""

import tomllib

from tests.architecture.code import APPS, ROOT, python_files

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]


def edges(name):
    """Every package of ours called web or api, as it is imported."""
    found = {file.parent for file in python_files(*APPS) if file.parent.name == name}
    return {".".join(folder.relative_to(ROOT).parts) for folder in found} - {"portal.core.api"}


def contract(name):
    return next(c for c in CONTRACTS if c["name"] == name)


def test_neither_edge_imports_the_other_in_any_app():
    pages, api = edges("web"), edges("api")
    assert pages and api
    for name, sources, forbidden in (
        ("HTML and API never import each other", pages, api),
        ("API and HTML never import each other", api, pages),
    ):
        assert set(contract(name)["source_modules"]) == sources
        assert set(contract(name)["forbidden_modules"]) == forbidden


def test_an_edge_is_imported_by_its_own_kind_and_by_those_listed():
    pages = contract("Pages are known to pages alone")
    api = contract("The API is known to the API alone")
    assert set(pages["protected_modules"]) == edges("web")
    assert set(api["protected_modules"]) == edges("api")
    assert set(pages["allowed_importers"]) - edges("web") == {
        "portal.pages", "portal.urls", "referrals.doors",
    }  # fmt: skip
    assert set(api["allowed_importers"]) - edges("api") == {"portal.urls"}


def test_every_app_has_its_layers():
    told = [c["containers"] for c in CONTRACTS if c["type"] == "layers" and "containers" in c]
    assert {name for names in told for name in names} >= {
        "cases",
        "referrals",
        "portal.notifications",
    }
