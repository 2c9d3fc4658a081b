"""A short question to another desk without identity, and its answer."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cases.models import Case
from portal.core.models import Referenced, Versioned
from portal.organisations.models import Desk, State, User
from referrals.models.referral import Offer, Referral
from referrals.states import About, QuestionState


class Question(Referenced, Versioned):
    """Asked before a referral, or afterwards for missing information.

    ``case`` is the asking side's own business: the desk that is asked never reads it. What was
    typed is sealed under the question's own key. ``number`` is the capacity's, where the desk
    asked is a shelter that stays nameless to the asker (policy 8).
    """

    ref = models.CharField(max_length=16, unique=True)
    jurisdiction = models.ForeignKey(State, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=16, default=About.BEFORE.value)
    purpose = models.CharField(max_length=40)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, null=True, related_name="questions")
    asker_desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="questions_asked")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=16, default=QuestionState.OPEN.value)
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    referral = models.ForeignKey(Referral, on_delete=models.SET_NULL, null=True, related_name="+")
    clocks = ArrayField(models.UUIDField(), default=list)
    sealed = models.BinaryField(default=bytes)
    words_version = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="question_state",
                condition=models.Q(state__in=[s.value for s in QuestionState]),
            ),
            models.CheckConstraint(
                name="missing_is_of_an_offer",
                condition=models.Q(about=About.BEFORE.value, offer__isnull=True)
                | models.Q(about=About.MISSING.value, offer__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["desk", "state", "answer_by", "uuid"], name="question_received"),
            models.Index(fields=["asker_desk", "-asked_at", "uuid"], name="question_asked"),
        ]

    def __str__(self) -> str:
        return self.ref
