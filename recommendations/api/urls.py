"""Addresses of the register's API, below /api/v1/recommendations/."""

from django.urls import URLPattern, path

from recommendations.api import adviser, arranging, entries, own_entries, reading, states, writing

app_name = "recommendations-api"
ONE = "submissions/<str:ref>/"
OWN = "own/entries/<str:ref>/"
urlpatterns: list[URLPattern] = [
    path("", reading.Recommendations.as_view(), name="list"),
    path("items/<str:source>/<str:code>/", reading.Item.as_view(), name="item"),
    path("approaches/", reading.Approaches.as_view(), name="approaches"),
    path("sources/", reading.Sources.as_view(), name="sources"),
    path("matrix/", reading.Matrix.as_view(), name="matrix"),
    path("states/", states.States.as_view(), name="states"),
    path("states/<str:code>/", states.State.as_view(), name="state"),
    path("states/<str:code>/statements/", states.Statements.as_view(), name="statements"),
    path("states/<str:code>/periods/", states.Periods.as_view(), name="periods"),
    path("tasks/", states.Tasks.as_view(), name="tasks"),
    path("evidence/<str:ref>/", reading.EvidenceFile.as_view(), name="evidence"),
    path("reports-due/", writing.ReportsDue.as_view(), name="due"),
    path("submissions/", writing.Submissions.as_view(), name="submissions"),
    path(ONE, writing.SubmissionView.as_view(), name="submission"),
    path(f"{ONE}submit/", writing.Submit.as_view(), name="submit"),
    path(f"{ONE}publish/", writing.Publish.as_view(), name="publish"),
    path(f"{ONE}return/", writing.SendBack.as_view(), name="return"),
    path(f"{ONE}decline/", writing.Decline.as_view(), name="decline"),
    path(f"{ONE}evidence/", writing.Proofs.as_view(), name="proofs"),
    path(f"{ONE}evidence/<str:evidence>/", writing.Proof.as_view(), name="proof"),
    path("own/periods/", arranging.OwnPeriods.as_view(), name="own-periods"),
    path("own/periods/<str:code>/close/", arranging.ClosePeriod.as_view(), name="close"),
    path("own/tasks/", arranging.Assign.as_view(), name="assign"),
    path("own/tasks/<str:ref>/release/", arranging.Release.as_view(), name="release"),
    path("own/imports/", arranging.Import.as_view(), name="import"),
    path("kinds/", entries.Kinds.as_view(), name="kinds"),
    path("entries/", entries.Entries.as_view(), name="entries"),
    path("entries/<str:ref>/", entries.EntryItem.as_view(), name="entry"),
    path("law/", entries.Law.as_view(), name="law"),
    path("states/<str:code>/years/", adviser.Years.as_view(), name="years"),
    path("states/<str:code>/figures/", adviser.Figures.as_view(), name="figures"),
    path("states/<str:code>/plan/", entries.Plan.as_view(), name="plan"),
    path("own/entries/", own_entries.OwnEntries.as_view(), name="own-entries"),
    path("own/entry-tables/", own_entries.EntryTable.as_view(), name="entry-table"),
    path(OWN, own_entries.OwnEntryView.as_view(), name="own-entry"),
    path(f"{OWN}submit/", own_entries.SubmitEntry.as_view(), name="entry-submit"),
    path(f"{OWN}publish/", own_entries.PublishEntry.as_view(), name="entry-publish"),
    path(f"{OWN}return/", own_entries.ReturnEntry.as_view(), name="entry-return"),
    path(f"{OWN}withdraw/", own_entries.WithdrawEntry.as_view(), name="entry-withdraw"),
]
