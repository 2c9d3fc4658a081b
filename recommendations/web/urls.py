"""Pages of the register, below /recommendations/. Codes in addresses are the stable ones."""

from django.urls import path

from recommendations.web import (
    adviser,
    arranging,
    entries,
    harmonisation,
    imports,
    overview,
    own_entries,
    queue,
    reading,
    speaking,
    work,
    writing,
)

app_name = "recommendations"
WRITE = "recommendations/write/<str:ref>/<str:voice>/<str:period>/"
urlpatterns = [
    path("recommendations/", reading.listed, name="register"),
    path("recommendations/items/<str:source>/<str:code>/", reading.item, name="item"),
    path("recommendations/sources/", reading.sources, name="sources"),
    path("recommendations/evidence/<str:ref>/", reading.evidence, name="evidence"),
    path("recommendations/matrix/", overview.matrix, name="matrix"),
    path("recommendations/matrix/<str:approach>/<str:actor_type>/", overview.cell, name="cell"),
    path("recommendations/states/", overview.states, name="states"),
    path("recommendations/states/<str:code>/", overview.state, name="state"),
    path("recommendations/states/<str:code>/years/", adviser.through_the_years, name="years"),
    path("recommendations/compare/", adviser.compare, name="compare"),
    path("recommendations/states/<str:code>/<str:part>/", entries.part, name="part"),
    path("recommendations/entries/<str:ref>/", entries.entry, name="entry"),
    path("recommendations/law/", harmonisation.law, name="law"),
    path("recommendations/own/", own_entries.own, name="own"),
    path("recommendations/own/new/<str:kind>/", own_entries.own_new, name="own_new"),
    path("recommendations/own/table/<str:kind>/", own_entries.own_table, name="own_table"),
    path("recommendations/own/<str:ref>/", own_entries.own_entry, name="own_entry"),
    path("recommendations/work/", work.work, name="work"),
    path("recommendations/work/table/", work.table, name="table"),
    path("recommendations/assessments/", speaking.assessments, name="assessments"),
    path("recommendations/comments/", speaking.comments, name="comments"),
    path("recommendations/queue/", queue.queue, name="queue"),
    path("recommendations/queue/<str:ref>/", queue.queued, name="queued"),
    path("recommendations/periods/", arranging.periods, name="periods"),
    path("recommendations/periods/<str:code>/close/", arranging.close, name="close"),
    path("recommendations/tasks/", arranging.assign, name="assign"),
    path("recommendations/tasks/<str:ref>/release/", arranging.release, name="release"),
    path("recommendations/imports/", imports.imports, name="imports"),
    path("recommendations/imports/<str:ref>/", imports.upload, name="upload"),
    path("recommendations/writing/<str:ref>/", writing.writing, name="writing"),
    path(WRITE, writing.write, name="write"),
    path(f"{WRITE}evidence/", writing.prove, name="prove"),
    path(f"{WRITE}evidence/<str:evidence>/drop/", writing.unprove, name="unprove"),
]
