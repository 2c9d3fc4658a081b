"""The paper itself: how it is cited, and under which terms our words about it may be used."""

from portal.access.vocabulary import gettext_noop

CODE = "dcaf-2007"
TITLE = "Security Sector Responses to Trafficking in Human Beings"
AUTHORS = "Megan Bastick and Kristin Grimm"
PUBLISHER = "Geneva Centre for the Democratic Control of Armed Forces (DCAF)"
YEAR = 2007
CITATION = f"{AUTHORS}, {TITLE}, Policy Paper 21, {PUBLISHER}, {YEAR}."
TABLE_OF_APPROACHES = "Section 3; after C. Friesendorf, Pathologies of Security Governance, Security Dialogue 38(3), 2007"
LICENCE = gettext_noop(
    "Paraphrases of this register: CC BY 4.0. The paper belongs to its publisher."
)
