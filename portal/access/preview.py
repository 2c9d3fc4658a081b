"""What a receiver sees before answering: that and nothing else (preview.csv). Plain rules.

Also in the API, the notice and the history. A field is a code; the words of the law beside it.
"""

from portal.access.vocabulary import Coded, Purpose


class PreviewField(Coded):
    """One row of preview.csv: its code, and the policy's own words."""

    REFERENCE = "reference", "offer reference (its own, not the case's)"
    SENDER = "sender", "sending organisation (a shelter shows as 'protection lead')"
    PURPOSE_URGENCY_DUE = "purpose_urgency_due", "purpose, urgency, answer by"
    AGE_STATUS = "age_status", "adult, child, may be a child"
    LANGUAGES = "languages", "languages, interpreter wish"
    REGION_FROM_WHEN = "region_from_when", "region, from when"
    ACCESSIBILITY = "accessibility", "accessibility, communication"
    PERSONS = "persons", "how many persons, keep together"
    GENDER = "gender", "gender, where the service takes only some"
    CARE_LEVEL = "care_level", "care level, coded"
    DANGER = "danger", "danger, coded and coarse"
    TRAVELS_ALONE = "travels_alone", "travels alone, guardian asked"
    KIND_OF_NEED = "kind_of_need", "kind of need, coded"
    CONFLICT = "conflict", "authority or region a conflict could arise with"


P = Purpose
F = PreviewField

FOR_EVERY_PURPOSE: tuple[PreviewField, ...] = (
    F.REFERENCE,
    F.SENDER,
    F.PURPOSE_URGENCY_DUE,
    F.AGE_STATUS,
    F.LANGUAGES,
    F.REGION_FROM_WHEN,
    F.ACCESSIBILITY,
)

COLUMNS: tuple[tuple[str, frozenset[Purpose], frozenset[PreviewField]], ...] = (
    ("all purposes", frozenset(P), frozenset()),
    (
        "accommodation and urgent_protection",
        frozenset({P.ACCOMMODATION, P.URGENT_PROTECTION}),
        frozenset({F.PERSONS, F.GENDER, F.CARE_LEVEL, F.DANGER, F.TRAVELS_ALONE}),
    ),
    (
        "medical and psychological",
        frozenset({P.MEDICAL, P.PSYCHOLOGICAL}),
        frozenset({F.GENDER, F.CARE_LEVEL, F.KIND_OF_NEED}),
    ),
    ("legal_aid", frozenset({P.LEGAL_AID}), frozenset({F.KIND_OF_NEED, F.CONFLICT})),
    (
        "child_protection and transfer",
        frozenset({P.CHILD_PROTECTION, P.TRANSFER}),
        frozenset({F.PERSONS, F.GENDER, F.CARE_LEVEL, F.DANGER, F.TRAVELS_ALONE}),
    ),
    (
        "identification",
        frozenset({P.IDENTIFICATION}),
        frozenset({F.TRAVELS_ALONE, F.CONFLICT}),
    ),
    ("investigation", frozenset({P.INVESTIGATION}), frozenset({F.DANGER, F.CONFLICT})),
)
"""A column of the policy: its title, the purposes it speaks of, what it adds for them."""


def fields_for(purpose: str) -> tuple[PreviewField, ...]:
    """The fields a receiver of this purpose sees, in the table's order."""
    aim = Purpose(purpose)
    shown = frozenset(FOR_EVERY_PURPOSE).union(
        *(adds for _, purposes, adds in COLUMNS if aim in purposes)
    )
    return tuple(field for field in PreviewField if field in shown)


def shows_gender(purpose: str, takes_only_some: bool) -> bool:
    """Gender is told only where the purpose has the row and the service takes only some."""
    return takes_only_some and PreviewField.GENDER in fields_for(purpose)
