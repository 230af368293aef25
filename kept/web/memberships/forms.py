"""What the pages of a way out accept. None of them asks for a reason."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.base.calendars import local_instant
from kept.base.money import EXPONENTS, Money
from kept.memberships.actions import Choice

if TYPE_CHECKING:
    from kept.memberships.models import AddOn, Membership

EVERYTHING = "membership"


class EndForm(forms.Form):
    """What is to end: ``membership`` (with all that was taken in addition), or ``addon:3`` once or more.

    ``wished_on`` is a later last day; ``asked_on`` the day of an earlier asking that went astray.
    """

    end = forms.MultipleChoiceField(
        error_messages={
            "required": _("Please choose what is to end."),
            "invalid_choice": _("This has ended already."),
        }
    )
    wished_on = forms.DateField(required=False)
    asked_on = forms.DateField(required=False, error_messages={"invalid": _("Please write a day.")})

    def __init__(self, *args: Any, membership: Membership, running: list[AddOn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.running = {f"addon:{add_on.pk}": add_on for add_on in running}
        self.zone = membership.location.zone
        keys = [EVERYTHING, *self.running]
        self.fields["end"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]

    @property
    def choice(self) -> Choice:
        chosen: list[str] = self.cleaned_data["end"]
        return Choice(
            membership=EVERYTHING in chosen,
            add_ons=tuple(self.running[key] for key in chosen if key in self.running),
            wished_on=self.cleaned_data["wished_on"],
        )

    @property
    def asked_at(self) -> datetime | None:
        """The first instant of the local day named: the doubt is the customer's."""
        day: date | None = self.cleaned_data["asked_on"]
        return None if day is None else local_instant(day, time(0), self.zone)


class AddressForm(forms.Form):
    """Where the receipt may go, if we know no address."""

    address = forms.EmailField(
        required=False, error_messages={"invalid": _("Please look at the address again.")}
    )


class MailboxForm(forms.Form):
    """The mailbox that shows who somebody is."""

    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        error_messages={
            "required": _("Please write your address."),
            "invalid": _("Please look at the address again."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class OfferForm(forms.Form):
    what = forms.CharField(max_length=300, error_messages={"required": _("Please write what was offered.")})


class PaymentForm(forms.Form):
    """Money that went back: the sum in major units, and the bank's or card's reference."""

    amount = forms.DecimalField(min_value=0, max_digits=12, localize=True)
    reference = forms.CharField(
        max_length=60, error_messages={"required": _("Please write the payment's reference.")}
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["amount"].decimal_places = EXPONENTS.get(currency, 2)  # type: ignore[attr-defined]

    def clean_amount(self) -> Money:
        try:
            found = Money.typed(self.cleaned_data["amount"], self.currency)
        except ValueError as error:
            raise forms.ValidationError(_("Please look at the amount again.")) from error
        if not found:
            raise forms.ValidationError(_("Please write how much was paid back."))
        return found
