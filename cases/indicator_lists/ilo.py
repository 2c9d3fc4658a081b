"""The operational indicators of trafficking (ILO and European Commission, 2009). Plain table.

Columns: adult labour, child labour, adult sexual, child sexual. S strong, M medium, W weak,
`-` not in that list, `.` in the list but its strength was not read: then the labour value stands,
marked unverified, and no exploitation indicator is strong for adults in sexual exploitation.
"""

from cases.indicator_lists.kinds import IloGroup, Indicator, Profile, Strength
from cases.palermo import Element, Means
from portal.access.vocabulary import gettext_noop

_ELEMENT = {
    group: Element.PURPOSE if group is IloGroup.EXPLOITATION else Element.MEANS
    for group in IloGroup
}
_MEANS = {
    IloGroup.DECEPTION: Means.DECEPTION,
    IloGroup.COERCION: Means.OTHER_COERCION,
    IloGroup.VULNERABILITY: Means.ABUSE_OF_VULNERABILITY,
    IloGroup.COERCION_THERE: Means.OTHER_COERCION,
    IloGroup.VULNERABILITY_THERE: Means.ABUSE_OF_VULNERABILITY,
}
_MEANS_OF_CODE = {
    "C01": Means.USE_OF_FORCE,
    "C02": Means.THREAT,
    "C03": Means.ABDUCTION,
    "C07": Means.THREAT,
    "C08": Means.THREAT,
    "C09": Means.THREAT,
    "K04": Means.USE_OF_FORCE,
    "K05": Means.THREAT,
    "K11": Means.THREAT,
    "K12": Means.THREAT,
    "K13": Means.THREAT,
    "K15": Means.THREAT,
}


def _strengths(code: str, columns: str) -> tuple[dict[Profile, Strength], frozenset[Profile]]:
    read = dict(zip(Profile, columns.split(), strict=True))
    labour = {
        Profile.ADULT_SEXUAL: read[Profile.ADULT_LABOUR],
        Profile.CHILD_SEXUAL: read[Profile.CHILD_LABOUR],
    }
    unverified = frozenset(profile for profile, value in read.items() if value == ".")
    for profile in unverified:
        value = labour[profile] if labour[profile] != "-" else read[Profile.ADULT_LABOUR]
        too_strong = code.startswith("E") and profile is Profile.ADULT_SEXUAL and value == "S"
        read[profile] = "M" if too_strong else value
    return {p: Strength(value) for p, value in read.items() if value != "-"}, unverified


def _row(code: str, columns: str, label: str) -> Indicator:
    group = IloGroup(code[0])
    strengths, unverified = _strengths(code, columns)
    points_to = _MEANS_OF_CODE.get(code) or _MEANS.get(group)
    return Indicator(code, group, label, _ELEMENT[group], points_to or "", strengths, unverified)


ILO_INDICATORS: tuple[Indicator, ...] = (
    _row("D01", "S S . .", gettext_noop("Deceived about the job, the place or the employer")),
    _row("D02", "M M . .", gettext_noop("Deceived about the pay")),
    _row("D03", "M M . .", gettext_noop("Deceived about the conditions of work")),
    _row("D04", "M M . .", gettext_noop("Deceived about the contract, or whether it is legal")),
    _row("D05", "M M . .", gettext_noop("Deceived about housing and living conditions")),
    _row("D06", "M M . .", gettext_noop("Deceived about papers or the right to stay")),
    _row("D07", "M M . .", gettext_noop("Deceived about the journey or the recruitment")),
    _row("D08", "M M . .", gettext_noop("Deceived about being joined by the family")),
    _row("D09", "M M . .", gettext_noop("Promised marriage or adoption")),
    _row("D10", "W S . .", gettext_noop("Deceived about going to school")),
    _row("C01", "S S . .", gettext_noop("Violence was used to recruit")),
    _row("C02", "M S . .", gettext_noop("Threatened with violence when recruited")),
    _row("C03", "M S . .", gettext_noop("Abducted, sold, or forced into marriage or adoption")),
    _row("C04", "M S . .", gettext_noop("Bound by a debt when recruited")),
    _row("C05", "M M . .", gettext_noop("Papers were taken when recruited")),
    _row("C06", "M M . .", gettext_noop("Kept apart, locked in or watched when recruited")),
    _row("C07", "M M . .", gettext_noop("Threatened with the authorities when recruited")),
    _row("C08", "M M . .", gettext_noop("Threatened that family or others would be told")),
    _row("C09", "M M . .", gettext_noop("Violence against the family, done or threatened")),
    _row("C10", "M M . .", gettext_noop("Money was withheld when recruited")),
    _row("V01", "M M . .", gettext_noop("A hard family situation was abused")),
    _row("V02", "M M . .", gettext_noop("Having no right to stay was abused")),
    _row("V03", "M M . .", gettext_noop("Little schooling or language was abused")),
    _row("V04", "M M . .", gettext_noop("Not being informed was abused")),
    _row("V05", "M M . .", gettext_noop("Exploiters already had control")),
    _row("V06", "M M . .", gettext_noop("Poverty was abused")),
    _row("V07", "M M . .", gettext_noop("False stories of success abroad were told")),
    _row("V08", "M - . .", gettext_noop("False things were told about law or authorities")),
    _row("V09", "M M . .", gettext_noop("The situation of the family was abused")),
    _row("V10", "M M . .", gettext_noop("The personal situation was abused")),
    _row("V11", "M M . .", gettext_noop("Love or dependence was abused")),
    _row("V12", "M M . .", gettext_noop("The relation to authorities was abused")),
    _row("V13", "M M . .", gettext_noop("Difficulties in the past were abused")),
    _row("V14", "M M . .", gettext_noop("Not being able to arrange the journey was abused")),
    _row("V15", "W M . .", gettext_noop("Beliefs or oaths were abused")),
    _row("V16", "W M . .", gettext_noop("War, disaster or politics were abused")),
    _row("E01", "S S . .", gettext_noop("Too many hours or days of work")),
    _row("E02", "M M . .", gettext_noop("Little or no pay")),
    _row("E03", "M M . .", gettext_noop("Pay cut by fines, deductions or a middleman")),
    _row("E04", "M M . .", gettext_noop("Bad living conditions")),
    _row("E05", "M M . .", gettext_noop("Very bad working conditions")),
    _row("E06", "M M . S", gettext_noop("Dangerous work")),
    _row("E07", "M M . .", gettext_noop("Labour law or the contract is not respected")),
    _row("E08", "M - . .", gettext_noop("No social protection")),
    _row("E09", "W M . .", gettext_noop("No access to school")),
    _row("K01", "S S . .", gettext_noop("Papers are held by others")),
    _row("K02", "S S . .", gettext_noop("Bound by a debt")),
    _row("K03", "S S . .", gettext_noop("Kept apart, locked in or watched")),
    _row("K04", "S S . .", gettext_noop("Violence is used")),
    _row("K05", "M S . .", gettext_noop("Threatened with violence")),
    _row("K06", "M S . .", gettext_noop("Forced into crime or illicit acts")),
    _row("K07", "M S S S", gettext_noop("Forced to take tasks or clients")),
    _row("K08", "M S . .", gettext_noop("Under somebody's strong influence")),
    _row("K09", "M M . .", gettext_noop("Forced to act against others in the same situation")),
    _row("K10", "M M . .", gettext_noop("Forced to lie to authorities or family")),
    _row("K11", "M M . .", gettext_noop("Threatened with the authorities")),
    _row("K12", "M M . .", gettext_noop("Threatened with worse conditions")),
    _row("K13", "M M . .", gettext_noop("The family is hurt or threatened")),
    _row("K14", "M M . .", gettext_noop("Pay is held back")),
    _row("K15", "W M . .", gettext_noop("Threatened that family or others are told")),
    _row("W01", "M M . .", gettext_noop("Depends on the exploiters for everything")),
    _row("W02", "M M . .", gettext_noop("Lost in a place that is not known")),
    _row("W03", "M M . .", gettext_noop("Poverty is abused there")),
    _row("W04", "M M . .", gettext_noop("The situation of the family is abused there")),
    _row("W05", "M M . .", gettext_noop("The relation to authorities is abused there")),
    _row("W06", "W M . .", gettext_noop("Difficulties in the past are abused there")),
    _row("W07", "W M . .", gettext_noop("Belonging to a marginalised group is abused there")),
)

FORCED_LABOUR_SIGNS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("F1", gettext_noop("Abuse of vulnerability"), frozenset({"V", "W"})),
    ("F2", gettext_noop("Deception"), frozenset({"D"})),
    ("F3", gettext_noop("Restriction of movement"), frozenset({"C06", "K03"})),
    ("F4", gettext_noop("Isolation"), frozenset({"C06", "K03", "K10"})),
    ("F5", gettext_noop("Physical and sexual violence"), frozenset({"C01", "K04"})),
    (
        "F6",
        gettext_noop("Intimidation and threats"),
        frozenset(
            {"C02", "C07", "C08", "C09", "K05", "K10", "K11", "K12", "K13", "K15"},
        ),
    ),
    ("F7", gettext_noop("Papers withheld"), frozenset({"C05", "K01"})),
    ("F8", gettext_noop("Pay withheld"), frozenset({"C10", "E02", "E03", "K14"})),
    ("F9", gettext_noop("Debt bondage"), frozenset({"C04", "K02"})),
    (
        "F10",
        gettext_noop("Abusive working and living conditions"),
        frozenset({"E04", "E05", "E06", "E07"}),
    ),
    ("F11", gettext_noop("Excessive overtime"), frozenset({"E01"})),
)
"""The eleven signs of forced labour (2012, revised 2025), each with the indicators it gathers."""


def forced_labour_signs(codes: frozenset[str]) -> tuple[str, ...]:
    """Which of the eleven signs the indicators answered yes point to."""
    return tuple(
        sign
        for sign, _, gathered in FORCED_LABOUR_SIGNS
        if any(code in gathered or code[0] in gathered for code in codes)
    )
