"""Which day the board shows, where an address lies, where a stop is put, who drives."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from kept.business.queries import colleagues
from kept.business.rules import Role
from kept.deliveries.gaps import Gap
from kept.deliveries.routing.plan import Held
from kept.web.addresses.forms import ConfirmForm

if TYPE_CHECKING:
    from kept.business.models import Staff


FIRST, LAST = date(1970, 1, 1), date(2200, 12, 31)  # the ends of all time are on no other clock


class DayForm(forms.Form):
    """``since`` is the version that the page shows: nothing is answered while it stands."""

    day = forms.DateField(required=False, validators=[MinValueValidator(FIRST), MaxValueValidator(LAST)])
    depot = forms.IntegerField(required=False, min_value=1)
    since = forms.IntegerField(required=False, min_value=0)


class PlaceForm(ConfirmForm):
    """``back`` is the day on whose page it was asked."""

    back = forms.DateField(required=False, validators=[MinValueValidator(FIRST), MaxValueValidator(LAST)])

    @property
    def day(self) -> date | None:
        """The day to go back to, also from a form that is not valid."""
        self.is_valid()
        day = self.cleaned_data.get("back")
        return day if isinstance(day, date) else None


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
