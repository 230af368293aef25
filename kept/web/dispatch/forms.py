"""Which day the board shows, and where an address lies."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.deliveries.rules import read_place


class DayForm(forms.Form):
    day = forms.DateField(
        required=False, label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PlaceForm(forms.Form):
    place = forms.CharField(
        max_length=60,
        label=_("Latitude, longitude"),
        error_messages={"required": _("Copy the place from a map: 40.6892, -73.9442.")},
    )

    def clean_place(self) -> tuple[float, float]:
        try:
            return read_place(self.cleaned_data["place"])
        except ValueError as error:
            raise forms.ValidationError(
                _("We cannot read that as a place. Copy it from a map: 40.6892, -73.9442.")
            ) from error
