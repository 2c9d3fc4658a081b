"""Tables of the register, a file for each subject; all are imported here for Django."""

from recommendations.models.approaches import Activity, ActorType, Approach, Dominance
from recommendations.models.entries import Entry, EntryEdition
from recommendations.models.implementation import Implementation, ReportDue, ReportingPeriod
from recommendations.models.sources import Recommendation, RecommendationLink, Source, StateAnswer
from recommendations.models.statements import Evidence, Statement, Submission
from recommendations.models.uploads import SourceUpload

__all__ = [
    "Activity",
    "ActorType",
    "Approach",
    "Dominance",
    "Entry",
    "EntryEdition",
    "Evidence",
    "Implementation",
    "Recommendation",
    "RecommendationLink",
    "ReportDue",
    "ReportingPeriod",
    "Source",
    "SourceUpload",
    "StateAnswer",
    "Statement",
    "Submission",
]
