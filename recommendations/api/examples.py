"""Examples of the API's document: invented."""

from typing import Any

TERMS = {"licence": "CC-BY-4.0", "citation": "Concord, register of recommendations"}
UUID = "6f4f7a52-0b1c-4d1c-9a53-0a51c7d1f3aa"
RECOMMENDATION: dict[str, Any] = {
    "source": "dcaf-2007", "code": "PRT-2", "section": "4.3",
    "title": "Make a referral mechanism a standing institution",
    "text": "Establish a referral mechanism that identifies and protects, with State and NGOs in it.",
    "addressees": "States and NGOs", "country": "", "made_by": "", "approach": "PRT",
    "activities": ["PRT.identification", "PRT.shelter"], "targets": ["5.2", "8.7", "16.2"],
    "themes": "", "verb": "", "answers": [], "citation": "Megan Bastick and Kristin Grimm, 2007",
}  # fmt: skip
STATEMENT: dict[str, Any] = {
    "uuid": UUID, "task": UUID, "source": "dcaf-2007", "code": "PRT-2", "state": "XA",
    "organisation": "Labour Inspectorate", "period": "2026", "period_begins": "2026-01-01",
    "period_ends": "2026-12-31", "voice": "rapporteur", "spoken_by": "National Rapporteur",
    "edition": 1, "level": "partial", "confidence": "medium",
    "justification": "Two of three regions refer by the mechanism.", "evidence": [],
    "published_at": "2027-02-01T09:00:00Z",
}  # fmt: skip
SCORE: dict[str, Any] = {
    "source": "dcaf-2007", "code": "PRT-2", "title": "Make a referral mechanism a standing institution",
    "approach": "PRT", "organisations": ["Labour Inspectorate"], "self": "full",
    "rapporteur": "partial", "civil_society": "", "apart": -1, "differs": True,
}  # fmt: skip
PERIOD: dict[str, Any] = {
    "code": "2026", "begins_on": "2026-01-01", "ends_on": "2026-12-31", "due_on": "2027-01-31",
    "open": True, "version": 1,
}  # fmt: skip
NEW_PERIOD = {k: PERIOD[k] for k in ("code", "begins_on", "ends_on", "due_on")}
TASK: dict[str, Any] = {
    "uuid": UUID, "source": "dcaf-2007", "code": "PRT-2", "state": "XA",
    "organisation": "Labour Inspectorate", "organisation_uuid": UUID, "actor_type": "governments",
    "version": 1,
}  # fmt: skip
SUBMISSION: dict[str, Any] = {
    "uuid": UUID, "task": UUID, "source": "dcaf-2007", "code": "PRT-2", "period": "2026",
    "voice": "self", "organisation": "Labour Inspectorate", "level": "partial",
    "confidence": "medium", "justification": "Two of three posts use the procedure.",
    "stage": "draft", "returned_because": "", "moves": ["save", "submit"], "evidence": [],
    "changed_at": "2027-01-10T10:00:00Z", "version": 1,
}  # fmt: skip
NEW = {
    "task": UUID, "period": "2026", "voice": "self", "level": "partial", "confidence": "medium",
    "justification": "Two of three posts use the procedure.",
}  # fmt: skip
WORDS = {k: NEW[k] for k in ("level", "confidence", "justification")}
PROOF: dict[str, Any] = {
    "uuid": UUID, "kind": "link", "title": "The order", "address": "https://example.org/order",
    "figure": "", "content_type": "", "size": 0, "sha256": "",
}  # fmt: skip
APPROACH: dict[str, Any] = {
    "code": "PRT", "name": "Protection", "section": "4.3",
    "activities": [{"code": "PRT.shelter", "name": "Sheltering and counselling", "section": "3"}],
    "dominant_actors": [{"rank": 1, "code": "ios", "name": "International organisations"}],
}  # fmt: skip
SOURCE: dict[str, Any] = {
    "code": "dcaf-2007", "kind": "paper", "title": "Security Sector Responses", "publisher": "DCAF",
    "year": 2007, "citation": "Megan Bastick and Kristin Grimm, 2007", "licence": "",
    "address": "", "recommendations": 34,
}  # fmt: skip
STATE: dict[str, Any] = {
    "code": "XA", "name": "Arvenia", "recommendations": 34, "full_self": 9, "full_rapporteur": 6,
    "differ": 13, "reports_overdue": 2,
}  # fmt: skip
CELL: dict[str, Any] = {
    "approach": "PRT", "actor_type": "ngos", "rank": 2, "expected": 6, "under_way": 3, "tasks": 4,
    "gap": False,
}  # fmt: skip
DUE: dict[str, Any] = {
    "uuid": UUID, "task": UUID, "source": "dcaf-2007", "code": "PRT-2", "period": "2026",
    "due_on": "2027-01-31",
}  # fmt: skip
NEW_IMPORT: dict[str, Any] = {
    "source": {"code": "national-plan-xa", "kind": "national_plan", "title": "National plan"},
    "content": "VGV4dApUcmFpbiBpbnNwZWN0b3JzLgo=", "dry_run": True,
}  # fmt: skip
IMPORT_REPORT: dict[str, Any] = {
    "read": 1, "created": 1, "updated": 0, "unchanged": 0, "refused": 0, "left_out": 0,
    "unknown": [], "encoding": "utf-8", "delimiter": ",", "rows_to_mend": [],
}  # fmt: skip
