"""Bodies that the documentation shows; the persons in them are invented."""

from typing import Any

UUID = "6f4f7a52-0b1c-4d1c-9a53-0a51c7d1f3aa"
WHEN = "2026-11-24T18:40:00Z"
SUMMARY = {"lead": "Harbour Light", "age_status": "adult", "dependants": 1, "danger_flag": True}
ROW: dict[str, Any] = {
    "uuid": UUID, "reference": "XA-7K3M-9QX2", "state": "XA", "languages": ["ti"],
    "interpreter": "woman", "accessibility": ["step_free"], "parts": ["lead"], "summary": SUMMARY,
}  # fmt: skip
CLOCK = {
    "code": "risk.review", "rule": "Risk assessment again", "source": "Dir. 2012/29/EU art. 22",
    "section": "contact_and_safety", "kind": "ok", "due_at": WHEN, "left": "12 days",
}  # fmt: skip
CASE = {
    **ROW, "warnings": ["do_not_call"], "clocks": [CLOCK], "family": [], "guardian": None,
    "sections": [
        {"section": "identity", "verbs": ["view", "edit"], "look_is_recorded": True, "who": ["You"]}
    ],
    "moves": ["assess_risk", "tell_rights", "link_family", "record_consent", "write_note"],
}  # fmt: skip
IDENTITY = {
    "given_names": "Selam", "gender": "woman", "citizenships": ["ER"],
    "birth": {"precision": "year", "earliest": "1998-01-01", "said_by": "herself"},
}  # fmt: skip
NEW_CASE = {
    "sections": {
        "identity": IDENTITY,
        "contact_and_safety": {
            "languages": ["ti"], "danger": "likely", "warnings": ["do_not_call"],
            "no_go_regions": ["XA-S"],
        },
        "screening": {
            "acts": ["recruitment"], "means": ["deception"], "purposes": ["forced_labour"],
            "account": "Promised work in a kitchen; papers were taken on arrival.",
        },
    },
    "vital_interest": False,
}  # fmt: skip
SEARCH = {"name": "Selam Haile", "year": 1998}
FOUND = {
    "uuid": UUID, "until": WHEN, "too_common": 0,
    "results": [{"case": ROW, "why": ["name_close", "born_same_year"]}],
}  # fmt: skip
NEW_CONSENT = {
    "purpose": "accommodation", "sections": ["identity", "contact_and_safety", "health"],
    "recipient_kinds": ["shelter"], "language": "ti", "interpreter": True,
    "until": "2027-05-24T00:00:00Z",
}  # fmt: skip
CONSENT = {
    **NEW_CONSENT, "uuid": UUID, "version": 1, "only_organisations": [], "never_organisations": [],
    "given_by": "herself", "given_at": WHEN, "withdrawn_at": None, "evidence_only": False,
    "mine": True,
}  # fmt: skip
NEW_RISK = {"danger": "likely", "account": "Two men asked for her."}
NEW_WALL = {
    "ground": "personal_tie", "reason": "Her cousin works there.", "email": "sam@agency.example"
}  # fmt: skip
NEW_GLASS = {"reason": "She is missing; her number is needed to reach her."}
WALL = {
    "uuid": UUID, "ground": "allegation", "organisation": True, "placed_at": WHEN,
    "lift_proposed": False, "lifted_at": None,
}  # fmt: skip
GLASS = {"uuid": UUID, "opened_at": WHEN, "until": "2026-11-24T19:40:00Z"}
HISTORY = {
    "at": WHEN, "organisation": "Harbour Light", "person": "", "role": "caseworker",
    "section": "identity", "verb": "looked", "detail": {"how": "api"},
}  # fmt: skip
PLACEMENT = {
    "uuid": UUID, "shelter": "House of Willows", "place": "", "state": "reserved",
    "reserved_at": WHEN, "arrived_at": None, "ended_at": None,
}  # fmt: skip
PLACE = {
    "uuid": UUID, "version": 1, "label": "Room 2, by the window", "takes": ["women"],
    "usable": True, "busy": False, "confirmed_at": WHEN,
}  # fmt: skip
AHEAD = {"from_day": "2026-11-27", "free": 2}
FIGURES = {
    "free": 1, "held": 1, "taken": 4, "as_of": WHEN, "confirmed_how": "page", "by": "Sam Orre",
    "fresh_until": "2026-11-25T18:40:00Z", "ahead": [AHEAD],
}  # fmt: skip
GUEST = {
    "uuid": UUID, "case": UUID, "reference": "XA-7K3M-9QX2", "place": "Room 2, by the window",
    "state": "occupied", "reserved_at": WHEN,
}  # fmt: skip
ORGANISATION = {"uuid": UUID, "name": "Harbour Light"}
DESK = {
    "uuid": UUID, "name": "Night desk", "role": "caseworker", "organisation": ORGANISATION,
    "kind": "ngo", "state": "XA",
}  # fmt: skip
ME = {"name": "Ada Lind", "desk": DESK, "desks": [DESK]}
STATE = {
    "code": "XA", "name": "Arvenia", "zone": "Europe/Bucharest", "languages": ["en"],
    "regions": [{"code": "XA-N", "name": "North Arvenia"}],
}  # fmt: skip
STATUS_LINE: dict[str, Any] = {
    "stage": "under_investigation", "ended_why": "", "since": "2026-11-20",
    "by": "Central Police, Anti-Trafficking Unit", "mine": True,
}  # fmt: skip
PROCEEDING_ROW: dict[str, Any] = {
    **STATUS_LINE, "uuid": UUID, "version": 2, "case": UUID, "reference": "XA-7K3M-9QX2",
    "own_report": True, "changed_at": WHEN,
}  # fmt: skip
PROCEEDING: dict[str, Any] = {
    **PROCEEDING_ROW,
    "steps": [
        {"stage": "reported", "ended_why": "", "day": "2026-11-18", "at": WHEN},
        {"stage": "under_investigation", "ended_why": "", "day": "2026-11-20", "at": WHEN},
    ],
    "open_steps": ["charge", "end"], "reasons": ["no_suspect", "not_enough_evidence"],
}  # fmt: skip
