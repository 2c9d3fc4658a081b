"""Addresses of the API of a case. Every reference is text: a malformed one is missing."""

from django.urls import URLPattern, path

from cases.api.views import (
    cases,
    consents,
    finding,
    history,
    places,
    proceedings,
    reference,
    safety,
    sections,
    vacancy,
)

app_name = "cases-api"
CASE = "cases/<str:ref>/"
urlpatterns: list[URLPattern] = [
    path("me/", reference.Me.as_view(), name="me"),
    path("states/<str:code>/", reference.StateView.as_view(), name="state"),
    path("cases/", cases.Cases.as_view(), name="list"),
    path("searches/", finding.Searches.as_view(), name="searches"),
    path("searches/<str:handle>/", finding.Search.as_view(), name="search"),
    path(CASE, cases.CaseView.as_view(), name="case"),
    path(f"{CASE}guardian/", cases.Guardian.as_view(), name="guardian"),
    path(f"{CASE}family/", cases.Family.as_view(), name="family"),
    path(f"{CASE}close/", cases.Closing.as_view(), name="close"),
    *(
        path(f"{CASE}sections/{section}/", view.as_view(), name=f"section-{section}")
        for section, view in sections.VIEWS.items()
    ),
    path(f"{CASE}notes/", sections.Notes.as_view(), name="notes"),
    path(f"{CASE}consents/", consents.Consents.as_view(), name="consents"),
    path(f"{CASE}consents/<str:consent>/withdraw/", consents.Withdraw.as_view(), name="withdraw"),
    path(f"{CASE}risk-assessments/", safety.Risk.as_view(), name="risk"),
    path(f"{CASE}rights-told/", safety.Rights.as_view(), name="rights"),
    path(f"{CASE}walls/", safety.Walls.as_view(), name="walls"),
    path("walls/<str:wall>/lift/", safety.Lift.as_view(), name="lift"),
    path(f"{CASE}break-glass/", safety.Glass.as_view(), name="glass"),
    path(f"{CASE}history/", history.History.as_view(), name="history"),
    path(f"{CASE}proceedings/", proceedings.OfCase.as_view(), name="case-proceedings"),
    path("proceedings/", proceedings.Proceedings.as_view(), name="proceedings"),
    path("proceedings/<str:ref>/", proceedings.ProceedingView.as_view(), name="proceeding"),
    path(
        "proceedings/<str:ref>/steps/<str:step>/",
        proceedings.ProceedingStepView.as_view(),
        name="proceeding-step",
    ),
    path(f"{CASE}placements/", places.CasePlacements.as_view(), name="placements"),
    path("places/", places.Places.as_view(), name="places"),
    path("places/confirm/", places.Confirm.as_view(), name="places-confirm"),
    path("places/figures/", vacancy.Figures.as_view(), name="places-figures"),
    path("places/guests/", places.Guests.as_view(), name="guests"),
    path("places/<str:place>/", places.PlaceView.as_view(), name="place"),
]
