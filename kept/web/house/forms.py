"""What the house's pages accept: the first owner, staff, trucks, plans."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kept.base.money import Money
from kept.business.rules import Role
from kept.web.context import ROLES
from kept.web.house.forms_change import FIRST_LANGUAGE
from kept.web.house.forms_trucks import PlaceField

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

# ISO 4217, what shops are paid in.
_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN "
    "BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS "
    "GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW "
    "KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD "
    "NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD "
    "SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES "
    "VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
CURRENCIES = frozenset(_CODES.split())


class FoundingForm(forms.Form):
    business = forms.CharField(label=_("Name of the business"), max_length=120)
    zone = forms.ChoiceField(label=_("Time zone"))
    country = forms.CharField(label=_("Country"), help_text=_("Two letters, such as US or DE."), max_length=2)
    currency = forms.CharField(
        label=_("Currency"), help_text=_("Three letters, such as USD or EUR."), max_length=3
    )
    language = forms.ChoiceField(
        label=_("Language of your customers"),
        choices=settings.LANGUAGES,
        help_text=FIRST_LANGUAGE,
        required=False,
    )
    mail_address = forms.EmailField(label=_("The desk's e-mail address"))
    owner = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail address"), help_text=_("You log in with it."))
    password = forms.CharField(label=_("A password, ten characters or more"), widget=forms.PasswordInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = [(name, name) for name in sorted(available_timezones()) if "/" in name]
        self.fields["language"].initial = _spoken()
        self.fields["zone"].choices = [("", _("Please choose")), *zones]  # type: ignore[attr-defined]  # a ChoiceField has them

    def clean_country(self) -> str:
        return _code(self.cleaned_data["country"], 2, _("Two letters, such as US or DE."))

    def clean_currency(self) -> str:
        code = _code(self.cleaned_data["currency"], 3, _("Three letters, such as USD or EUR."))
        if code not in CURRENCIES:
            raise ValidationError(_("We know no such currency. It cannot be changed later."))
        return code

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or _spoken()

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class HireForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, ROLES[role]) for role in Role])
    password = forms.CharField(label=_("First password"), widget=forms.PasswordInput)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class TruckForm(forms.Form):
    name = forms.CharField(label=_("Name of the truck"), max_length=80)
    litres = forms.IntegerField(label=_("Room, in litres"), min_value=1, max_value=200_000, initial=12_000)
    driver = forms.ChoiceField(label=_("Who drives it"), required=False)
    starts = forms.TimeField(label=_("Leaves at"), initial="07:30")
    ends = forms.TimeField(label=_("Back by"), initial="20:30")
    home = forms.ChoiceField(label=_("Depot"))
    depot = forms.CharField(label=_("Name of the depot"), max_length=120)
    place = PlaceField(
        label=_("Where the depot lies"),
        help_text=_("As copied from a map, like 40.6892, -73.9442."),
        max_length=60,
    )

    def __init__(
        self, *args: Any, drivers: list[tuple[str, str]], depots: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["driver"].choices = [("", _("nobody yet")), *drivers]  # type: ignore[attr-defined]  # as above
        self.fields["home"].choices = depots  # type: ignore[attr-defined]  # as above
        for name in ("depot", "place") if depots else ():
            del self.fields[name]
        if len(depots) < 2:
            del self.fields["home"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("starts") and found.get("ends") and found["starts"] >= found["ends"]:
            raise ValidationError(_("A truck comes back after it left."))
        return found


class PlanForm(forms.Form):
    name = forms.CharField(label=_("Name of the plan"), max_length=80)
    price = forms.DecimalField(label=_("Price a month"), min_value=0, max_digits=12, localize=True)
    add_on = forms.CharField(label=_("Add-on, such as training sessions"), max_length=80, required=False)
    add_on_price = forms.DecimalField(
        label=_("Its price a month"), min_value=0, max_digits=12, required=False, localize=True
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_price(self) -> Money | None:
        return _money(self.cleaned_data["price"], self.currency)

    def clean_add_on_price(self) -> Money | None:
        return _money(self.cleaned_data["add_on_price"], self.currency)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("add_on") and found.get("add_on_price") is None:
            raise ValidationError(_("An add-on has a price."))
        return found


def _spoken() -> str:
    """The language of whoever fills the form."""
    return (get_language() or "en")[:2]


def _money(amount: Decimal | None, currency: str) -> Money | None:
    """The sum that was typed, exact."""
    try:
        return None if amount is None else Money.typed(amount, currency)
    except ValueError as error:
        raise ValidationError(_("This currency has fewer decimals.")) from error


def _code(words: str, letters: int, hint: StrPromise) -> str:
    """A code of so many letters, in capitals however it was typed."""
    code = words.strip().upper()
    if not (len(code) == letters and code.isascii() and code.isalpha()):
        raise ValidationError(hint)
    return code
