"""A referral of one or more cases for a purpose, and each receiver's offer."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _

from cases.models import Case
from portal.core.models import Referenced, Versioned
from portal.organisations.models import Desk, Region, State, User
from referrals.states import LIVE_OFFERS, Mode, OfferState, ReferralState, Urgency


class Referral(Referenced, Versioned):
    """One ask: these persons, this purpose, this urgent. The lead organisation stays.

    ``sealed_words`` holds what was typed (why vital interest, what is known of a missing person),
    ``sealed_handover`` the meeting point and transport: both under the referral's own key.
    """

    ref = models.CharField(max_length=16, unique=True)
    jurisdiction = models.ForeignKey(State, on_delete=models.PROTECT, related_name="+")
    sender_desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="referrals_sent")
    sender_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=40)
    urgency = models.CharField(max_length=24, default=Urgency.STANDARD.value)
    mode = models.CharField(max_length=16, default=Mode.FIRST_WINS.value)
    state = models.CharField(max_length=16, default=ReferralState.SENT.value)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    from_when = models.DateTimeField(null=True)
    keep_together = models.BooleanField(default=True)
    conflict_kinds = ArrayField(models.CharField(max_length=40), default=list)
    vital_interest = models.BooleanField(default=False)
    grounds = models.JSONField(default=dict)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )

    sent_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    expected_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    read_back = models.CharField(max_length=16, blank=True, default="")
    read_back_why = models.CharField(max_length=40, blank=True, default="")
    her_word = models.CharField(max_length=24, blank=True, default="")
    reason = models.CharField(max_length=40, blank=True, default="")
    before_missing = models.CharField(max_length=16, blank=True, default="")
    missing_who = models.CharField(max_length=16, blank=True, default="")
    missing_how = models.CharField(max_length=32, blank=True, default="")
    sealed_words = models.BinaryField(default=bytes)
    words_version = models.PositiveIntegerField(default=0)
    sealed_handover = models.BinaryField(default=bytes)
    handover_version = models.PositiveIntegerField(default=0)

    cases: models.ManyToManyField = models.ManyToManyField(
        Case, through="ReferralCase", related_name="referrals"
    )  # type: ignore[type-arg]

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="referral_state",
                condition=models.Q(state__in=[s.value for s in ReferralState]),
            )
        ]
        indexes = [
            models.Index(fields=["sender_desk", "-sent_at", "uuid"], name="referral_sender"),
            models.Index(fields=["state"], name="referral_state_index"),
        ]

    def __str__(self) -> str:
        return self.ref


class ReferralCase(models.Model):
    """One of the persons a referral carries."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="carried")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="carried_by")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["referral", "case"], name="carried_once")]

    def __str__(self) -> str:
        return f"{self.referral_id} carries {self.case_id}"


class Offer(Referenced, Versioned):
    """A referral as one receiver meets it: under a reference of its own, so that those who
    declined cannot join offers to a case."""

    ref = models.CharField(max_length=16, unique=True)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="offers")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="offers")
    number = models.PositiveSmallIntegerField(default=1)
    nameless = models.BooleanField(default=False)
    state = models.CharField(max_length=16, default=OfferState.OPEN.value)
    opened_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    claimed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True, default="")
    her_reason = models.CharField(max_length=40, blank=True, default="")
    sealed_words = models.BinaryField(default=bytes)
    words_version = models.PositiveIntegerField(default=0)
    passed_to = models.ForeignKey(Desk, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="offer_state", condition=models.Q(state__in=[s.value for s in OfferState])
            ),
            models.UniqueConstraint(
                fields=["referral", "desk"],
                condition=models.Q(state__in=[s.value for s in sorted(LIVE_OFFERS)] + ["accepted"]),
                name="one_live_offer_a_desk",
            ),
            models.UniqueConstraint(
                fields=["referral"], condition=models.Q(state="accepted"), name="one_winner"
            ),
        ]
        indexes = [models.Index(fields=["desk", "state", "answer_by", "uuid"], name="offer_inbox")]

    def __str__(self) -> str:
        return self.ref

    @property
    def claimer(self) -> str:
        """Who claimed it, by name; a system of the desk has none that colleagues know."""
        if self.claimed_by is not None:
            return self.claimed_by.name
        return _("a connected system") if self.claimed_at is not None else ""
