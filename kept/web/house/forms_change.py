"""What the pages accept that change a house which stands: how to reach it and when, and who works there."""

from __future__ import annotations

import re
from datetime import date, time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from kept.business.models import Location

WEEKDAYS = [
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
]
SPAN = re.compile(r"\s*(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)\s*")
GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
MOST_CLOSED_DAYS = 400
FIRST_LANGUAGE = _(
    "Letters, policies and reports are in it, unless a customer's language is known to be another."
)


class HoursField(forms.CharField):
    """``9:00-12:30, 14:00-18:00``, empty for closed; answers [["09:00", "12:30"], …]."""

    def clean(self, value: Any) -> list[list[str]]:
        words: str = super().clean(value)
        found = [span(part) for part in words.split(",")] if words.strip() else []
        if any(late[0] < early[1] for early, late in pairwise(found)):
            raise forms.ValidationError(_("These hours overlap."))
        return [[start.strftime("%H:%M"), end.strftime("%H:%M")] for start, end in found]


class ClosedDaysField(forms.CharField):
    """One day a line, ``2026-12-25`` or ``25.12.2026``; answers them as they are kept, in order."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[str]:
        words: str = super().clean(value)
        try:
            found = sorted({_day(word) for word in words.split()})
        except ValueError as error:
            raise forms.ValidationError(_("Write each day like 2026-12-25, one a line.")) from error
        if len(found) > MOST_CLOSED_DAYS:
            raise forms.ValidationError(_("These are too many days."))
        return [day.isoformat() for day in found]


class LocationForm(forms.Form):
    name = forms.CharField(label=_("Name of the business"), max_length=120)
    mail_address = forms.EmailField(label=_("The desk's e-mail address"))
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    address = forms.CharField(
        label=_("Address"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    tax_id = forms.CharField(
        label=_("Tax number"), help_text=_("It stands on every invoice."), max_length=40, required=False
    )
    prices_include_tax = forms.BooleanField(
        label=_("Our prices include the tax"),
        help_text=_("Orders that are entered from now on are counted this way."),
        required=False,
    )
    reply_within_hours = forms.IntegerField(
        label=_("Letters are answered within so many opening hours"),
        help_text=_("Each letter is then promised an answer. Left empty, nothing is promised."),
        min_value=1,
        max_value=500,
        required=False,
    )
    complaints_within_days = forms.IntegerField(
        label=_("Complaints are answered within so many working days"),
        help_text=_("Each complaint, and each review of one, is promised an answer by that day."),
        min_value=1,
        max_value=60,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of your customers"),
        choices=settings.LANGUAGES,
        help_text=FIRST_LANGUAGE,
        required=False,
    )
    also = forms.MultipleChoiceField(
        label=_("Others that some of them read"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    closed_on = ClosedDaysField(
        label=_("Closed on"), help_text=_("One day a line, like 2026-12-25."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, weekday in enumerate(WEEKDAYS):
            hint = _("Like 8:00-12:00, 13:00-18:00. Empty is closed.") if number == 0 else ""
            self.fields[f"day_{number}"] = HoursField(
                label=weekday, max_length=120, required=False, help_text=hint
            )

    @property
    def changes(self) -> dict[str, Any]:
        """What the form says, by the names of the location's fields."""
        asked = dict(self.cleaned_data)
        if asked["complaints_within_days"] is None:
            del asked["complaints_within_days"]  # it stays as it is: no complaint is without a day
        first, also = asked.pop("language"), asked.pop("also")
        if first:
            asked["languages"] = list(dict.fromkeys([first, *also]))
        days = {str(number): asked.pop(f"day_{number}") for number in range(len(WEEKDAYS))}
        return asked | {"hours": {day: spans for day, spans in days.items() if spans}}


def location_form(location: Location) -> LocationForm:
    """The form as the house stands."""
    known: dict[str, Any] = {
        name: getattr(location, name)
        for name in ("name", "mail_address", "phone", "address", "tax_id", "prices_include_tax")
    }
    known["language"], known["also"] = location.language, location.languages[1:]
    known["reply_within_hours"] = location.reply_within_hours
    known["complaints_within_days"] = location.complaints_within_days
    known["closed_on"] = "\n".join(location.closed_on)
    for day, spans in location.hours.items():
        known[f"day_{day}"] = ", ".join(f"{start}-{end}" for start, end in spans)
    return LocationForm(initial=known, auto_id="location_%s")


class PasswordForm(forms.Form):
    password = forms.CharField(label=_("A new password, ten characters or more"), widget=forms.PasswordInput)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


def span(words: str) -> tuple[time, time]:
    """``8:00-12:00``, read. Raises ValidationError in words."""
    found = SPAN.fullmatch(words)
    if found is None:
        raise forms.ValidationError(_("Write the hours like 8:00-12:00, 13:00-18:00."))
    try:
        start, end = (time.fromisoformat(text.zfill(5)) for text in found.groups())
    except ValueError as error:
        raise forms.ValidationError(_("Write the hours like 8:00-12:00, 13:00-18:00.")) from error
    if start >= end:
        raise forms.ValidationError(_("The hours end after they begin."))
    return start, end


def _day(word: str) -> date:
    """Raises ValueError for no day."""
    german = GERMAN_DAY.fullmatch(word)
    return date(int(german[3]), int(german[2]), int(german[1])) if german else date.fromisoformat(word)
