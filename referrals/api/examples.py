"""Bodies that the documentation shows; the persons in them are invented."""

from typing import Any

from cases.api.examples import UUID, WHEN

CASE = {"uuid": UUID, "reference": "XA-7K3M-9QX2"}
CANDIDATE: dict[str, Any] = {
    "token": "cap-2f6f0c1d9a4b4e5f8a7b6c5d4e3f2a1b", "name": "", "number": 1, "kind": "shelter",
    "region": "North Arvenia", "takes": ["women"], "languages": ["en", "ti"],
    "places": {
        "free": 2, "as_of": WHEN, "confirmed_how": "link", "fresh": True,
        "ahead": [{"from_day": "2026-11-27", "free": 3}],
    }, "confirmed_on": "2026-11-24",
    "why": ["Speaks the language", "Has a place free"], "doubts": [], "left_out": "",
    "yes_missing": False,
}  # fmt: skip
CANDIDATES = {
    "proposed": [CANDIDATE], "left_out": [], "against_her_no": [], "lead_needed": False,
}  # fmt: skip
ROW: dict[str, Any] = {
    "uuid": UUID, "reference": "F-3QF1-72HB", "purpose": "accommodation", "urgency": "urgent",
    "state": "sent", "region": {"code": "XA-N", "name": "North Arvenia"}, "sent_at": WHEN,
    "cases": [CASE],
}  # fmt: skip
REFERRAL = {
    **ROW, "mode": "first_wins", "read_back": "yes", "read_back_why": "",
    "sender": "Harbour Light", "keep_together": True, "vital_interest": False,
    "from_when": None, "accepted_at": None, "left_at": None, "expected_at": None,
    "arrived_at": None, "ended_at": None, "reason": "",
    "answers": [
        {
            "name": "", "number": 1, "capacity": 1, "state": "open", "held_until": None,
            "answer_by": WHEN, "reason": "",
            "words": "", "her_reason": "",
        }
    ],
    "handover": None, "alarms": [], "moves": ["offer_next", "withdraw"],
}  # fmt: skip
NEW = {
    "cases": [UUID], "purpose": "accommodation", "urgency": "urgent", "region": "XA-N",
    "receivers": [CANDIDATE["token"]],
}  # fmt: skip
SEARCH = {"cases": [UUID], "purpose": "accommodation", "urgency": "urgent", "region": "XA-N"}
UNMET = {
    "uuid": UUID, "need": "accommodation", "region": "North Arvenia", "unmet_reason": "no_place_free",
    "persons": 2, "hours_waited": 5, "day": "2026-11-24", "happened_then": "found",
}  # fmt: skip
ANSWERS = {"asked": 4, "answered": 3, "in_time": 3, "rate": 75, "typical_minutes": 95}
NEW_QUESTION = {
    "case": UUID, "purpose": "accommodation", "receiver": CANDIDATE["token"],
    "text": "Is there a room without stairs? The person cannot climb.",
}  # fmt: skip
QUESTION_ROW: dict[str, Any] = {
    "uuid": UUID, "reference": "Q-3QF1-72HB", "question_about": "before", "purpose": "accommodation",
    "question_state": "answered", "mine": True, "other_side": "Capacity 1", "asked_at": WHEN,
    "answer_by": WHEN, "answered_at": WHEN,
}  # fmt: skip
QUESTION = {
    **QUESTION_ROW, "version": 2, "text": NEW_QUESTION["text"], "answer": "Yes, on the ground floor.",
    "case": CASE, "moves": ["close"],
}  # fmt: skip
JOURNEY = {
    "meeting_point": "Bus station, hall 2", "transport": "By car, with a woman driver",
    "expected_at": "2026-11-24T20:40:00Z", "her_word": "yes",
}  # fmt: skip
ONWARD = {
    "places": [],
    "uuid": UUID, "reference": "F-3QF1-72HB", "state": "accepted", "accepted_at": WHEN,
    "left_at": None, "expected_at": None, "cases": [CASE], "handover": None,
    "moves": ["she_declines", "leave"],
}  # fmt: skip
FACT = {
    "field": "age_status", "term": "Age", "value": "Adult", "note": "", "codes": ["adult"],
}  # fmt: skip
OFFER_ROW = {
    "uuid": UUID, "reference": "R-0T7Q-55ZC", "state": "open", "purpose": "accommodation",
    "answer_by": WHEN, "claimed_by": "", "preview": [FACT],
}  # fmt: skip
OFFER = {
    **OFFER_ROW, "mode": "first_wins", "held_until": None, "referral_state": None,
    "expected_at": None, "cases": [], "handover": None,
    "alarms": [], "moves": ["claim", "accept", "decline"],
}  # fmt: skip
ALARM = {
    "uuid": UUID, "kind": "unplaced", "opened_at": WHEN, "taken": False, "rests_until": None,
    "case": CASE,
}  # fmt: skip
TYPED = {"typed": {"age": ["adult"], "given_names": ["Selam"], "language": ["Tigrinya"]}}
DRAFT_ROW = {
    "uuid": UUID, "version": 2, "author": "Ada Lind", "begun_at": WHEN, "touched_at": WHEN,
}  # fmt: skip
DRAFT = {**DRAFT_ROW, **TYPED, "shows": "Not enough is ticked to say", "unread": {}}
SENT = {"case": CASE, "referrals": [ROW]}

CHANGE = {
    "id": UUID, "at": WHEN, "kind": "offer.offer", "about": "offer", "uuid": UUID,
    "reference": "R-0T7Q-55ZC", "section": "", "path": f"/api/v1/inbox/{UUID}/",
}  # fmt: skip
"""One line of the feed: an offer was opened to the desk."""
