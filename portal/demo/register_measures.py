"""What the invented States do: plans, law, training, campaigns, good practice. Tables of invented words."""

MEASURES: tuple[tuple[str, str, str, str, int, int], ...] = (
    # title, lead, recommendation, activity, budget in thousands, years from now until it is due
    ("A night shelter in the port town", "Coordination Office", "PRT-2", "PRT.shelter", 240, 1),
    ("One referral form for all agencies", "Coordination Office", "PRT-2", "PRT.identification", 30, -1),
    ("Interpreters by telephone, day and night", "Coordination Office", "PRT-1", "PRT.hotline", 90, 1),
    ("Residence permit independent of testimony", "Residence Office", "PRT-4", "PRT.shelter", 0, 0),
    ("Weigh risks before every return", "Residence Office", "PRT-6", "PRT.reintegration", 45, 1),
    ("Guardian for a child within a day", "Child Protection", "PRT-1", "PRT.identification", 60, 0),
    ("Doctor at identification", "Health Service", "PRT-5", "PRT.medical", 85, 1),
    ("Information on rights in nine languages", "Police", "PRT-3", "PRT.identification", 18, -1),
    ("Work and housing after the shelter", "Labour Office", "PRT-2", "PRT.reintegration", 150, 2),
    ("Basic course for every new officer", "Police Academy", "PRO-1", "PRO.capacity", 120, 1),
    ("Refresher course with a test at work", "Police Academy", "PRO-1", "PRO.capacity", 70, 0),
    ("Written procedure for suspected cases", "Police", "PRO-2", "PRO.capacity", 12, -1),
    ("Two more investigators in the unit", "Police", "PRO-3", "PRO.arrest", 160, 1),
    ("Police and shelters meet each month", "Police", "PRO-4", "PRO.capacity", 5, 0),
    ("Joint desk of police, border and judges", "Ministry of Justice", "PRO-5", "PRO.capacity", 55, 1),
    ("Confidential reporting by telephone and post", "Police", "PRO-6", "PRO.anti_corruption", 40, 1),
    ("Travel of witnesses from abroad", "Prosecution", "PRO-7", "PRO.witnesses", 75, 1),
    ("Liaison officer in the neighbouring State", "Border Guard", "PRO-8", "PRO.borders", 95, 1),
    ("Standard message for shared information", "Police", "PRO-9", "PRO.databases", 20, 0),
    ("Figures from all agencies once a quarter", "Statistics Office", "PRO-10", "PRO.databases", 35, 0),
    ("Training across the border", "Border Guard", "PRO-11", "PRO.capacity", 48, 2),
    ("Law on liability of companies", "Ministry of Justice", "LEG-2", "LEG.criminalisation", 0, 1),
    ("Compare laws with three neighbours", "Ministry of Justice", "LEG-3", "LEG.harmonisation", 8, 0),
    ("School lessons on safe work abroad", "Ministry of Education", "ORI-3", "ORI.awareness", 110, 1),
    ("Fees at consulates published", "Foreign Ministry", "ORI-2", "ORI.migrant_workers", 4, -1),
    ("Travel agencies know the signs", "Labour Office", "ORI-4", "ORI.awareness", 26, 1),
    ("Campaign for employers in the season", "Labour Inspectorate", "DES-1", "DES.awareness", 88, 0),
    ("Before and after each campaign", "Labour Inspectorate", "DES-2", "DES.awareness", 22, 1),
    ("Lesson for troops before they leave", "Defence Ministry", "DES-4", "DES.awareness", 15, 0),
    ("Counts of allegations once a year", "Prosecution", "DES-5", "PRO.zero_tolerance", 6, 1),
)  # fmt: skip
PROGRESS: tuple[str, ...] = (
    "First half done as planned", "Tender repeated; two months lost", "Staff named and trained",
    "In use in the first region", "Money for next year is in the budget", "Waits for the ministry’s word",
)  # fmt: skip
INDICATORS: tuple[tuple[str, str, str, str], ...] = (
    ("Places open at night", "places", "0", "20"), ("Hours until a bed is found", "hours", "30", "12"),
    ("Officers trained", "officers", "120", "900"), ("Languages offered", "languages", "3", "9"),
    ("Permits without testimony", "per cent", "10", "60"), ("Schools reached", "schools", "14", "200"),
)  # fmt: skip
NOT_COVERED: dict[str, dict[str, str]] = {
    "XA": {"organs": "partly", "legal_persons": "no", "no_punishment": "partly", "documents": "no"},
    "XB": {"consent": "no", "abuse": "partly", "servitude": "no", "attempt": "partly", "internal": "no",
           "no_punishment": "no"},
}  # fmt: skip
NOT_LOOKED_AT: dict[str, tuple[str, ...]] = {"XA": (), "XB": ("aggravating", "penalties")}
INSTRUMENTS: dict[str, tuple[tuple[str, int, int | None], ...]] = {
    # instrument, years ago signed, years ago ratified
    "XA": (("palermo", 21, 19), ("untoc", 21, 19), ("coe_197", 12, 9), ("cedaw", 30, 29),
           ("crc_sale", 15, 13), ("forced_labour_p29", 4, None)),
    "XB": (("palermo", 20, 16), ("untoc", 20, 16), ("coe_197", 6, None), ("cedaw", 31, 30),
           ("child_labour_c182", 18, 17)),
}  # fmt: skip
TRAININGS: tuple[tuple[str, str, str, int], ...] = (
    ("Recognising trafficking at a border post", "recognition", "border", 8),
    ("Interviewing without harm", "interviewing", "police", 24),
    ("Investigating across borders", "cross_border", "prosecutors", 16),
)
CAMPAIGNS: tuple[tuple[str, str, str, int, str | None, str | None], ...] = (
    # title, target, design, cost in thousands, before, after
    ("What a fair season looks like", "employers", "before_after", 60, "22", "41"),
    ("Ask before you book", "travel", "after", 25, None, "35"),
    ("Somebody pays for it", "buyers", "none", 80, None, None),
)
PRACTICES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "XA": (("A mediator goes along to the first interview",
            "A person who speaks her language and knows the shelters sits with the officer. Refusals fell by half in a year.",
            "dcaf-2007:PRT-5"),),
    "XB": (("Inspectors and shelters share one telephone list",
            "One list, kept by the labour inspectorate, checked on the first of each month.", "dcaf-2007:PRO-4"),),
}  # fmt: skip
CURRENCY = {"XA": "EUR", "XB": "RON"}
