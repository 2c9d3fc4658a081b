"""Addresses of the pages of a case."""

from cases.web import case_urls, coordination_urls, placement_urls, proceedings_urls

app_name = "cases"
urlpatterns = [
    *coordination_urls.urlpatterns,
    *placement_urls.urlpatterns,
    *proceedings_urls.urlpatterns,
    *case_urls.urlpatterns,
]
