"""The sections of a case, and notes: one view a section, so that the schema names every field."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases import services
from cases.api import bodies, examples
from cases.api.documents import body_of, document_of, setting_of
from cases.api.section_shapes import SECTION_SHAPES, NoteShape
from cases.api.shapes import NewNote, record_shape
from cases.models import Case
from cases.sections import RECORDS, Document, Note
from cases.selectors import Said, get_case, held, open_section, opened, own_record
from cases.who_sees import Circle, circle
from portal.access.matrix import Section
from portal.core.api import answered, pressed_once, version_sent
from portal.core.problems import Stale
from portal.core.schema import ETAG, IF_MATCH, KEY, example
from portal.core.shapes import Shape, read, told
from portal.organisations.actors import Actor
from portal.organisations.desk_view import DeskView

READ = {
    s: record_shape(shape, s.value.title().replace("_", "")) for s, shape in SECTION_SHAPES.items()
}
READ[Section.NOTES] = record_shape(NoteShape, "Notes")
SENT = {Section.IDENTITY: examples.IDENTITY}


def section_body(actor: Actor, ref: str, section: Section, status: int = 200) -> Response:
    """The records of a section that the actor may read; the look is recorded first."""
    case, said = open_section(actor, ref, section, how="api")
    around = circle(actor, case, held(actor, case))
    mine = next((s.version for s in said if s.mine), 0)
    body = {"results": [bodies.record(one, around) for one in said]}
    return answered(
        told(READ[section], body),
        status_=status,
        version=None if section is Section.NOTES else mine,
    )


def stored_of(actor: Actor, case: Case, section: Section) -> Document:
    """The desk's own record as it stands: what no field names stays in it."""
    row = own_record(actor, case, section)
    if row is None:
        return RECORDS[section].document()
    found: list[Said] = opened(actor, case, [row])
    return found[0].document


def without_numbers(section: Section, problem: Stale, around: Circle) -> Stale:
    """'Theirs' in the shape in which the section is read."""
    if isinstance(problem.extra.get("theirs"), dict):
        theirs = RECORDS[section].document.from_dict(problem.extra["theirs"])
        problem.extra["theirs"] = told(SECTION_SHAPES[section], body_of(theirs, around))
    return problem


class SectionView(DeskView):
    """One section; a subclass for each."""

    section: ClassVar[Section]

    def get(self, request: Request, ref: str) -> Response:
        """The lead's record first, then what others said. Looks at identity and health are recorded."""
        return section_body(self.actor, ref, self.section)

    def put(self, request: Request, ref: str) -> Response:
        """Your desk's own record, whole. The first one is written with If-Match "0"."""
        version, sent = version_sent(request), read(SECTION_SHAPES[self.section], request.data)
        case = get_case(self.actor, ref)
        around = circle(self.actor, case, held(self.actor, case))
        stored = stored_of(self.actor, case, self.section)
        try:
            services.write_section(
                actor=self.actor, ref=ref, section=self.section, version=version,
                document=document_of(self.section, sent, setting_of(case, around), stored),
            )  # fmt: skip
        except Stale as problem:
            raise without_numbers(self.section, problem, around) from None
        return section_body(self.actor, ref, self.section)


def view_of(section: Section) -> type[SectionView]:
    """The view of one section, with its own operations in the schema."""
    words = section.value.replace("_", " ")
    reading = extend_schema(
        operation_id=f"section_{section}_read", tags=["sections"], summary=f"Read {words}",
        parameters=[ETAG], responses=READ[section],
    )  # fmt: skip
    sent = [example("As told", SENT[section], sent=True)] if section in SENT else []
    writing = extend_schema(
        operation_id=f"section_{section}_write", tags=["sections"], summary=f"Write {words}",
        parameters=[IF_MATCH, ETAG], request=SECTION_SHAPES[section], responses=READ[section],
        examples=sent,
    )  # fmt: skip
    more: dict[str, Any] = {
        "section": section, "__doc__": SectionView.__doc__,
        "get": reading(_copy(SectionView.get)), "put": writing(_copy(SectionView.put)),
    }  # fmt: skip
    return type(f"{section.value.title().replace('_', '')}View", (SectionView,), more)


def _copy(method: Any) -> Any:
    """The same method under another name: the schema is hung on it."""

    def same(self: Any, request: Request, ref: str) -> Response:
        answer: Response = method(self, request, ref)
        return answer

    same.__doc__ = method.__doc__
    return same


VIEWS = {section: view_of(section) for section in SECTION_SHAPES}


class Notes(DeskView):
    """The notes of a case."""

    shape: ClassVar[type[Shape]] = READ[Section.NOTES]

    @extend_schema(
        operation_id="notes_read", tags=["sections"], summary="Read notes",
        responses=READ[Section.NOTES],
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """Those about sections that you view, and your desk's own; the newest first."""
        return section_body(self.actor, ref, Section.NOTES)

    @extend_schema(
        operation_id="notes_write", tags=["sections"], summary="Write a note",
        parameters=[KEY], request=NewNote, responses={201: READ[Section.NOTES]},
        examples=[
            example("About contact", {"about": "contact_and_safety", "text": "Prefers mornings."}, sent=True)
        ],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """It belongs to a section that you view; who may not view that section never reads it."""
        sent = read(NewNote, request.data)

        def act() -> tuple[int, str]:
            services.write_section(
                actor=self.actor, ref=ref, section=Section.NOTES, document=Note(sent["text"]),
                about=sent["about"], new=True,
            )  # fmt: skip
            return 201, str(ref)

        answer = pressed_once(request, act)
        return section_body(self.actor, answer.reference, Section.NOTES, answer.status)
