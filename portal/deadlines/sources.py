"""Where the default rules come from, in the reader's language; a State's own source stays as written."""

from django.utils.translation import gettext, gettext_noop

SOURCES = (
    gettext_noop("CoE Convention art. 10(4)"),
    gettext_noop("CoE Convention art. 10; portal's own 72 hours"),
    gettext_noop("CoE Convention art. 13: at least 30 days"),
    gettext_noop("CoE Convention art. 33"),
    gettext_noop("Convention on the Rights of the Child art. 1; CoE Convention art. 10(3)"),
    gettext_noop("Directive 2004/81/EC art. 8: at least 6 months"),
    gettext_noop("Directive 2012/29/EU arts 3-4; Directive 2004/81/EC art. 5"),
    gettext_noop("GDPR art. 5(1)(e); portal's own default"),
    gettext_noop("GDPR art. 5(1)(e); the State sets the days"),
    gettext_noop("GDPR art. 6(1)(d); portal's own 24 hours"),
    gettext_noop("GDPR art. 7(3)"),
    gettext_noop("GDPR art. 9(2)(c); portal's own 72 hours"),
    gettext_noop("Good practice"),
    gettext_noop("NRM Handbook (OSCE/ODIHR 2022): every 30 days or on any event"),
    gettext_noop("NRM Handbook (OSCE/ODIHR 2022): the same day"),
    gettext_noop("Portal's own default: a question is shorter than a referral"),
    gettext_noop("Portal's own default: a place that nobody confirmed is no place to count on"),
    gettext_noop("Portal's own default; NRM Handbook (OSCE/ODIHR 2022) asks for set time limits"),
    gettext_noop("Portal's own default; NRM Handbook: hand-over has two ends"),
    gettext_noop("Portal's own default; NRM Handbook: one lead for each case"),
    gettext_noop("Portal's own default; WHO 2003 rule 7: ask, and respect the answer"),
    gettext_noop("Portal's own default; no State's rule"),
    gettext_noop("Portal's own default; nobody in danger waits for somebody who went home"),
    gettext_noop("Portal's own default; the State sets the hours"),
    gettext_noop("Portal's own default; the State's reporting period names the day"),
    gettext_noop("Portal's own rule, 24 hours at most"),
    gettext_noop("Portal's own rule, 60 minutes"),
    gettext_noop("Portal's own rule, four eyes"),
    gettext_noop("UK statutory guidance, s. 49 Modern Slavery Act 2015: 5 working days, a target"),
    gettext_noop("UK statutory guidance: 30 calendar days"),
)


def source_said(source: str) -> str:
    """A rule's legal source in words: 'Directive 2012/29/EU arts 3-4'."""
    return gettext(source) if source in SOURCES else source
