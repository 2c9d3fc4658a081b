"""My work: what needs her first."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render


def my_work(request: Any) -> HttpResponse:
    return render(request, "referrals/home.html")
