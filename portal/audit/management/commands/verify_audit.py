"""Prove that the record is what was sealed, or name the row that is not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.audit.verification import Tally, verify

PRINTED = 200


class Command(BaseCommand):
    """Exit code 0: all agrees. 1: something was changed, removed or inserted, and is named."""

    help = (
        "Reads every audit row and seal again. Give --expect with a number and chain that oversight "
        "was told: only what is kept outside proves that the record was not rewritten as a whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One option, repeatable: a seal that is known outside."""
        parser.add_argument(
            "--expect",
            action="append",
            default=[],
            metavar="NUMBER:CHAIN",
            help="a seal's number and chain as told to oversight; repeatable",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print findings as they come. Raises CommandError where there are any."""
        tally, count = Tally(), 0
        for finding in verify(tally, expected=_expected(options["expect"])):
            count += 1
            if count <= PRINTED:
                self.stdout.write(finding.says)
        if count > PRINTED:
            self.stdout.write(f"and {count - PRINTED} more")
        self.stdout.write(
            f"{tally.rows} rows under {tally.seals} seals read, {tally.unsealed} not sealed yet. "
            f"Last seal {tally.last_number}:{tally.last_chain}"
        )
        if count:
            raise CommandError(f"The record does not agree with its seals: {count} findings.")


def _expected(given: list[str]) -> dict[int, str]:
    found = {}
    for text in given:
        number, _, chain = text.partition(":")
        if not number.isdigit() or len(chain) != 64:
            raise CommandError("--expect wants NUMBER:CHAIN, as the day's message says them.")
        found[int(number)] = chain.lower()
    return found
