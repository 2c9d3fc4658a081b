"""Addresses of the pages of referrals."""

from referrals.web import (
    board_urls,
    exchange_urls,
    inbox_urls,
    question_urls,
    screening_urls,
    sending_urls,
)

app_name = "referrals"
urlpatterns = [
    *screening_urls.urlpatterns,
    *question_urls.urlpatterns,
    *sending_urls.urlpatterns,
    *inbox_urls.urlpatterns,
    *board_urls.urlpatterns,
    *exchange_urls.urlpatterns,
]
