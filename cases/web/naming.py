"""Names of regions and organisations for one page: gathered first, asked for once."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cases.sections import Document
from cases.who_sees import Circle
from portal.organisations.models import Organisation, Region


class Naming:
    """How this reader may hear regions and organisations called."""

    def __init__(
        self, around: Circle, documents: Iterable[Document], organisations: Iterable[int] = ()
    ) -> None:
        found = list(documents)
        regions = {pk for d in found for pk in getattr(d, "no_go_regions", ())}
        wanted = {pk for d in found for pk in getattr(d, "no_go_organisations", ())} | set(
            organisations
        )
        self._regions = (
            dict(Region.objects.filter(pk__in=regions).values_list("pk", "name")) if regions else {}
        )
        rows = Organisation.objects.filter(pk__in=wanted) if wanted else []
        self._organisations = {o.pk: o.name if around.may_name(o) else _("a shelter") for o in rows}

    def __call__(self, what: str, pk: int) -> str:
        """A region's or an organisation's name."""
        return str((self._regions if what == "region" else self._organisations).get(pk, ""))
