"""What is looked up, and the place that a person confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.deliveries.rules import read_place

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SOURCES: list[tuple[str, str | _StrPromise]] = [
    ("typed", _("typed coordinates")),
    ("pin", _("a pin on the map")),
    ("file", _("our own table")),
    ("nominatim", "Nominatim"),
    ("photon", "Photon"),
]


class SearchForm(forms.Form):
    q = forms.CharField(required=False, max_length=300, label=_("Address"))


class ConfirmForm(forms.Form):
    """``source`` is what the person went by; it stands in the ledger."""

    place = forms.CharField(
        max_length=60,
        label=_("Latitude, longitude"),
        error_messages={"required": _("Copy the place from a map: 40.6892, -73.9442.")},
    )
    source = forms.ChoiceField(choices=SOURCES, required=False)

    def clean_place(self) -> tuple[float, float]:
        try:
            return read_place(self.cleaned_data["place"])
        except ValueError as error:
            raise forms.ValidationError(
                _("We cannot read that as a place. Copy it from a map: 40.6892, -73.9442.")
            ) from error

    def clean_source(self) -> str:
        return self.cleaned_data["source"] or "typed"
