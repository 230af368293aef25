"""What the public pages of joining accept: what is chosen, and who chooses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kept.customers.rules import UnreadableIdentity, normal_email, normal_phone
from kept.memberships.actions import Asker

if TYPE_CHECKING:
    from kept.memberships.models import Plan, PlanAddOn


class WhoForm(forms.Form):
    """What is taken in addition, a name, a mailbox, perhaps a number, and the language of the contract."""

    add_ons = forms.MultipleChoiceField(required=False)
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        error_messages={"required": _("Please write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("Your contract goes there, to be confirmed by you."),
        error_messages={
            "required": _("Please write your address."),
            "invalid": _("Please look at the address again."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Your telephone number, if you like"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(label=_("The language of your contract"))

    def __init__(self, *args: Any, plan: Plan, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.additions = {str(one.pk): one for one in plan.add_ons.all()}
        names = dict(settings.LANGUAGES)
        self.fields["add_ons"].choices = [(key, key) for key in self.additions]  # type: ignore[attr-defined]
        self.fields["language"].choices = [(code, names[code]) for code in languages]  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        try:
            return normal_email(self.cleaned_data["email"])
        except UnreadableIdentity as unreadable:
            raise forms.ValidationError(_("Please look at the address again.")) from unreadable

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        if not typed.strip():
            return ""
        try:
            return normal_phone(typed, self.plan.location.country)
        except UnreadableIdentity as unreadable:
            raise forms.ValidationError(_("Please look at the number again.")) from unreadable

    @property
    def asker(self) -> Asker:
        asked = self.cleaned_data
        return Asker(name=asked["name"].strip(), email=asked["email"], phone=asked["phone"])

    @property
    def taken(self) -> tuple[PlanAddOn, ...]:
        return tuple(one for key, one in self.additions.items() if key in self.cleaned_data["add_ons"])
