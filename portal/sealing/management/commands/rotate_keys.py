"""Wrap all data keys under the current key of SEALING_KEY_FILE."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.sealing.keys import sealing_ring
from portal.sealing.services import BATCH, UnknownWrappingKey, rewrap, wraps_by_key


class Command(BaseCommand):
    """Re-wraps, says how far it is, and which keys are no longer needed."""

    help = (
        "Wraps every data key under the current key of SEALING_KEY_FILE. Add the new key to the file, "
        "name it 'current', restart, run this; run it again after an interruption. It ends by saying "
        "which keys may leave the file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One option: the size of a batch."""
        parser.add_argument("--batch", type=int, default=BATCH, help="keys in one transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where a key is unknown or does not open."""
        try:
            result = rewrap(batch=max(1, options["batch"]), progress=self._tell)
        except UnknownWrappingKey as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"{result.done} keys wrapped anew under {sealing_ring().current}.")
        self._say_what_lies_where()
        if result.shut:
            for subject in result.shut:
                self.stderr.write(f"does not open: {subject}")
            raise CommandError(f"{len(result.shut)} keys do not open and were left as they are.")

    def _tell(self, done: int, left: int) -> None:
        self.stdout.write(f"{done} done, {left} left")

    def _say_what_lies_where(self) -> None:
        ring, counted = sealing_ring(), wraps_by_key()
        for id_, count in counted.items():
            self.stdout.write(f"  {id_}: {count}")
        idle = sorted(set(ring.keys) - set(counted) - {ring.current})
        if idle:
            self.stdout.write(
                f"May leave the file once no backup needs them: {', '.join(idle)}. "
                "A process that has not read the new file yet may still use an old key: run this once more."
            )
