"""What never happens, whatever the case: shouting, order, notation and repetition change nothing."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kept.complaints.rules.answers import Answer, ClaimAnswer, Verdict
from kept.complaints.rules.kinds import ABOUT_AN_EXIT
from kept.complaints.tests.any_case import cases, in_another_zone
from kept.complaints.tests.sofa import Tree, gym, judged
from kept.promises.owed import DECIDED_BY, Kind

MANY = settings(max_examples=300, deadline=None)
FEWER = settings(max_examples=150, deadline=None)
SHOUTS = (
    str.upper,
    lambda words: f"{words} YOU LIARS, THIS IS THE WORST STORE, I WILL TELL EVERYBODY!!!",
    lambda words: f"Thank you so much, you are all wonderful. {words} Love, Nora",
    lambda _words: "",
)
FREE_TEXT = frozenset({"text", "what", "reason", "by", "from", "to", "source", "mood"})


def decided(tree: Tree) -> Tree:
    """Everything that the judge decides, without the sentences that may quote somebody."""
    found = judged(tree).as_dict()
    for claim in found["claims"]:
        del claim["reasons"]
    return found


def loud(part: Any, shout: Any) -> Any:
    """Every free text of a tree, shouted; kinds, names of records and instants as they were."""
    if isinstance(part, dict):
        return {
            name: shout(value)
            if name in FREE_TEXT and isinstance(value, str) and not _is_instant(value)
            else loud(value, shout)
            for name, value in part.items()
        }
    return [loud(one, shout) for one in part] if isinstance(part, list) else part


def _is_instant(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


@given(cases(), st.sampled_from(SHOUTS))
@MANY
def test_shouting_insults_and_thanks_change_nothing(tree: Tree, shout: Any) -> None:
    tree["complaint"]["mood"] = "calm"
    quoted = loud(tree, shout)

    assert quoted["complaint"]["text"] != tree["complaint"]["text"]
    assert decided(quoted) == decided(tree)


def test_of_two_confirmations_of_one_instant_the_earlier_end_counts_whichever_stands_first() -> None:
    confirmed = next(each for each in gym()["facts"] if each["kind"] == "exit_confirmed")
    others = [each for each in gym()["facts"] if each != confirmed]
    later = confirmed | {"end_date": "2027-10-24"}

    answers = [judged(gym(facts=[*others, *both])) for both in ((confirmed, later), (later, confirmed))]

    assert _figures(answers[0]) == _figures(answers[1])


@given(cases(), st.randoms(use_true_random=False))
@MANY
def test_the_order_of_the_file_does_not_matter(tree: Tree, chance: Any) -> None:
    """Save of two expectations of one instant, of which the later in the file counts."""
    mixed = deepcopy(tree)
    for name in ("facts", "disclosures", "promises", "terms"):
        chance.shuffle(mixed[name])
    chance.shuffle(mixed["complaint"]["about"])

    assert _figures(judged(mixed)) == _figures(judged(tree))


def _figures(answer: Answer) -> object:
    return (
        [(claim.verdict, claim.favours, sorted(claim.missing)) for claim in answer.claims],
        (answer.verdict, answer.kept, answer.told, answer.gaps, answer.outcome, answer.needs_person),
        sorted((each.promise.id, each.state.value, str(each.score)) for each in answer.standings),
    )


@given(cases(), st.integers(-11, 13))
@FEWER
def test_the_offset_in_which_an_instant_is_written_does_not_matter(tree: Tree, hours: int) -> None:
    assert judged(in_another_zone(tree, hours)).as_dict() == judged(tree).as_dict()


@given(cases())
@FEWER
def test_judging_twice_is_judging_once(tree: Tree) -> None:
    assert judged(tree) == judged(deepcopy(tree))


@given(cases())
@MANY
def test_the_three_gaps_add_up_to_what_was_lost(tree: Tree) -> None:
    answer = judged(tree)

    assert (answer.gaps is None) == (answer.kept is None)
    if answer.gaps is not None and answer.kept is not None:
        gaps = answer.gaps
        assert 1 - answer.rating == gaps.service + gaps.disclosure + gaps.expectation
        assert gaps.service == 1 - answer.kept
        assert gaps.disclosure == answer.kept * (1 - answer.told)
        assert min(gaps.service, gaps.disclosure) >= 0
        assert isinstance(gaps.expectation, Fraction)


@given(cases())
@MANY
def test_every_reason_rests_on_what_the_case_holds(tree: Tree) -> None:
    answer = judged(tree)

    held = {f"promises[{promise['id']}]" for promise in tree["promises"]}
    held |= {f"terms[{term['id']}]" for term in tree["terms"]}
    held |= {f"facts[{nth}]" for nth in range(len(tree["facts"]))}
    held |= {f"disclosures[{nth}]" for nth in range(len(tree["disclosures"]))}
    for claim in answer.claims:
        assert claim.reasons
        assert all(reason.words.strip().endswith(".") for reason in claim.reasons)
        implied = {ref for ref in claim.evidence if ref.startswith("promises[receipt")}
        assert set(claim.evidence) <= held | implied
        _rests_on_its_own_kind_of_reason(claim)


def _rests_on_its_own_kind_of_reason(claim: ClaimAnswer) -> None:
    named = " ".join(claim.evidence)
    if claim.verdict in (Verdict.RULE_BREACH, Verdict.SERVICE_FAILURE):
        assert "facts[" in named or "moved it ourselves" in claim.reasons[0].words
    if claim.verdict is Verdict.NOT_TOLD:
        assert "terms[" in named
    if claim.verdict is Verdict.NO_EVIDENCE:
        assert claim.missing
        assert claim.favours in ("customer", "nobody")
    else:
        assert claim.favours is None


@given(cases())
@FEWER
def test_without_the_facts_that_it_names_a_verdict_is_not_the_same(tree: Tree) -> None:
    for nth, claim in enumerate(judged(tree).claims):
        named = [int(ref[6:-1]) for ref in claim.evidence if ref.startswith("facts[")]
        if not named:
            continue
        said = [tree["facts"][at] for at in named]
        without = deepcopy(tree)
        without["facts"] = [fact for fact in tree["facts"] if fact not in said]  # all rows of it
        without["complaint"]["claims"] = [
            one | {"about": [name for name in one["about"] if name != "receipt"]}
            for one in tree["complaint"]["claims"]
        ]
        found = judged(without).claims[nth]
        assert (found.verdict, found.reasons) != (claim.verdict, claim.reasons)


@st.composite
def _better_for_the_customer(draw: st.DrawFn) -> tuple[Tree, Tree]:
    """A case, and the same with one more piece of evidence on the customer's side."""
    tree = draw(cases())
    more = deepcopy(tree)
    at = datetime.fromisoformat(tree["complaint"]["at"])
    promise = draw(st.sampled_from([None, *tree["promises"]]))
    choice = draw(
        st.sampled_from(["never", "late", "absent", "damage", "offer", "asking", "charge", "untold"])
    )
    if choice == "untold":
        assume(tree["disclosures"])
        more["disclosures"].pop(draw(st.integers(0, len(tree["disclosures"]) - 1)))
        return tree, more
    named = {"promise": promise["id"]} if promise else {}
    before = (at - timedelta(minutes=draw(st.integers(1, 400)))).isoformat()
    if choice in ("never", "late"):
        assume(promise is not None and promise["kind"] != "refund")
        assert promise is not None
        kind = DECIDED_BY[Kind(promise["kind"])]
        late = datetime.fromisoformat(promise["until"]) + timedelta(minutes=draw(st.integers(1, 90)))
        when: Tree = {"never": True} if choice == "never" else {"at": late.isoformat()}
        assume(kind != "exit_confirmed" or choice == "never")
        more["facts"].append({"kind": kind, **named, **when})
    elif choice == "absent":
        record = draw(st.sampled_from(["transcript", "arrival", "photo", "consent"]))
        more["facts"].append({"kind": "record_absent", "record": record, "should_exist": True, **named})
    elif choice == "damage":
        more["facts"].append({"kind": "damage", **named, "at": before})
    elif choice == "offer":
        more["facts"].append({"kind": "offer_shown", "what": "half the price", "at": before})
    elif choice == "asking":
        more["facts"].append({"kind": "exit_asked", "channel": "phone", "at": before})
    else:
        more["facts"] += [{"kind": "charge", "amount": 99, "currency": "USD", "at": before}] * 2
    return tree, more


@given(_better_for_the_customer())
@settings(max_examples=600, deadline=None)
def test_more_evidence_for_the_customer_never_turns_a_verdict_against_them(pair: tuple[Tree, Tree]) -> None:
    tree, more = pair

    before, after = judged(tree), judged(more)

    assert after.told <= before.told
    for old, new in zip(before.claims, after.claims, strict=True):
        if old.for_the_customer:
            assert new.for_the_customer
        if old.verdict is None:
            assert new.verdict is None or new.for_the_customer


@given(cases())
@MANY
def test_what_is_on_record_about_another_promise_moves_no_claim(tree: Tree) -> None:
    """Facts that name no promise may be of any; a claim about leaving with no end date is about all exits."""
    assume(all(promise["kind"] != "receipt" for promise in tree["promises"]))
    whole = tree | {"facts": [fact for fact in tree["facts"] if "promise" in fact]}
    answers = judged(whole).claims

    for claim, answer in zip(tree["complaint"]["claims"], answers, strict=True):
        matter = _versions(tree, claim["about"])
        ends = [p for p in tree["promises"] if p["id"] in matter and p["kind"] == "end_date"]
        if not matter or (claim["kind"] in ABOUT_AN_EXIT and not ends):
            continue
        alone = whole | {
            "facts": [fact for fact in whole["facts"] if fact["promise"] in matter],
            "complaint": tree["complaint"] | {"claims": [claim]},
        }
        (found,) = judged(alone).claims
        assert (found.verdict, found.favours) == (answer.verdict, answer.favours)
        assert [reason.words for reason in found.reasons] == [reason.words for reason in answer.reasons]


def _versions(tree: Tree, about: list[str]) -> set[str]:
    """These promises, and all that replaced one another with them."""
    found = set(about)
    for _ in tree["promises"]:
        for promise in tree["promises"]:
            pair = {promise["id"], promise.get("replaces", promise["id"])}
            found |= pair if pair & found else set()
    return found
