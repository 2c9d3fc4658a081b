#!/usr/bin/env python3
"""Django's door."""

import sys

import portal.celery  # noqa: F401  first, so that every task belongs to our app (design.md)


def main() -> None:
    """Run one management command."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
