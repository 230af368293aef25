"""What a visitor may change on the tour: the arrival, the tellings, the wish."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.web.tour.calls import SHOWN, Call

STEP = 5  # minutes
FIRST, LAST = (at.hour * 60 for at in SHOWN)
WISHES = [time(hour, minute) for hour in range(8, 14) for minute in (0, 30)]


class CallForm(forms.Form):
    """One call, in the field names of its side: ``left-arrival`` in minutes after midnight, and so on."""

    arrival = forms.IntegerField(min_value=FIRST, max_value=LAST, label=_("Arrival of the truck"))
    told_at_purchase = forms.BooleanField(required=False, label=_("Told at purchase"))
    told_at_scheduling = forms.BooleanField(required=False, label=_("Told at scheduling"))
    wish = forms.ChoiceField(required=False, label=_("Wished for, when booking"))

    def __init__(self, call: Call, posted: object = None) -> None:
        self.call = call
        start = {
            "arrival": call.arrival.hour * 60 + call.arrival.minute,
            "told_at_purchase": call.told_at_purchase,
            "told_at_scheduling": call.told_at_scheduling,
            "wish": f"{call.wish:%H:%M}" if call.wish else "",
        }
        super().__init__(posted, prefix=call.side, initial=start)  # type: ignore[arg-type]  # a QueryDict or none
        self.fields["arrival"].widget = forms.NumberInput(
            attrs={
                "type": "range",
                "min": FIRST,
                "max": LAST,
                "step": STEP,
                "aria-valuetext": f"{call.arrival.hour}:{call.arrival:%M}",
            }
        )
        choices = [("", _("no hour")), *((f"{at:%H:%M}", f"{at.hour}:{at:%M}") for at in WISHES)]
        self.fields["wish"] = forms.ChoiceField(
            required=False, label=_("Wished for, when booking"), choices=choices
        )

    def as_call(self) -> Call:
        """The call with what was changed. Only after ``is_valid()``."""
        changed = self.cleaned_data
        wish = changed["wish"]
        return replace(
            self.call,
            arrival=time(*divmod(changed["arrival"], 60)),
            told_at_purchase=changed["told_at_purchase"],
            told_at_scheduling=changed["told_at_scheduling"],
            wish=time.fromisoformat(wish) if wish else None,
        )
