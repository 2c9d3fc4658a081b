"""Under which terms the published register may be used, and how it is cited."""

LICENCE = "CC-BY-4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
CITATION = (
    "Concord, register of recommendations against trafficking in human beings; "
    "the source of each recommendation is cited with it."
)
