"""Addresses of the API of referrals. Every reference is text: a malformed one is missing."""

from django.urls import URLPattern, path

from referrals.api.views import (
    answer_rate,
    asking,
    changes,
    coordinating,
    drafts,
    inbox,
    moves,
    onward,
    questions,
    unmet,
)

app_name = "referrals-api"
REFERRAL, OFFER, DRAFT = "referrals/<str:ref>/", "inbox/<str:ref>/", "drafts/<str:ref>/"
ONWARD = "onward/<str:ref>/"
urlpatterns: list[URLPattern] = [
    path("candidates/", asking.Candidates.as_view(), name="candidates"),
    path("referrals/", asking.Referrals.as_view(), name="referrals"),
    path("referrals/open-by-coordinator/", coordinating.OpenForHer.as_view(), name="open-for-her"),
    path(REFERRAL, asking.ReferralView.as_view(), name="referral"),
    path(f"{REFERRAL}reassign/", coordinating.Reassign.as_view(), name="reassign"),
    *(
        path(f"{REFERRAL}moves/{name}/", view.as_view(), name=f"referral-{name}")
        for name, view in moves.REFERRAL_VIEWS.items()
    ),
    path("onward/", onward.Onward.as_view(), name="onward"),
    path(ONWARD, onward.OnwardView.as_view(), name="onward-way"),
    *(
        path(f"{ONWARD}moves/{name}/", view.as_view(), name=f"onward-{name}")
        for name, view in moves.ONWARD_VIEWS.items()
    ),
    path("inbox/", inbox.Inbox.as_view(), name="inbox"),
    path(OFFER, inbox.OfferView.as_view(), name="offer"),
    *(
        path(f"{OFFER}moves/{name}/", view.as_view(), name=f"offer-{name}")
        for name, view in moves.OFFER_VIEWS.items()
    ),
    path("drafts/", drafts.Drafts.as_view(), name="drafts"),
    path(DRAFT, drafts.DraftView.as_view(), name="draft"),
    path(f"{DRAFT}candidates/", drafts.Candidates.as_view(), name="draft-candidates"),
    path(f"{DRAFT}send/", drafts.Send.as_view(), name="draft-send"),
    path(f"{DRAFT}keep/", drafts.Keep.as_view(), name="draft-keep"),
    path("changes/", changes.Changes.as_view(), name="changes"),
    path("questions/", questions.Questions.as_view(), name="questions"),
    path("questions/<str:ref>/", questions.QuestionView.as_view(), name="question"),
    path("questions/<str:ref>/answer/", questions.Answer.as_view(), name="question-answer"),
    path("questions/<str:ref>/close/", questions.Close.as_view(), name="question-close"),
    path(f"{OFFER}questions/", questions.Missing.as_view(), name="question-missing"),
    path("how-we-answer/", answer_rate.HowWeAnswer.as_view(), name="how-we-answer"),
    path("unmet-needs/", unmet.UnmetNeeds.as_view(), name="unmet"),
    path("alarms/", coordinating.Alarms.as_view(), name="alarms"),
    path("alarms/<str:alarm>/take/", coordinating.TakeAlarm.as_view(), name="alarm-take"),
]
