"""What the pages of depots and trucks accept: places, windows, what a truck holds and can, its week."""

from __future__ import annotations

import re
from datetime import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.deliveries.actions import Hours
from kept.deliveries.rules import SHIFT_BUFFER_MINUTES, WINDOW_BUFFER_MINUTES, read_place
from kept.web.house.forms_change import WEEKDAYS, span

if TYPE_CHECKING:
    from kept.business.models import Staff
    from kept.deliveries.models import Depot, Shift, Vehicle

MOST_WINDOWS = 12
MOST_MINUTES = 7 * 24 * 60
OWN = ("name", "litres", "kilograms", "skills", "loads", "loading_minutes")
SKILL = re.compile(r"[\w-]{1,40}")


class PlaceField(forms.CharField):
    """``40.6892, -73.9442``, as copied from a map; answers (latitude, longitude)."""

    def clean(self, value: Any) -> tuple[float, float]:
        words: str = super().clean(value)
        try:
            return read_place(words)
        except ValueError as error:
            raise forms.ValidationError(
                _("We cannot read that as a place. Copy it from a map: 40.6892, -73.9442.")
            ) from error


class SpanField(forms.CharField):
    """``7:30-20:30``; empty is None."""

    def clean(self, value: Any) -> tuple[time, time] | None:
        words: str = super().clean(value)
        return span(words) if words.strip() else None


class WindowsField(forms.CharField):
    """``8:00-12:00, 10:00-14:00``: at least one; they may overlap."""

    def clean(self, value: Any) -> list[tuple[time, time]]:
        words: str = super().clean(value)
        found = sorted({span(part) for part in words.split(",")})
        if len(found) > MOST_WINDOWS:
            raise forms.ValidationError(_("These are too many windows."))
        return found


class SkillsField(forms.CharField):
    """``two-person, crane``: answers them in order, each once."""

    def clean(self, value: Any) -> list[str]:
        words: str = super().clean(value)
        found = sorted({word.strip().lower() for word in words.split(",") if word.strip()})
        if not all(SKILL.fullmatch(word) for word in found):
            raise forms.ValidationError(_("Write each as one word, like two-person, with commas between."))
        return found


class DespiteForm(forms.Form):
    """Shown once a change would break promises: made all the same only when ticked."""

    despite = forms.BooleanField(
        label=_("Change it all the same: we call these customers ourselves"), required=False
    )


class DepotForm(forms.Form):
    name = forms.CharField(label=_("Name of the depot"), max_length=120)
    place = PlaceField(
        label=_("Where it lies"), help_text=_("As copied from a map, like 40.6892, -73.9442."), max_length=60
    )
    windows = WindowsField(
        label=_("Windows we offer"), help_text=_("Like 8:00-12:00, 12:00-16:00, 16:00-20:00."), max_length=200
    )
    closes_minutes = forms.IntegerField(
        label=_("A day takes no more bookings so many minutes before its first truck leaves"),
        min_value=0,
        max_value=MOST_MINUTES,
        initial=720,
    )
    window_buffer_minutes = forms.IntegerField(
        label=_("Minutes kept free at the end of a window"),
        help_text=_(
            "Of one that ends four hours after the trucks leave; later ones keep more free, for delays add "
            "up. Customers are promised the whole window."
        ),
        min_value=0,
        max_value=240,
        initial=WINDOW_BUFFER_MINUTES,
    )
    shift_buffer_minutes = forms.IntegerField(
        label=_("Minutes kept free at the end of each shift"),
        min_value=0,
        max_value=240,
        initial=SHIFT_BUFFER_MINUTES,
    )


class VehicleForm(forms.Form):
    name = forms.CharField(label=_("Name of the truck"), max_length=80)
    litres = forms.IntegerField(label=_("Room, in litres"), min_value=1, max_value=200_000)
    kilograms = forms.IntegerField(
        label=_("What it may carry, in kilograms"),
        help_text=_("Left empty, weight never fills it."),
        min_value=1,
        max_value=60_000,
        required=False,
    )
    skills = SkillsField(
        label=_("What its crew can do"),
        help_text=_("With commas between, like two-person, crane. An article can ask for it."),
        max_length=200,
        required=False,
    )
    loads = forms.IntegerField(
        label=_("How often a day it may be loaded"), min_value=1, max_value=10, initial=1
    )
    loading_minutes = forms.IntegerField(
        label=_("Minutes that loading it again takes"), min_value=0, max_value=480, initial=30
    )
    break_minutes = forms.IntegerField(
        label=_("Break, in minutes"), min_value=0, max_value=240, initial=0, help_text=_("0 is none.")
    )
    break_span = SpanField(
        label=_("The break begins between"), help_text=_("Like 11:30-13:30."), max_length=20, required=False
    )

    def __init__(self, *args: Any, drivers: list[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drivers = {str(one.pk): one for one in drivers}
        choices = [("", _("nobody yet")), *((key, one.name) for key, one in self.drivers.items())]
        for number, weekday in enumerate(WEEKDAYS):
            hint = _("Like 7:30-20:30. Empty: it does not drive.") if number == 0 else ""
            self.fields[f"day_{number}"] = SpanField(
                label=weekday, max_length=20, required=False, help_text=hint
            )
            self.fields[f"driver_{number}"] = forms.ChoiceField(
                label=_("Who drives on %(day)s") % {"day": weekday}, choices=choices, required=False
            )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("break_minutes") and not found.get("break_span") and "break_span" not in self.errors:
            self.add_error("break_span", _("A break has a time at which it may begin."))
        return found

    @property
    def of_itself(self) -> list[forms.BoundField]:
        return [self[name] for name in OWN]

    @property
    def week(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Per weekday: its hours, and who drives."""
        return [(self[f"day_{number}"], self[f"driver_{number}"]) for number in range(len(WEEKDAYS))]

    @property
    def rest(self) -> list[forms.BoundField]:
        return [self["break_minutes"], self["break_span"]]

    @property
    def own(self) -> dict[str, Any]:
        """What the form says of the truck itself, by the names of its fields."""
        return {name: self.cleaned_data[name] for name in OWN}

    @property
    def hours(self) -> list[Hours]:
        """The week that the form says."""
        asked = self.cleaned_data
        rest = asked["break_span"] if asked["break_minutes"] else None
        return [
            Hours(
                weekday=number,
                starts=driven[0],
                ends=driven[1],
                driver=self.drivers.get(asked[f"driver_{number}"]),
                break_minutes=asked["break_minutes"],
                break_from=rest[0] if rest else None,
                break_until=rest[1] if rest else None,
            )
            for number in range(len(WEEKDAYS))
            if (driven := asked[f"day_{number}"])
        ]


def depot_form(depot: Depot) -> DepotForm:
    """The form as the depot stands."""
    names = ("name", "closes_minutes", "window_buffer_minutes", "shift_buffer_minutes")
    known: dict[str, Any] = {name: getattr(depot, name) for name in names}
    known["place"] = f"{depot.latitude:g}, {depot.longitude:g}"
    known["windows"] = ", ".join(f"{each.opens:%H:%M}-{each.closes:%H:%M}" for each in depot.windows.all())
    return DepotForm(initial=known, auto_id="depot_%s")


def vehicle_form(vehicle: Vehicle, drivers: list[Staff]) -> VehicleForm:
    """The form as the truck and its week stand."""
    known: dict[str, Any] = {name: getattr(vehicle, name) for name in OWN}
    known["skills"] = ", ".join(vehicle.skills)
    for shift in vehicle.shifts.all():
        known[f"day_{shift.weekday}"] = f"{shift.starts:%H:%M}-{shift.ends:%H:%M}"
        known[f"driver_{shift.weekday}"] = str(shift.driver_id or "")
        known |= _rest(shift)
    return VehicleForm(initial=known, drivers=drivers, auto_id="truck_%s")


def _rest(shift: Shift) -> dict[str, Any]:
    if not shift.break_minutes or shift.break_from is None or shift.break_until is None:
        return {}
    begins = f"{shift.break_from:%H:%M}-{shift.break_until:%H:%M}"
    return {"break_minutes": shift.break_minutes, "break_span": begins}
