"""The access table as a filter of rows and as a question about one thing."""

from django.db.models import Q
from django.http import Http404

from portal.core.actors import Acting
from recommendations.rules.access import Act, Reach, Thing, may, reach_of

NOTHING = Q(pk__in=())


def within(
    act: Act, actor: Acting | None, *, state: str = "state", organisation: str = "organisation"
) -> Q:
    """The rows that an act reaches; ``state`` and ``organisation`` are the paths to them."""
    reach = reach_of(act, actor)
    if reach is None or actor is None or actor.state_id is None:
        return NOTHING
    if reach is Reach.EVERY_STATE:
        return Q()
    found = Q(**{f"{state}_id": actor.state_id})
    if reach is Reach.OWN_ACTOR:
        if actor.organisation_id is None:
            return NOTHING
        found &= Q(**{f"{organisation}_id": actor.organisation_id})
    return found


def ask(
    act: Act, actor: Acting | None, *, state_id: int, organisation_id: int | None = None
) -> None:
    """Raise Http404 unless this actor may: what one may not do is not there."""
    if not may(act, actor, Thing(state_id, organisation_id)):
        raise Http404


def ask_anywhere(act: Act, actor: Acting | None) -> None:
    """Raise Http404 unless this actor may do this to something: for a page without a thing yet."""
    if reach_of(act, actor) is None:
        raise Http404
