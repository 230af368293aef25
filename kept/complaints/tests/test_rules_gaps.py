"""From perception to numbers: the worked examples of DOMAIN §5, and the identity for every input."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kept.complaints.rules.gaps import decompose, rating
from kept.complaints.tests.sofa import Tree, judged, on, sofa

ARRIVED = st.integers(0, 23).map(lambda hour: {"kind": "arrival", "promise": "p1", "at": on(5, hour, 7)})
WORKED = [
    ("in its window, told twice, 1 star", sofa(), (0.0, 0.0, 1.0), "expectation gap"),
    ("the policy only on the web site", sofa(disclosures=[]), (0.0, 1.0, 0.0), None),
    (
        "60 minutes late, told, 2 stars",
        sofa(facts=[{"kind": "arrival", "promise": "p1", "at": on(5, 13)}], complaint__stars=2),
        (0.25, 0.0, 0.5),
        "expectation gap",
    ),
    ("kept, told, 5 stars", sofa(complaint__stars=5), (0.0, 0.0, 0.0), None),
    ("never came, 5 stars all the same", sofa(facts=[], complaint__stars=5), (1.0, 0.0, -1.0), "goodwill"),
    ("one star down is not yet a label", sofa(complaint__stars=4), (0.0, 0.0, 0.25), None),
]


@pytest.mark.parametrize(
    ("tree", "gaps", "label"), [row[1:] for row in WORKED], ids=[row[0] for row in WORKED]
)
def test_dissatisfaction_splits_into_what_we_broke_did_not_tell_and_the_rest(
    tree: Tree, gaps: tuple[float, float, float], label: str | None
) -> None:
    found = judged(tree).as_dict()

    assert (found["service_gap"], found["disclosure_gap"], found["expectation_gap"]) == gaps
    assert found["label"] == label


@given(
    st.fractions(0, 1),
    st.sampled_from([0, 1]),
    st.fractions(0, 1),
)
@settings(deadline=None)
def test_the_identity_holds_for_every_input(kept: Fraction, told: int, stars: Fraction) -> None:
    gaps = decompose(kept, told, stars)

    assert 1 - stars == gaps.service + gaps.disclosure + gaps.expectation
    assert gaps.service >= 0
    assert gaps.disclosure >= 0


@given(ARRIVED, st.integers(1, 5), st.integers(0, 3))
@settings(max_examples=40, deadline=None)
def test_the_identity_holds_for_whole_cases(arrival: Tree, stars: int, tellings: int) -> None:
    tree = sofa(
        facts=[arrival],
        complaint__stars=stars,
        complaint__at=on(6, 9),
        disclosures=sofa()["disclosures"][:tellings],
    )

    found = judged(tree)

    assert found.gaps is not None
    assert 1 - found.rating == found.gaps.service + found.gaps.disclosure + found.gaps.expectation


@given(st.text(max_size=40), st.sampled_from([None, 1, 2, 3, 4, 5]), ARRIVED)
@settings(max_examples=40, deadline=None)
def test_shouting_and_stars_never_change_a_verdict(words: str, stars: int | None, arrival: Tree) -> None:
    quiet = sofa(facts=[arrival], complaint__at=on(6, 9))
    loud = sofa(facts=[arrival], complaint__at=on(6, 9), complaint__text=words, complaint__stars=stars)

    assert judged(loud).claims == judged(quiet).claims
    assert judged(loud).verdict == judged(quiet).verdict


def test_an_expectation_never_changes_a_verdict() -> None:
    assert judged(sofa(expectations=[])).claims == judged(sofa()).claims


def test_a_missing_rating_counts_nothing_and_says_so() -> None:
    found = judged(sofa(complaint__stars=...)).as_dict()

    assert (found["r"], found["rating_imputed"]) == (0.0, True)


def test_with_nothing_in_scope_there_are_no_figures() -> None:
    found = judged(sofa(complaint__claims=[])).as_dict()

    assert [found[name] for name in ("K", "r", "service_gap", "disclosure_gap", "expectation_gap")] == [
        None
    ] * 5


@pytest.mark.parametrize(("stars", "r"), [(1, 0), (2, 0.25), (3, 0.5), (4, 0.75), (5, 1), (None, 0)])
def test_stars_become_a_rating_between_nothing_and_one(stars: int | None, r: float) -> None:
    assert rating(stars) == r


def test_figures_outside_their_range_cannot_be_split() -> None:
    with pytest.raises(ValueError, match="lie in"):
        decompose(Fraction(2), 1, Fraction(0))
