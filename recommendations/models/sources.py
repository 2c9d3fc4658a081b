"""Documents that ask for something, what they ask, of whom, and what the State answered."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from portal.core.clock import now
from portal.core.models import Referenced, Versioned
from recommendations.models.approaches import Activity, Approach
from recommendations.rules.kinds import Answer, Link, SourceKind, Urgency

COUNTRY = 3
"""ISO 3166-1 alpha-3, or a State's own code in this portal: sources speak of States outside it too."""


class Source(Referenced, Versioned):
    """A document: the paper first, others by import. ``state`` is set where it is one State's own."""

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200, blank=True, default="")
    year = models.PositiveSmallIntegerField(null=True)
    citation = models.TextField(blank=True, default="")
    licence = models.TextField(blank=True, default="")
    address = models.URLField(max_length=500, blank=True, default="")
    state = models.ForeignKey(
        "organisations.State", null=True, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        ordering = ["year", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in SourceKind]), name="source_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Recommendation(Referenced, Versioned):
    """One thing a source asks for, in our own words, traceable to its section.

    ``country`` is empty where all States are addressed. ``row_key`` names the row of a list it came
    from, so that a repeated import finds it; ``fingerprint`` says whether that row has changed.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="recommendations")
    code = models.CharField(max_length=60)
    number = models.PositiveIntegerField(default=0)
    section = models.CharField(max_length=80, blank=True, default="")
    title = models.CharField(max_length=200)
    text = models.TextField()
    addressees = models.CharField(max_length=300, blank=True, default="")
    made_by = models.CharField(max_length=200, blank=True, default="")
    country = models.CharField(max_length=COUNTRY, blank=True, default="")
    approach = models.ForeignKey(
        Approach, null=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    activities = models.ManyToManyField(Activity, related_name="recommendations", blank=True)
    targets = ArrayField(models.CharField(max_length=8), default=list)
    themes = models.CharField(max_length=500, blank=True, default="")
    urgency = models.CharField(max_length=10, blank=True, default="")
    row_key = models.CharField(max_length=64, blank=True, default="")
    fingerprint = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        default_permissions = ()
        ordering = ["source__year", "source__code", "number"]
        constraints = [
            models.UniqueConstraint(fields=["source", "code"], name="one_code_a_source"),
            models.CheckConstraint(
                condition=Q(urgency__in=["", *[u.value for u in Urgency]]), name="verb_known"
            ),
        ]
        indexes = [
            models.Index(fields=["source", "number"], name="recommendation_order"),
            models.Index(fields=["country", "approach"], name="recommendation_country"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class RecommendationLink(models.Model):
    """Two recommendations that belong together, across sources."""

    source = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="links")
    target = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="linked_by")
    kind = models.CharField(max_length=10)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="linked_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in Link]), name="link_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(source=models.F("target")), name="no_link_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class StateAnswer(models.Model):
    """What a State answered to a recommendation, as its source tells it."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="answers"
    )
    country = models.CharField(max_length=COUNTRY)
    answer = models.CharField(max_length=10)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "country"], name="one_answer_a_state"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=[a.value for a in Answer]), name="answer_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.answer}"
