"""Writing, sending, returning and publishing what the three voices say.

One door for all voices: what differs is who writes and who publishes (``VOICE_OF``). Nobody
publishes for another what she wrote herself; the rapporteur alone answers for her own word.
"""

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.api import stale
from portal.core.clock import now
from portal.core.problems import Invalid
from portal.organisations.actors import Actor
from recommendations.models import Implementation, ReportingPeriod, Statement, Submission
from recommendations.rules.levels import Voice
from recommendations.rules.stages import Stage, after
from recommendations.rules.submitting import Said, broken, incomplete, text_refused
from recommendations.selectors.implementation import VOICE_OF, get_submission
from recommendations.selectors.reach import ask
from recommendations.services.periods import answered, owed_again
from recommendations.services.refusing import not_open, refuse, remedy
from recommendations.services.telling import tell_published, tell_returned, tell_waiting

LONGEST_REASON = 1_000


@transaction.atomic
def save(
    *,
    actor: Actor,
    implementation: Implementation,
    period: ReportingPeriod,
    voice: Voice,
    said: Said,
    version: int | None = None,
) -> Submission:
    """Save a draft; the open one of this voice and period, or a new one where none is open.

    ``version`` is what the writer read: none for a new draft. Raises Invalid, Stale, NotOpen, and
    Http404 for who may not write with this voice.
    """  # fmt: skip
    _may_write(actor, implementation, voice)
    if period.state_id != implementation.state_id:
        raise Http404
    # Held until commit, so that no report slips into a period that is being closed.
    period = ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    _period_open(period, voice)
    row = open_submission(actor, implementation, period, voice, lock=True)
    if row is None and version not in (None, 0):
        raise stale()
    if row is not None and version != row.version:
        raise stale(theirs=_theirs(row))
    refuse(broken(said))
    if row is None:
        row = Submission(
            implementation=implementation, period=period, voice=voice.value,
            organisation_id=_speaker(actor), version=0,
        )  # fmt: skip
    elif after("save", row.stage) is None:
        raise not_open(row.stage)
    row.level, row.confidence, row.justification = said.level, said.confidence, said.justification
    row.desk_id, row.written_by = int(actor.desk_id or 0), actor.user_id
    row.stage, row.changed_at, row.version = Stage.DRAFT.value, now(), row.version + 1
    row.save()
    record(actor=actor, verb="register.saved", subject=str(row.uuid), detail={"voice": voice.value})
    return row


def _speaker(actor: Actor) -> int:
    """The organisation that speaks. Raises Http404 for an actor without one."""
    if actor.organisation_id is None or actor.desk_id is None:
        raise Http404
    return actor.organisation_id


def _theirs(row: Submission) -> dict[str, str | int]:
    """What a colleague saved meanwhile, for the writer who must choose."""
    return {
        "level": row.level, "confidence": row.confidence, "justification": row.justification,
        "version": row.version,
    }  # fmt: skip


def open_submission(
    actor: Actor, implementation: Implementation, period: ReportingPeriod, voice: Voice, *, lock: bool = False
) -> Submission | None:  # fmt: skip
    """The one that this organisation has open for an implementation and period, if there is one."""
    rows = Submission.objects.filter(
        implementation=implementation, period=period, voice=voice.value,
        organisation_id=_speaker(actor), stage__in=("draft", "submitted", "returned"),
    )  # fmt: skip
    return (rows.select_for_update(of=("self",)) if lock else rows).first()


@transaction.atomic
def submit(*, actor: Actor, ref: object, version: int) -> Submission:
    """Send it to be published. A rapporteur's assessment is published at once by her word."""
    row = _locked(actor, ref, version)
    voice = Voice(row.voice)
    _may_write(actor, row.implementation, voice)
    _period_open(row.period, voice)
    if after("submit", row.stage) is None:
        raise not_open(row.stage)
    said = Said(row.level, row.confidence, row.justification)
    refuse(incomplete(said, voice=voice, evidence=row.evidence.all()))
    _step(actor, row, "submit")
    row.returned_because = ""
    row.save(update_fields=["returned_because"])
    if voice is Voice.SELF:
        answered(actor=actor, implementation_id=row.implementation_id, period_id=row.period_id)
    if voice is Voice.RAPPORTEUR:
        _publish(actor, row)
    else:
        tell_waiting(row)
    return row


@transaction.atomic
def publish(*, actor: Actor, ref: object, version: int) -> Statement:
    """Publish what was sent: it becomes a statement that nobody changes any more."""
    row = _locked(actor, ref, version)
    _may_publish(actor, row)
    if after("publish", row.stage) is None:
        raise not_open(row.stage)
    return _publish(actor, row)


@transaction.atomic
def send_back(*, actor: Actor, ref: object, version: int, reason: str) -> Submission:
    """Return it to its writers with a reason: it is open to them again."""
    row = _locked(actor, ref, version)
    _may_publish(actor, row)
    if after("return", row.stage) is None:
        raise not_open(row.stage)
    row.returned_because = reason_given(reason)
    row.save(update_fields=["returned_because"])
    _step(actor, row, "return")
    if row.voice == Voice.SELF:
        owed_again(actor=actor, implementation_id=row.implementation_id, period_id=row.period_id)
    tell_returned(row)
    return row


@transaction.atomic
def decline(*, actor: Actor, ref: object, version: int, reason: str) -> Submission:
    """Do not publish a comment, with a reason that its writers read. A report is returned instead."""
    row = _locked(actor, ref, version)
    _may_publish(actor, row)
    if row.voice != Voice.CIVIL_SOCIETY or after("decline", row.stage) is None:
        raise not_open(row.stage)
    row.returned_because = reason_given(reason)
    row.save(update_fields=["returned_because"])
    _step(actor, row, "decline")
    tell_returned(row)
    return row


def _publish(actor: Actor, row: Submission) -> Statement:
    before = Statement.objects.filter(
        implementation_id=row.implementation_id, period_id=row.period_id, voice=row.voice,
        organisation_id=row.organisation_id,
    )  # fmt: skip
    # Two at once queue on the implementation, so that editions count up without a gap.
    Implementation.objects.select_for_update(of=("self",)).get(pk=row.implementation_id)
    edition = before.order_by("-edition").values_list("edition", flat=True).first() or 0
    statement = Statement.objects.create(
        implementation_id=row.implementation_id, period_id=row.period_id, voice=row.voice,
        organisation_id=row.organisation_id, edition=edition + 1, level=row.level,
        confidence=row.confidence, justification=row.justification, submission=row,
        published_at=now(),
    )  # fmt: skip
    row.evidence.filter(published=False).update(published=True)
    _step(actor, row, "publish")
    tell_published(row)
    return statement


def _step(actor: Actor, row: Submission, move: str) -> None:
    row.stage = str(after(move, row.stage))
    row.version, row.changed_at = row.version + 1, now()
    row.save(update_fields=["stage", "version", "changed_at"])
    detail = {"voice": row.voice, "move": move}
    record(actor=actor, verb=f"register.{row.stage}", subject=str(row.uuid), detail=detail)


def _locked(actor: Actor, ref: object, version: int) -> Submission:
    seen = get_submission(actor, ref)
    rows = Submission.objects.select_for_update(of=("self",))
    row = rows.select_related(
        "implementation__state", "implementation__recommendation", "period"
    ).get(pk=seen.pk)
    if row.version != version:
        raise stale()
    return row


def _may_write(actor: Actor, implementation: Implementation, voice: Voice) -> None:
    write, _publish_act = VOICE_OF[voice]
    ask(
        write,
        actor,
        state_id=implementation.state_id,
        organisation_id=implementation.organisation_id,
    )
    if not implementation.active:
        raise Http404


def _may_publish(actor: Actor, row: Submission) -> None:
    _write, act = VOICE_OF[row.voice]
    ask(act, actor, state_id=row.implementation.state_id, organisation_id=row.organisation_id)
    if row.voice != Voice.RAPPORTEUR and row.written_by == actor.user_id:
        raise Invalid(
            _("Somebody else publishes what you wrote."),
            field="reason", remedy=_("Ask a colleague of yours who validates."),
        )  # fmt: skip


def _period_open(period: ReportingPeriod, voice: Voice) -> None:
    """A closed period takes no more reports of a State; the other voices may look back."""
    if voice is Voice.SELF and not period.is_open:
        raise not_open("", closed_period=True)


def reason_given(text: str) -> str:
    """A reason as it is kept. Raises Invalid for none, or for one that cannot be read."""
    text = text.strip()
    if not text:
        raise Invalid(field="reason", remedy=_("Say why, so that they can mend it."))
    if wrong := text_refused(text, longest=LONGEST_REASON):
        raise Invalid(field="reason", remedy=remedy(wrong, longest=LONGEST_REASON))
    return text
