"""The paper's table: approaches, activities, types of actors and who dominates. Reference data."""

from django.db import models


class Approach(models.Model):
    """One of the five governance approaches, in the paper's order."""

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=80)
    section = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class Activity(models.Model):
    """Something done within an approach: 26 in the paper."""

    code = models.CharField(max_length=40, unique=True)
    approach = models.ForeignKey(Approach, on_delete=models.PROTECT, related_name="activities")
    name = models.CharField(max_length=120)
    section = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        ordering = ["approach__number", "number"]

    def __str__(self) -> str:
        return self.name


class ActorType(models.Model):
    """A type of actor as the table names it."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class Dominance(models.Model):
    """A type of actor dominates an approach; ``rank`` is its place in the table's order."""

    approach = models.ForeignKey(Approach, on_delete=models.PROTECT, related_name="dominance")
    actor_type = models.ForeignKey(ActorType, on_delete=models.PROTECT, related_name="dominance")
    rank = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=40)

    class Meta:
        default_permissions = ()
        ordering = ["approach__number", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["approach", "actor_type"], name="dominates_once"),
            models.UniqueConstraint(fields=["approach", "rank"], name="one_actor_a_rank"),
        ]

    def __str__(self) -> str:
        return f"{self.approach_id} {self.rank}"
