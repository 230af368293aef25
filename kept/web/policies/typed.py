"""Terms as they are typed on the sheet: read from its fields, and written into them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from kept.base.money import Money
from kept.business.money import say_money
from kept.policies import terms
from kept.policies.starters import Starter
from kept.policies.terms import Typed

if TYPE_CHECKING:
    from kept.policies.models import Version

ONCE, PER_MONTH, PERCENT = "once", "per_month", "percent"  # how a fee is worked out, by its field


def of_version(version: Version) -> dict[str, Any]:
    """The sheet as it would have been typed for this version; its next one begins there."""
    typed: dict[str, Any] = {"occasions": list(version.policy.occasions)}
    typed |= of_terms([term.typed for term in version.terms.all()])
    for wording in version.wordings.all():
        typed |= {f"title_{wording.language}": wording.title, f"words_{wording.language}": wording.words}
        if check := wording.asks:
            typed |= _question(wording.language, check.question, check.answers, check.right)
    return typed


def of_starter(starter: Starter, languages: Sequence[str]) -> dict[str, Any]:
    """The sheet filled from a starter, in those of these languages that it has; in English if in none."""
    typed: dict[str, Any] = {"slug": starter.slug, "occasions": list(starter.occasions)}
    typed |= of_terms(starter.terms)
    for language in [each for each in languages if each in starter.texts] or ["en"]:
        text = starter.texts[language]
        with override(language):
            sums = {name: say_money(money) for name, money in starter.sums.items()}
        typed |= {f"title_{language}": text.title, f"words_{language}": text.words.format(**sums)}
        answers = [answer.format(**sums) for answer in text.answers]
        typed |= _question(language, text.question, answers, text.right)
    return typed


def _question(language: str, question: str, answers: Sequence[str], right: int) -> dict[str, str]:
    wrong = [answer for place, answer in enumerate(answers) if place != right]
    return {
        f"question_{language}": question,
        f"right_{language}": answers[right],
        f"wrong_{language}": "\n".join(wrong),
    }


def of_terms(found: Sequence[Typed]) -> dict[str, str]:
    """How these terms would have been typed: the other way round."""
    typed = {"own_rules": ", ".join(term.key for term in found if isinstance(term, terms.OwnRule))}
    for term in found:
        match term:
            case terms.Window():
                typed["window_hours"] = str(term.hours)
            case terms.VisitNotice():
                typed["visit_minutes"] = str(term.minutes)
            case terms.LateCredit():
                typed |= {"credit": _figure(term.amount), "credit_days": str(term.days)}
                typed |= {"credit_working": "on"} if term.working else {}
                typed |= {"credit_again": "on"} if term.again else {}
            case terms.Fee():
                typed |= _typed_fee(term)
            case terms.Notice():
                typed["notice_days"] = str(term.days)
            case terms.Refund():
                typed["refund_days"] = str(term.days)
            case terms.CoolingOff():
                typed["cooling_days"] = str(term.days)
    return typed


def _typed_fee(fee: terms.Fee) -> dict[str, str]:
    typed = {"fee_formula": ONCE, "fee": _figure(fee.cap), "fee_of": fee.of}
    if fee.months is not None:
        typed["fee_months"] = str(fee.months)
    if fee.per_month is not None:
        typed |= {"fee_formula": PER_MONTH, "fee_part": _figure(Money(fee.per_month, fee.currency))}
    if fee.percent is not None:
        typed |= {"fee_formula": PERCENT, "fee_percent": str(fee.percent)}
    return typed


def _figure(money: Money) -> str:
    """A whole sum without its decimals, as people type it."""
    return str(int(money.major)) if money.major == int(money.major) else str(money.major)


def _window(found: Mapping[str, Any]) -> Typed | None:
    hours = found.get("window_hours")
    return terms.Window(hours) if hours else None


def _visit_notice(found: Mapping[str, Any]) -> Typed | None:
    minutes = found.get("visit_minutes")
    return terms.VisitNotice(minutes) if minutes else None


def _late_credit(found: Mapping[str, Any]) -> Typed | None:
    credit, days = found.get("credit"), found.get("credit_days")
    if not credit:
        return None
    working, again = found.get("credit_working") or None, found.get("credit_again") or None
    return terms.LateCredit(credit.minor, credit.currency, days or 0, working=working, again=again)


def _fee(found: Mapping[str, Any]) -> Typed | None:
    formula, most = found.get("fee_formula"), found.get("fee")
    if not formula:
        return None
    if not most:
        raise terms.TermError(terms.NO_FEE)
    part = found.get("fee_part")
    return terms.Fee(
        most.minor,
        most.currency,
        found.get("fee_months"),
        found.get("fee_of") or "",
        per_month=(part.minor if part else 0) if formula == PER_MONTH else None,
        percent=(found.get("fee_percent") or 0) if formula == PERCENT else None,
    )


def _notice(found: Mapping[str, Any]) -> Typed | None:
    days = found.get("notice_days")
    return terms.Notice(days) if days else None


def _refund(found: Mapping[str, Any]) -> Typed | None:
    days = found.get("refund_days")
    return terms.Refund(days) if days else None


def _cooling_off(found: Mapping[str, Any]) -> Typed | None:
    days = found.get("cooling_days")
    return terms.CoolingOff(days) if days else None


# The field beside which a bad term is said, and how the term is read.
MADE = (
    ("window_hours", _window),
    ("visit_minutes", _visit_notice),
    ("credit_days", _late_credit),
    ("fee", _fee),
    ("notice_days", _notice),
    ("refund_days", _refund),
    ("cooling_days", _cooling_off),
)
