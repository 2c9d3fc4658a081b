"""What one row came to: a person as the file describes her, typed, JSON-safe and lossless. Pure.

Nothing here is a decision. A status is what the file asserts and by whom; a consent is evidence
and opens nothing; there is no place for a suspect.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from referrals.htcds.birth import Birth, PartialDate
from referrals.htcds.choices import Choices
from referrals.htcds.fields import BY_NAME, FIELDS, Kind
from referrals.htcds.nationality import Nationalities

Value = str | int | float | bool | PartialDate | Birth | Choices | Nationalities
Extra = str | int | float


@dataclass(frozen=True, slots=True)
class Asserted:
    """What the file says of her status, and who is said to have said so. Never a decision."""

    status: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class ConsentEvidence:
    """A tick in somebody's list: evidence of a consent, which names no purpose and opens nothing."""

    given: bool
    field: str


@dataclass(frozen=True, slots=True)
class ImportedPerson:
    """A row's values by HTCDS field name (absent: unknown), and its other columns word for word.

    The properties name the parts that the portal's sections are made of.
    """

    values: Mapping[str, Value] = field(default_factory=dict, repr=False)
    extras: Mapping[str, Extra] = field(default_factory=dict, repr=False)

    def text(self, name: str) -> str:
        """A text or code, empty where unknown."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def chosen(self, name: str) -> tuple[str, ...]:
        """The codes chosen of a multi-select, empty where none or unknown."""
        value = self.values.get(name)
        return value.chosen if isinstance(value, Choices) else ()

    @property
    def given_names(self) -> str:
        """First and middle names; each name is optional (lesson L18)."""
        return " ".join(filter(None, (self.text("prs_FirstName"), self.text("prs_MiddleName"))))

    @property
    def family_name(self) -> str:
        """Family name, empty for a person of one name."""
        return self.text("prs_SecondName")

    @property
    def birth(self) -> Birth | None:
        """What is known of her birth."""
        value = self.values.get("prs_Birthdate")
        return value if isinstance(value, Birth) else None

    @property
    def gender(self) -> str:
        """HTCDS code, empty where unknown."""
        return self.text("prs_Gender")

    @property
    def citizenships(self) -> tuple[str, ...]:
        """Codes in the order given, XXA and XXX among them; empty where not asked."""
        value = self.values.get("prs_Citizenship")
        return value.codes if isinstance(value, Nationalities) else ()

    @property
    def citizenship_undetermined_on(self) -> date | None:
        """The day on which a citizenship was undetermined, procedure open."""
        value = self.values.get("prs_Citizenship")
        return value.undetermined_on if isinstance(value, Nationalities) else None

    @property
    def languages(self) -> tuple[str, ...]:
        """ISO 639-3 codes, first language first."""
        both = (self.text("prs_PrimaryLanguage"), self.text("prs_SecondaryLanguage"))
        return tuple(code for code in both if code)

    @property
    def contact(self) -> dict[str, str]:
        """Address, telephones and e-mail by HTCDS name; only what is there."""
        return {name: self.text(name) for name in _CONTACT if name in self.values}

    @property
    def trafficking(self) -> dict[str, Value]:
        """Her trafficking as the file describes it, without the asserted status."""
        return self._group("vic_", but=(*_STATUS, *_CONSENTS))

    @property
    def referral(self) -> dict[str, Value]:
        """Referral and case details by HTCDS name."""
        return self._group("cas_")

    @property
    def comment(self) -> str:
        """The case comment."""
        return self.text("cco_CaseComment")

    @property
    def asserted(self) -> Asserted | None:
        """The status the file asserts; None where it says nothing."""
        status = self.text(_STATUS[0])
        return Asserted(status, self.text(_STATUS[1])) if status else None

    @property
    def consents(self) -> tuple[ConsentEvidence, ...]:
        """Ticks of consent, as evidence."""
        found = ((name, self.values.get(name)) for name in _CONSENTS)
        return tuple(
            ConsentEvidence(bool(given), name) for name, given in found if given is not None
        )

    def _group(self, prefix: str, but: tuple[str, ...] = ()) -> dict[str, Value]:
        return {n: v for n, v in self.values.items() if n.startswith(prefix) and n not in but}

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe and lossless; keys in the standard's order."""
        values = {of.name: _pack(self.values[of.name]) for of in FIELDS if of.name in self.values}
        return {"htcds": "2.0", "values": values, "extras": dict(self.extras)}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """The reverse of ``to_dict``. Raises ValueError for a field that is none of the standard's."""
        unknown = [name for name in document["values"] if name not in BY_NAME]
        if unknown or any(BY_NAME[name].perpetrator for name in document["values"]):
            raise ValueError("a field that a person's record cannot hold")
        values = {name: _unpack(name, packed) for name, packed in document["values"].items()}
        return cls(values, dict(document["extras"]))


_STATUS = ("vic_TraffickingStatus", "vic_TraffickingStatusDecisionMakingOrg")
_CONSENTS = ("con_Consent", "vic_AgreementToManagePersonalData")
_CONTACT = (
    "prs_Email", "prs_HomePhone", "prs_MobilePhone", "prs_MailingStreet", "prs_MailingCity",
    "prs_MailingState", "prs_MailingPostalCode", "prs_MailingCountry",
)  # fmt: skip


def _pack(value: Value) -> Any:
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, Birth):
        return value.to_dict()
    if isinstance(value, Choices):
        return {"chosen": list(value.chosen), "denied": list(value.denied)}
    if isinstance(value, Nationalities):
        on = value.undetermined_on
        return {"codes": list(value.codes), "undetermined_on": on.isoformat() if on else None}
    return value


def _unpack(name: str, packed: Any) -> Value:
    kind = BY_NAME[name].kind
    if kind is Kind.DATE:
        return PartialDate.from_iso(packed)
    if kind is Kind.BIRTH:
        return Birth.from_dict(packed)
    if kind is Kind.MULTI:
        return Choices(tuple(packed["chosen"]), tuple(packed["denied"]))
    if kind is Kind.COUNTRIES:
        on = packed["undetermined_on"]
        return Nationalities(tuple(packed["codes"]), date.fromisoformat(on) if on else None)
    value: Value = packed
    return value
