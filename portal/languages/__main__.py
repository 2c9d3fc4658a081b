"""`python -m portal.languages messages | compile`: no server, no settings, no GNU gettext."""

import argparse
import sys

from portal.languages import catalogues
from portal.languages.extraction import catalogue


def main(arguments: list[str] | None = None) -> int:
    """Carry out one verb; `messages` says what waits for words."""
    parser = argparse.ArgumentParser(prog="python -m portal.languages", description=__doc__)
    parser.add_argument("verb", choices=("messages", "compile"))
    if parser.parse_args(arguments).verb == "messages":
        found = catalogue()
        for language in (*catalogues.WHOLE, *catalogues.SHEETS):
            catalogues.save(catalogues.renewed(language, found=found), language)
            _tell(language, catalogues.untranslated(language))
    catalogues.compile_all()
    return 0


def _tell(language: str, waiting: list[str]) -> None:
    sys.stdout.write(f"{language}: {len(waiting)} without words\n")
    for text in waiting:
        sys.stdout.write(f"  {text!r}\n")


if __name__ == "__main__":
    raise SystemExit(main())
