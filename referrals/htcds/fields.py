"""The fields of IOM's HTCDS 2.0 as a table, and the layout of its published workbook. Pure.

Source: Human Trafficking Case Data Standard 2.0, IOM, CC BY 4.0 (field standards and workbook of
24 December 2021). Two kinds differ from the standard on purpose: countries and languages are read
against their own lists (``places``, ``languages``), and the industry takes several values, because
IOM's own multi-select template writes several.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a field's cell is read."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    PHONE = "phone"
    DATE = "date"
    BIRTH = "birth"
    PICK = "pick"
    MULTI = "multi"
    CHECK = "check"
    NUMBER = "number"
    GEO = "geo"
    COUNTRY = "country"
    COUNTRIES = "countries"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: technical name, English label, kind, code list, whether IOM calls it core."""

    name: str
    label: str
    kind: Kind
    codes: str = ""
    core: bool = False
    deprecated: bool = False

    @property
    def perpetrator(self) -> bool:
        """True for the fields of somebody suspected: never taken over into a person of ours."""
        return self.name.startswith("per_")


FIELDS: tuple[Field, ...] = (
    # Organisation
    Field("org_Name", "Organisation Name", Kind.TEXT),
    Field("org_ShippingCity", "Shipping City", Kind.TEXT),
    Field("org_ShippingCountry", "Shipping Country", Kind.COUNTRY),
    Field("org_ShippingState", "Shipping State/Province", Kind.TEXT),
    Field("org_ShippingStreet", "Shipping Street", Kind.TEXT),
    Field("org_ShippingPostalCode", "Shipping Zip/Postal Code", Kind.TEXT),
    Field("org_ShippingLongitude", "Longitude", Kind.GEO),
    Field("org_ShippingLatitude", "Latitude", Kind.GEO),
    Field("org_Phone", "Phone", Kind.PHONE),
    Field("org_Type", "Type", Kind.PICK, codes="org_Type"),
    # Person
    Field("prs_Salutation", "Salutation", Kind.TEXT, core=True),
    Field("prs_FirstName", "First Name", Kind.TEXT, core=True),
    Field("prs_MiddleName", "Middle Name", Kind.TEXT),
    Field("prs_SecondName", "Second Name", Kind.TEXT, core=True),
    Field("prs_Birthdate", "Birthdate", Kind.BIRTH, core=True),
    Field("prs_Gender", "Gender", Kind.PICK, codes="Gender", core=True),
    Field("prs_Deceased", "Deceased", Kind.CHECK),
    Field("prs_MaritalStatus", "Marital Status", Kind.PICK, codes="MaritalStatus"),
    Field("prs_NumberOfChildren", "Number of Children", Kind.NUMBER),
    Field("prs_PrimaryLanguage", "Primary Language", Kind.LANGUAGE),
    Field("prs_SecondaryLanguage", "Secondary Language", Kind.LANGUAGE),
    Field(
        "prs_HighestLevelOfEducation",
        "Highest Level of Education",
        Kind.PICK,
        codes="HighestLevelOfEducation",
    ),
    Field("prs_Citizenship", "Citizenship", Kind.COUNTRIES, core=True),
    Field("prs_IdentityNumber", "Identity Number", Kind.TEXT),
    Field("prs_Title", "Title", Kind.TEXT, core=True),
    Field("prs_Email", "Email", Kind.TEXT, core=True),
    Field("prs_HomePhone", "Home Phone", Kind.PHONE, core=True),
    Field("prs_MobilePhone", "Mobile Phone", Kind.PHONE, core=True),
    Field("prs_MailingCity", "Mailing City", Kind.TEXT, core=True),
    Field("prs_MailingCountry", "Mailing Country", Kind.COUNTRY, core=True),
    Field("prs_MailingState", "Mailing State/Province", Kind.TEXT, core=True),
    Field("prs_MailingStreet", "Mailing Street", Kind.TEXT, core=True),
    Field("prs_MailingPostalCode", "Mailing Zip/Postal Code", Kind.TEXT, core=True),
    Field("prs_MailingLongitude", "Longitude", Kind.GEO),
    Field("prs_MailingLatitude", "Latitude", Kind.GEO),
    # Her trafficking
    Field(
        "vic_AgreementToManagePersonalData",
        "Agreement to Manage Personal Data",
        Kind.CHECK,
        deprecated=True,
    ),
    Field(
        "vic_TraffickingStatus",
        "Trafficking Status",
        Kind.PICK,
        codes="TraffickingStatus",
        core=True,
    ),
    Field(
        "vic_TraffickingStatusDecisionMakingOrg",
        "Trafficking Status Decision Making Organization",
        Kind.PICK,
        codes="TraffickingStatusDecisionMakingOrg",
        core=True,
    ),
    Field(
        "vic_RelationshipToTrafficker",
        "Relationship to Trafficker",
        Kind.PICK,
        codes="RelationshipToTrafficker",
    ),
    Field("vic_AgeWhenTrafficked", "Age when Trafficked", Kind.NUMBER),
    Field(
        "vic_RecruitmentWebsitesAndApps",
        "Recruitment Websites and Apps",
        Kind.MULTI,
        codes="WebsitesAndApps",
    ),
    Field(
        "vic_MethodOfRecruitment",
        "Method of Recruitment",
        Kind.MULTI,
        codes="MethodOfRecruitment",
        core=True,
    ),
    Field("vic_LocationOfRecruitment", "Location of Recruitment", Kind.TEXT, core=True),
    Field(
        "vic_MethodsOfControl",
        "Methods of Control",
        Kind.MULTI,
        codes="MethodsOfControl",
        core=True,
    ),
    Field(
        "vic_TypeOfExploitation",
        "Type of Exploitation",
        Kind.MULTI,
        codes="TypeOfExploitation",
        core=True,
    ),
    Field(
        "vic_ForcedLabourIndustry",
        "Forced Labour Industry",
        Kind.MULTI,
        codes="ForcedLabourIndustry",
        core=True,
    ),
    Field(
        "vic_TypeOfSexExploitation",
        "Type of Sex Exploitation",
        Kind.MULTI,
        codes="TypeOfSexExploitation",
        core=True,
    ),
    Field("vic_LocationOfExploitation", "Location of Exploitation", Kind.TEXT, core=True),
    Field(
        "vic_ExploitationWebsitesAndApps",
        "Exploitation Websites and Apps",
        Kind.MULTI,
        codes="WebsitesAndApps",
    ),
    Field(
        "vic_Vulnerabilities",
        "Vulnerabilities",
        Kind.MULTI,
        codes="Vulnerabilities",
        core=True,
        deprecated=True,
    ),
    Field(
        "vic_DetailsOfVulnerabilities",
        "Details Of Vulnerabilities",
        Kind.LONG_TEXT,
        core=True,
        deprecated=True,
    ),
    # Perpetrator: read by name, never taken over
    Field("per_RoleInProcess", "Role in Process", Kind.MULTI, codes="RoleInProcess"),
    Field("per_RoleDetails", "Role Details", Kind.LONG_TEXT),
    # Case and referral
    Field("cas_Status", "Status", Kind.PICK, codes="Status", core=True),
    Field("cas_ReasonForCaseClosure", "Reason for Case Closure", Kind.LONG_TEXT, core=True),
    Field("cas_CaseOwner", "Case Owner", Kind.TEXT, core=True),
    Field("cas_ReferringOrganisation", "Referring Organisation", Kind.TEXT, core=True),
    Field("cas_IncomingReferralDate", "Incoming Referral Date", Kind.DATE, core=True),
    Field("cas_ReferringPrimaryCaseWorker", "Referring Primary Case Worker", Kind.TEXT, core=True),
    Field(
        "cas_ReasonForIncomingReferral",
        "Reason for Incoming Referral",
        Kind.PICK,
        codes="ReasonForReferral",
        core=True,
    ),
    Field("cas_IncomingReferralDetails", "Incoming Referral Details", Kind.LONG_TEXT, core=True),
    Field("cas_ReferredOrganisation", "Referred Organisation", Kind.TEXT, core=True),
    Field("cas_ReferredPrimaryCaseWorker", "Referred Primary Case Worker", Kind.TEXT, core=True),
    Field(
        "cas_ReasonForOutgoingReferral",
        "Reason for Outgoing Referral",
        Kind.PICK,
        codes="ReasonForReferral",
        core=True,
    ),
    Field("cas_OutgoingReferralDate", "Outgoing Referral Date", Kind.DATE, core=True),
    Field("cas_OutgoingReferralDetails", "Outgoing Referral Details", Kind.LONG_TEXT, core=True),
    # Comment
    Field("cco_CaseComment", "Case Comment", Kind.LONG_TEXT),
    # Earlier events
    Field("hte_Longitude", "Longitude", Kind.GEO),
    Field("hte_Latitude", "Latitude", Kind.GEO),
    Field("hte_City", "City", Kind.TEXT),
    Field("hte_Country", "Country", Kind.COUNTRY),
    Field("hte_State", "State", Kind.TEXT),
    Field("hte_Street", "Street", Kind.TEXT),
    Field("hte_PostalCode", "PostalCode", Kind.TEXT),
    Field("hte_Date", "Date", Kind.DATE),
    Field("hte_Type", "Type", Kind.PICK, codes="hte_Type"),
    Field("hte_Description", "Description", Kind.LONG_TEXT),
    # Support plan
    Field("spl_Objectives", "Objectives", Kind.LONG_TEXT),
    Field("spl_ActionPlan", "Action Plan", Kind.LONG_TEXT),
    Field("spl_PlannedEndDate", "Planned End Date", Kind.DATE),
    Field("spl_ActualEndDate", "Actual End Date", Kind.DATE),
    Field("spl_Type", "Type", Kind.PICK, codes="spl_Type"),
    # Consent
    Field("con_Consent", "Consent", Kind.CHECK, core=True),
)

BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}

# Spellings of IOM's own files that are not the standard's (workbook; XLSForm of the toolkit).
ALIASES: dict[str, str] = {
    "vic_TraffickinStatusDecisionMakingOrg": "vic_TraffickingStatusDecisionMakingOrg",
    "prs_First_Name": "prs_FirstName",
    "prs_Second_Name": "prs_SecondName",
    "vic_Methods_of_Control": "vic_MethodsOfControl",
}

# Row 1 and row 2 of the workbook, column B onwards: (name as it stands there, label as it stands
# there). The misspelling, the missing name and the five labels that contradict their names are
# the workbook's own and are kept on export.
WORKBOOK: tuple[tuple[str, str], ...] = (
    ("cas_CaseOwner", "Case Owner"),
    ("prs_Salutation", "Salutation"),
    ("prs_FirstName", "First Name"),
    ("prs_SecondName", "Second Name"),
    ("con_Consent", "Consent"),
    ("prs_Birthdate", "Birthdate"),
    ("prs_Gender", "Gender"),
    ("prs_Citizenship", "Citizenship"),
    ("prs_Title", "Title"),
    ("prs_Email", "Email"),
    ("prs_HomePhone", "Home Phone"),
    ("prs_MobilePhone", "Mobile Phone"),
    ("prs_MailingCity", "Mailing Street"),
    ("prs_MailingCountry", "Mailing City"),
    ("prs_MailingState", "Mailing State/Province"),
    ("prs_MailingStreet", "Mailing Zip/Postal Code"),
    ("prs_MailingPostalCode", "Mailing Country"),
    ("vic_TraffickingStatus", "Trafficking Status"),
    ("vic_TraffickinStatusDecisionMakingOrg", "Trafficking Status Decision Making Organization"),
    ("vic_MethodOfRecruitment", "Method of Recruitment"),
    ("vic_LocationOfRecruitment", "Location of Recruitment"),
    ("vic_MethodsOfControl", "Methods of Control"),
    ("vic_TypeOfExploitation", "Type of Exploitation"),
    ("vic_ForcedLabourIndustry", "Forced Labour Industry"),
    ("vic_TypeOfSexExploitation", "Type of Sex Exploitation"),
    ("vic_LocationOfExploitation", "Location of Exploitation"),
    ("cas_Status", "Status"),
    ("cas_ReferringOrganisation", "Referring Organisation"),
    ("cas_IncomingReferralDate", "Incoming Referral Date"),
    ("cas_ReferringPrimaryCaseWorker", "Referring Primary Case Worker"),
    ("cas_ReasonForIncomingReferral", "Reason for Incoming Referral"),
    ("cas_IncomingReferralDetails", "Incoming Referral Details"),
    ("cas_ReferredOrganisation", "Referred Organisation"),
    ("cas_ReferredPrimaryCaseWorker", "Referred Primary Case Worker"),
    ("", "Reason for Outgoing Referral"),
    ("cas_OutgoingReferralDate", "Outgoing Referral Date"),
    ("cas_OutgoingReferralDetails", "Outgoing Referral Details"),
    ("cas_ReasonForCaseClosure", "Reason for Case Closure"),
)
