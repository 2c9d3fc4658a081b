"""A person is missing: reported, found, or closed by a second person."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.deadlines.services import start, stop
from referrals import selectors
from referrals.models import Referral
from referrals.reasons import (
    Found,
    Missing,
    MissingWho,
    TurnBack,
)
from referrals.services.accepting import close_offers, end_acceptance, follow_reporter
from referrals.services.alarming import Coded, alarm, both_ends, quiet
from referrals.services.journey import broken_off, here
from referrals.services.moving import (
    Step,
    seal_words,
    take_step,
    tell_asking,
    tell_receiving,
    winner,
)
from referrals.states import ReferralState


@transaction.atomic
def report_missing(
    *,
    actor: Acting,
    ref: str | UUID,
    version: int | None,
    how: str,
    known: str,
    side: str = "asking",
) -> Referral:
    """She is missing: what is known is typed, the clock starts. Police only by a person's act."""
    step = take_step(actor=actor, ref=ref, name="report_missing", version=version, side=side)
    errors = {}
    if how not in set(Missing):
        errors["how"] = _("Choose how the person went missing, or that it is not known.")
    if not known.strip():
        errors["known"] = _("Say what is known, in a few words.")
    if errors:
        raise Invalid(_("Some answers need a change."), errors=errors)
    seal_words(step.referral, {"missing": known, "closing": "", "closing_by": None})
    child = any(c.treated_as_child for c in step.cases)
    stop(actor=actor, subject_kind="referral", subject_uuid=step.referral.uuid, outcome="missing")
    step.land(
        before_missing=step.referral.state, missing_how=how,
        missing_who=(MissingWho.CHILD if child else MissingWho.ADULT).value,
    )  # fmt: skip
    start(
        actor=actor, code="missing", state=step.referral.jurisdiction, subject_kind="referral",
        subject_uuid=step.referral.uuid, section="envelope", owner_desk_id=step.referral.sender_desk_id,
    )  # fmt: skip
    alarm(actor, step.referral, step.cases, "missing")
    return step.referral


@transaction.atomic
def found(
    *,
    actor: Acting,
    ref: str | UUID,
    version: int | None,
    what: str,
    then: str,
    side: str = "asking",
) -> Referral:
    """She is found: back to the state before, or as 'arrived', or as 'turned back'.

    ``then`` is 'before', 'arrived' or 'withdrawn'; 'arrived' is the receiver's to say.
    """
    step = take_step(actor=actor, ref=ref, name="found", version=version, side=side)
    if what not in set(Found):
        raise Invalid(field="what", remedy=_("Choose what happened."))
    stop(
        actor=actor,
        subject_kind="referral",
        subject_uuid=step.referral.uuid,
        code="missing",
        outcome="found",
    )
    told = both_ends(step)
    offer = winner(step.referral)
    if then == "arrived":
        if offer.desk_id != actor.desk_id:
            raise Invalid(
                field="then", remedy=_("The receiver says 'arrived'. Choose another answer.")
            )
        here(step)
    elif then == "withdrawn":
        broken_off(step, Coded(TurnBack.PERSON_CHANGED_HER_MIND.value))
    elif then == "before":
        _as_before(step)
    else:
        raise Invalid(
            field="then", remedy=_("Say whether it goes on, the person has arrived, or it is over.")
        )
    tell_asking(step.referral, "found", told, once=f"found:{step.referral.version}")
    tell_receiving(offer, "found", once=f"found:{step.referral.version}")
    return step.referral


def _as_before(step: Step) -> None:
    step.land(step.referral.before_missing)
    quiet(step.actor, step.referral, step.cases, "found")
    if step.referral.state == ReferralState.HANDED_OVER and step.referral.expected_at:
        expected = max(step.referral.expected_at, now() + timedelta(minutes=30))
        start(
            actor=step.actor, code="arrival", state=step.referral.jurisdiction, subject_kind="referral",
            subject_uuid=step.referral.uuid, section="envelope", due_at=expected,
        )  # fmt: skip


@transaction.atomic
def close_missing(*, actor: Acting, ref: str | UUID, version: int | None, done: str) -> Referral:
    """Close a missing report after all was done: typed, and by a second person.

    The first call notes who proposes and what was done, the second, by another person, ends it.
    """
    step = take_step(actor=actor, ref=ref, name="close_missing", version=version)
    words = selectors.words_of(step.referral)
    proposed_by = words.get("closing_by")
    if proposed_by is None:
        if not done.strip():
            raise Invalid(field="done", remedy=_("Say what was done to find the person."))
        if len(done) > 2_000:
            raise Invalid(field="done", remedy=_("Shorten this to 2,000 characters."))
        seal_words(step.referral, {"closing": done.strip(), "closing_by": actor.user_id})
        step.referral.version += 1
        step.referral.save()
        return step.referral
    if proposed_by == actor.user_id:
        raise NotOpen(
            _("A second person closes this."),
            field="move",
            remedy=_("Ask a colleague, the lead or the coordinator."),
        )
    stop(actor=actor, subject_kind="referral", subject_uuid=step.referral.uuid, outcome="closed")
    end_acceptance(actor, step.referral, step.cases, why="missing")
    close_offers(actor, step.referral, step.cases)
    step.land(ReferralState.ENDED, ended_at=now(), reason="missing")
    quiet(actor, step.referral, step.cases, "closed")
    for case in step.cases:
        follow_reporter(actor, case)
    return step.referral
