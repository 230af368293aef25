"""A call of the tour with its answer, as the page shows it. It is judged where every case is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal

from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kept.complaints import letter
from kept.complaints.casefile import Answer, Case, judge
from kept.web.promise_line import Line, State
from kept.web.tour.calls import (
    BOOKED_AT,
    CLOSES,
    OPENS,
    SHOWN,
    TERM,
    WINDOW_TERM,
    ZONE,
    Call,
    case_file,
)
from kept.web.tour.forms import CallForm


@dataclass(frozen=True)
class Row:
    """A row of the record behind a reason: what it is, when it was written, and what it says."""

    ref: str
    kind: str
    at: datetime
    words: str


@dataclass(frozen=True)
class Because:
    """A reason of the answer, with the rows it rests on."""

    words: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Gap:
    """One of the three bars. ``width`` is a percentage of its place, ``figure`` what is written beside."""

    kind: str
    words: str
    width: str
    figure: str


@dataclass(frozen=True)
class Judged:
    """One call, its form, its line and its answer."""

    call: Call
    form: CallForm
    answer: Answer
    line: Line
    gaps: tuple[Gap, ...]
    reasons: tuple[Because, ...]
    letter: letter.Letter
    remedy: Line | None

    @property
    def verdict(self) -> str:
        """The verdict's word."""
        return str(self.answer.verdict)

    @property
    def state(self) -> State:
        """The shape beside the verdict: only what we kept and told is whole."""
        return State.KEPT if self.verdict == "expectation_gap" else State.BROKEN

    @property
    def title(self) -> str:
        return {
            "expectation_gap": pgettext("verdict", "Expectation gap"),
            "service_failure": pgettext("verdict", "We failed"),
            "not_told": pgettext("verdict", "We never properly told"),
        }.get(self.verdict, self.verdict)

    @property
    def who(self) -> str:
        if self.verdict == "expectation_gap":
            return _("Promised, told twice, and kept.")
        return _("%(caller)s is right.") % {"caller": self.call.caller}

    @property
    def against(self) -> str:
        return {
            "exceeded": pgettext("outcome against expectation", "exceeded"),
            "met": pgettext("outcome against expectation", "met"),
            "missed": pgettext("outcome against expectation", "missed"),
            "unknown": pgettext("outcome against expectation", "unknown, no wish was recorded"),
        }[self.answer.outcome]


def judged(call: Call, form: CallForm | None = None) -> Judged:
    """Ask the judge about a call, and lay out what it answers."""
    case = Case.model_validate(case_file(call))
    answer = judge(case)
    rows = _rows(call)
    return Judged(
        call=call,
        form=form or CallForm(call),
        answer=answer,
        line=_line(call, answer),
        gaps=_gaps(answer),
        reasons=tuple(
            Because(reason.words, tuple(rows[ref] for ref in reason.refs))
            for claim in answer.claims
            for reason in claim.reasons
        ),
        letter=letter.write(case, answer, language=_language(), by=_answer_by(call)),
        remedy=_remedy(call, answer),
    )


def _line(call: Call, answer: Answer) -> Line:
    return Line(
        state=State.KEPT if answer.kept == 1 else State.BROKEN,
        words=_("Delivery"),
        zone=ZONE,
        now=call.phoned_at,
        starts_at=OPENS,
        ends_at=CLOSES,
        arrived_at=call.arrived_at,
        wish_at=call.wish_at,
        shown=SHOWN,
    )


def _remedy(call: Call, answer: Answer) -> Line | None:
    """The most usual remedy, as the promise that the letter makes."""
    if not answer.remedies:
        return None
    return Line(
        state=State.MADE,
        words=_("Remedy: %(remedy)s") % {"remedy": answer.remedies[0].remedy.words[_language()]},
        zone=ZONE,
        now=call.phoned_at,
        made_at=call.phoned_at,
        due_at=_answer_by(call),
        whole_day=True,
    )


def _answer_by(call: Call) -> datetime:
    """A week after the call, at the end of the day."""
    return call.phoned_at.replace(hour=23, minute=59, second=59) + timedelta(days=7)


def _language() -> Literal["en", "de"]:
    return "de" if (get_language() or "en").startswith("de") else "en"


def _gaps(answer: Answer) -> tuple[Gap, ...]:
    """The decomposition of DOMAIN §5; the third is goodwill when it lies below zero."""
    gaps = answer.gaps
    if gaps is None:
        return ()
    labels = {"expectation gap": _("Expectation gap"), "goodwill": _("Goodwill")}
    third = labels.get(gaps.label or "", _("What remains"))  # DOMAIN §5: no label at or below one star
    return (
        _gap("service", _("Service gap"), gaps.service),
        _gap("disclosure", _("Disclosure gap"), gaps.disclosure),
        _gap("expectation", third, gaps.expectation),
    )


def _gap(kind: str, words: str, size: Fraction) -> Gap:
    return Gap(kind, words, f"{100 * abs(float(size)):.3g}%", number_format(float(size), 2))


def _rows(call: Call) -> dict[str, Row]:
    """Every row that a reason may rest on, by the name that the judge gives it."""
    found = {
        "promises[p1]": Row(
            "promises[p1]",
            _("Promise"),
            BOOKED_AT,
            _("Delivery Thu 5 March 2026, 8–12, accepted on the phone"),
        ),
        "facts[0]": Row("facts[0]", _("Arrival"), call.arrived_at, _("marked by the driver at the door")),
        f"terms[{TERM}]": Row(f"terms[{TERM}]", _("Policy, version 3"), BOOKED_AT, _(WINDOW_TERM)),
    }
    for at, telling in enumerate(call.tellings):
        kind = _("Telling, evidence %(grade)s") % {"grade": telling.grade}
        found[f"disclosures[{at}]"] = Row(f"disclosures[{at}]", kind, telling.at, _(telling.words))
    return found
