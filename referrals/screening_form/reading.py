"""The screening's form over what one desk typed: the same for the pages and the API."""

from django.utils import timezone

from portal.access.rules import has_own_cases
from portal.core.actors import Acting
from portal.organisations.models import Region
from referrals.screening import bed_purpose, urgency_of
from referrals.screening_form.form import Frame, ScreeningForm
from referrals.screening_form.typed import Typed
from referrals.services import Choices


def frame_for(actor: Acting) -> Frame:
    """Today in the State's zone, its regions, and what is asked of the person."""
    regions = Region.objects.filter(state_id=actor.state_id).values_list("code", "name", "pk")
    asked = (
        ("transfer", "bed", "coordination") if has_own_cases(actor.kind) else ("transfer", "bed")
    )
    return Frame(
        today=timezone.localdate(), regions=tuple(regions.order_by("name")), questions=asked
    )


def form_for(actor: Acting, typed: Typed) -> ScreeningForm:
    """The form over what is typed."""
    return ScreeningForm(typed, frame_for(actor))


def choices_of(form: ScreeningForm) -> Choices:
    """What was told, and to whom it goes."""
    told, read = form.told(), form.cleaned_data
    return Choices(
        told=told, lead=tuple(read["lead"]), bed=tuple(read["bed"]), bed_purpose=bed_purpose(told).value,
        urgency=read["urgency"] or urgency_of(told).value, region=read["region"],
        vital_reason=read["vital_reason"], against_wishes=read["against_wishes"],
    )  # fmt: skip
