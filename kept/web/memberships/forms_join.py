"""What the pages of joining and paying accept."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.base.calendars import local_instant
from kept.desk.join import Signing

if TYPE_CHECKING:
    from kept.memberships.models import Plan, PlanAddOn

NOON = time(12)


class JoinerForm(forms.Form):
    """Somebody who is not in the book yet."""

    name = forms.CharField(
        label=_("Name"), max_length=200, error_messages={"required": _("Please ask for their name.")}
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.CharField(label=_("E-mail address"), max_length=254, required=False)


class AnyOf(forms.MultipleChoiceField):
    """Boxes whose names only the contract knows; what it does not know changes nothing."""

    def valid_value(self, value: str) -> bool:
        return len(value) < 80


class JoinForm(forms.Form):
    """A plan, what is taken in addition (``3`` of any plan), and how the contract was told.

    ``mark`` is that of the contract which stood on the page, ``ticked`` the sums that were ticked there.
    """

    plan = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": _("Please choose a plan.")}
    )
    add_ons = forms.MultipleChoiceField(required=False)
    mark = forms.CharField(max_length=64, required=False)
    handed_over = forms.BooleanField(required=False)
    acknowledged = forms.BooleanField(required=False)
    ticked = AnyOf(required=False)

    def __init__(self, *args: Any, plans: list[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = {str(plan.pk): plan for plan in plans}
        self.fields["plan"].choices = [(key, key) for key in self.plans]  # type: ignore[attr-defined]
        additions = [str(one.pk) for plan in plans for one in plan.add_ons.all()]
        self.fields["add_ons"].choices = [(key, key) for key in additions]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        plan = self.plans.get(found.get("plan", ""))
        if plan is not None:
            own = {str(one.pk) for one in plan.add_ons.all()}
            if set(found.get("add_ons", [])) - own:
                self.add_error("add_ons", _("This is taken in addition to another plan."))
        return found

    @property
    def chosen(self) -> Plan:
        return self.plans[self.cleaned_data["plan"]]

    @property
    def taken(self) -> tuple[PlanAddOn, ...]:
        return tuple(one for one in self.chosen.add_ons.all() if str(one.pk) in self.cleaned_data["add_ons"])

    def signing(self, *, began_at: datetime) -> Signing:
        asked = self.cleaned_data
        return Signing(
            plan=self.chosen,
            mark=asked["mark"],
            add_ons=self.taken,
            handed_over=asked["handed_over"],
            acknowledged=asked["acknowledged"],
            ticked=asked["ticked"],
            began_at=began_at,
        )


class PaidForm(forms.Form):
    """A charge was paid in full: the reference on the slip or statement, and the day, today unless told."""

    reference = forms.CharField(
        max_length=60, error_messages={"required": _("Please write the payment's reference.")}
    )
    paid_on = forms.DateField(required=False, error_messages={"invalid": _("Please write a day.")})

    def __init__(self, *args: Any, zone: ZoneInfo, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now = zone, now

    def clean_paid_on(self) -> date | None:
        day: date | None = self.cleaned_data["paid_on"]
        if day is not None and day > self.now.astimezone(self.zone).date():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    @property
    def paid_at(self) -> datetime:
        """Now, or the noon of an earlier day: nobody writes down the minute of a payment."""
        day: date | None = self.cleaned_data["paid_on"]
        if day is None or day == self.now.astimezone(self.zone).date():
            return self.now
        return local_instant(day, NOON, self.zone)
