"""Who works in the register of the invented States, and what they say in it: tables of invented words."""

from dataclasses import dataclass

VALIDATOR, MODERATOR, FOCAL = "validator", "moderator", "focal_point"
DESKS: dict[str, tuple[tuple[str, str, str], ...]] = {
    # State: (organisation, role, desk)
    "XA": (
        ("National Coordination Office", VALIDATOR, "Register, publication"),
        ("National Coordination Office", FOCAL, "Register"),
        ("Office of the National Rapporteur", MODERATOR, "Comments"),
        ("Central Police, Anti-Trafficking Unit", FOCAL, "Register"),
        ("Prosecution Service, Section 4", FOCAL, "Register"),
        ("Labour Inspectorate", FOCAL, "Register"),
        ("Residence Office", FOCAL, "Register"),
        ("Child Protection Service", FOCAL, "Register"),
        ("Lanternhouse", FOCAL, "Register"),
        ("Migration Assistance Mission", FOCAL, "Register"),
    ),
    "XB": (
        ("Belmora Coordination Bureau", VALIDATOR, "Register, publication"),
        ("Belmora Coordination Bureau", FOCAL, "Register"),
        ("Belmora Rapporteur", MODERATOR, "Comments"),
        ("Belmora State Police", FOCAL, "Register"),
        ("Belmora Prosecution", FOCAL, "Register"),
        ("Belmora Migration Office", FOCAL, "Register"),
        ("Belmora Labour Inspection", FOCAL, "Register"),
        ("Bridge and Hearth", FOCAL, "Register"),
    ),
}


@dataclass(frozen=True, slots=True)
class Duties:
    """Which organisation answers for which items: (code, kind of organisation), the rest by default."""

    by_kind: dict[str, str]
    default: str


DUTIES = Duties(
    {
        "PRO-1": "police", "PRO-2": "police", "PRO-3": "police", "PRO-5": "police", "PRO-6": "police",
        "PRO-7": "prosecution", "PRO-8": "immigration", "PRO-9": "police", "PRO-11": "police",
        "LEG-1": "prosecution", "LEG-2": "prosecution", "PRT-1": "ngo", "PRT-3": "police",
        "PRT-4": "ngo", "PRT-5": "police", "PRT-6": "immigration", "ORI-2": "immigration",
        "ORI-3": "ngo", "ORI-4": "labour_inspectorate", "DES-1": "labour_inspectorate",
        "DES-4": "police", "DES-5": "prosecution", "CON-5": "labour_inspectorate",
    },
    "coordination_body",
)  # fmt: skip
ALSO = {
    "PRT-2": "ngo",
    "PRO-4": "ngo",
    "PRO-10": "labour_inspectorate",
    "LEG-3": "ngo",
    "ORI-1": "international_organisation",
}
"""A second who answers for the same item."""

NOBODY_YET = {"XA": ("DES-3", "CON-3"), "XB": ("DES-3", "CON-3", "ORI-4", "DES-2", "CON-4")}

SAYS: dict[str, tuple[str, ...]] = {
    "not_started": (
        "No work has begun. A first meeting is planned for spring.",
        "Nothing was done in this period; no money was set aside.",
    ),
    "in_preparation": (
        "A working group meets each month; a draft is with the legal service.",
        "The order is written and waits for signature. Staff are named.",
        "A pilot is agreed for one region; it starts next year.",
    ),
    "partial": (
        "In force in two of four regions; the others follow when staff are trained.",
        "Done for adults. For children the procedure is still being written.",
        "Used at the larger posts; small ones still telephone.",
        "Paid for this year by a grant; no line in the budget yet.",
    ),
    "full": (
        "In force in the whole country, used in every case of the last quarter.",
        "Law and order are in force; staff were trained and tested.",
    ),
    "not_applicable": ("Not for this organisation: the task lies with another ministry.",),
    "cannot_be_determined": ("No figures are kept, so that we cannot say.",),
}
FINDS: dict[str, tuple[str, ...]] = {
    "not_started": ("Asked for, we found no trace of it.", "The plan names it; nobody works on it."),
    "in_preparation": ("There is a draft and no date. Nobody at the posts has heard of it.",
                       "The pilot has not begun; the region named was never told."),
    "partial": ("We saw it work in one region. In the others case workers did not know it.",
                "It holds for those who speak the language; interpreters are missing.",
                "It works by day. At night and at weekends nobody answers."),
    "full": ("We checked twenty files in four regions: it was done in each.",),
    "cannot_be_determined": ("The figures we asked for were not given.",),
    "not_applicable": ("We agree that the task lies elsewhere.",),
}  # fmt: skip
COMMENTS = (
    ("not_started", "Of eleven people we brought there this year, none was told of it."),
    ("partial", "It works where one officer makes it work. When he is on leave it stops."),
    ("in_preparation", "We were invited once. Our remarks are not in the draft."),
    ("cannot_be_determined", "We cannot see any figures, so we cannot tell."),
)
RETURNED = "Please name the regions, and say since when."
PROOFS = (
    ("The order, as published", "https://example.org/orders/2025-14"),
    ("Minutes of the working group", "https://example.org/minutes/4"),
    ("Training report", "https://example.org/training/report"),
)
FIGURE_OF = {"PRT-2": "median_hours_referral_to_bed", "PRT-4": "share_assisted_not_testifying",
             "PRT-5": "negatives_reviewed", "PRO-1": "training_coverage"}  # fmt: skip

LISTS: dict[str, tuple[str, str, str]] = {
    # State: (code, title, rows)
    "XA": (
        "evaluation-xa-2", "Second evaluation of Arvenia (invented)",
        "Paragraph,Text,State,Approach,Activities,Urgency,Answer,SDG,Links\n"
        '61,Give every child without parents a guardian within a day.,XA,PRT,PRT.identification,urge,accepted,16.2,follows=dcaf-2007:PRT-1\n'
        '74,Set money aside for the travel of witnesses.,XA,PRO,PRO.witnesses,urge,noted,8.7,same=dcaf-2007:PRO-7\n'
        '80,Consider inspecting farms without notice in the season.,XA,DES,DES.private_sector,consider,accepted,8.7,\n'
        '92,Tell people at consulates about fees that may not be asked.,XA,ORI,ORI.migrant_workers,invite,noted,8.7,related=dcaf-2007:ORI-2\n',
    ),
    "XB": (
        "national-plan-xb", "National action plan of Belmora (invented)",
        "Reference,Text,State,Approach,Activities,Answer\n"
        "1.1,Open a night line in five languages.,XB,PRT,PRT.hotline,accepted\n"
        "2.3,Train every consulate before the season.,XB,ORI,ORI.migrant_workers,accepted\n"
        "3.1,Publish what became of each complaint against personnel.,XB,DES,,noted\n",
    ),
}  # fmt: skip
