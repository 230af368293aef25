"""What a driver can say about a visit: one of four results, and a word on it if they like."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

RESULTS = (
    ("delivered", pgettext_lazy("result of a visit", "Delivered")),
    ("nobody_there", pgettext_lazy("result of a visit", "Nobody there")),
    ("refused", pgettext_lazy("result of a visit", "Refused")),
    ("damaged", pgettext_lazy("result of a visit", "Damaged")),
)

OTHERS = {
    "arrived": pgettext_lazy("a tap", "Arrived"),
    "photo": pgettext_lazy("a tap", "Photo"),
    "signature": pgettext_lazy("a tap", "Signature"),
}


def said_words(what: str) -> str:
    """How a tap is called: ``arrived`` is "Arrived"."""
    return str((OTHERS | dict(RESULTS)).get(what, what))


class VisitForm(forms.Form):
    result = forms.ChoiceField(
        choices=RESULTS, error_messages={"required": _("Press one of the four buttons.")}
    )
    note = forms.CharField(
        required=False,
        max_length=500,
        label=_("What happened, if it helps"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
