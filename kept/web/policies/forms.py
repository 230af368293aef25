"""What the writing page takes: words by language, the terms, a question. Read as far as it can be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kept.base.money import Money
from kept.policies import terms
from kept.policies.actions import CheckDraft, Draft, TermDraft
from kept.policies.terms import Typed
from kept.web.policies import typed

OCCASIONS = [
    ("purchase", _("at the purchase")),
    ("scheduling", _("when a delivery is scheduled")),
    ("signing", _("when a membership is signed")),
    ("renewal", _("at a renewal")),
    ("fee_change", _("when a fee changes")),
]
FORMULAS = [
    ("", _("no fee")),
    (typed.ONCE, _("a sum, once")),
    (typed.PER_MONTH, _("a sum for each whole month that is left")),
    (typed.PERCENT, _("a part of the price of the months that are left")),
]
FOR_WHAT = [
    ("", _("anything that ends")),
    (terms.MEMBERSHIP, _("the membership")),
    (terms.ADD_ONS, _("what was taken in addition")),
]
# The fields of each term by their kind: how the sheet shows them, and how they are read.
GROUPS = (
    (
        _("Delivery and visits"),
        ("window_hours", "visit_minutes", "credit", "credit_days", "credit_working", "credit_again"),
    ),
    (
        _("Ending it"),
        ("fee_formula", "fee_part", "fee_percent", "fee", "fee_months", "fee_of", "notice_days"),
    ),
    (_("Money back"), ("refund_days", "cooling_days")),
    (_("Other rules"), ("own_rules",)),
)


class MoneyField(forms.DecimalField):
    """A sum in the currency of the place; answers Money."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=0, max_digits=12, required=False, **kwargs)
        self.currency = "EUR"

    def clean(self, value: Any) -> Any:
        amount: Decimal | None = super().clean(value)
        try:
            return None if amount is None else Money.of(amount, self.currency)
        except ValueError as error:
            raise ValidationError(_("This currency has fewer decimals.")) from error


class WordsField(forms.CharField):
    """Words of several lines. A browser ends them with two signs each; here they are as they were typed."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


def _days(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=366, required=False)


class WritingForm(forms.Form):
    """A policy as it is being written. ``languages`` are those it can be written in."""

    slug = forms.SlugField(
        label=_("Short name"), help_text=_("Such as delivery or leaving. It stays."), max_length=50
    )
    occasions = forms.MultipleChoiceField(
        label=_("Due to be told"), choices=OCCASIONS, widget=forms.CheckboxSelectMultiple, required=False
    )
    window_hours = forms.IntegerField(
        label=_("Length of a window, in hours"), min_value=1, max_value=24, required=False
    )
    visit_minutes = forms.IntegerField(
        label=_("We call so many minutes before a visit"), min_value=1, max_value=1440, required=False
    )
    credit = MoneyField(label=_("Paid back when we miss a window"))
    credit_days = _days(_("… within so many days"))
    credit_working = forms.BooleanField(label=_("… counted in working days"), required=False)
    credit_again = forms.BooleanField(label=_("… and the same sum again, if it comes late"), required=False)
    fee_formula = forms.ChoiceField(label=_("What ending costs"), choices=FORMULAS, required=False)
    fee_part = MoneyField(label=_("For each whole month that is left"))
    fee_percent = forms.IntegerField(
        label=_("Percent of the price of the months left"), min_value=1, max_value=100, required=False
    )
    fee = MoneyField(
        label=_("The fee, and never more than it"),
        help_text=_("For a sum once: the sum. For the others: the most that it can be."),
    )
    fee_months = forms.IntegerField(
        label=_("… within the first so many months"), min_value=1, max_value=120, required=False
    )
    fee_of = forms.ChoiceField(label=_("… of"), choices=FOR_WHAT, required=False)
    notice_days = _days(_("Days charged after somebody asked to leave"))
    refund_days = _days(_("Money for later days comes back within so many days"))
    cooling_days = _days(_("Can be taken back whole for so many days"))
    own_rules = forms.CharField(
        label=_("Names of rules without figures"),
        help_text=_("With commas, such as: assembly, old appliance. The words say what they are."),
        max_length=400,
        required=False,
    )

    def __init__(
        self, *args: Any, languages: Mapping[str, str], currency: str, stands: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.languages, self.currency, self.terms = languages, currency, list[Typed]()
        if stands:
            del self.fields["slug"]
        for field in self.fields.values():
            if isinstance(field, MoneyField):
                field.currency = currency
                field.label = f"{field.label} ({currency})"
        for language in languages:
            self.fields |= _fields_of(language)

    def texts(self) -> list[dict[str, Any]]:
        """The fields of each language, for the sheet."""
        return [
            {
                "language": language,
                "name": name,
                "title": self[f"title_{language}"],
                "words": self[f"words_{language}"],
                "check": [self[f"{part}_{language}"] for part in ("question", "right", "wrong")],
                "asks": bool(self[f"question_{language}"].value()),
            }
            for language, name in self.languages.items()
        ]

    def groups(self) -> list[tuple[Any, list[BoundField]]]:
        """The fields of the terms, by what they are about."""
        return [(words, [self[name] for name in names]) for words, names in GROUPS]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        self.terms = list(self._terms(found))
        written = [language for language in self.languages if found.get(f"words_{language}")]
        if not written:
            self.add_error(None, _("A policy needs words in at least one language."))
        for language in self.languages:
            if (language in written) != bool(found.get(f"title_{language}")):
                self.add_error(f"title_{language}", _("Title and words go together."))
            self._check_question(found, language)
        return found

    def _terms(self, found: Mapping[str, Any]) -> Iterable[Typed]:
        for field, make in typed.MADE:
            try:
                if (term := make(found)) is not None:
                    yield term
            except terms.TermError as error:
                self.add_error(field, gettext(str(error)))
        for name in found.get("own_rules", "").split(","):
            key = slugify(name, allow_unicode=False).replace("-", "_")[:40]
            if key in terms.KINDS:
                self.add_error("own_rules", _("“%(name)s” has a field of its own.") % {"name": name.strip()})
            elif key:
                yield terms.read(key, {})

    def _check_question(self, found: dict[str, Any], language: str) -> None:
        question, right = found.get(f"question_{language}"), found.get(f"right_{language}", "")
        wrong = [line.strip() for line in found.get(f"wrong_{language}", "").splitlines() if line.strip()]
        if not question:
            return
        answers = sorted({right, *wrong} - {""}, key=str.casefold)
        if not right or not 2 <= len(answers) <= 4 or len(answers) != len(wrong) + 1:
            self.add_error(
                f"right_{language}", _("A question has two to four answers, each of them different.")
            )
            return
        found[f"check_{language}"] = CheckDraft(question, tuple(answers), answers.index(right))

    def draft(self) -> Draft:
        """What is published. Only of a form that is valid."""
        found = self.cleaned_data
        written = [language for language in self.languages if found[f"words_{language}"]]
        return Draft(
            wordings={each: (found[f"title_{each}"], found[f"words_{each}"]) for each in written},
            terms=tuple(TermDraft(term.key, term.kind.value, term.facts) for term in self.terms),
            checks={each: found[f"check_{each}"] for each in written if f"check_{each}" in found},
            occasions=tuple(found["occasions"]),
        )


def _fields_of(language: str) -> dict[str, forms.Field]:
    spoken = forms.TextInput(attrs={"lang": language})
    lines = {"lang": language, "rows": 3}
    return {
        f"title_{language}": forms.CharField(label=_("Title"), max_length=200, required=False, widget=spoken),
        f"words_{language}": WordsField(
            label=_("In plain words"),
            help_text=_("An empty line begins a paragraph, **two stars** make it bold, - begins a list."),
            max_length=20_000,
            required=False,
            widget=forms.Textarea(attrs={"lang": language, "rows": 16}),
        ),
        f"question_{language}": forms.CharField(
            label=_("Question"), max_length=200, required=False, widget=spoken
        ),
        f"right_{language}": forms.CharField(
            label=_("The right answer"), max_length=200, required=False, widget=spoken
        ),
        f"wrong_{language}": forms.CharField(
            label=_("Other answers, one a line"),
            max_length=700,
            required=False,
            widget=forms.Textarea(attrs=lines),
        ),
    }
