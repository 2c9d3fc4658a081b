"""One line broken for each rule, and the named test that must notice.

``python -m portal.embedded run --name test -- python -m tests.support.mutations [RULE ...]`` copies the
tree, breaks it in one place, runs the named test there and says whether it failed. Exit status 1 where
a mutation survives. ``tests/architecture/test_mutations_fit.py`` keeps the table true to the code.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT = shutil.ignore_patterns(".git", ".venv", "node_modules", "var", "__pycache__", ".*_cache")
RULES, RACES = "tests/domain_rules/test_rule_", "tests/races/test_"


@dataclass(frozen=True, slots=True)
class Mutation:
    """``old`` stands once in ``file``; with ``new`` in its place ``test`` must fail."""

    rule: str
    file: str
    old: str
    new: str
    test: str


def m(rule: str, file: str, old: str, new: str, test: str) -> Mutation:
    return Mutation(rule, file, old, new, test)


MUTATIONS = (
    m("1", "cases/placements.py", "def _only_shelter(actor: Acting) -> None:\n",
      "def _only_shelter(actor: Acting) -> None:\n    if actor is None:\n        from cases import proceedings\n",
      f"{RULES}01_assistance_asks_no_proceedings.py::test_nothing_imports_proceedings"),
    m("1", "referrals/offer_moves.py", 'guard="may_accept",', 'guard="has_given_a_statement",',
      f"{RULES}01_assistance_asks_no_proceedings.py::test_no_move_asks_for_cooperation"),
    m("2", "portal/access/vocabulary.py", "return self is not AgeStatus.ADULT", "return self is AgeStatus.CHILD",
      f"{RULES}02_child.py::test_who_may_be_a_child_is_assessed_as_a_child"),
    m("3", "cases/vocabulary.py", 'THREATENED = "threatened", gettext_noop("Was threatened with being found")',
      'THREATENED = "threatened", gettext_noop("Is a suspect")',
      f"{RULES}03_never_an_offender.py::test_no_list_names_her_an_offender"),
    m("3", "cases/sections/immigration.py", '    permit_until: str = ""\n', '    permit_until: str = ""\n    offences: str = ""\n',
      f"{RULES}03_never_an_offender.py::test_no_table_and_no_column_does"),
    m("3", "referrals/htcds/mapping.py", "if BY_NAME[meant.field].perpetrator:", "if False:",
      f"{RULES}03_never_an_offender.py::test_a_perpetrators_columns_are_named_and_left"),
    m("4", "portal/access/grants.py", "        return queryset.none()\n", "        return queryset\n",
      f"{RULES}04_default_nothing.py::test_who_has_no_desk_sees_nothing"),
    m("4", "portal/access/grants.py", "return queryset.filter(seen, ~walled(actor, case))", "return queryset.filter(seen)",
      f"{RULES}04_default_nothing.py::test_a_wall_closes_every_list_and_the_glass_too"),
    m("4", "portal/access/grants.py", "        group_id=actor.group_id,\n        permission_id=_permission(codename),",
      "        permission_id=_permission(codename),",
      f"{RULES}04_default_nothing.py::test_a_permission_on_the_whole_model_opens_nothing"),
    m("4", "cases/selectors.py", "return _one(visible_cases(actor, codename=codename), ref)", "return _one(Case.objects.all(), ref)",
      f"{RULES}04_default_nothing.py::test_hidden_answers_as_missing_and_as_malformed"),
    m("4", "portal/access/grants.py", "user_id=actor.user_id, desk_id=actor.desk_id, until__gt=moment)", "user_id=actor.user_id, desk_id=actor.desk_id)",
      f"{RULES}04_default_nothing.py::test_a_right_whose_time_is_over_is_none_even_while_the_worker_sleeps"),
    m("5", "portal/notifications/services/telling.py", '        "reference": reference,\n',
      '        "reference": reference, "who": "Kanarienvogelova",\n',
      f"{RULES}05_no_personal_data_outside.py::test_not_a_canary_sings"),
    m("5", "cases/services/sections.py", 'extra = {"about": about} if section is Section.NOTES else {}',
      'extra = {"about": str(document)[:40]} if section is Section.NOTES else {}',
      f"{RULES}05_no_personal_data_outside.py::test_not_a_canary_sings"),
    m("5", "portal/logs.py", "record.args, record.exc_info, record.exc_text = (), None, None", "pass",
      f"{RULES}05_no_personal_data_outside.py::test_the_log_of_a_page_that_fails_tells_no_name"),
    m("5", "cases/clear_codes.py", "if not all(_known(field, value) for value in values):", "if False:",
      f"{RULES}05_no_personal_data_outside.py::test_words_do_not_enter_the_clear_columns"),
    m("5", "portal/audit/codes.py", "return CODE.fullmatch(text) is not None", "return True",
      f"{RULES}05_no_personal_data_outside.py::test_the_record_takes_no_words"),
    m("6", "cases/selectors.py", "else shut_in(section, rows)", "else []",
      f"{RULES}06_every_look_recorded.py::test_opening_leaves_a_row_of_who_and_when"),
    m("6", "cases/services/sections.py", "    if section in CLOSED_UNTIL_OPENED:\n        look(", "    if False:\n        look(",
      f"{RULES}06_every_look_recorded.py::test_a_colleagues_text_shown_to_a_stale_form_is_a_look"),
    m("6", "portal/audit/services.py", "    _write_again([row for mark in lost for row in mark.rows])", "    _write_again([])",
      f"{RULES}06_every_look_recorded.py::test_a_look_stays_although_its_page_fails"),
    m("7", "cases/placements.py", "row = ShelterLocation.objects.filter(desk_id=actor.desk_id).first()\n    if row is None:",
      "row = ShelterLocation.objects.first()\n    if row is None:",
      f"{RULES}07_shelter_alone.py::test_the_address_opens_for_its_own_desk_alone"),
    m("7", "referrals/selectors/words.py", "        return True\n    return sees\n", "        return True\n    return True\n",
      f"{RULES}07_shelter_alone.py::test_no_list_answer_or_candidate_names_a_shelter"),
    m("7", "referrals/routing_facts.py", 'f"{actor.desk_id}:{whom.key}:{desk.uuid}"', 'f"{actor.desk_id}:{desk.uuid}"',
      f"{RULES}07_shelter_alone.py::test_capacities_of_two_persons_cannot_be_joined"),
    m("9", "referrals/services/accepting.py", "@transaction.atomic\ndef accept(", "def accept(",
      f"{RULES}09_nothing_lost.py::test_a_fault_leaves_no_half_of_a_move"),
    m("9", "cases/services/consent.py", "@transaction.atomic\ndef withdraw_consent(", "def withdraw_consent(",
      f"{RULES}09_nothing_lost.py::test_a_consent_taken_back_is_whole_or_not_at_all"),
    m("9", "portal/core/idempotency.py", "if row.status is not None:", "if False:",
      f"{RULES}09_nothing_lost.py::test_the_same_key_opens_one_case_and_answers_alike"),
    m("9", "cases/services/sections.py", "latest.version != (version or 0)", "latest.version < (version or 0)",
      f"{RULES}09_nothing_lost.py::test_a_stale_writer_gets_both_texts_and_overwrites_nothing"),
    m("9", "portal/core/outbox.py", "    if not HANDLERS.get(topic):\n", "    if False:\n",
      "tests/core/test_outbox.py::test_what_nobody_handles_is_kept_not_marked_as_done"),
    m("9", "portal/core/outbox.py", '    row.attempts += 1\n', "    return row.pk\n    row.attempts += 1\n",
      "tests/core/test_outbox.py::test_a_row_that_cuts_its_connection_each_time_holds_up_nobody"),
    m("10", "portal/deadlines/data/rules.json",
      '"starts": "referral sent",\n  "legal_source": "Portal\'s own default; NRM Handbook (OSCE/ODIHR 2022) asks for set time limits",\n  "confirmed": true,\n  "mode": "elapsed",\n  "length": 2,',
      '"starts": "referral sent",\n  "legal_source": "-",\n  "confirmed": true,\n  "mode": "elapsed",\n  "length": 2,',
      "tests/deadlines/test_rule_10_every_deadline_names_its_law.py::test_every_row_of_the_default_set_names_its_source"),
    m("10", "portal/deadlines/services/clocks.py", "    if due_at is not None:\n        clock.due_at = due_at\n",
      "    if due_at is not None:\n        clock.due_at = clock.started_at + timedelta(days=30)\n",
      "tests/deadlines/test_rule_10_every_deadline_names_its_law.py::test_no_length_of_a_rule_stands_in_code"),
    m("race", "cases/placements.py", "        if not busy:\n            return locked", "        return locked",
      f"{RACES}who_wins.py::test_a_place_that_another_commit_took_is_passed_over"),
    m("race", "referrals/services/moving.py", "referral = Referral.objects.select_for_update().get(pk=offer.referral_id)\n    offer = Offer.objects.select_for_update().get(pk=offer.pk)",
      "referral = offer.referral",
      f"{RACES}who_wins.py::test_two_colleagues_claim_the_same_offer"),
    m("race", "cases/services/recompute.py", '.filter(pk__in=ids).order_by("pk"))', '.filter(pk__in=ids).order_by("?"))',
      f"{RACES}lock_order.py::test_cases_are_locked_in_the_order_of_their_ids"),
)  # fmt: skip


def copied(folder: Path) -> Path:
    """The tree as it stands, with the installed packages beside it."""
    tree = folder / "tree"
    shutil.copytree(ROOT, tree, ignore=LEFT, symlinks=True)
    for name in (".venv", "node_modules"):
        (tree / name).unlink(missing_ok=True)
        (tree / name).symlink_to((ROOT / name).resolve())
    (tree / "var/static").mkdir(parents=True)
    return tree


def surroundings() -> dict[str, str]:
    """The environment of the test servers, with a database of our own."""
    known = dict(os.environ)
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL"):
        known[name] = known[name].rsplit("/", 1)[0] + "/portal_mutant"
    return known


def run(tree: Path, test: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--reuse-db"]
    command += ["--show-capture=no", "--tb=line", *test.split()]
    return subprocess.run(
        command, cwd=tree, env=surroundings(), capture_output=True, text=True, check=False
    )


def noticed(tree: Path, mutation: Mutation) -> tuple[bool, str]:
    """Break, run, mend; whether the test failed (a tree that cannot be loaded is no proof)."""
    path = tree / mutation.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(mutation.old, mutation.new, 1), encoding="utf-8")
    try:
        done = run(tree, mutation.test)
    finally:
        path.write_text(whole, encoding="utf-8")
    told = re.findall(r"\d+ (?:failed|passed|error)[^\n]*", done.stdout)
    return done.returncode == 1 and "failed" in str(told), (told or [done.stderr[-200:]])[-1]


def main(wanted: list[str]) -> int:
    """Run the mutations of some rules, or all; say each result as it comes."""
    survived = 0
    with tempfile.TemporaryDirectory(prefix="concord-mutants-") as folder:
        tree = copied(Path(folder))
        for mutation in MUTATIONS:
            if wanted and mutation.rule not in wanted:
                continue
            began = time.monotonic()
            seen, told = noticed(tree, mutation)
            survived += not seen
            name = mutation.test.rsplit("/", 1)[-1]
            line = f"{'noticed ' if seen else 'SURVIVED'} rule {mutation.rule:<4} {mutation.file:<44} {name}: {told}"
            sys.stdout.write(f"{line} ({time.monotonic() - began:.0f} s)\n")
            sys.stdout.flush()
    sys.stdout.write(f"{survived} survived\n")
    return 1 if survived else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
