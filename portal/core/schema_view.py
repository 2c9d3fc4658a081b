"""The schema, drawn once a process: it is open to everybody, and drawing it takes seconds."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import translation
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView


class Schema(SpectacularAPIView):
    """OpenAPI 3.1 as YAML or JSON, in English: the codes are the same in every language."""

    drawn: ClassVar[dict[str, bytes]] = {}

    @extend_schema(exclude=True)
    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        renderer = request.accepted_renderer
        kind = renderer.media_type
        if kind not in self.drawn:
            with translation.override("en"):
                found = self.generator_class().get_schema(request=None, public=True)
                self.drawn[kind] = renderer.render(found, renderer_context={})
        return HttpResponse(self.drawn[kind], content_type=kind)
