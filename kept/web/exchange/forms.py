"""A file that comes in, and a program that gets a key."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.business.rules import FOR_SOFTWARE, Right

RIGHTS = {
    Right.IMPORT_ORDERS: _("enter orders"),
    Right.BOOK_DELIVERIES: _("read windows and book them"),
    Right.READ_ROUTES: _("read the routes of a day"),
    Right.RECORD_ARRIVALS: _("record when trucks came"),
}


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty."),
            "missing": _("Choose a file first."),
        },
    )


class ProgramForm(forms.Form):
    name = forms.CharField(label=_("Name of the program"), max_length=80)
    rights = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[(right.value, RIGHTS[right]) for right in FOR_SOFTWARE],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_rights(self) -> list[Right]:
        return [Right(right) for right in self.cleaned_data["rights"]]
