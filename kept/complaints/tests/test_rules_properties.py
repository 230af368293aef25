"""What never happens, whatever is in the file: more telling lowers k, or better evidence lowers it."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

from kept.complaints.tests.sofa import Tree, judged, on, sofa

INSTANTS = st.sampled_from([on(1, 9), on(2, 10), on(2, 11, 5), on(2, 12)])
TELLINGS = st.fixed_dictionaries(
    {
        "term": st.just("window"),
        "version": st.sampled_from([3, 2]),
        "at": INSTANTS,
        "medium": st.sampled_from(["spoken", "invoice", "email", "portal"]),
        "grade": st.sampled_from(["A0", "A1", "A2", "A3", "A4"]),
        "occasion": st.sampled_from(["purchase", "scheduling"]),
        "language": st.sampled_from(["en", "de"]),
    },
    optional={"handed_over": st.booleans(), "logged_at": INSTANTS, "grade_at": INSTANTS},
)


def told(kind: str, disclosures: list[Tree]) -> int:
    return judged(sofa(terms__0__kind=kind, disclosures=disclosures)).told


@given(st.sampled_from(["service", "money"]), st.lists(TELLINGS, max_size=4), TELLINGS)
@settings(max_examples=150, deadline=None)
def test_one_telling_more_never_lowers_k(kind: str, disclosures: list[Tree], one: Tree) -> None:
    assert told(kind, [*disclosures, one]) >= told(kind, disclosures)


@given(
    st.sampled_from(["service", "money"]),
    st.lists(TELLINGS, min_size=1, max_size=4),
    st.sampled_from([on(1, 9), on(2, 10), on(2, 11, 5)]),
)
@settings(max_examples=150, deadline=None)
def test_a_grade_that_rises_before_the_term_binds_never_lowers_k(
    kind: str, disclosures: list[Tree], at: str
) -> None:
    before = deepcopy(disclosures)
    before[0].pop("grade_at", None)  # it had its grade from the beginning, and reaches A5 now
    risen = deepcopy(before)
    risen[0] |= {"grade": "A5", "grade_at": at}

    assert told(kind, risen) >= told(kind, before)
