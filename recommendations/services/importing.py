"""Taking a list of recommendations over: a further source without code. Repeating it changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.problems import Invalid
from portal.organisations.actors import Actor
from portal.organisations.models import State
from portal.tables.said import Unreadable
from recommendations.models import (
    Activity,
    Approach,
    Recommendation,
    RecommendationLink,
    Source,
    StateAnswer,
)
from recommendations.paper import source as paper
from recommendations.rules.access import Act
from recommendations.rules.evidence import address_leads_somewhere
from recommendations.rules.kinds import SourceKind
from recommendations.rules.lists.rows import Row
from recommendations.rules.submitting import text_refused
from recommendations.selectors.implementation import own_state
from recommendations.selectors.reach import ask
from recommendations.services.listing import Listing, Options, read_list
from recommendations.services.refusing import remedy

BATCH = 500
LONGEST = {"title": 300, "publisher": 200, "citation": 1_000, "licence": 500}


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """The document that a list comes from."""

    code: str
    kind: str = SourceKind.OTHER.value
    title: str = ""
    publisher: str = ""
    year: int | None = None
    citation: str = ""
    licence: str = ""
    address: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


@dataclass(slots=True)
class Outcome:
    """What came of it: read = created + updated + unchanged + refused."""

    listing: Listing
    created: int = 0
    updated: int = 0
    unchanged: int = 0

    @property
    def refused(self) -> int:
        """Rows that were not taken."""
        return self.listing.read - self.created - self.updated - self.unchanged

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe: counts, how it was read, and every row that needs mending."""
        found = self.listing
        return {
            "read": found.read, "good": len(found.rows), "created": self.created,
            "updated": self.updated, "unchanged": self.unchanged, "refused": self.refused,
            "left_out": found.left_out, "headings": found.headings, "unknown": found.unknown,
            "columns": {str(at): name for at, name in found.columns.items()},
            "encoding": found.encoding, "delimiter": found.delimiter,
            "wrong": [one.to_dict() for one in found.wrong[:1_000]],
        }  # fmt: skip


def check(
    *, actor: Actor, content: bytes, filename: str, spec: SourceSpec, options: Options
) -> Outcome:
    """A dry run: what would happen, nothing written. Raises Invalid for the source or the file."""
    state = _may(actor)
    source = _checked(spec, state)
    outcome = Outcome(_read(content, filename, options, state))
    known = _stored(source)
    for row in outcome.listing.rows:
        before = known.get(row.key)
        if before is None:
            outcome.created += 1
        elif before.fingerprint == row.fingerprint:
            outcome.unchanged += 1
        else:
            outcome.updated += 1
    return outcome


@transaction.atomic
def take(
    *, actor: Actor, content: bytes, filename: str, spec: SourceSpec, options: Options,
    only_good: bool = False,
) -> Outcome:  # fmt: skip
    """Write all rows, or with ``only_good`` those that are; one transaction, so nothing is left half.

    Raises Invalid where a row is refused and all were wanted: then nothing is written.
    """
    state = _may(actor)
    source = _checked(spec, state, lock=True)
    listing = _read(content, filename, options, state)
    outcome = Outcome(listing)
    if listing.refused and not only_good:
        raise Invalid(
            _("%(n)d rows cannot be taken.") % {"n": listing.refused},
            field="file", remedy=_("Mend them, or take the good rows only."),
        )  # fmt: skip
    source = _write_source(source, spec, state)
    _write_rows(source, listing.rows, outcome)
    detail = {"created": outcome.created, "updated": outcome.updated, "refused": outcome.refused}
    record(actor=actor, verb="register.source_imported", subject=str(source.uuid), detail=detail)
    return outcome


def _may(actor: Actor) -> State | None:
    """The State whose rows this actor may bring in; None for the operator's command: any."""
    if actor.role == "system":
        return None
    state = own_state(actor)
    ask(Act.IMPORT_SOURCE, actor, state_id=state.pk)
    return state


def _read(content: bytes, filename: str, options: Options, state: State | None) -> Listing:
    try:
        return read_list(content, filename, options, state=state)
    except Unreadable as refused:
        what, how = (_(s.template) % s.params for s in (refused.said, refused.remedy_said))
        raise Invalid(f"{what}: {how}", field=refused.field, remedy=f"{what}: {how}") from None


def _checked(spec: SourceSpec, state: State | None, *, lock: bool = False) -> Source | None:
    """The source where it is known already. Raises Invalid for what is wrong with it."""
    errors = {}
    if not spec.code or slugify(spec.code) != spec.code or len(spec.code) > 40:
        errors["code"] = _("Name it by small letters, digits and dashes, such as greta-xa-3.")
    if spec.kind not in set(SourceKind):
        errors["kind"] = _("Choose one of the kinds of sources.")
    if spec.year is not None and not 1900 <= spec.year <= 2200:
        errors["year"] = _("Give the year of the document.")
    if spec.address and not address_leads_somewhere(spec.address):
        errors["address"] = _("Give a full address, such as https://example.org/report.")
    for name, most in LONGEST.items():
        if wrong := text_refused(getattr(spec, name), longest=most):
            errors[name] = remedy(wrong, longest=most)
    rows = Source.objects.select_for_update(of=("self",)) if lock else Source.objects.all()
    found = rows.filter(code=spec.code).first()
    if found is None and not spec.title.strip():
        errors.setdefault("title", _("Say what the document is called."))
    if found is not None and (found.code == paper.CODE or (state and found.state_id != state.pk)):
        errors["code"] = _("This source is not yours to change. Choose another name.")
    if errors:
        raise Invalid(errors=errors)
    return found


def _stored(source: Source | None) -> dict[str, Recommendation]:
    if source is None:
        return {}
    return {row.row_key: row for row in source.recommendations.all()}


def _write_source(source: Source | None, spec: SourceSpec, state: State | None) -> Source:
    told = {k: v for k, v in spec.to_dict().items() if k != "code" and v not in ("", None)}
    if source is None:
        return Source.objects.create(code=spec.code, state=state, **told)
    changed = [name for name, value in told.items() if getattr(source, name) != value]
    if changed:
        for name in changed:
            setattr(source, name, told[name])
        source.version += 1
        source.save(update_fields=[*changed, "version"])
    return source


def _write_rows(source: Source, rows: Iterable[Row], outcome: Outcome) -> None:
    known = _stored(source)
    fresh: list[tuple[Recommendation, Row]] = []
    changed: list[tuple[Recommendation, Row]] = []
    number = max((one.number for one in known.values()), default=0)
    approaches = {a.code: a.pk for a in Approach.objects.all()}
    for row in rows:
        before = known.get(row.key)
        if before is not None and before.fingerprint == row.fingerprint:
            outcome.unchanged += 1
            continue
        one = before or Recommendation(source=source, row_key=row.key, version=0)
        if before is None:
            number += 1
            one.number = number
        _fill(one, row, approaches)
        (changed if before else fresh).append((one, row))
    Recommendation.objects.bulk_create([one for one, _row in fresh], batch_size=BATCH)
    Recommendation.objects.bulk_update([one for one, _row in changed], FILLED, batch_size=BATCH)
    outcome.created, outcome.updated = len(fresh), len(changed)
    _write_around([*fresh, *changed])


FILLED = ["code", "section", "title", "text", "addressees", "made_by", "country", "approach", "targets",
          "themes", "urgency", "fingerprint", "version"]  # fmt: skip


def _fill(one: Recommendation, row: Row, approaches: dict[str, int]) -> None:
    one.code, one.section, one.title, one.text = row.reference, row.section, row.title, row.text
    one.addressees, one.made_by, one.country = row.addressees, row.made_by, row.country
    one.approach_id, one.targets = approaches.get(row.approach), list(row.targets)
    one.themes, one.urgency, one.fingerprint = row.themes, row.verb, row.fingerprint
    one.version += 1


def _write_around(pairs: list[tuple[Recommendation, Row]]) -> None:
    """Activities, answers and links of the rows that were written: they follow the list."""
    ids = [one.pk for one, _row in pairs]
    activities = {a.code: a.pk for a in Activity.objects.all()}
    through: Any = Recommendation.activities.through
    through.objects.filter(recommendation_id__in=ids).delete()
    through.objects.bulk_create(
        [
            through(recommendation_id=one.pk, activity_id=activities[code])
            for one, row in pairs
            for code in row.activities
        ],
        batch_size=BATCH,
    )
    StateAnswer.objects.filter(recommendation_id__in=ids).delete()
    StateAnswer.objects.bulk_create(
        [
            StateAnswer(recommendation=one, country=row.country, answer=row.answer)
            for one, row in pairs
            if row.answer
        ],
        batch_size=BATCH,
    )
    RecommendationLink.objects.filter(source_id__in=ids).delete()
    wanted = {(source, code) for _one, row in pairs for _kind, source, code in row.links}
    if wanted:
        _write_links(pairs, {source for source, _code in wanted})


def _write_links(pairs: list[tuple[Recommendation, Row]], sources: set[str]) -> None:
    rows = Recommendation.objects.filter(source__code__in=sources).values_list(
        "source__code", "code", "pk"
    )
    known = {(source, code): pk for source, code, pk in rows}
    RecommendationLink.objects.bulk_create(
        [RecommendationLink(source=one, target_id=known[source, code], kind=kind)
         for one, row in pairs for kind, source, code in row.links if known[source, code] != one.pk],
        ignore_conflicts=True,
    )  # fmt: skip
