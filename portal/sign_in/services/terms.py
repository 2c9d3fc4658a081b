"""Terms of use and code of conduct: a version is published, and accepted by each person once."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.clock import now
from portal.core.problems import Invalid
from portal.organisations.models import User
from portal.sign_in.models import Acceptance, Terms, TermsText
from portal.sign_in.selectors import KINDS, terms_owed
from portal.sign_in.services.telling import herself


@transaction.atomic
def accept(*, user: User, versions: Iterable[str]) -> None:
    """Accept the versions a person has read ('terms:2'); all that she owes, or none.

    Raises Invalid where one is missing, or where a newer one came into force while she read.
    """
    owed, said = terms_owed(user.pk), set(versions)
    if missing := [row for row in owed if str(row) not in said]:
        raise Invalid(
            errors={
                row.kind: _("Terms of use: tick to go on, once you have read them.")
                if row.kind == "terms"
                else _("Code of conduct: tick to go on, once you have read it.")
                for row in missing
            }
        )
    Acceptance.objects.bulk_create(
        [Acceptance(user=user, terms=row, at=now()) for row in owed], ignore_conflicts=True
    )
    for row in owed:
        record(actor=herself(user), verb="terms.accepted", subject=str(row))


@transaction.atomic
def publish(
    *,
    kind: str,
    version: int,
    texts: Mapping[str, tuple[str, str]],
    in_force_from: datetime | None = None,
) -> tuple[Terms, bool]:
    """A version with its texts (language -> title, body), and whether it is new. Repeatable.

    A version that is there keeps its first day; only its texts in new languages are added, since
    what somebody accepted must not change under her.
    """  # fmt: skip
    if kind not in KINDS or "en" not in texts:
        raise ValueError("terms are of a known kind and have an English text")
    terms, made = Terms.objects.get_or_create(
        kind=kind, version=version, defaults={"in_force_from": in_force_from or now()}
    )
    TermsText.objects.bulk_create(
        [
            TermsText(terms=terms, language=language, title=title, body=body)
            for language, (title, body) in texts.items()
        ],
        ignore_conflicts=True,
    )
    return terms, made
