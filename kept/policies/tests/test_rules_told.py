"""When a term was properly told: the table of DOMAIN §4 and §10, and what may never lower k."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kept.policies.rules import Binding, Grade, Reached, Telling, TermKind, in_words, is_spoken, properly_told

BOUND = datetime(2026, 3, 2, 16, 5, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
MINUTE = timedelta(minutes=1)


def telling(
    grade: str = "A0",
    medium: str = "spoken",
    occasion: str | None = "purchase",
    before: timedelta = timedelta(days=3),
    logged_after: timedelta | None = MINUTE,
    **more: object,
) -> Telling:
    at = BOUND - before
    logged_at = at + logged_after if logged_after is not None and medium == "spoken" else None
    made = Telling("disclosures[0]", at, medium, (Reached(Grade[grade], at),), "3", occasion, "en", logged_at)
    return replace(made, **more)  # type: ignore[arg-type]  # the table below names fields of a telling


def service(**more: object) -> Binding:
    term = Binding("terms[window]", "window", TermKind.SERVICE, "3", BOUND, frozenset({"en"}))
    return replace(term, **more)  # type: ignore[arg-type]  # as above


MONEY = service(kind=TermKind.MONEY)
INVOICE = telling("A1", "invoice", handed_over=True)
MAIL = telling("A2", "email", "scheduling")
SAID = telling(occasion="scheduling", before=5 * MINUTE)
SEEN = telling("A3", "portal", "signing")
LATER = timedelta(minutes=-1)

TABLE = [
    ("told at purchase on the handed over invoice and again when scheduling", service(), [INVOICE, SAID], 1),
    ("told nowhere", service(), [], 0),
    ("told only on the invoice", service(), [INVOICE], 0),
    ("told by word only, on two occasions", service(), [telling(), SAID], 0),
    ("invoice and word on one occasion are one occasion", service(), [INVOICE, telling()], 0),
    ("two writings on two occasions", service(), [INVOICE, MAIL], 1),
    ("two writings on one occasion", service(), [INVOICE, replace(MAIL, occasion="purchase")], 0),
    ("an invoice whose handing over is unknown", service(), [replace(INVOICE, handed_over=None), SAID], 0),
    ("an invoice that was not handed over", service(), [replace(INVOICE, handed_over=False), SAID], 0),
    ("a mail that the server took", service(), [MAIL, telling()], 1),
    ("a mail of which only we say that it went", service(), [telling("A0", "email"), SAID], 0),
    ("a public web site, and one telling", service(), [telling("A1", "website"), SAID], 0),
    ("a window chosen on the page that shows it, and word", service(), [SEEN, SAID], 1),
    (
        "word logged at 15 minutes sharp",
        service(),
        [INVOICE, telling(occasion="call", logged_after=15 * MINUTE)],
        1,
    ),
    (
        "word logged a second later than 15 minutes",
        service(),
        [INVOICE, telling(occasion="call", logged_after=15 * MINUTE + timedelta(seconds=1))],
        0,
    ),
    (
        "word logged before it was said",
        service(),
        [INVOICE, telling(occasion="call", logged_after=-MINUTE)],
        0,
    ),
    ("word never logged", service(), [INVOICE, replace(SAID, logged_at=None)], 0),
    (
        "word logged at the binding instant",
        service(),
        [INVOICE, telling(occasion="call", before=5 * MINUTE, logged_after=5 * MINUTE)],
        1,
    ),
    (
        "word logged after the binding instant",
        service(),
        [INVOICE, telling(occasion="call", before=5 * MINUTE, logged_after=6 * MINUTE)],
        0,
    ),
    (
        "told at the binding instant itself",
        service(),
        [INVOICE, telling("A4", "portal", "scheduling", timedelta())],
        1,
    ),
    ("told a minute after it bound", service(), [INVOICE, telling("A4", "portal", "scheduling", LATER)], 0),
    ("another version", service(), [INVOICE, replace(SAID, version="2")], 0),
    ("a version nobody wrote down", service(), [INVOICE, replace(SAID, version=None)], 0),
    ("another language", service(), [INVOICE, replace(SAID, language="de")], 0),
    ("the same language of another region", service(), [INVOICE, replace(SAID, language="en-GB")], 1),
    ("a language nobody wrote down", service(), [INVOICE, replace(SAID, language=None)], 0),
    (
        "any language where the customer's is unknown",
        service(languages=frozenset()),
        [INVOICE, replace(SAID, language="de")],
        1,
    ),
    (
        "either language of a customer with two",
        service(languages=frozenset({"de", "en"})),
        [INVOICE, SAID],
        1,
    ),
    ("an occasion nobody wrote down", service(), [INVOICE, replace(SAID, occasion=None)], 0),
    ("an occasion of no name", service(), [INVOICE, replace(SAID, occasion=" ")], 0),
    ("one occasion in two spellings", service(), [INVOICE, replace(SAID, occasion="Purchase ")], 0),
    (
        "no version of it was ever written down, so none is another",
        service(version=None),
        [replace(INVOICE, version=None), replace(SAID, version=None)],
        1,
    ),
    ("a term of which nobody knows when it bound", service(bound_at=None), [INVOICE, SAID], 0),
    (
        "a grade reached only after it bound",
        service(),
        [
            replace(MAIL, reached=(Reached(Grade.A0, MAIL.at), Reached(Grade.A2, BOUND + MINUTE))),
            SAID,
            telling(),
        ],
        0,
    ),
    (
        "a grade reached at the instant it bound",
        service(),
        [replace(MAIL, reached=(Reached(Grade.A0, MAIL.at), Reached(Grade.A2, BOUND))), telling()],
        1,
    ),
    ("money: two writings, one seen", MONEY, [MAIL, SEEN], 1),
    ("money: two writings of one occasion, one seen", MONEY, [MAIL, replace(SEEN, occasion="scheduling")], 1),
    ("money: two writings, none seen", MONEY, [MAIL, INVOICE], 0),
    ("money: seen once", MONEY, [SEEN], 0),
    ("money: seen once and said once", MONEY, [SEEN, SAID], 0),
    ("money: said and acknowledged, and one writing", MONEY, [telling("A4"), MAIL], 0),
    ("money: signed and on a handed over invoice", MONEY, [telling("A4", "contract"), INVOICE], 1),
    (
        "money: signed, and an invoice that was kept back",
        MONEY,
        [SEEN, replace(INVOICE, handed_over=False)],
        0,
    ),
    (
        "money: seen only after it bound",
        MONEY,
        [
            MAIL,
            replace(MAIL, reached=(Reached(Grade.A2, MAIL.at), Reached(Grade.A3, BOUND + MINUTE))),
        ],
        0,
    ),
    ("money: signed after the contract", MONEY, [MAIL, telling("A4", "contract", "signing", LATER)], 0),
]


@pytest.mark.parametrize(("term", "tellings", "k"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_a_term_binds_only_when_it_was_told(term: Binding, tellings: list[Telling], k: int) -> None:
    assert properly_told(term, tellings, zone=ZONE).k == k


@pytest.mark.parametrize(
    ("medium", "spoken"),
    [
        *((medium, True) for medium in ("spoken", "Phone call", "in_person", "face-to-face", "video call")),
        *(
            (medium, True)
            for medium in ("by phone", "over the phone", "voice message", "said at the counter")
        ),
        *((medium, True) for medium in ("voicemail", "answering machine", "verbally", "Telefonat")),
        *(
            (medium, False)
            for medium in ("invoice", "text message", "e-mail", "letter handed over in person")
        ),
        *((medium, False) for medium in ("portal", "message", "")),
    ],
)
def test_a_medium_of_spoken_words_alone_left_nothing_in_writing(medium: str, *, spoken: bool) -> None:
    assert is_spoken(medium) is spoken


@pytest.mark.parametrize(
    ("medium", "spoken"), [("in the store", True), ("Showroom", True), ("web shop", False), ("e-mail", False)]
)
def test_of_somebody_s_word_alone_a_place_is_where_it_was_spoken(medium: str, *, spoken: bool) -> None:
    assert is_spoken(medium, Grade.A0) is spoken
    assert not is_spoken(medium, Grade.A1)


def test_every_telling_stands_in_the_reasons_with_its_date() -> None:
    late = telling("A4", "portal", "scheduling", LATER, ref="disclosures[7]")

    told = properly_told(service(), [INVOICE, late], zone=ZONE)

    said = " ".join(reason.words for reason in told.reasons)
    assert "27 Feb 2026, 11:05" in said
    assert "came after the term bound on Mon 2 Mar 2026, 11:05" in said
    assert {ref for reason in told.reasons for ref in reason.refs} >= {"terms[window]", "disclosures[7]"}


def test_a_grade_only_rises() -> None:
    with pytest.raises(ValueError, match="only rises"):
        SEEN.raised(Grade.A3, BOUND)


def test_a_naive_instant_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="offset"):
        Reached(Grade.A1, datetime(2026, 3, 1))  # noqa: DTZ001  # naive is what is refused


def test_the_binding_instant_is_compared_as_an_instant_across_the_autumn_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    bound = datetime(2026, 10, 25, 2, 30, tzinfo=berlin)  # the first 02:30
    after = datetime(
        2026, 10, 25, 2, 15, tzinfo=berlin, fold=1
    )  # 45 minutes later, though the clock says less
    late = Telling("d", after, "portal", (Reached(Grade.A4, after),), "3", "scheduling", "en")

    assert properly_told(service(bound_at=bound), [INVOICE, late], zone=berlin).k == 0


def test_dates_are_said_in_the_business_zone() -> None:
    assert in_words(datetime(2026, 3, 6, 4, 30, tzinfo=UTC), ZONE) == "Thu 5 Mar 2026, 23:30"


tellings = st.builds(
    telling,
    grade=st.sampled_from([grade.name for grade in Grade]),
    medium=st.sampled_from(["spoken", "invoice", "email", "portal"]),
    occasion=st.sampled_from(["purchase", "scheduling", None]),
    before=st.integers(-30, 60).map(lambda minutes: minutes * MINUTE),
    logged_after=st.none() | st.integers(0, 20).map(lambda minutes: minutes * MINUTE),
    handed_over=st.sampled_from([True, False, None]),
    language=st.sampled_from(["en", "de"]),
    version=st.sampled_from(["3", "2"]),
)
terms = st.sampled_from([service(), MONEY])


@given(terms, st.lists(tellings, max_size=5), tellings)
@settings(deadline=None)
def test_more_evidence_of_telling_never_lowers_k(term: Binding, told: list[Telling], one: Telling) -> None:
    assert properly_told(term, [*told, one], zone=ZONE).k >= properly_told(term, told, zone=ZONE).k


@given(terms, st.lists(tellings, min_size=1, max_size=5), st.integers(1, 5), st.integers(-60, 60))
@settings(deadline=None)
def test_a_grade_that_rises_never_lowers_k(
    term: Binding, told: list[Telling], rise: int, minutes: int
) -> None:
    grade = Grade(min(5, max(step.grade for step in told[0].reached) + rise))
    if grade > max(step.grade for step in told[0].reached):
        risen = told[0].raised(grade, BOUND + minutes * MINUTE)

        assert properly_told(term, [risen, *told[1:]], zone=ZONE).k >= properly_told(term, told, zone=ZONE).k
