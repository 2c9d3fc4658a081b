"""Questions as the two desks read them: the one that asks, and the one that is asked."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Wall
from portal.access.matrix import Kind, Role
from portal.core.actors import Acting
from portal.core.references import read_uuid
from portal.core.workflow import Move, Party
from portal.sealing.documents import unseal
from portal.sealing.services import open_key
from referrals.models import Question
from referrals.question_moves import QUESTION
from referrals.selectors.visible import visible_offers, visible_referrals
from referrals.states import About, QuestionState

TABLE = "referrals_question"


def _walled(actor: Acting) -> Exists:
    mine = Q(organisation_id=actor.organisation_id)
    if actor.user_id:
        mine |= Q(user_id=actor.user_id)
    return Exists(Wall.objects.filter(mine, case_id=OuterRef("case_id"), lifted_at__isnull=True))


def walled_questions(actor: Acting) -> QuerySet[Question]:
    """Questions about a case that a wall shuts off from the actor."""
    return Question.objects.filter(Q(_walled(actor)))


def visible_questions(actor: Acting) -> QuerySet[Question]:
    """What the actor's desk asked, and what it was asked; nothing of a walled case.

    One about an offer follows the offer: who sees it no more reads no question of it either.
    """
    if actor.desk_id is None:
        return Question.objects.none()
    rows = Question.objects.filter(Q(desk_id=actor.desk_id) | Q(asker_desk_id=actor.desk_id))
    offers = visible_offers(actor).filter(pk=OuterRef("offer_id"))
    sent = visible_referrals(actor).filter(pk=OuterRef("offer__referral_id"))
    before = Q(about=About.BEFORE.value)
    asking = Q(asker_desk_id=actor.desk_id) & Q(Exists(offers))
    asked = Q(desk_id=actor.desk_id) & Q(Exists(sent))
    return rows.filter(before | asking | asked, ~Q(_walled(actor))).select_related(
        "desk__organisation", "asker_desk__organisation", "case", "offer__referral", "jurisdiction"
    )


def get_question(actor: Acting, ref: str | UUID) -> Question:
    """One question, or Http404."""
    try:
        return visible_questions(actor).get(uuid=read_uuid(ref))
    except Question.DoesNotExist:
        raise Http404 from None


def asked_of_us(actor: Acting) -> QuerySet[Question]:
    """What waits for this desk's answer first."""
    return visible_questions(actor).filter(desk_id=actor.desk_id)


def asked_by_us(actor: Acting) -> QuerySet[Question]:
    """What this desk asked."""
    return visible_questions(actor).filter(asker_desk_id=actor.desk_id)


def to_answer(actor: Acting, most: int = 12) -> list[Question]:
    """The first of them, the soonest due first."""
    rows = asked_of_us(actor).filter(state=QuestionState.OPEN.value)
    return list(rows.order_by("answer_by", "uuid")[:most])


def waiting_questions(actor: Acting) -> int:
    """How many wait for this desk's answer."""
    return asked_of_us(actor).filter(state=QuestionState.OPEN.value).count()


def question_parties(actor: Acting, question: Question) -> set[Party]:
    """Who the actor is to a question."""
    found = set()
    if question.asker_desk_id == actor.desk_id:
        found.add(Party.SENDER)
    if question.desk_id == actor.desk_id:
        found.add(Party.RECEIVER)
    return found


def question_moves(actor: Acting, question: Question) -> tuple[Move, ...]:
    """What the actor may do with it now."""
    return QUESTION.open_to(question.state, question_parties(actor, question))


def other_side(actor: Acting, question: Question) -> str:
    """Who asks, or who is asked, as this actor may hear of it (policy 8).

    A shelter is a capacity to who asks it without knowing which; who asks as a shelter reads
    'protection lead', and 'a receiver' where it asks for what is missing.
    """
    mine = question.asker_desk_id == actor.desk_id
    desk = question.desk if mine else question.asker_desk
    shelter = desk.role == Role.PLACEMENT_OFFICER or desk.organisation.kind == Kind.SHELTER
    if question.about == About.MISSING:
        return _("The sender") if mine else _("A receiver of the referral")
    if not shelter:
        return str(desk.organisation.name)
    if not mine:
        return _("Protection lead")
    if question.number is None:
        return str(desk.organisation.name)
    return _("Capacity %(n)s") % {"n": question.number}


def words_of_question(question: Question) -> dict[str, Any]:
    """{'text', 'answer'}: what was typed."""
    if not question.sealed:
        return {}
    return unseal(
        key=open_key("question", question.uuid), table=TABLE, case_id=0, record=question.uuid,
        version=question.words_version, sealed=question.sealed,
    )  # fmt: skip
