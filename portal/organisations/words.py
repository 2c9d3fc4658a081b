"""The words for who there is: kinds of organisations, roles of desks, purposes of referrals, days."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Mapping[str, Promise] = {
    "police": _("Police"),
    "border_guard": _("Border guard"),
    "ngo": _("Non-governmental organisation"),
    "shelter": _("Shelter"),
    "competent_authority": _("Authority that decides on identification"),
    "coordination_body": _("Coordination of the referral mechanism"),
    "rapporteur_office": _("Rapporteur's office"),
    "prosecution": _("Prosecution"),
    "immigration": _("Immigration authority"),
    "health_provider": _("Health provider"),
    "legal_aid": _("Legal aid"),
    "labour_inspectorate": _("Labour inspectorate"),
    "consulate": _("Consulate"),
    "international_organisation": _("International organisation"),
    "child_protection": _("Child protection"),
    "social_services": _("Social services"),
    "customs": _("Customs"),
    "court": _("Court"),
    "hotline": _("Hotline"),
    "intelligence_service": _("Intelligence service"),
    "data_protection_authority": _("Data protection authority"),
    "auditor": _("Auditor"),
}

ROLES: Mapping[str, Promise] = {
    "caseworker": _("caseworker"),
    "liaison": _("liaison"),
    "placement_officer": _("placement officer"),
    "decision_maker": _("decision maker"),
    "coordinator": _("coordinator"),
    "oversight": _("oversight"),
    "organisation_admin": _("administrator"),
    "rapporteur": _("rapporteur"),
    "focal_point": _("focal point of the register"),
    "validator": _("validator of the register"),
    "moderator": _("moderator of the register"),
    "clock": _("the clock"),
    "system": _("the portal"),
}

PURPOSES: Mapping[str, Promise] = {
    "lead": _("Leading the case"),
    "coordination": _("Coordination: who chases what is late"),
    "conference": _("A case conference"),
    "statistics": _("Figures, without a name"),
    "identification": _("A decision on rights"),
    "accommodation": _("A safe place to sleep"),
    "urgent_protection": _("Urgent protection"),
    "medical": _("A doctor"),
    "psychological": _("Psychological help"),
    "legal_aid": _("Legal help"),
    "interpretation": _("An interpreter"),
    "child_protection": _("Protection of a child"),
    "investigation": _("Police inquiry"),
    "labour_inspection": _("Labour inspection"),
    "residence": _("A permit to stay"),
    "return_reintegration": _("Return and a new start"),
    "family_tracing": _("Finding family"),
    "employment_education": _("Work or school"),
    "witness_protection": _("Protection as a witness"),
    "transfer": _("Another organisation to lead"),
    "travel_documents": _("Travel documents"),
}

DAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
