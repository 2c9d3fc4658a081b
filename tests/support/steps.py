"""What people do, told in a few words: every step is a call of the real services."""

from datetime import timedelta

from django.utils import timezone

from cases import births, placements
from cases.age import Birth
from cases.models import Case
from cases.sections import ContactAndSafety, Identity, Screening
from cases.services import Yes, open_case, record_consent
from portal.access.matrix import Kind, Section
from referrals import services
from referrals.intake import Ask, Journey
from referrals.models import Offer, Referral
from referrals.routing_facts import candidates

CANARY = "Kanarienvogelova"
OPEN = tuple(
    s.value
    for s in (
        Section.IDENTITY,
        Section.CONTACT_AND_SAFETY,
        Section.HEALTH,
        Section.NEEDS_AND_ASSISTANCE,
        Section.SCREENING,
        Section.IMMIGRATION,
    )
)


def sections(*, adult: bool = True, name: str = CANARY, **contact):  # type: ignore[no-untyped-def]
    """A person as a screener would write her down."""
    today = timezone.now().date()
    birth = (
        Birth.on(today.replace(year=today.year - 30, day=1)) if adult else Birth.child_seen(today)
    )
    return {
        Section.IDENTITY: Identity(given_names=name, birth=births.to_dict(birth), gender="woman"),
        Section.CONTACT_AND_SAFETY: ContactAndSafety(
            phone="+40 700 555 123", languages=("ti",), danger="likely", **contact
        ),
        Section.SCREENING: Screening(acts=("recruitment",), means=("deception",), purposes=("forced_labour",), account=f"{name} said so."),
    }  # fmt: skip


def a_case(world, who: str = "ngo", **more) -> Case:  # type: ignore[no-untyped-def]
    """A case opened by this desk: an NGO's own, or a border guard's in coordination at once."""
    kept = {k: more.pop(k) for k in ("guardian", "vital_interest") if k in more}
    return open_case(actor=world.actor(who), sections=sections(**more), **kept)


def yes(world, case: Case, purpose: str, kinds=(), who: str = "ngo", **more):  # type: ignore[no-untyped-def]
    """She agrees, and her caseworker writes it down."""
    kinds = kinds or tuple(k.value for k in Kind)
    return record_consent(
        actor=world.actor(who), ref=case.uuid,
        yes=Yes(purpose=purpose, sections=more.pop("sections", OPEN), recipient_kinds=tuple(kinds), **more),
    )  # fmt: skip


def add_places(world, who: str = "shelter", n: int = 2) -> None:  # type: ignore[no-untyped-def]
    for i in range(n):
        placements.add_place(actor=world.actor(who), label=f"{who} {i}")


def token(world, who: str, case: Case, purpose: str, to: str) -> str:  # type: ignore[no-untyped-def]
    """How this asker names that desk: its uuid, or a capacity's token."""
    proposed, left = candidates(world.actor(who), [case], Ask(purpose=purpose))
    return next(c.token for c in (*proposed, *left) if c.fit.desk_id == world.desks[to].pk)


def send(world, case: Case, purpose: str, to=("shelter",), who: str = "ngo", **more) -> Referral:  # type: ignore[no-untyped-def]
    more.setdefault("urgency", "urgent")  # standard lets her choose: steps.hold, steps.her_yes
    return services.send_referral(
        actor=world.actor(who), cases=[case.uuid], ask=Ask(purpose=purpose, **more),
        receivers=[token(world, who, case, purpose, t) for t in to],
    )  # fmt: skip


def offer_to(world, referral: Referral, to: str) -> Offer:  # type: ignore[no-untyped-def]
    return Offer.objects.get(referral=referral, desk=world.desks[to])


def accept(world, referral: Referral, to: str = "shelter") -> Offer:  # type: ignore[no-untyped-def]
    return services.accept(actor=world.actor(to), ref=offer_to(world, referral, to).uuid)


def journey(hours: int = 2, her_word: str = "yes") -> Journey:
    return Journey(
        meeting_point="The bus station, hall 2", transport="By car, with a woman driver",
        expected_at=timezone.now() + timedelta(hours=hours), her_word=her_word,
    )  # fmt: skip


def leave(world, referral: Referral, who: str = "ngo", **more) -> Referral:  # type: ignore[no-untyped-def]
    return services.leave(
        actor=world.actor(who), ref=referral.uuid, version=None, journey=journey(**more)
    )


def arrive(world, referral: Referral, to: str = "shelter") -> Referral:  # type: ignore[no-untyped-def]
    return services.arrive(actor=world.actor(to), ref=offer_to(world, referral, to).uuid)


def hold(world, referral: Referral, to: str = "shelter", until=None) -> Offer:  # type: ignore[no-untyped-def]
    return services.hold(actor=world.actor(to), ref=offer_to(world, referral, to).uuid, until=until)


def her_yes(world, referral: Referral, to: str = "shelter", who: str = "ngo") -> Referral:  # type: ignore[no-untyped-def]
    return services.her_yes(
        actor=world.actor(who), ref=referral.uuid, number=offer_to(world, referral, to).number
    )
