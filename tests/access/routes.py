"""Every address of the portal has its row: who may come here, and about which thing."""

PUBLIC, SIGNED_IN, ADMIN = "public", "signed in", "reference data: superusers alone"
CASE, REFERRAL, OFFER, DRAFT, REVIEW, WALL, ALARM, PLACE, NOTICE, IMPORT, EXPORT, FOUND = (
    "case", "referral", "offer", "draft", "review", "wall", "alarm", "place", "notice", "import", "export", "found",
)  # fmt: skip
MEMBER, INVITATION, DESK, WISH = "member", "invitation", "desk", "wish"
SESSION = "session"
PROCEEDING, MAIL = "proceeding", "mail"
WEBHOOK, MACHINE, QUESTION = "webhook", "machine", "question"
SUBMISSION, TASK, ENTRY = "submission", "task", "entry"

_PAGES = {
    PUBLIC: "home healthz readyz leave left set_language choose_theme help accessibility privacy account_login "
    "account_logout api_docs schema organisation:invitation organisation:arrive oauth_token oauth_revoke notifications:feed "
    "recommendations:register recommendations:item recommendations:sources recommendations:evidence "
    "recommendations:matrix recommendations:cell recommendations:states recommendations:state "
    "recommendations:part recommendations:entry recommendations:law "
    "recommendations:years recommendations:compare",
    SIGNED_IN: "choose_desk account cases:proceedings cases:reviews cases:walls_to_lift cases:oversight cases:placements "
    "cases:place_add cases:places_confirm cases:location cases:list cases:find cases:search referrals:screening "
    "referrals:imports referrals:exports referrals:sent referrals:inbox referrals:board notifications:list notifications:read_all notifications:quiet notifications:log notifications:calendar "
    "notifications:preferences notifications:failed organisation:overview organisation:members organisation:invite "
    "organisation:desk_new organisation:requests organisation:close "
    "machines:overview machines:client_new machines:webhook_new recommendations:work recommendations:table "
    "recommendations:assessments recommendations:comments recommendations:queue recommendations:periods "
    "recommendations:close recommendations:assign recommendations:imports recommendations:upload "
    "recommendations:own recommendations:own_new recommendations:own_table",
    SUBMISSION: "recommendations:queued recommendations:writing",
    ENTRY: "recommendations:own_entry",
    TASK: "recommendations:write recommendations:prove recommendations:unprove recommendations:release",
    PROCEEDING: "cases:proceeding",
    MEMBER: "organisation:member organisation:remove",
    INVITATION: "organisation:resend organisation:revoke",
    DESK: "organisation:profile organisation:confirm organisation:desk_close",
    WISH: "organisation:decide",
    IMPORT: "referrals:import referrals:import_answers referrals:import_begin referrals:import_discard referrals:import_rows",
    EXPORT: "referrals:export referrals:export_file referrals:export_decide referrals:export_discard",
    CASE: "referrals:import_running cases:break_glass cases:close_glass cases:walls cases:wall_new cases:close_case cases:proceedings_open cases:detail "
    "cases:section cases:section_edit cases:note_new cases:rights cases:risk cases:guardian cases:family "
    "cases:consent_new cases:consent_print cases:consent_withdraw cases:history referrals:refer referrals:read_back referrals:open_for",
    REFERRAL: "referrals:referral referrals:referral_move referrals:sheet referrals:write_to_ends referrals:onward referrals:onward_move",
    OFFER: "referrals:offer referrals:offer_move",
    DRAFT: "referrals:screening_form referrals:screening_save referrals:screening_group referrals:screening_send "
    "referrals:screening_keep referrals:screening_discard",
    REVIEW: "cases:review",
    WALL: "cases:wall_lift",
    ALARM: "referrals:alarm_take",
    PLACE: "cases:place_usable",
    NOTICE: "notifications:open",
    MAIL: "notifications:resend",
    FOUND: "cases:found",
    MACHINE: "machines:client machines:client_secret machines:client_end",
    WEBHOOK: "machines:webhook machines:webhook_change machines:webhook_secret machines:webhook_test "
    "machines:webhook_remove machines:webhook_replay",
}
_SIGN_IN = {
    PUBLIC: "mfa_authenticate sign_in:passkey sign_in:read_terms",
    SIGNED_IN: "sign_in:set_up sign_in:set_up_passkey sign_in:codes sign_in:again sign_in:terms sign_in:security "
    "sign_in:remove sign_in:renew sign_in:end_others",
    SESSION: "sign_in:end_session",
    MEMBER: "sign_in:reset",
}
_REFERRAL_MOVES = "offer_next her_yes her_no she_declines withdraw leave turn_back delay report_missing found close_missing end take_alarm"
_OFFER_MOVES = (
    "claim release take_over accept hold decline pass_on meeting arrive start give_back cannot_take delay "
    "report_missing found end take_alarm"
)
_API = {
    PUBLIC: " ".join(
        f"recommendations-api:{n}"
        for n in (
            "list",
            "item",
            "approaches",
            "sources",
            "matrix",
            "states",
            "state",
            "statements",
            "periods",
            "tasks",
            "evidence",
            "kinds",
            "entries",
            "entry",
            "law",
            "plan",
            "years",
            "figures",
        )
    ),
    SUBMISSION: "recommendations-api:submission recommendations-api:submit recommendations-api:publish "
    "recommendations-api:return recommendations-api:decline recommendations-api:proofs recommendations-api:proof",
    TASK: "recommendations-api:release",
    ENTRY: "recommendations-api:own-entry recommendations-api:entry-submit recommendations-api:entry-publish "
    "recommendations-api:entry-return recommendations-api:entry-withdraw",
    SIGNED_IN: "recommendations-api:own-entries recommendations-api:entry-table recommendations-api:due recommendations-api:submissions recommendations-api:own-periods "
    "recommendations-api:close recommendations-api:assign recommendations-api:import cases-api:proceedings cases-api:me cases-api:state cases-api:list cases-api:searches cases-api:places cases-api:places-confirm "
    "cases-api:guests referrals-api:candidates referrals-api:referrals referrals-api:open-for-her "
    "referrals-api:onward referrals-api:changes machines-api:webhooks referrals-api:inbox referrals-api:drafts referrals-api:alarms notifications-api:list "
    "notifications-api:read_all notifications-api:deliveries notifications-api:quiet notifications-api:calendar notifications-api:preferences organisation-api:organisation "
    "organisation-api:organisation-close organisation-api:desks organisation-api:members "
    "organisation-api:invitations organisation-api:requests",
    PROCEEDING: "cases-api:proceeding cases-api:proceeding-step",
    MEMBER: "organisation-api:member organisation-api:seats organisation-api:remove",
    INVITATION: "organisation-api:resend organisation-api:revoke",
    DESK: "organisation-api:desk-close organisation-api:profile organisation-api:confirm",
    WISH: "organisation-api:decide",
    CASE: "cases-api:case cases-api:guardian cases-api:family cases-api:close cases-api:section-identity "
    "cases-api:section-contact_and_safety cases-api:section-screening cases-api:section-immigration "
    "cases-api:section-needs_and_assistance cases-api:section-health cases-api:notes cases-api:consents "
    "cases-api:withdraw cases-api:risk cases-api:rights cases-api:walls cases-api:glass cases-api:history "
    "cases-api:placements cases-api:case-proceedings cases-api:section-proceedings",
    REFERRAL: "referrals-api:referral referrals-api:reassign referrals-api:onward-way referrals-api:onward-leave "
    "referrals-api:onward-her_yes referrals-api:onward-her_no referrals-api:onward-turn_back referrals-api:onward-she_declines "
    + " ".join(f"referrals-api:referral-{m}" for m in _REFERRAL_MOVES.split()),
    OFFER: "referrals-api:offer "
    + " ".join(f"referrals-api:offer-{m}" for m in _OFFER_MOVES.split()),
    DRAFT: "referrals-api:draft referrals-api:draft-candidates referrals-api:draft-send referrals-api:draft-keep",
    WALL: "cases-api:lift",
    ALARM: "referrals-api:alarm-take",
    PLACE: "cases-api:place",
    NOTICE: "notifications-api:read",
    MAIL: "notifications-api:resend",
    FOUND: "cases-api:search",
    WEBHOOK: "machines-api:webhook machines-api:webhook-secret machines-api:webhook-test "
    "machines-api:webhook-deliveries machines-api:webhook-replay",
}

_ROUTING = {  # vacancy, unmet need, questions
    PUBLIC: "cases:vacancy_link",
    SIGNED_IN: "cases:places_ahead cases-api:places-figures referrals:unmet referrals-api:unmet "
    "referrals:questions referrals-api:questions referrals:how_we_answer referrals-api:how-we-answer",
    QUESTION: "referrals:question referrals:question_answer referrals:question_close referrals-api:question "
    "referrals-api:question-answer referrals-api:question-close",
    CASE: "referrals:ask_before",
    OFFER: "referrals:ask_missing referrals-api:question-missing",
}

ROUTES: dict[str, str] = {
    name: about
    for table in (_PAGES, _SIGN_IN, _API, _ROUTING)
    for about, names in table.items()
    for name in names.split()
}

_SCOPES = {  # read scope, write scope ('-': a person does this): routes; the rest of the API is for people
    "* -": "cases-api:me cases-api:state",
    "cases:read cases:write": "cases-api:list cases-api:case cases-api:guardian cases-api:family cases-api:close "
    "cases-api:notes cases-api:consents cases-api:withdraw cases-api:rights cases-api:history cases-api:placements "
    "cases-api:section-identity cases-api:section-contact_and_safety cases-api:section-screening "
    "cases-api:section-immigration cases-api:section-needs_and_assistance cases-api:section-health",
    "places:read places:write": "cases-api:places cases-api:places-confirm cases-api:places-figures cases-api:guests cases-api:place",
    "referrals:read referrals:write": "referrals-api:candidates referrals-api:referrals referrals-api:referral",
    "- referrals:write": " ".join(
        f"referrals-api:referral-{m}" for m in _REFERRAL_MOVES.split() if m not in ("close_missing", "take_alarm")
    ),
    "inbox:read -": "referrals-api:inbox referrals-api:offer referrals-api:onward referrals-api:onward-way",
    "- inbox:write": "referrals-api:onward-leave referrals-api:onward-turn_back referrals-api:onward-she_declines "
    + " ".join(f"referrals-api:offer-{m}" for m in _OFFER_MOVES.split() if m != "take_alarm"),
    "coordination:read -": "referrals-api:alarms referrals-api:unmet",
    "- coordination:write": "referrals-api:reassign referrals-api:open-for-her",
    "changes:read -": "referrals-api:changes",
    "webhooks:read webhooks:write": "machines-api:webhooks machines-api:webhook machines-api:webhook-secret "
    "machines-api:webhook-test machines-api:webhook-deliveries machines-api:webhook-replay",
}  # fmt: skip
SCOPED: list[str] = [f"{name} {pair}" for pair, names in _SCOPES.items() for name in names.split()]
