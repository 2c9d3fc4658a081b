"""Notes. Each belongs to a section: to read one takes a view on that section too."""

from dataclasses import dataclass

from django.db import models

from cases.sections.base import Document, SectionRecord, constraints


@dataclass(frozen=True, slots=True)
class Note(Document):
    text: str = ""


class NoteRecord(SectionRecord):
    about = models.CharField(max_length=40)
    document = Note
    section = "notes"

    class Meta(SectionRecord.Meta):
        abstract = False
        constraints = constraints("note")
