"""Addresses of lists in and out."""

from django.urls import URLPattern, path

from referrals.web import exchange, exports

urlpatterns: list[URLPattern] = [
    path("imports/", exchange.imports, name="imports"),
    path("imports/cases/<str:ref>/running/", exchange.running, name="import_running"),
    path("imports/<str:ref>/", exchange.one, name="import"),
    path("imports/<str:ref>/answers/", exchange.answers, name="import_answers"),
    path("imports/<str:ref>/begin/", exchange.begin, name="import_begin"),
    path("imports/<str:ref>/discard/", exchange.discard, name="import_discard"),
    path("imports/<str:ref>/rows.csv", exchange.rows_to_correct, name="import_rows"),
    path("exports/", exports.ask, name="exports"),
    path("exports/<str:ref>/", exports.one, name="export"),
    path("exports/<str:ref>/file/", exports.file, name="export_file"),
    path("exports/<str:ref>/decide/", exports.decide, name="export_decide"),
    path("exports/<str:ref>/discard/", exports.discard, name="export_discard"),
]
