"""Which day the board shows, where an address lies, where a stop is put, who drives."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from kept.business.queries import colleagues
from kept.business.rules import Role
from kept.deliveries.gaps import Gap
from kept.deliveries.routing.plan import Held
from kept.deliveries.rules import read_place

if TYPE_CHECKING:
    from kept.business.models import Staff


SOURCES = [(each, each) for each in ("typed", "map", "suggestion")]

FIRST, LAST = date(1970, 1, 1), date(2200, 12, 31)  # the ends of all time are on no other clock


class DayForm(forms.Form):
    """``since`` is the version that the page shows: nothing is answered while it stands."""

    day = forms.DateField(required=False, validators=[MinValueValidator(FIRST), MaxValueValidator(LAST)])
    depot = forms.IntegerField(required=False, min_value=1)
    since = forms.IntegerField(required=False, min_value=0)


class PlaceForm(forms.Form):
    """``back`` is the day on whose page it was asked, ``source`` what the person went by."""

    place = forms.CharField(
        max_length=60,
        label=_("Latitude, longitude"),
        error_messages={"required": _("Copy the place from a map: 40.6892, -73.9442.")},
    )
    back = forms.DateField(required=False)
    source = forms.ChoiceField(required=False, choices=SOURCES)

    @property
    def day(self) -> date | None:
        """The day to go back to, also from a form that is not valid."""
        self.is_valid()
        day = self.cleaned_data.get("back")
        return day if isinstance(day, date) else None

    def clean_place(self) -> tuple[float, float]:
        try:
            return read_place(self.cleaned_data["place"])
        except ValueError as error:
            raise forms.ValidationError(
                _("We cannot read that as a place. Copy it from a map: 40.6892, -73.9442.")
            ) from error


class GapForm(forms.Form):
    """A place in a truck's route, named by the stops around it."""

    vehicle = forms.IntegerField(min_value=1)
    after = forms.IntegerField(required=False, min_value=1)
    before = forms.IntegerField(required=False, min_value=1)

    @property
    def gap(self) -> Gap:
        said = self.cleaned_data
        return Gap(said["vehicle"], after=said["after"], before=said["before"])


class HoldForm(forms.Form):
    held = forms.ChoiceField(required=False, choices=[(held.value, held.value) for held in Held])

    def clean_held(self) -> Held:
        return Held(self.cleaned_data["held"])


class DriverForm(forms.Form):
    """Who drives a truck on this day; nobody: whoever drives its shift."""

    driver: forms.ModelChoiceField[Staff] = forms.ModelChoiceField(queryset=None, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["driver"].queryset = colleagues(Role.DRIVER)  # type: ignore[attr-defined]  # Field is not generic
