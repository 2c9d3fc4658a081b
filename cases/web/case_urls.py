"""Addresses of the pages of a case."""

from django.urls import URLPattern, path

from cases.web import (
    views_case,
    views_consents,
    views_family,
    views_finding,
    views_history,
    views_list,
    views_sections,
    views_writing,
)

urlpatterns: list[URLPattern] = [
    path("cases/", views_list.listed, name="list"),
    path("cases/find/", views_list.find, name="find"),
    path("cases/search/", views_finding.search, name="search"),
    path("cases/search/<str:handle>/", views_finding.found, name="found"),
    path("cases/<str:ref>/", views_case.detail, name="detail"),
    path("cases/<str:ref>/sections/<str:section>/", views_sections.section, name="section"),
    path(
        "cases/<str:ref>/sections/<str:section>/edit/",
        views_sections.section_edit,
        name="section_edit",
    ),
    path("cases/<str:ref>/notes/new/", views_writing.note_new, name="note_new"),
    path("cases/<str:ref>/rights/", views_writing.rights, name="rights"),
    path("cases/<str:ref>/risk/", views_writing.risk, name="risk"),
    path("cases/<str:ref>/guardian/", views_writing.guardian, name="guardian"),
    path("cases/<str:ref>/family/", views_family.family, name="family"),
    path("cases/<str:ref>/consents/new/", views_consents.consent_new, name="consent_new"),
    path("cases/<str:ref>/consents/print/", views_consents.consent_print, name="consent_print"),
    path(
        "cases/<str:ref>/consents/<str:consent>/withdraw/",
        views_consents.consent_withdraw,
        name="consent_withdraw",
    ),
    path("cases/<str:ref>/history/", views_history.history, name="history"),
]
