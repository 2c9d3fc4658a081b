"""Law: instruments, elements of the offence, how far a law lies from a yardstick. Pure.

Instruments are those of the paper's appendix that States join, and their successors. Articles are
those of the Palermo Protocol (P), of UNTOC (U) and of CETS 197, the Convention of 2005 (C).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.access.vocabulary import Coded, gettext_noop


class Instrument(Coded):
    """An international instrument."""

    SLAVERY_1926 = "slavery_1926", gettext_noop("Slavery Convention, 1926")
    FORCED_LABOUR_C29 = (
        "forced_labour_c29",
        gettext_noop("ILO Forced Labour Convention No. 29, 1930"),
    )
    TRAFFIC_1949 = "traffic_1949", gettext_noop("Convention on the Traffic in Persons, 1949")
    SLAVERY_1956 = "slavery_1956", gettext_noop("Supplementary Convention on Slavery, 1956")
    CEDAW = "cedaw", gettext_noop("CEDAW, 1979")
    CRC = "crc", gettext_noop("Convention on the Rights of the Child, 1989")
    ROME_STATUTE = "rome_statute", gettext_noop("Rome Statute, 1998")
    CHILD_LABOUR_C182 = "child_labour_c182", gettext_noop("ILO Convention No. 182, 1999")
    CRC_SALE = "crc_sale", gettext_noop("Optional Protocol on the Sale of Children, 2000")
    UNTOC = "untoc", gettext_noop("UN Convention against Transnational Organized Crime, 2000")
    PALERMO = "palermo", gettext_noop("Palermo Protocol, 2000")
    EU_RESIDENCE = "eu_2004_81", gettext_noop("Directive 2004/81/EC on residence permits")
    COE_197 = "coe_197", gettext_noop("Council of Europe Convention, CETS 197, 2005")
    EU_DIRECTIVE = "eu_2011_36", gettext_noop("Directive 2011/36/EU")
    FORCED_LABOUR_P29 = "forced_labour_p29", gettext_noop("Protocol of 2014 to Convention No. 29")


class Element(Coded):
    """An element of the offence or of what belongs to it."""

    RECRUITMENT = "recruitment", gettext_noop("Act: recruitment")
    TRANSPORTATION = "transportation", gettext_noop("Act: transportation")
    TRANSFER = "transfer", gettext_noop("Act: transfer")
    HARBOURING = "harbouring", gettext_noop("Act: harbouring")
    RECEIPT = "receipt", gettext_noop("Act: receipt")
    FORCE = "force", gettext_noop("Means: threat, force, coercion")
    ABDUCTION = "abduction", gettext_noop("Means: abduction")
    DECEPTION = "deception", gettext_noop("Means: fraud, deception")
    ABUSE = "abuse", gettext_noop("Means: abuse of power or of vulnerability")
    PAYMENT = "payment", gettext_noop("Means: payment to who has control over another")
    SEXUAL = "sexual", gettext_noop("Purpose: sexual exploitation")
    LABOUR = "labour", gettext_noop("Purpose: forced labour or services")
    SLAVERY = "slavery", gettext_noop("Purpose: slavery and similar practices")
    SERVITUDE = "servitude", gettext_noop("Purpose: servitude")
    ORGANS = "organs", gettext_noop("Purpose: removal of organs")
    CHILD = "child", gettext_noop("A child needs no means")
    CONSENT = "consent", gettext_noop("Consent is irrelevant")
    ATTEMPT = "attempt", gettext_noop("Attempt")
    COMPLICITY = "complicity", gettext_noop("Taking part, organising")
    LEGAL_PERSONS = "legal_persons", gettext_noop("Liability of legal persons")
    PENALTIES = "penalties", gettext_noop("Penalties that fit the gravity")
    INTERNAL = "internal", gettext_noop("Inside one State, and without an organised group")
    DOCUMENTS = "documents", gettext_noop("Acts on travel and identity documents")
    AGGRAVATING = "aggravating", gettext_noop("Aggravating circumstances")
    NO_PUNISHMENT = "no_punishment", gettext_noop("No penalty for what victims were made to do")


class Covered(Coded):
    """Whether national law covers an element."""

    YES = "yes", gettext_noop("Covered")
    PARTLY = "partly", gettext_noop("In part")
    NO = "no", gettext_noop("Not covered")


_OFFENCE = {
    **dict.fromkeys(
        ("recruitment", "transportation", "transfer", "harbouring", "receipt", "force",
         "abduction", "deception", "abuse", "payment", "sexual", "labour", "slavery", "servitude",
         "organs"), "3(a)"),
    "child": "3(c)", "consent": "3(b)",
}  # fmt: skip
PALERMO: Mapping[str, str] = {
    **{element: f"P {article}" for element, article in _OFFENCE.items()},
    "attempt": "P 5(2)(a)", "complicity": "P 5(2)(b), (c)", "legal_persons": "U 10", "penalties": "U 11",
}  # fmt: skip
COE: Mapping[str, str] = {
    **{element: f"C {article.replace('3', '4', 1)}" for element, article in _OFFENCE.items()},
    "child": "C 4(c)", "consent": "C 4(b)", "attempt": "C 21", "complicity": "C 21",
    "legal_persons": "C 22", "penalties": "C 23", "internal": "C 2", "documents": "C 20",
    "aggravating": "C 24", "no_punishment": "C 26",
}  # fmt: skip
YARDSTICKS: Mapping[str, Mapping[str, str]] = {"palermo": PALERMO, "coe_197": COE}
DUAL = frozenset(_OFFENCE)
"""What makes the offence: where one State punishes it and the other does not, extradition and legal
assistance may be refused, since the act is no crime in both."""


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a law lies from a yardstick: elements not covered, in part, and not looked at."""

    missing: tuple[str, ...]
    partly: tuple[str, ...]
    unknown: tuple[str, ...]
    of: int


def distance(covered: Mapping[str, str], yardstick: Mapping[str, str]) -> Distance:
    """Element by element. What nobody has looked at is unknown, never missing."""
    return Distance(
        tuple(e for e in yardstick if covered.get(e) == Covered.NO),
        tuple(e for e in yardstick if covered.get(e) == Covered.PARTLY),
        tuple(e for e in yardstick if e not in covered), len(yardstick),
    )  # fmt: skip


def blocking(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """element -> 'blocks' or 'may_block': where two laws part so that cooperation can fail.

    It blocks where one covers what the other does not; it may where one covers it in part only.
    What one of them has not looked at is left out: nothing is known of it.
    """
    found = {}
    for element in Element:
        pair = {one.get(element), other.get(element)}
        if element not in DUAL or None in pair or len(pair) == 1:
            continue
        found[element.value] = "blocks" if Covered.NO in pair else "may_block"
    return found
