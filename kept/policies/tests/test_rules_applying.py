"""How far a term may be held: the table of told, asked, the told formula, and the caps of the rule packs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.base.money import Money
from kept.policies.applying import Applied, Because, Measure, applied, strictest
from kept.policies.packs import HOUSE, Pack
from kept.policies.rules import Reason, Told

TOLD = Told(1, (Reason("It was properly told.", ("disclosure:1",)),), ("disclosure:1",))
UNTOLD = Told(0, (Reason("It was not told.", ("term:1",)),))


def usd(major: int) -> Money:
    return Money.of(major, "USD")


def days(count: int) -> timedelta:
    return timedelta(days=count)


def pack(name: str, cap: Measure) -> Pack:
    if isinstance(cap, Money):
        return replace(HOUSE, id=name, fee_cap=cap)
    return replace(HOUSE, id=name, notice_max_days=cap.days)


EURO = Money.of(10, "EUR")
Row = tuple[str, Told, Measure | None, Measure | None, tuple[Pack, ...], Measure | None]
FEES: list[Row] = [
    ("a told fee is charged", TOLD, usd(49), usd(49), (HOUSE,), usd(49)),
    ("an untold fee is not", UNTOLD, usd(49), usd(49), (HOUSE,), usd(0)),
    (
        "an untold fee is not, whatever a law would allow",
        UNTOLD,
        usd(49),
        usd(49),
        (pack("l", usd(90)),),
        usd(0),
    ),
    ("asking for less than told is our choice", TOLD, usd(10), usd(49), (HOUSE,), usd(10)),
    ("asking for more than told gets what was told", TOLD, usd(99), usd(49), (HOUSE,), usd(49)),
    ("a cap above the fee changes nothing", TOLD, usd(49), usd(49), (pack("law", usd(60)),), usd(49)),
    ("a cap equal to the fee changes nothing", TOLD, usd(49), usd(49), (pack("law", usd(49)),), usd(49)),
    ("a cap below the fee caps it", TOLD, usd(49), usd(49), (HOUSE, pack("law", usd(20))), usd(20)),
    (
        "the strictest of two caps decides",
        TOLD,
        usd(49),
        usd(49),
        (pack("a", usd(30)), pack("b", usd(20))),
        usd(20),
    ),
    ("a cap of nothing leaves nothing", TOLD, usd(49), usd(49), (pack("law", usd(0)),), usd(0)),
    ("no pack at all caps nothing", TOLD, usd(49), usd(49), (), usd(49)),
    ("words that name no sum let nobody ask for one", TOLD, usd(49), None, (HOUSE,), usd(0)),
    ("words in another currency do not", TOLD, usd(49), EURO, (HOUSE,), usd(0)),
    ("a cap in another currency stops it", TOLD, usd(49), usd(49), (pack("law", EURO),), usd(0)),
    ("and a second cap does not help", TOLD, usd(49), usd(49), (pack("a", usd(60)), pack("b", EURO)), usd(0)),
    ("words about days let nobody ask for a sum", TOLD, usd(49), days(30), (HOUSE,), usd(0)),
]
NOTICES: list[Row] = [
    ("a told notice counts", TOLD, days(30), days(30), (HOUSE,), days(30)),
    ("an untold notice does not", UNTOLD, days(30), days(30), (HOUSE,), days(0)),
    ("a notice longer than told is cut to it", TOLD, days(60), days(30), (HOUSE,), days(30)),
    ("a notice above a cap is cut to it", TOLD, days(30), days(30), (HOUSE, pack("law", days(14))), days(14)),
    ("a notice below a cap stands", TOLD, days(7), days(30), (pack("law", days(14)),), days(7)),
    ("a pack may forbid any notice", TOLD, days(30), days(30), (pack("law", days(0)),), days(0)),
    ("a cap on fees does not touch a notice", TOLD, days(30), days(30), (pack("law", usd(0)),), days(30)),
]
WINDOWS: list[Row] = [
    ("a told window may be held", TOLD, None, None, (HOUSE,), None),
    ("an untold window may not", UNTOLD, None, None, (HOUSE,), None),
    ("caps do not touch a window", TOLD, None, None, (pack("law", usd(0)), pack("b", days(0))), None),
]
TABLE = FEES + NOTICES + WINDOWS


@pytest.mark.parametrize(
    ("told", "asked", "formula", "packs", "held"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_term_is_held_as_far_as_told_asked_and_allowed(
    told: Told, asked: Measure | None, formula: Measure | None, packs: tuple[Pack, ...], held: Measure | None
) -> None:
    found = applied(told, asked, formula=formula, packs=packs)

    assert (found.k, found.held) == (told.k, held)
    assert found.may_apply is (told.k == 1 and (held is None or bool(held)))
    assert str(found.because[0]) == told.reasons[0].words


@pytest.mark.parametrize(
    ("found", "last"),
    [
        pytest.param(
            applied(TOLD, usd(99), formula=usd(49), packs=()),
            "You were told 49.00 USD; more than that is not charged.",
            id="more than told",
        ),
        pytest.param(
            applied(TOLD, usd(49), formula=usd(49), packs=(pack("law", usd(20)),)),
            "The rule “law” allows no more than 20.00 USD.",
            id="more than a law allows",
        ),
        pytest.param(
            applied(TOLD, days(30), formula=days(30), packs=(pack("law", days(14)),)),
            "The rule “law” allows no more than 14 days of notice.",
            id="a longer notice than a law allows",
        ),
        pytest.param(
            applied(TOLD, days(30), formula=days(20), packs=()),
            "You were told of a notice of 20 days; a longer one does not count.",
            id="a longer notice than told",
        ),
        pytest.param(
            applied(TOLD, usd(49), formula=usd(49), packs=(pack("law", EURO),)),
            "The rule “law” sets its limit in another currency, so nothing is charged.",
            id="a limit that cannot be compared",
        ),
    ],
)
def test_what_is_taken_off_has_a_sentence_of_its_own(found: Applied, last: str) -> None:
    assert str(found.because[-1]) == last


def test_the_strictest_cap_is_named_also_where_it_makes_no_difference() -> None:
    found = applied(TOLD, usd(10), formula=usd(49), packs=(HOUSE, pack("law", usd(20))))

    assert found.cap == strictest(usd(10), (pack("law", usd(20)),))
    assert found.because == (Because("It was properly told.", refs=("disclosure:1",)),)


SUMS = st.builds(Money, st.integers(0, 20_000), st.sampled_from(["USD", "EUR"]))
SPANS = st.integers(0, 400).map(days)
MEASURES = st.one_of(SUMS, SPANS)


@given(
    told=st.sampled_from([TOLD, UNTOLD]),
    asked=MEASURES,
    formula=st.none() | MEASURES,
    caps=st.lists(MEASURES, max_size=4),
)
def test_nothing_is_ever_taken_beyond_any_limit(
    told: Told, asked: Measure, formula: Measure | None, caps: list[Measure]
) -> None:
    packs = tuple(pack(f"pack {number}", cap) for number, cap in enumerate(caps))

    held = applied(told, asked, formula=formula, packs=packs).held

    assert type(held) is type(asked)
    limits = [asked, formula, *(cap for cap in caps if type(cap) is type(asked))]
    strange = [limit for limit in limits if not _alike(asked, limit)]
    expected = 0 if told is UNTOLD or strange else min(_size(limit) for limit in limits if limit is not None)
    assert _size(held) == expected


def test_the_house_code_itself_caps_no_told_fee_and_no_told_notice() -> None:
    assert strictest(usd(49), (HOUSE,)) is None
    assert strictest(days(30), (HOUSE,)) is None


def _alike(one: Measure, other: Measure | None) -> bool:
    if isinstance(one, Money):
        return isinstance(other, Money) and other.currency == one.currency
    return isinstance(other, timedelta)


def _size(measure: Measure | None) -> int:
    assert measure is not None
    return measure.minor if isinstance(measure, Money) else measure.days
