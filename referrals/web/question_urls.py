"""Addresses of questions: before a referral, and for what is missing."""

from django.urls import URLPattern, path

from referrals.web import answer_rate, questions

urlpatterns: list[URLPattern] = [
    path("how-we-answer/", answer_rate.how_we_answer, name="how_we_answer"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<str:ref>/", questions.question, name="question"),
    path("questions/<str:ref>/answer/", questions.question_answer, name="question_answer"),
    path("questions/<str:ref>/close/", questions.question_close, name="question_close"),
    path("cases/<str:ref>/ask/", questions.ask_before, name="ask_before"),
    path("inbox/<str:ref>/ask/", questions.ask_missing, name="ask_missing"),
]
