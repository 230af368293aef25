"""Writing policies on their pages: begun, kept while typed, shown as seen, published, compared."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kept.business.models import Location, Staff
from kept.business.rules import Role
from kept.customers import examples as people
from kept.deliveries.examples import sofa
from kept.deliveries.models import WindowTemplate
from kept.outbox.models import Outgoing
from kept.policies.models import Check, Disclosure, Manuscript, Policy, Term, Version
from kept.policies.terms import read
from kept.web.policies.typed import of_terms
from kept.web.policies.urls import urlpatterns
from kept.web.tests.cast import NOW, Cast, come_in

DRAFT = 0  # stands for the draft's number
WRITERS = {Role.MANAGER, Role.OWNER}
READERS = WRITERS | {Role.REPRESENTATIVE, Role.DISPATCHER}
TELLERS = WRITERS | {Role.REPRESENTATIVE}
# The address, what it takes, how it is asked for, and who may.
TABLE: dict[str, tuple[list[object], str, set[Role]]] = {
    "starters": ([], "get", WRITERS),
    "create_draft": ([], "post", WRITERS),
    "create_next": (["delivery"], "post", WRITERS),
    "draft": ([DRAFT], "get", WRITERS),
    "save_draft": ([DRAFT], "post", WRITERS),
    "create_version": ([DRAFT], "post", WRITERS),
    "drop_draft": ([DRAFT], "post", WRITERS),
    "untold": ([], "get", READERS),
    "create_mail": ([], "post", TELLERS),
    "create_reading": ([], "post", TELLERS),
}
SHEET = {
    "slug": "visits",
    "occasions": ["purchase", "scheduling"],
    "title_en": "How we come",
    "words_en": "We come in a window of **4 hours**. If we miss it, you get 30 back within 10 days.",
    "question_en": "When do we come?",
    "right_en": "In the window",
    "wrong_en": "At nine sharp\nNever",
    "window_hours": "4",
    "credit": "30",
    "credit_days": "10",
    "own_rules": "old appliance",
}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def desk(client: Client, there: Cast) -> Client:
    return come_in(client, there.house.manager)


def named(args: list[object], draft: Manuscript) -> list[object]:
    return [draft.pk if each == DRAFT else each for each in args]


def begin(desk: Client, starter: str = "") -> int:
    answer = desk.post(reverse("policies:create_draft"), {"starter": starter})
    assert answer.status_code == 302
    return Manuscript.objects.latest("pk").pk


def post(desk: Client, name: str, draft: int, **typed: object) -> tuple[int, str]:
    answer = desk.post(reverse(f"policies:{name}", args=[draft]), typed)
    return answer.status_code, answer.content.decode()


def preview(desk: Client, draft: int, **typed: object) -> str:
    address = reverse("policies:save_draft", args=[draft])
    return desk.post(address, typed, headers={"HX-Request": "true"}).content.decode()


# Who may


def test_every_address_stands_in_the_table() -> None:
    assert {each.name for each in urlpatterns} == set(TABLE)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_is_its_own_and_nothing_else(there: Cast, role: Role) -> None:
    draft = Manuscript.objects.create(saved_at=NOW, saved_by="staff:1")
    client = come_in(Client(), Staff.objects.filter(role=role).order_by("pk")[0])

    status = {
        name: getattr(client, method)(reverse(f"policies:{name}", args=named(args, draft))).status_code
        for name, (args, method, _may) in TABLE.items()
    }

    assert {name for name, code in status.items() if code != 403} == {
        name for name, (_args, _method, may) in TABLE.items() if role in may
    }
    assert max(status.values()) < 500


def test_a_stranger_opens_nothing(there: Cast) -> None:
    for name, (args, method, _may) in TABLE.items():
        answer = getattr(Client(), method)(reverse(f"policies:{name}", args=args))
        assert answer.headers["Location"].startswith(reverse("account_login"))


# Writing


@pytest.mark.parametrize("starter", ["furniture_delivery", "gym", "studio", "courses"])
def test_a_starter_can_be_published_as_it_is(desk: Client, there: Cast, starter: str) -> None:
    Policy.objects.filter(slug="delivery").update(slug="other")
    draft = begin(desk, starter)
    typed = Manuscript.objects.get(pk=draft).typed

    status, _page = post(desk, "create_version", draft, **typed)

    version = Version.objects.latest("pk")
    assert (status, version.number) == (302, 1)
    assert {wording.language for wording in version.wordings.all()} == {"en", "de"}
    assert Check.objects.filter(wording__version=version).count() == 2
    assert not Manuscript.objects.exists()


def test_a_starter_speaks_of_money_as_its_reader_writes_it(desk: Client) -> None:
    typed = Manuscript.objects.get(pk=begin(desk, "gym")).typed

    assert "$49" in typed["words_en"]
    assert "49\N{NO-BREAK SPACE}$" in typed["words_de"]
    assert (typed["fee"], typed["fee_of"]) == ("49", "add_ons")


def test_what_was_typed_becomes_a_version_with_its_terms_and_question(desk: Client) -> None:
    status, _page = post(desk, "create_version", begin(desk), **SHEET)

    version = Version.objects.get(policy__slug="visits")
    assert status == 302
    assert {term.key: term.facts for term in version.terms.all()} == {
        "window": {"hours": 4},
        "late_credit": {"minor": 3000, "currency": "USD", "days": 10},
        "old_appliance": {},
    }
    asked = Check.objects.get(wording__version=version)
    assert asked.answers[asked.right] == "In the window"
    assert version.policy.occasions == ["purchase", "scheduling"]


def test_money_for_a_missed_window_in_working_days_and_again_is_typed_and_typed_anew(desk: Client) -> None:
    draft = begin(desk)
    post(desk, "create_version", draft, **SHEET | {"credit_working": "on", "credit_again": "on"})
    term = Version.objects.get(policy__slug="visits").terms.get(key="late_credit")
    post(desk, "create_version", begin(desk), **SHEET | {"slug": "other"})

    plain = Version.objects.get(policy__slug="other").terms.get(key="late_credit")

    assert term.facts == {"minor": 3000, "currency": "USD", "days": 10, "working": True, "again": True}
    assert of_terms([read(term.key, term.facts)]) == {
        "own_rules": "",
        "credit": "30",
        "credit_days": "10",
        "credit_working": "on",
        "credit_again": "on",
    }
    assert plain.facts == {"minor": 3000, "currency": "USD", "days": 10}


def test_nothing_typed_is_lost_when_it_cannot_be_published(desk: Client) -> None:
    draft = begin(desk)

    status, page = post(desk, "create_version", draft, **SHEET | {"slug": "two words", "credit": "1.005"})

    assert status == 422
    assert "What you typed is kept" in page
    assert "This currency has fewer decimals." in page
    assert Manuscript.objects.get(pk=draft).typed["slug"] == "two words"
    assert not Policy.objects.filter(slug="visits").exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"slug": "delivery"}, "There is a policy with this short name."),
        ({"words_en": ""}, "A policy needs words in at least one language."),
        ({"title_en": ""}, "Title and words go together."),
        ({"wrong_en": ""}, "A question has two to four answers"),
        ({"wrong_en": "in the window\nIn the window"}, "A question has two to four answers"),
        ({"credit_days": ""}, "A credit is paid within 1 to 366 days."),
        ({"own_rules": "fee"}, "has a field of its own."),
        ({"fee_formula": "percent", "fee": "90", "fee_percent": "20"}, "needs the number of months"),
        ({"fee_formula": "once"}, "A fee is more than nothing"),
        ({"fee_formula": "per_month", "fee": "90", "fee_months": "6"}, "A fee is more than nothing"),
        ({"occasions": ["midnight"]}, "midnight"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(desk: Client, wrong: dict[str, object], words: str) -> None:
    status, page = post(desk, "create_version", begin(desk), **SHEET | wrong)

    assert status == 422
    assert words in page
    assert Version.objects.count() == 1


def test_what_is_typed_is_kept_and_shown_as_customers_will_see_it(desk: Client) -> None:
    draft = begin(desk)

    page = preview(desk, draft, **SHEET)

    assert "<strong>4 hours</strong>" in page
    assert "We come within a window of 4 hours. An exact time is not promised." in page
    assert "An order on Monday 2 Mar 2026: the earliest window is Tuesday 3 Mar 2026, 8–12" in page
    assert "is back by" in page
    assert "In the window" in page
    assert Manuscript.objects.get(pk=draft).typed["title_en"] == "How we come"


def test_a_preview_says_what_to_look_at(desk: Client) -> None:
    hard = "Notwithstanding anything herein, entitlement verification necessitates administrative approval. "
    words = f"{hard * 40} We call 30 minutes ahead."

    page = preview(desk, begin(desk), title_en="Terms", words_en=words, window_hours="3")

    assert "Hard to read." in page
    assert "Long: few people read more than 250 words" in page
    assert "The terms say 3; the words do not name this figure." in page
    assert "The trucks offer windows of up to 240 minutes" in page


def test_a_preview_in_german_says_its_terms_in_german(desk: Client) -> None:
    page = preview(desk, begin(desk), title_de="Wie", words_de="Wir kommen in 4 Stunden.", window_hours="4")

    assert "Wir kommen in einem Zeitfenster von 4 Stunden." in page
    assert "Dienstag, 3. März 2026, 8–12 Uhr" in page


def test_words_are_never_a_script(desk: Client) -> None:
    page = preview(
        desk, begin(desk), title_en="<b>T</b>", words_en="<script>alert(1)</script>[x](javascript:a)"
    )

    assert "<script>alert" not in page
    assert "<b>T</b>" not in page
    assert 'href="javascript' not in page


def test_half_a_sheet_has_a_preview_too(desk: Client) -> None:
    page = preview(desk, begin(desk), words_en="In a window.", window_hours="many", fee_formula="percent")

    assert "In a window." in page


def test_another_language_is_written_where_the_place_has_only_one(desk: Client) -> None:
    Location.objects.update(languages=["en"])
    draft = begin(desk)
    assert "words_de" not in desk.get(reverse("policies:draft", args=[draft])).content.decode()

    post(desk, "save_draft", draft, title_en="How", words_en="In a window.", add="de")

    page = desk.get(reverse("policies:draft", args=[draft])).content.decode()
    assert 'name="words_de"' in page
    assert "In a window." in page


def test_a_draft_is_dropped_and_the_policy_stays(desk: Client) -> None:
    desk.post(reverse("policies:create_next", args=["delivery"]))

    post(desk, "drop_draft", Manuscript.objects.get().pk)

    assert (Manuscript.objects.count(), Version.objects.count()) == (0, 1)


# The next version


def test_the_next_version_begins_with_what_stands(desk: Client, there: Cast) -> None:
    for _twice in range(2):
        desk.post(reverse("policies:create_next", args=["delivery"]))

    draft = Manuscript.objects.get()
    assert draft.typed["words_de"] == there.policy.wordings.get(language="de").words
    assert (draft.typed["window_hours"], draft.typed["credit"]) == ("4", "30")
    assert "slug" not in draft.typed


def test_what_changed_is_shown_word_by_word_and_term_by_term(desk: Client, there: Cast) -> None:
    desk.post(reverse("policies:create_next", args=["delivery"]))
    draft = Manuscript.objects.get()
    changed = draft.typed["words_en"].replace("4-hour", "2-hour")

    post(desk, "create_version", draft.pk, **draft.typed | {"words_en": changed, "window_hours": "2"})

    version = Version.objects.get(number=2)
    page = desk.get(reverse("desk:policy", args=[version.pk])).content.decode()
    assert "What changed since version 1" in page
    assert "2-hour<" in page.partition("<ins>")[2][:80]
    assert "4-hour<" in page.partition("<del>")[2][:80]
    assert "We come within a window of 4 hours." in page
    assert "We come within a window of 2 hours." in page
    assert Term.objects.filter(version=there.policy, key="window").get().facts == {"hours": 4}


def test_the_line_ends_of_a_browser_change_no_word(desk: Client, there: Cast) -> None:
    desk.post(reverse("policies:create_next", args=["delivery"]))
    draft = Manuscript.objects.get()
    as_sent = {name: str(typed).replace("\n", "\r\n") for name, typed in draft.typed.items()}

    post(desk, "create_version", draft.pk, **as_sent | {"occasions": ["purchase"]})

    version = Version.objects.get(number=2)
    assert [each.sha256 for each in version.wordings.order_by("language")] == [
        each.sha256 for each in there.policy.wordings.order_by("language")
    ]
    page = desk.get(reverse("desk:policy", args=[version.pk])).content.decode()
    assert "No word changed." in page
    assert "No term changed." in page


def test_a_version_is_compared_with_any_other(desk: Client, there: Cast) -> None:
    first = there.policy

    same = desk.get(reverse("desk:policy", args=[first.pk]), {"since": "1"}).content.decode()
    none = desk.get(reverse("desk:policy", args=[first.pk]), {"since": "seven"})

    assert "No word changed." in same
    assert none.status_code == 200


# What is due to be told


def test_what_is_untold_is_listed_with_why_and_told_with_one_press(there: Cast) -> None:
    client = come_in(Client(), there.representative)
    page = client.get(reverse("policies:untold")).content.decode()
    assert "Nora Feldman" in page
    assert "No telling in writing reached the customer&#x27;s hands." in page
    row = re.findall(r'name="row" value="([^"]+)"', page)[0]

    mailed = client.post(reverse("policies:create_mail"), {"row": row}, follow=True).content.decode()
    again = client.post(reverse("policies:create_mail"), {"row": row})

    assert "It is on its way to Nora Feldman." in mailed
    assert "Everybody was told" in mailed
    assert (again.status_code, Outgoing.objects.count()) == (404, 1)


def test_what_was_read_out_is_told_by_whoever_pressed(there: Cast) -> None:
    client = come_in(Client(), there.representative)
    page = client.get(reverse("policies:untold")).content.decode()
    row = re.findall(r'name="row" value="([^"]+)"', page)[0]

    client.post(reverse("policies:create_reading"), {"row": row})

    told = Disclosure.objects.latest("pk")
    assert (told.medium, told.by, told.occasion) == ("spoken", str(there.representative.actor), "purchase")


def test_who_only_reads_presses_nothing(there: Cast) -> None:
    page = come_in(Client(), there.house.dispatcher).get(reverse("policies:untold")).content.decode()

    assert "Nora Feldman" in page
    assert 'name="row"' not in page


def test_a_long_list_is_read_in_few_questions(
    there: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        sofa(people.person(f"Guest {number}", now=NOW), there.house, number=str(900 + number), now=NOW)
    client = come_in(Client(), there.representative)

    with django_assert_max_num_queries(35):
        page = client.get(reverse("policies:untold")).content.decode()

    assert "Guest 29" in page


def test_who_does_not_write_policies_is_not_asked_to(there: Cast) -> None:
    client = come_in(Client(), there.representative)

    pages = [client.get(reverse("desk:policies")), client.get(reverse("desk:policy", args=[there.policy.pk]))]

    assert not any(
        "policies:create_next" in str(page.content) or "Write" in str(page.content) for page in pages
    )


def test_the_trucks_own_first_window_is_the_example(desk: Client, there: Cast) -> None:
    WindowTemplate.objects.filter(opens__hour=8).delete()

    page = preview(desk, begin(desk), **SHEET)

    assert "the earliest window is Tuesday 3 Mar 2026, 12–16" in page
