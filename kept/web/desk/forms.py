"""What the desk's pages accept: each form reads one thing, and says in plain words what is missing."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kept.base.calendars import Calendar, local_instant
from kept.base.money import Money
from kept.deliveries.rules import LocalWindow, read_day
from kept.desk import erase
from kept.web.desk.choices import Choice, choices

WORDS = {"required": _("Please write a word or two.")}
PICK = {"required": _("Please choose one."), "invalid_choice": _("Please choose one of these.")}


class WordsForm(forms.Form):
    """Some words: a line of a call, a reply, a note, an expectation."""

    text = forms.CharField(max_length=20_000, error_messages=WORDS, widget=forms.Textarea)


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=300, error_messages=WORDS)


class ErasureForm(forms.Form):
    """Why a person is erased, and that whoever presses knows that it cannot be undone."""

    because = forms.ChoiceField(choices=erase.BECAUSE, error_messages=PICK)
    certain = forms.BooleanField(
        error_messages={"required": _("Please tick that you know: this cannot be undone.")}
    )


class HandOverForm(ReasonForm):
    """To whom, and why: ``staff:7`` or ``team:2``."""

    to = forms.ChoiceField(error_messages=PICK)

    def __init__(self, *args: Any, to: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = to  # type: ignore[attr-defined]  # a ChoiceField has them


class CallerForm(forms.Form):
    """Somebody who is not in the book yet."""

    name = forms.CharField(max_length=200, error_messages={"required": _("Please ask for their name.")})
    phone = forms.CharField(max_length=40, required=False)
    email = forms.CharField(max_length=254, required=False)


class PromiseForm(forms.Form):
    """One of the quick choices, its words and due time changed where they need to be.

    The words are in ``language``, that of whoever is promised; what was typed is read in the page's.
    """

    choice = forms.ChoiceField(error_messages=PICK)
    words = forms.CharField(max_length=400, required=False)
    until = forms.DateTimeField(required=False)
    amount = forms.DecimalField(required=False, min_value=Decimal("0.001"), max_digits=12, localize=True)

    def __init__(
        self, *args: Any, calendar: Calendar, currency: str, language: str, now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        with override(language):
            self.offered = {choice.key: choice for choice in choices(calendar, now=now)}
        self.currency, self.zone, self.now = currency, calendar.zone, now
        self.fields["choice"].choices = [(key, key) for key in self.offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        choice: Choice | None = self.offered.get(found.get("choice", ""))
        if choice is None:
            return found
        if choice.asks_amount:
            found["money"] = _money(self, "amount", found.get("amount"), self.currency)
        found["due"] = self._due(found.get("until"), choice)
        found["offer"] = choice
        found["words"] = found.get("words") or choice.words
        return found

    def _due(self, until: datetime | None, choice: Choice) -> datetime:
        """The time that was typed means the location's clocks, whatever the server's are."""
        if until is None:
            return choice.until
        due = _on_our_clocks(until, self.zone)
        if due <= self.now:
            self.add_error("until", _("This time has passed already."))
        return due


class FactForm(forms.Form):
    """What happened about a promise: that it was done, for a call whether we spoke, for a refund how much."""

    reached = forms.TypedChoiceField(
        choices=[("yes", _("We spoke")), ("no", _("Nobody answered"))],
        coerce=lambda value: value == "yes",
        required=False,
        empty_value=None,
        error_messages=PICK,
    )
    amount = forms.DecimalField(required=False, min_value=Decimal("0.001"), max_digits=12, localize=True)
    once = forms.RegexField("^[0-9a-f]{16}$", required=False)

    def __init__(self, *args: Any, kind: str, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.currency = kind, currency

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self.kind != "call_back":
            found["reached"] = None
        elif found.get("reached") is None:
            self.add_error("reached", _("Did you speak to them?"))
        found["money"] = None
        if self.kind == "refund":
            found["money"] = _money(self, "amount", found.get("amount"), self.currency)
        return found

    @property
    def evidence(self) -> str:
        """Names this very press, with what was said: a form that a browser sends again says nothing new."""
        if not self.cleaned_data["once"]:
            return ""
        money: Money | None = self.cleaned_data["money"]
        said = self.cleaned_data["reached"] if money is None else money.minor
        return f"form:{self.cleaned_data['once']}-{said}"


class WishForm(forms.Form):
    """What was asked for in their words ("9 o'clock"), and the day and hour where they named one."""

    asked = forms.CharField(max_length=300, error_messages=WORDS)
    wished_at = forms.DateTimeField(required=False)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean_wished_at(self) -> datetime | None:
        wished_at: datetime | None = self.cleaned_data["wished_at"]
        return _on_our_clocks(wished_at, self.zone) if wished_at else None


class HourForm(forms.Form):
    """A wish for an hour of one day, in their words."""

    asked = forms.CharField(max_length=300, error_messages=WORDS)
    day = forms.DateField(error_messages={"required": _("Which day?"), "invalid": _("Which day?")})
    at = forms.TimeField(error_messages={"required": _("Which hour?"), "invalid": _("Which hour?")})

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("day") and found.get("at"):
            try:
                found["hour"] = local_instant(read_day(str(found["day"])), found["at"], self.zone)
            except ValueError:
                self.add_error("day", _("Which day?"))
        return found


class BookingForm(forms.Form):
    """A window as the page named it ("2026-03-05 08:00-12:00"), and at whose wish it is moved."""

    window = forms.CharField(max_length=40)
    wish = forms.ChoiceField(choices=[("customer", "customer"), ("ours", "ours")], required=False)

    def clean_wish(self) -> str:
        """Theirs, unless somebody says that we need it."""
        return self.cleaned_data["wish"] or "customer"

    def clean_window(self) -> LocalWindow:
        try:
            return LocalWindow.parse(self.cleaned_data["window"])
        except ValueError as error:
            raise forms.ValidationError(_("Please choose one of the windows.")) from error


class ExpectationForm(forms.Form):
    """What they expect, in their words, and whether it is about us or about others."""

    what = forms.CharField(max_length=500, error_messages=WORDS)
    source = forms.ChoiceField(choices=[("said", _("of us")), ("elsewhere", _("about others"))])
    level = forms.ChoiceField(
        choices=[("", _("not comparable")), ("worse", _("worse than we promise")),
                 ("as_promised", _("as promised")), ("better", _("better than we promise"))],
        required=False,
    )  # fmt: skip


def _on_our_clocks(typed: datetime, zone: ZoneInfo) -> datetime:
    local = typed.replace(tzinfo=None)
    return local_instant(local.date(), local.time(), zone)


def _money(form: forms.Form, field: str, amount: Decimal | None, currency: str) -> Money | None:
    """The sum that was typed, exact; what cannot be one is said at its field."""
    if amount is None:
        form.add_error(field, _("Please write how much."))
        return None
    try:
        return Money.typed(amount, currency)
    except ValueError:
        form.add_error(field, _("Please write the amount in whole cents."))
        return None
