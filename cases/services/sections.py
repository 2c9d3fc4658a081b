"""Writing a section: a new version, sealed; another desk's record is annotated, never changed."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from cases import births
from cases.age import status_on
from cases.clear_codes import code_errors
from cases.contacts import contact_errors, with_old
from cases.models import Case, IndexToken
from cases.sections import (
    CLOSED_UNTIL_OPENED,
    RECORDS,
    ContactAndSafety,
    ContactRecord,
    Document,
    Identity,
    IdentityRecord,
    NeedsRecord,
    SectionRecord,
)
from cases.selectors import get_case, held, key_of, may_read
from cases.services.recompute import lock_cases, recompute
from portal.access.matrix import Section
from portal.audit.services import look, record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen, Stale
from portal.sealing.blind_index import Token, tokens
from portal.sealing.documents import seal, unseal
from portal.sealing.keys import index_key

LONGEST = 20_000


@transaction.atomic
def write_section(
    *,
    actor: Acting,
    ref: str | UUID,
    section: Section,
    document: Document,
    version: int | None = None,
    about: str = "",
    new: bool = False,
) -> SectionRecord:
    """Save the actor's desk's record of a section.

    A desk has one record a section (notes: many; ``new=True``). ``version`` is the one she read;
    None for the first. Raises Http404 where the section is not hers to see, NotOpen where she may
    read only, Stale with their text where a colleague saved first, Invalid for broken content.
    """
    case = get_case(actor, ref)
    [case] = lock_cases([case])
    names = held(actor, case)
    if f"edit_{section}" not in names:
        if not may_read(names, section):
            raise Http404
        raise NotOpen(_("You may read this section; writing in it is not open to you."))
    known = section is not Section.NOTES or about in set(Section)
    if not known or (section is Section.NOTES and may_read(names, Section(about)) != "view"):
        raise Invalid(field="about", remedy=_("Choose a section that you may read."))
    check_text(document)
    latest = None if new else _mine(actor, case, section)
    if latest is not None and latest.version != (version or 0):
        raise _stale(actor, case, section, latest)
    if isinstance(document, ContactAndSafety):
        document = _with_old_contact(case, latest, document)
    row = store(
        actor=actor, case=case, section=section, document=document, latest=latest, about=about
    )
    record(
        actor=actor, verb="section.written", case_id=case.pk, section=section,
        subject=str(case.uuid), detail={"version": row.version},
    )  # fmt: skip
    derive_summary(case, section=section, set_by=actor.desk_id)
    recompute(case)
    return row


def _with_old_contact(
    case: Case, latest: SectionRecord | None, document: ContactAndSafety
) -> ContactAndSafety:
    """A way to reach her that gave place to another is unsafe, or was wrong: never just gone (L12)."""
    before = ContactAndSafety.from_dict(_content(case, latest)) if latest else ContactAndSafety()
    if errors := contact_errors(before, document):
        raise Invalid(errors={field: _(remedy) for field, remedy in errors.items()})
    today = now().astimezone(ZoneInfo(case.state.zone)).date()
    return with_old(before, document, today)


def _stale(actor: Acting, case: Case, section: Section, latest: SectionRecord) -> Stale:
    """She is shown her colleague's text: of a shut section that is a look (rule 6)."""
    if section in CLOSED_UNTIL_OPENED:
        look(actor=actor, case_id=case.pk, sections=[section], subject=str(case.uuid), how="stale")
    return Stale(
        _("A colleague changed this after you read it."), field="version",
        remedy=_("Compare both texts, keep what is right, send again."),
        theirs=_content(case, latest), version=latest.version,
    )  # fmt: skip


def _mine(actor: Acting, case: Case, section: Section) -> SectionRecord | None:
    rows = RECORDS[section]._default_manager.filter(
        case=case, current=True, author_desk_id=actor.desk_id
    )
    return rows.select_for_update().order_by("pk").first()


def _content(case: Case, row: SectionRecord) -> dict[str, Any]:
    return unseal(
        key=key_of(case), table=row._meta.db_table, case_id=case.pk, record=row.record,
        version=row.version, sealed=row.sealed,
    )  # fmt: skip


def store(
    *,
    actor: Acting,
    case: Case,
    section: Section,
    document: Document,
    latest: SectionRecord | None = None,
    about: str = "",
    imported: bool = False,
) -> SectionRecord:
    """Insert a sealed version; the caller has checked the right and holds the case's lock."""
    model = RECORDS[section]
    name, version = (latest.record, latest.version + 1) if latest else (uuid4(), 1)
    if latest is not None:
        model._default_manager.filter(pk=latest.pk).update(current=False)
    sealed = seal(
        key=key_of(case), table=model._meta.db_table, case_id=case.pk, record=name,
        version=version, document=document.to_dict(),
    )  # fmt: skip
    extra = {"about": about} if section is Section.NOTES else {}
    row = model._default_manager.create(
        case=case, record=name, version=version, author_desk_id=actor.desk_id,
        author_user_id=actor.user_id, imported=imported, sealed=sealed, **extra,
    )  # fmt: skip
    if section is Section.IDENTITY:
        _index(case)
    return row


def _index(case: Case) -> None:
    """Renew the blind tokens, of what every desk says of her: no readable name in the database."""
    found: set[Token] = set()
    for row in RECORDS[Section.IDENTITY]._default_manager.filter(case=case, current=True):
        who = Identity.from_dict(_content(case, row))
        born = births.born_of(births.from_dict(who.birth))
        found |= tokens(index_key(case.state.code), who.names(), born)
    IndexToken.objects.filter(case=case).delete()
    IndexToken.objects.bulk_create(
        IndexToken(case=case, token=one.value, index_key=one.key_id) for one in found
    )


def check_text(document: Document) -> None:
    """Refuse what a database or a printer cannot hold, and words where codes belong, naming the
    field and the remedy."""
    content = document.to_dict()
    errors = {field: _(remedy) for field, remedy in code_errors(content).items()}
    for name, value in content.items():
        if not isinstance(value, str):
            continue
        if len(value) > LONGEST:
            errors[name] = _("Shorten this to %(n)d characters.") % {"n": LONGEST}
        elif any(ord(c) < 32 and c not in "\n\r\t" for c in value) or any(
            0xD800 <= ord(c) < 0xE000 for c in value
        ):
            errors[name] = _("Take out the characters that cannot be read.")
    if errors:
        raise Invalid(_("Some answers need a change."), errors=errors)


def _best(case: Case, model: type[SectionRecord]) -> Document | None:
    """The record that the summary follows: the lead's, else the newest."""
    rows = model._default_manager.filter(case=case, current=True)
    found = sorted(rows, key=lambda r: (r.author_desk_id == case.lead_desk_id, r.written_at))
    return model.document.from_dict(_content(case, found[-1])) if found else None


def derive_summary(
    case: Case, *, section: Section | None = None, set_by: int | None = None
) -> None:
    """Renew the codes of envelope and summary from the sealed sections; nobody edits them.

    A desk's own change of the age never widens its own rights (policy 4): the age before is kept
    beside the desk that changed it.
    """
    if section in (None, Section.IDENTITY):
        identity = _best(case, IdentityRecord)
        if isinstance(identity, Identity):
            _follow_identity(case, identity, set_by)
    if section in (None, Section.CONTACT_AND_SAFETY):
        contact = _best(case, ContactRecord)
        if isinstance(contact, ContactAndSafety):
            for name in ("danger", "interpreter", "travels_alone"):
                setattr(case, name, getattr(contact, name))
            for name in (
                "languages",
                "accessibility",
                "warnings",
                "no_go_regions",
                "no_go_organisations",
            ):
                setattr(case, name, list(getattr(contact, name)))
    if section in (None, Section.NEEDS_AND_ASSISTANCE):
        needs = _best(case, NeedsRecord)
        if needs is not None:
            case.needs, case.care_level = list(needs.needs), needs.care_level  # type: ignore[attr-defined]
    case.version += 1
    case.changed_at = now()
    case.save()


def today_in(case: Case) -> date:
    """Today in the State's zone."""
    return now().astimezone(ZoneInfo(case.state.zone)).date()


def _follow_identity(case: Case, identity: Identity, set_by: int | None) -> None:
    status = status_on(births.from_dict(identity.birth), today_in(case)).value
    if status != case.age_status:
        case.age_before, case.age_set_by_id = case.age_status, set_by
        case.age_status = status
    case.gender = identity.gender
