"""Proceedings: report, inquiry, charge, trial, end. They never gate assistance, nor it them (rule 1).

Nothing below or beside this folder imports it, but pages, the API and who registers it.
"""
