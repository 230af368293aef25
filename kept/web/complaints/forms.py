"""What the pages of complaints accept."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from kept.base.calendars import end_of_day, local_instant
from kept.base.money import EXPONENTS, Money
from kept.business.money import say_money
from kept.complaints.actions import Loss, Mending
from kept.complaints.words import ClaimKind, Topic, Word
from kept.desk.complain import Heard
from kept.desk.complain_by_form import Written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kept.business.models import Staff
    from kept.promises.models import Promise

PICK = {"required": _("Please choose one."), "invalid_choice": _("Please choose one of these.")}
WHY = {"required": _("Please say why: the customer may read it.")}
BY_WHEN = {"required": _("Please say by when.")}
FAR = _("This day is too far away. Please look at the year again.")
FIRST_DAY, LAST_DAY = (
    date(2000, 1, 1),
    date(2100, 1, 1),
)  # what is promised lies between; a case takes no more
MOST_WORDS = 400  # letters of a promise


def amount_field(currency: str, *, least: int = 1, **more: Any) -> forms.DecimalField:
    """A sum of this currency, in its own decimals, from ``least`` minor units on; empty: no money.

    Read with the decimal sign of the page's language, as it is shown there.
    """
    places = EXPONENTS.get(currency, 2)
    return forms.DecimalField(
        required=False,
        min_value=Decimal(least).scaleb(-places),
        max_digits=12,
        decimal_places=places,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input-short"}),
        **more,
    )


def day_field(**more: Any) -> forms.DateField:
    """The last day of a promise, in a year that can be meant."""
    bounds = [MinValueValidator(FIRST_DAY, message=FAR), MaxValueValidator(LAST_DAY, message=FAR)]
    return forms.DateField(error_messages=BY_WHEN, validators=bounds, **more)


class ClaimForm(forms.Form):
    """One claim: its kind, the sentence that makes it, its promises (none ticked: the desk looks)."""

    kind = forms.ChoiceField(choices=ClaimKind.choices, error_messages=PICK, label=_("What they say"))
    sentence = forms.CharField(max_length=500, required=False, label=_("In their sentence"))
    about = forms.MultipleChoiceField(required=False, label=_("About"))

    def __init__(self, *args: Any, promised: Sequence[Promise], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.promised = {str(promise.pk): promise for promise in promised}
        self.fields["about"].choices = [(pk, str(p)) for pk, p in self.promised.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> tuple[Promise, ...] | None:
        """The promises ticked; None where the desk is to look for itself."""
        found = tuple(self.promised[pk] for pk in self.cleaned_data["about"])
        return found or None


class OpenForm(ClaimForm):
    """A new complaint: the words, the first claim, stars if they gave any, and what is at stake."""

    words = forms.CharField(required=False, widget=forms.Textarea, label=_("Their words"))
    stars = forms.TypedChoiceField(
        choices=[("", _("none given")), *((n, n) for n in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
        label=_("Stars"),
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["at_stake"] = amount_field(currency, least=0, label=_("What is at stake"))

    @property
    def at_stake(self) -> Money | None:
        amount = self.cleaned_data["at_stake"]
        return None if amount is None else Money.of(amount, self.currency)

    @property
    def written(self) -> Written:
        said = self.cleaned_data
        heard = Heard(said["kind"], said["sentence"], self.chosen)
        return Written(heard, said["words"], said["stars"], self.at_stake)


class DecisionForm(forms.Form):
    """A person's word on one claim; a reason wherever it is not the desk's."""

    final = forms.ChoiceField(choices=Word.choices, error_messages=PICK)
    because = forms.CharField(max_length=500, required=False)


class RemedyForm(forms.Form):
    """What we do, by which day, and how much where it is money; a ``rung`` says the sum in its words too."""

    rung = forms.BooleanField(required=False)
    words = forms.CharField(max_length=MOST_WORDS, error_messages={"required": _("Please say what we do.")})
    until = day_field()

    def __init__(self, *args: Any, zone: ZoneInfo, currency: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = amount_field(currency)
        self.zone, self.currency, self.now = zone, currency, now

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        day = found.get("until")
        if day is not None and end_of_day(day, self.zone) <= self.now:
            self.add_error("until", _("This day is over. Please choose a later one."))
        if not self.errors and len(self.mending.words) > MOST_WORDS:
            self.add_error("words", _("With the sum these are more words than fit. Please say it shorter."))
        return found

    @property
    def mending(self) -> Mending:
        amount, words = self.cleaned_data["amount"], self.cleaned_data["words"]
        money = Money.of(amount, self.currency) if amount else None
        return Mending(
            words=f"{words}: {say_money(money)}" if money and self.cleaned_data["rung"] else words,
            until=end_of_day(self.cleaned_data["until"], self.zone),
            kind="refund" if money else "remedy",
            amount=money,
        )


class LossForm(forms.Form):
    """What was said wrongly, by topic, what is right, and what honouring it costs us."""

    topic = forms.ChoiceField(choices=Topic.choices, error_messages=PICK, label=_("It was about"))
    right = forms.CharField(max_length=500, required=False, label=_("What is right"))

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["cost"] = amount_field(currency, least=0, label=_("What honouring it costs us"))

    @property
    def loss(self) -> Loss:
        cost = Money.of(self.cleaned_data["cost"] or 0, self.currency)
        return Loss(self.cleaned_data["topic"], cost, self.cleaned_data["right"])


class MessageForm(LossForm):
    """A line of ours that is honoured: its words as a promise, until when, and whether money goes out."""

    words = forms.CharField(
        max_length=MOST_WORDS,
        error_messages={"required": _("Please write what was said.")},
        label=_("What we said, right or wrong: it becomes a promise"),
    )
    until = day_field(widget=forms.DateInput(attrs={"type": "date"}), label=_("It holds until the end of"))
    is_money = forms.BooleanField(required=False, label=_("This sum goes to the customer"))
    field_order = ("words", "until", "topic", "right", "cost", "is_money")

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("is_money") and not found.get("cost"):
            self.add_error("cost", _("Please say how much goes to the customer."))
        return found

    @property
    def said(self) -> Mending:
        until = end_of_day(self.cleaned_data["until"], self.zone)
        money = self.loss.cost if self.cleaned_data["is_money"] else None
        return Mending(self.cleaned_data["words"], until, "refund" if money else "remedy", money)


class HonourForm(LossForm):
    """What staff told the customer: the words, who said them and when, and until when they bind us."""

    words = forms.CharField(
        max_length=MOST_WORDS, error_messages={"required": _("Please write what was said.")}
    )
    said_by = forms.ChoiceField(error_messages=PICK)
    said_at = forms.DateTimeField(error_messages={"required": _("Please say when it was said.")})
    until = day_field()

    def __init__(
        self, *args: Any, colleagues: Sequence[Staff], zone: ZoneInfo, now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now = zone, now
        self.people = {str(one.pk): one for one in colleagues}
        self.fields["said_by"].choices = [(pk, one.name) for pk, one in self.people.items()]  # type: ignore[attr-defined]

    def clean_said_at(self) -> datetime:
        said_at: datetime = self.cleaned_data["said_at"].replace(tzinfo=None)
        if not FIRST_DAY <= said_at.date() <= LAST_DAY:
            raise forms.ValidationError(FAR)
        at = local_instant(said_at.date(), said_at.time(), self.zone)
        if at > self.now:
            raise forms.ValidationError(_("This lies ahead of us. When was it said?"))
        return at

    @property
    def said(self) -> Mending:
        return Mending(self.cleaned_data["words"], end_of_day(self.cleaned_data["until"], self.zone))

    @property
    def speaker(self) -> Staff:
        return self.people[self.cleaned_data["said_by"]]


class LetterForm(forms.Form):
    text = forms.CharField(widget=forms.Textarea, error_messages={"required": _("The letter is empty.")})


class ReasonForm(forms.Form):
    because = forms.CharField(max_length=500, error_messages=WHY)


class LaterForm(forms.Form):
    """A later day for our answer, and why; the customer reads it."""

    until = day_field()
    because = forms.CharField(max_length=500, error_messages=WHY)


class AnswerForm(forms.Form):
    """What the customer says to it, once."""

    words = forms.CharField(
        widget=forms.Textarea, max_length=5_000, error_messages={"required": _("Please write a word or two.")}
    )
