"""Each basis in the words of the policy: who may hold it, what it needs, how long it lasts.

The law's own sentences (access.csv); `matrix` and `derive` are what they mean for the machine.
"""

from dataclasses import dataclass

from portal.access.vocabulary import Basis


@dataclass(frozen=True, slots=True)
class Condition:
    """The three sentences of a row of access.csv."""

    held_by: str
    needs: str
    limit: str


CONDITIONS: dict[Basis, Condition] = {
    Basis.LEAD: Condition(
        (
            "caseworker (ngo; shelter; social_services; child_protection; "
            "international_organisation; and legal_aid, health_provider, hotline for cases they "
            "opened as their own)"
        ),
        (
            "opened the own case or imported it; accepted transfer (ask_transfer: the asker); or "
            "interim: first such desk to accept a protective referral of a case without lead"
        ),
        "until the lead moves",
    ),
    Basis.FIRST_REPORTER: Condition(
        "any desk that may screen",
        (
            "made the case; no lead yet, or one of its own referrals that move the person is "
            "still sent, unplaced, accepted, handed_over or missing"
        ),
        "until then",
    ),
    Basis.FIRST_REPORTER_AFTER: Condition(
        "any desk that may screen",
        "made the case; a lead has accepted and no such referral runs",
        "until closed",
    ),
    Basis.PREVIEW: Condition(
        "any desk with an open offer",
        (
            "its offer is open, claimed or held; or lapsed while the referral is sent or "
            "unplaced; no wall"
        ),
        "as long",
    ),
    Basis.ACCOMMODATION: Condition(
        "placement_officer (any kind that runs a shelter)",
        "accepted referral",
        "until its placement ends",
    ),
    Basis.URGENT_PROTECTION_SHELTER: Condition(
        "placement_officer (any kind that runs a shelter)",
        "accepted referral with vital interest recorded",
        "72 h, then identity, contact and health need consent; the rest until it ends",
    ),
    Basis.URGENT_PROTECTION_CARE: Condition(
        "caseworker (health_provider; ngo; social_services; child_protection)",
        "accepted referral with vital interest recorded",
        "72 h, then identity, contact and health need consent; the rest until it ends",
    ),
    Basis.URGENT_PROTECTION_POLICE: Condition(
        "liaison (police; border_guard)",
        "accepted referral with vital interest recorded",
        "72 h, then identity and contact need consent; the rest until it ends",
    ),
    Basis.IDENTIFICATION: Condition(
        (
            "decision_maker (competent_authority; any kind with a committee seat or as trusted "
            "partner, by a State's row)"
        ),
        (
            "accepted referral, second reader or seat, not recused; again for reconsideration or "
            "review"
        ),
        "until the decision is final",
    ),
    Basis.MEDICAL: Condition(
        "caseworker (health_provider)",
        "accepted referral",
        "until it ends",
    ),
    Basis.PSYCHOLOGICAL: Condition(
        "caseworker (health_provider; ngo)",
        "accepted referral",
        "until it ends",
    ),
    Basis.LEGAL_AID: Condition(
        "caseworker (legal_aid; ngo)",
        "accepted referral",
        "until it ends",
    ),
    Basis.INTERPRETATION: Condition(
        "caseworker",
        "accepted referral",
        "until it ends",
    ),
    Basis.CHILD_PROTECTION: Condition(
        "caseworker (child_protection; social_services)",
        "accepted referral; the person is or may be a child",
        "until the majority review is recorded or it ends",
    ),
    Basis.INVESTIGATION: Condition(
        "liaison (police; prosecution)",
        "accepted referral",
        "until it ends",
    ),
    Basis.OWN_INVESTIGATION: Condition(
        "liaison (police; prosecution)",
        "reported the case itself; no wall",
        "until its proceedings end",
    ),
    Basis.WITNESS_PROTECTION: Condition(
        "liaison (police; prosecution)",
        "accepted referral",
        "until it ends",
    ),
    Basis.LABOUR_INSPECTION: Condition(
        "caseworker (labour_inspectorate)",
        "accepted referral; of intelligence only places and employers",
        "until it ends",
    ),
    Basis.RESIDENCE: Condition(
        "liaison (immigration)",
        "accepted referral",
        "until it ends",
    ),
    Basis.TRAVEL_DOCUMENTS: Condition(
        "caseworker (consulate)",
        "accepted referral; never while she asks for protection against that State",
        "until it ends",
    ),
    Basis.RETURN_REINTEGRATION: Condition(
        "caseworker (international_organisation; ngo)",
        "accepted referral",
        "until it ends",
    ),
    Basis.FAMILY_TRACING: Condition(
        "caseworker",
        "accepted referral",
        "until it ends",
    ),
    Basis.EMPLOYMENT_EDUCATION: Condition(
        "caseworker",
        "accepted referral",
        "until it ends",
    ),
    Basis.FORMER_HOLDER: Condition(
        "any desk whose referral or lead ended",
        "wrote something; no wall",
        "retention",
    ),
    Basis.COORDINATION: Condition(
        "coordinator",
        (
            "the case is of her State, has left its organisation, and: she consents to "
            "coordination (asked when sending); or a child; or vital interest; or a State rule "
            "with its article; or made by a desk that has no own cases"
        ),
        "standing",
    ),
    Basis.ALARM: Condition(
        "coordinator",
        (
            "an open alarm (unplaced; late; missing; stalled; child with neither parent nor "
            "guardian; no lead 24 h after the first referral) of a case in coordination"
        ),
        "until it closes; writes to both ends, unnamed; sees the hand-over",
    ),
    Basis.BREAK_GLASS: Condition(
        "coordinator",
        (
            "a case in coordination; typed reason; lead told (oversight where the lead is accused"
            " or there is none); reviewed by another coordinator, else oversight"
        ),
        "60 min, renewable with a new reason, 24 h at most",
    ),
    Basis.CONFERENCE: Condition(
        "any desk invited",
        "an open conference; no wall",
        "until its minutes are signed",
    ),
    Basis.OVERSIGHT: Condition(
        "oversight (data_protection_authority; auditor)",
        "standing",
        "who looked or changed, when, which section, never content",
    ),
    Basis.HERSELF: Condition(
        "the person, with her receipt",
        "a receipt handed over",
        "until she ends it or retention",
    ),
    Basis.ADMINISTRATION: Condition(
        "organisation_admin",
        "referrals, drafts and own cases of her organisation's desks",
        "standing",
    ),
    Basis.RAPPORTEUR: Condition(
        "rapporteur",
        "-",
        "-",
    ),
}
