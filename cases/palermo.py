"""Act, means, purpose: what the ticks show (Palermo Protocol art. 3, CoE Convention art. 4).

Help for who screens, never a verdict: there is no final 'no', only a competent authority decides.
Plain rules.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from portal.access.vocabulary import AgeStatus, Coded, gettext_noop


class Element(StrEnum):
    """The three elements of trafficking."""

    ACT = "act"
    MEANS = "means"
    PURPOSE = "purpose"


class Act(Coded):
    """What was done."""

    RECRUITMENT = "recruitment", gettext_noop("Recruitment")
    TRANSPORTATION = "transportation", gettext_noop("Transportation")
    TRANSFER = "transfer", gettext_noop("Transfer")
    HARBOURING = "harbouring", gettext_noop("Harbouring")
    RECEIPT = "receipt", gettext_noop("Receipt")


class Means(Coded):
    """How it was done. Not needed for a child."""

    THREAT = "threat", gettext_noop("Threat")
    USE_OF_FORCE = "use_of_force", gettext_noop("Use of force")
    OTHER_COERCION = "other_coercion", gettext_noop("Other coercion")
    ABDUCTION = "abduction", gettext_noop("Abduction")
    FRAUD = "fraud", gettext_noop("Fraud")
    DECEPTION = "deception", gettext_noop("Deception")
    ABUSE_OF_POWER = "abuse_of_power", gettext_noop("Abuse of power")
    ABUSE_OF_VULNERABILITY = (
        "abuse_of_vulnerability",
        gettext_noop("Abuse of a position of vulnerability"),
    )
    PAYMENTS_FOR_CONTROL = (
        "payments_for_control",
        gettext_noop("Payments or benefits to somebody who controls the person"),
    )


class Exploitation(Coded):
    """What it was for. The last five are added by EU law."""

    PROSTITUTION_OF_OTHERS = "prostitution_of_others", gettext_noop("Prostitution of others")
    OTHER_SEXUAL = "other_sexual", gettext_noop("Other sexual exploitation")
    FORCED_LABOUR = "forced_labour", gettext_noop("Forced labour or services")
    SLAVERY = "slavery", gettext_noop("Slavery")
    SIMILAR_TO_SLAVERY = "similar_to_slavery", gettext_noop("Practices similar to slavery")
    SERVITUDE = "servitude", gettext_noop("Servitude")
    ORGAN_REMOVAL = "organ_removal", gettext_noop("Removal of organs")
    BEGGING = "begging", gettext_noop("Begging")
    CRIMINAL_ACTIVITIES = "criminal_activities", gettext_noop("Criminal activities")
    SURROGACY = "surrogacy", gettext_noop("Surrogacy")
    FORCED_MARRIAGE = "forced_marriage", gettext_noop("Forced marriage")
    ILLEGAL_ADOPTION = "illegal_adoption", gettext_noop("Illegal adoption")


EU_2011 = frozenset({Exploitation.BEGGING, Exploitation.CRIMINAL_ACTIVITIES})
EU_2024 = frozenset(
    {Exploitation.SURROGACY, Exploitation.FORCED_MARRIAGE, Exploitation.ILLEGAL_ADOPTION}
)


class Outcome(Coded):
    """What the ticks show; never that somebody was not trafficked."""

    INDICATED = "indicated", gettext_noop("Act, means and purpose are indicated")
    INDICATED_CHILD = "indicated_child", gettext_noop("Act and purpose are indicated: child rule")
    ELEMENTS_MISSING = "elements_missing", gettext_noop("One or more elements are open")
    NOT_ENOUGH_INFORMATION = "not_enough_information", gettext_noop("Not enough known yet")


class Standing(Coded):
    """How one element stands."""

    PRESENT = "present", gettext_noop("Ticked")
    OPEN = "open", gettext_noop("Nothing ticked yet")
    NOT_NEEDED = "not_needed", gettext_noop("Not needed: child rule")


class Reason(Coded):
    """One sentence of the explanation; `ARTICLES` says where it stands in law."""

    ACT_PRESENT = "act_present", gettext_noop("An act is ticked.")
    ACT_OPEN = "act_open", gettext_noop("No act is ticked yet.")
    MEANS_PRESENT = "means_present", gettext_noop("A means is ticked.")
    MEANS_OPEN = "means_open", gettext_noop("No means is ticked yet.")
    MEANS_NOT_NEEDED = "means_not_needed", gettext_noop("For a child no means is needed.")
    AGE_IN_DOUBT = (
        "age_in_doubt",
        gettext_noop("The person may be a child, and counts as a child until age is settled."),
    )
    PURPOSE_PRESENT = "purpose_present", gettext_noop("A purpose of exploitation is ticked.")
    PURPOSE_EU = (
        "purpose_eu",
        gettext_noop("The purpose ticked is named by European Union law."),
    )
    PURPOSE_OPEN = "purpose_open", gettext_noop("No purpose is ticked yet.")
    CONSENT_IRRELEVANT_MEANS = (
        "consent_irrelevant_means",
        gettext_noop("That the person agreed does not matter, because a means was used."),
    )
    CONSENT_IRRELEVANT_CHILD = (
        "consent_irrelevant_child",
        gettext_noop("That a child agreed never matters."),
    )
    ONLY_AUTHORITY_DECIDES = (
        "only_authority_decides",
        gettext_noop("An open element is no reason to wait. Only a competent authority decides."),
    )


ARTICLES: dict[Reason, str] = {
    Reason.ACT_PRESENT: gettext_noop("Palermo Protocol art. 3(a); CoE Convention art. 4(a)"),
    Reason.ACT_OPEN: gettext_noop("Palermo Protocol art. 3(a); CoE Convention art. 4(a)"),
    Reason.MEANS_PRESENT: gettext_noop("Palermo Protocol art. 3(a); CoE Convention art. 4(a)"),
    Reason.MEANS_OPEN: gettext_noop("Palermo Protocol art. 3(a); CoE Convention art. 4(a)"),
    Reason.MEANS_NOT_NEEDED: gettext_noop(
        "Palermo Protocol art. 3(c), (d); CoE Convention art. 4(c), (d)"
    ),
    Reason.AGE_IN_DOUBT: gettext_noop("CoE Convention art. 10(3)"),
    Reason.PURPOSE_PRESENT: gettext_noop("Palermo Protocol art. 3(a); CoE Convention art. 4(a)"),
    Reason.PURPOSE_EU: gettext_noop("Directive 2011/36/EU art. 2(3), as amended by (EU) 2024/1712"),
    Reason.PURPOSE_OPEN: gettext_noop("Palermo Protocol art. 3(a); CoE Convention art. 4(a)"),
    Reason.CONSENT_IRRELEVANT_MEANS: gettext_noop(
        "Palermo Protocol art. 3(b); CoE Convention art. 4(b)"
    ),
    Reason.CONSENT_IRRELEVANT_CHILD: gettext_noop(
        "Palermo Protocol art. 3(c); CoE Convention art. 4(c)"
    ),
    Reason.ONLY_AUTHORITY_DECIDES: gettext_noop("CoE Convention art. 10"),
}


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the ticks show, element by element, and why."""

    outcome: Outcome
    elements: dict[Element, Standing]
    reasons: tuple[Reason, ...]
    child_rule: bool
    consent_irrelevant: bool

    @property
    def missing(self) -> tuple[Element, ...]:
        """The elements that are needed and not yet ticked."""
        return tuple(e for e, standing in self.elements.items() if standing is Standing.OPEN)

    @property
    def articles(self) -> tuple[tuple[Reason, str], ...]:
        """Each reason with the article it rests on."""
        return tuple((reason, ARTICLES[reason]) for reason in self.reasons)


def assess(
    acts: Collection[str],
    means: Collection[str],
    purposes: Collection[str],
    age: AgeStatus,
    unsure: Collection[str] = (),
) -> Assessment:
    """Say which elements the ticks show. `unsure`: elements the screener could not tell about.

    Adult: an act, a means and a purpose. Who is or may be a child: an act and a purpose. Raises
    ValueError for a code that does not exist. Source: Palermo Protocol art. 3; CoE Convention
    arts 4 and 10(3).
    """
    ticked = {
        Element.ACT: {Act(code) for code in acts},
        Element.MEANS: {Means(code) for code in means},
        Element.PURPOSE: {Exploitation(code) for code in purposes},
    }
    child = age.treated_as_child
    elements = {
        element: _standing(element, bool(found), child) for element, found in ticked.items()
    }
    used = bool(ticked[Element.MEANS])
    return Assessment(
        outcome=_outcome(elements, {Element(code) for code in unsure}, child),
        elements=elements,
        reasons=_reasons(elements, {Exploitation(code) for code in purposes}, age, used=used),
        child_rule=child,
        consent_irrelevant=child or used,
    )


def _standing(element: Element, ticked: bool, child: bool) -> Standing:
    if element is Element.MEANS and child:
        return Standing.NOT_NEEDED
    return Standing.PRESENT if ticked else Standing.OPEN


def _outcome(elements: dict[Element, Standing], unsure: set[Element], child: bool) -> Outcome:
    still_open = {element for element, standing in elements.items() if standing is Standing.OPEN}
    if not still_open:
        return Outcome.INDICATED_CHILD if child else Outcome.INDICATED
    if Standing.PRESENT not in elements.values() or still_open & unsure:
        return Outcome.NOT_ENOUGH_INFORMATION
    return Outcome.ELEMENTS_MISSING


def _reasons(
    elements: dict[Element, Standing], purposes: set[Exploitation], age: AgeStatus, *, used: bool
) -> tuple[Reason, ...]:
    said = [Reason(f"{element}_{standing}") for element, standing in elements.items()]
    if age in (AgeStatus.MAY_BE_CHILD, AgeStatus.UNKNOWN):
        said.append(Reason.AGE_IN_DOUBT)
    if purposes and purposes <= EU_2011 | EU_2024:
        said.append(Reason.PURPOSE_EU)
    if age.treated_as_child:
        said.append(Reason.CONSENT_IRRELEVANT_CHILD)
    elif used:
        said.append(Reason.CONSENT_IRRELEVANT_MEANS)
    if Standing.OPEN in elements.values():
        said.append(Reason.ONLY_AUTHORITY_DECIDES)
    return tuple(said)
