"""Which terms hold, what somebody has not accepted, how she signs in, and where she is signed in."""

from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import BooleanField, Case, Count, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from portal.core.clock import now
from portal.organisations.models import User
from portal.sign_in.models import Acceptance, Session, Terms, TermsText

KINDS = ("terms", "conduct")


def in_force(moment: datetime | None = None) -> QuerySet[Terms]:
    """Of each kind the newest version that has begun."""
    rows = Terms.objects.filter(in_force_from__lte=moment or now(), kind__in=KINDS)
    return rows.order_by("kind", "-version").distinct("kind")


def users_with_terms() -> QuerySet[User]:
    """Users, each with ``owes_terms``. Where no terms are loaded, everybody owes them."""
    accepted = (
        Acceptance.objects.filter(user=OuterRef("pk"), terms__in=in_force().values("pk"))
        .order_by().values("user").annotate(n=Count("pk")).values("n")
    )  # fmt: skip
    counted = User.objects.annotate(accepted_terms_count=Coalesce(Subquery(accepted), 0))
    owes = Case(
        When(accepted_terms_count__lt=len(KINDS), then=Value(True)),
        default=Value(False), output_field=BooleanField(),
    )  # fmt: skip
    return counted.annotate(owes_terms=owes)


def terms_owed(user_id: int) -> list[Terms]:
    """The versions in force that a person has not accepted, in the order they are shown."""
    taken = set(Acceptance.objects.filter(user_id=user_id).values_list("terms_id", flat=True))
    rows = [row for row in in_force() if row.pk not in taken]
    return sorted(rows, key=lambda row: KINDS.index(row.kind))


def texts_of(terms: Iterable[Terms]) -> list[TermsText]:
    """Each version in the reader's language, else in English, else in any."""
    rows = list(terms)
    wanted = (get_language() or "en").split("-")[0]
    found: dict[int, TermsText] = {}
    rank = {wanted: 0, "en": 1}
    texts = TermsText.objects.filter(terms__in=rows).select_related("terms")
    for text in sorted(texts, key=lambda t: (rank.get(t.language, 2), t.language)):
        found.setdefault(text.terms_id, text)
    return [found[row.pk] for row in rows if row.pk in found]


def ways_of(user_id: int) -> list[Authenticator]:
    """How a person gives her second step: app, passkeys, recovery codes, oldest first."""
    return list(Authenticator.objects.filter(user_id=user_id).order_by("created_at", "pk"))


def has_second_step(user_id: int) -> bool:
    """Whether a person has an app or a passkey (recovery codes alone are none)."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user_id=user_id, type__in=kinds).exists()


def sessions_of(user_id: int) -> QuerySet[Session]:
    """Where a person is signed in now, the latest first."""
    rows = Session.objects.filter(user_id=user_id, expire_date__gt=now())
    return rows.order_by("-seen_at", "session_key")
