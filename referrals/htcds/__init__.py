"""Lists in IOM's HTCDS 2.0, in and out. Pure: no Django, no clock, no database."""

from portal.tables.said import Unreadable
from portal.tables.sheet import Limits
from referrals.htcds.dryrun import DryRun, Row, Summary
from referrals.htcds.export import write_csv, write_workbook
from referrals.htcds.opening import Table, open_table
from referrals.htcds.options import ImportOptions
from referrals.htcds.problems import Problem, Question
from referrals.htcds.record import ImportedPerson

__all__ = [
    "DryRun",
    "ImportOptions",
    "ImportedPerson",
    "Limits",
    "Problem",
    "Question",
    "Row",
    "Summary",
    "Table",
    "Unreadable",
    "open_table",
    "write_csv",
    "write_workbook",
]
