"""How far a term may be held against somebody: told, asked, and allowed by every rule pack. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from kept.base.money import Money
from kept.policies.packs import Pack
from kept.policies.rules import Told

Measure = Money | timedelta  # what a term takes from a customer: a sum (a fee), or whole days (a notice)


def gettext_noop(words: str) -> str:
    """Mark words for the translators; the edge translates them (rules know no Django)."""
    return words


_ = gettext_noop


@dataclass(frozen=True)
class Because:
    """One reason: words with places for ``values``, so that an edge can say them in the reader's language."""

    words: str
    values: Mapping[str, str] = field(default_factory=dict)
    refs: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.words % self.values if self.values else self.words


@dataclass(frozen=True)
class Cap:
    """The most that a pack lets anybody ask for."""

    pack: str
    most: Measure


@dataclass(frozen=True)
class Applied:
    """The decision: ``held`` of what was asked may be taken; None where nothing is measured (a window).

    ``cap`` is that of the strictest pack, whether it made a difference or not.
    """

    k: int
    may_apply: bool
    held: Measure | None
    cap: Cap | None
    because: tuple[Because, ...]


@dataclass(frozen=True)
class _Limit:
    """The most that may be held (None: nothing, since it cannot be compared), and the sentence for it."""

    most: Measure | None
    because: Because


def applied(told: Told, asked: Measure | None, *, formula: Measure | None, packs: Sequence[Pack]) -> Applied:
    """Decide how far a term may be held: the least of asked, told and allowed; nothing if not properly told.

    ``formula`` is the most that the told words give. Whoever asks for a sum that the words do not name, or
    for one in another currency, gets nothing: the doubt goes to the customer (DOMAIN §2).
    """
    because = tuple(Because(reason.words, refs=reason.refs) for reason in told.reasons)
    if asked is None:
        return Applied(told.k, told.k == 1, None, None, because)
    cap = strictest(asked, packs)
    held = asked if told.k else _nothing(asked)
    for limit in [_as_told(asked, formula), *([_by_pack(asked, cap)] if cap else [])]:
        if held and (limit.most is None or _size(limit.most) < _size(held)):
            held, because = _nothing(asked) if limit.most is None else limit.most, (*because, limit.because)
    return Applied(told.k, bool(held), held, cap, because)


def strictest(asked: Measure, packs: Sequence[Pack]) -> Cap | None:
    """The lowest cap of these packs on what is asked; one in another currency stops it, so comes first."""
    caps = [Cap(pack.id, most) for pack in packs if (most := _cap_of(pack, asked)) is not None]
    strange = [cap for cap in caps if not _comparable(cap.most, asked)]
    return next(iter(strange), None) or min(caps, key=lambda cap: _size(cap.most), default=None)


def _as_told(asked: Measure, formula: Measure | None) -> _Limit:
    if formula is None or not _comparable(formula, asked):
        return _Limit(None, Because(_("The words you were told do not name what is asked here.")))
    if isinstance(formula, Money):
        words = _("You were told %(amount)s; more than that is not charged.")
        return _Limit(formula, Because(words, {"amount": str(formula)}))
    words = _("You were told of a notice of %(days)s days; a longer one does not count.")
    return _Limit(formula, Because(words, {"days": str(formula.days)}))


def _by_pack(asked: Measure, cap: Cap) -> _Limit:
    if not _comparable(cap.most, asked):
        words = _("The rule “%(pack)s” sets its limit in another currency, so nothing is charged.")
        return _Limit(None, Because(words, {"pack": cap.pack}))
    if isinstance(cap.most, Money):
        words = _("The rule “%(pack)s” allows no more than %(amount)s.")
        return _Limit(cap.most, Because(words, {"pack": cap.pack, "amount": str(cap.most)}))
    words = _("The rule “%(pack)s” allows no more than %(days)s days of notice.")
    return _Limit(cap.most, Because(words, {"pack": cap.pack, "days": str(cap.most.days)}))


def _cap_of(pack: Pack, asked: Measure) -> Measure | None:
    if isinstance(asked, Money):
        return pack.fee_cap
    return None if pack.notice_max_days is None else timedelta(days=pack.notice_max_days)


def _comparable(one: Measure, other: Measure) -> bool:
    if isinstance(one, Money) and isinstance(other, Money):
        return one.currency == other.currency
    return isinstance(one, timedelta) and isinstance(other, timedelta)


def _size(measure: Measure) -> int:
    return measure.minor if isinstance(measure, Money) else measure.days


def _nothing(asked: Measure) -> Measure:
    return Money(0, asked.currency) if isinstance(asked, Money) else timedelta(0)
