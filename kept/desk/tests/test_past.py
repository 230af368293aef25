"""Importing the past: whole or not at all, once, marked, and no better evidence than its papers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from kept.base.actors import SOFTWARE
from kept.base.refusals import NotAllowed
from kept.business import examples as people
from kept.business.examples import House
from kept.customers import examples as customers
from kept.customers.models import Customer, Paper
from kept.desk import erase, past, told
from kept.desk import exit as leaving
from kept.ledger.models import Entry
from kept.ledger.queries import payload_of
from kept.memberships import actions, examples
from kept.memberships.examples import Gym
from kept.memberships.models import Membership
from kept.memberships.past import BadPast
from kept.memberships.queries import preview_of
from kept.orders.models import Order
from kept.outbox.models import Outgoing
from kept.policies.models import Disclosure

NOW = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("America/New_York"))
PEOPLE = (
    "customer,name,email,phone,language,since\n"
    "K-1,Lena Vogt,lena@mail.example,+1 212 555 0199,en,2025-11-01\n"
    "K-2,Omar Said,,,en,\n"
)
CONTRACTS = (
    "membership,customer,plan,joined_at,price,period_months,policy,version,add_ons,steps,paid_until\n"
    "V-1,K-1,Fitness,2025-11-01T10:00,39.00,1,leaving,1,Training sessions,came in | signed,2026-04-01\n"
)
TOLD = (
    "customer,policy,version,language,occasion,medium,told_at,grade,handed_over,membership,paper\n"
    "K-1,leaving,1,en,signing,contract,2025-11-01T09:50,A4,yes,V-1,contract 1.pdf\n"
    "K-1,leaving,1,en,signing,page,2025-11-01T09:55,A4,,V-1,prices 1.pdf\n"
    "K-2,leaving,1,en,signing,contract,2025-11-01T09:50,A4,yes,,\n"
    "K-2,leaving,1,en,conversation,spoken,2025-11-01T09:40,,,,\n"
)
PAPERS = {"contract 1.pdf": b"%PDF-1.7 signed", "prices 1.pdf": b"%PDF-1.7 prices, signed"}
TABLES = {"customers.csv": PEOPLE, "memberships.csv": CONTRACTS, "tellings.csv": TOLD}


@pytest.fixture
def house(db: None) -> House:
    return people.house(now=NOW - timedelta(days=2000))


@pytest.fixture
def gym(house: House) -> Gym:
    return examples.gym(house.location, now=NOW - timedelta(days=1))


def take(
    tables: dict[str, str], papers: dict[str, bytes] | None = None, *, dry_run: bool = False
) -> past.Taken:
    whole = {name: text.encode() for name, text in tables.items()}
    shown = PAPERS if papers is None else papers
    return past.take(whole, shown, dry_run=dry_run, by=SOFTWARE, now=NOW)


def lines(tables: dict[str, str], papers: dict[str, bytes] | None = None) -> list[str]:
    with pytest.raises(BadPast) as refused:
        take(tables, papers)
    return refused.value.lines


def with_line(table: str, line: int, text: str) -> dict[str, str]:
    found = TABLES[table].splitlines()
    found[line - 1] = text
    return TABLES | {table: "\n".join(found) + "\n"}


def test_everything_comes_and_says_that_it_was_imported(gym: Gym) -> None:
    taken = take(TABLES)

    assert taken == past.Taken(customers=2, memberships=1, tellings=4, papers=2)
    membership = Membership.objects.get()
    assert (membership.imported_at, str(membership.price)) == (NOW, "39.00 USD")
    assert membership.joined_at == datetime(2025, 11, 1, 14, tzinfo=UTC)
    assert [step.what for step in membership.steps.all()] == ["came in", "signed"]
    assert set(Disclosure.objects.values_list("imported_at", flat=True)) == {NOW.astimezone(UTC)}
    kinds = list(Entry.objects.filter(kind__startswith="past.").order_by("id").values_list("kind", flat=True))
    assert kinds.count("past.told") == 4
    assert kinds[-1] == "past.imported"
    assert set(Entry.objects.filter(kind__startswith="past.").values_list("at", flat=True)) == {NOW}
    assert not Outgoing.objects.exists()


def test_books_that_name_no_language_are_in_the_one_of_the_house(gym: Gym) -> None:
    gym.location.languages = ["de", "en"]
    gym.location.save()

    take({name: table.replace(",en,", ",,") for name, table in TABLES.items()})

    assert set(Customer.objects.values_list("language", flat=True)) == {"de"}
    assert set(Disclosure.objects.values_list("wording__language", flat=True)) == {"de"}


def test_the_grade_is_what_the_paper_can_prove(gym: Gym) -> None:
    take(TABLES)

    found = {(row.customer.name, row.medium): row for row in Disclosure.objects.select_related("customer")}

    assert found["Lena Vogt", "contract"].grade == 4
    assert found["Lena Vogt", "contract"].paper == Paper.objects.get(name="contract 1.pdf").sha256
    assert (found["Omar Said", "contract"].grade, found["Omar Said", "contract"].handed_over) == (0, False)
    assert found["Omar Said", "spoken"].grade == 0


def test_two_signed_papers_hold_a_fee_and_the_reasons_say_that_they_were_imported(gym: Gym) -> None:
    take(TABLES)
    membership = Membership.objects.get()

    wanted = leaving.Wanted(actions.Choice(membership=True, add_ons=tuple(membership.add_ons.all())))
    shown = leaving.show(membership, wanted, by=membership.customer.actor, now=NOW + timedelta(days=1))

    assert str(preview_of(shown).fee.allowed) == "49.00 USD"
    applied = shown.applications.get(term__key="fee")
    marked = [
        reason["words"] for reason in applied.reasons if "imported on Tue 10 Mar 2026" in reason["words"]
    ]
    assert len(marked) == 2
    assert marked[0].endswith("before which nothing here is sealed.")


@pytest.mark.parametrize("lacking", ["contract 1.pdf", "prices 1.pdf"])
def test_without_one_of_its_papers_nothing_is_held_against_them(gym: Gym, lacking: str) -> None:
    papers = {name: content for name, content in PAPERS.items() if name != lacking}
    take(TABLES | {"tellings.csv": TOLD.replace(lacking, "")}, papers)
    membership = Membership.objects.get()

    wanted = leaving.Wanted(actions.Choice(membership=True, add_ons=tuple(membership.add_ons.all())))
    shown = leaving.show(membership, wanted, by=membership.customer.actor, now=NOW + timedelta(days=1))

    assert str(preview_of(shown).fee.allowed) == "0.00 USD"


def test_one_paper_named_twice_holds_no_fee(gym: Gym) -> None:
    once = {"contract 1.pdf": PAPERS["contract 1.pdf"]}
    take(TABLES | {"tellings.csv": TOLD.replace("prices 1.pdf", "contract 1.pdf")}, once)
    membership = Membership.objects.get()

    wanted = leaving.Wanted(actions.Choice(membership=True, add_ons=tuple(membership.add_ons.all())))
    shown = leaving.show(membership, wanted, by=membership.customer.actor, now=NOW + timedelta(days=1))

    assert str(preview_of(shown).fee.allowed) == "0.00 USD"


def test_what_books_say_that_somebody_read_is_shown_to_them_anew(gym: Gym) -> None:
    take(TABLES)
    lena = Membership.objects.get().customer
    [known] = told.read(lena, now=NOW).told
    assert not known.is_open

    shown = told.opened(lena, gym.contract.pk, now=NOW)

    assert (shown.grade, shown.occasion, shown.imported_at) == (3, "on_request", None)


def test_the_same_folder_twice_is_once(gym: Gym) -> None:
    take(TABLES)
    before = Entry.objects.count()

    again = take(TABLES)

    assert again == past.Taken(known=9)
    assert Entry.objects.count() == before


def test_a_dry_run_takes_nothing(gym: Gym) -> None:
    assert take(TABLES, dry_run=True).customers == 2

    assert not Customer.objects.exists()
    assert not Paper.objects.exists()
    assert not Entry.objects.filter(kind__startswith="past.").exists()


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        pytest.param(
            with_line("customers.csv", 2, "K-1,Lena Vogt,lena@mail.example,,en,31/11/2025"),
            "customers.csv, line 2, column since: '31/11/2025' is no day such as 2024-03-01",
            id="a day that nobody can read",
        ),
        pytest.param(
            with_line("customers.csv", 2, "K-1,=HYPERLINK(1),,,en,"),
            "customers.csv, line 2, column name: begins with '=': a spreadsheet would run it as a formula",
            id="a formula for a name",
        ),
        pytest.param(
            with_line("customers.csv", 3, "K-2,Omar Said"),
            "customers.csv, line 3: 2 cells under 6 columns; it may be cut off",
            id="a line that is cut off",
        ),
        pytest.param(
            with_line("customers.csv", 3, "K-1,Omar Said,,,en,"),
            "customers.csv, line 3, column customer: 'K-1' stands on line 2",
            id="a number that stands twice",
        ),
        pytest.param(
            with_line("customers.csv", 3, 'K-2,"Omar'),
            "customers.csv, line 3: unexpected end of data; it may be cut off",
            id="a quote that never ends",
        ),
        pytest.param(
            with_line("customers.csv", 2, "K-1,Lena Vogt,lena at mail,,en,"),
            "customers.csv, line 2: “lena at mail” is no e-mail address.",
            id="an address that is none",
        ),
        pytest.param(
            with_line("memberships.csv", 2, "V-1,K-1,Gold,2025-11-01,39.00,1,,,,,"),
            "memberships.csv, line 2: column plan: we sell no plan called “Gold”; add it first",
            id="a plan that is not sold",
        ),
        pytest.param(
            with_line("memberships.csv", 2, "V-1,K-9,Fitness,2025-11-01,39.00,1,,,,,"),
            "memberships.csv, line 2: column customer: nobody is called “K-9” in customers.csv or here",
            id="a customer that nobody named",
        ),
        pytest.param(
            with_line("memberships.csv", 2, "V-1,K-1,Fitness,2027-11-01,39.00,1,,,,,"),
            "memberships.csv, line 2, column joined_at: is still to come",
            id="a day that is still to come",
        ),
        pytest.param(
            with_line("memberships.csv", 2, "V-1,K-1,Fitness,2025-11-01,39.001,1,,,,,"),
            "memberships.csv, line 2, column price: '39.001' is no amount in USD such as 45.00",
            id="a sum with too many places",
        ),
        pytest.param(
            with_line("tellings.csv", 2, "K-1,leaving,7,en,signing,contract,2025-11-01,A4,,,contract 1.pdf"),
            "tellings.csv, line 2: column version: the policy “leaving” has no version 7 here",
            id="words that stand nowhere",
        ),
        pytest.param(
            with_line("tellings.csv", 2, "K-1,leaving,1,fr,signing,contract,2025-11-01,A4,,,contract 1.pdf"),
            "tellings.csv, line 2: column language: this version has no words in “fr”",
            id="a language that the words do not have",
        ),
        pytest.param(
            with_line("tellings.csv", 2, "K-1,leaving,1,en,signing,contract,2025-11-01,A4,,,../secret.pdf"),
            "tellings.csv, line 2, column paper: '../secret.pdf' is not among the papers",
            id="a paper outside of the folder",
        ),
        pytest.param(
            TABLES | {"notes.csv": "a,b\n"}, "notes.csv: nobody knows this file", id="a file that is not ours"
        ),
        pytest.param(
            TABLES | {"customers.csv": "customer,naem\nK-1,Lena\n"},
            "customers.csv, line 1: the header lacks name",
            id="a column that is misspelt",
        ),
        pytest.param(
            TABLES | {"orders.csv": "order,placed_at\nA-1,2025-01-01\n"},
            "orders.csv, line 1: the header lacks customer",
            id="orders that cannot be read",
        ),
    ],
)
def test_one_mistake_is_named_with_its_place_and_nothing_is_taken(
    gym: Gym, tables: dict[str, str], words: str
) -> None:
    assert any(line.startswith(words) for line in lines(tables))

    assert not Customer.objects.exists()
    assert not Membership.objects.exists()
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        pytest.param("run.pdf.exe", b"%PDF-", "is called like", id="a programme by its name"),
        pytest.param("..\\up.pdf", b"%PDF-", "is called like", id="a name that climbs"),
        pytest.param("contract 1.pdf", b"MZ programme", "is empty, or no PDF", id="a programme by its bytes"),
        pytest.param("contract 1.pdf", b"", "is empty, or no PDF", id="an empty file"),
        pytest.param(
            "contract 1.pdf", b"%PDF-" + bytes(10 * 1024 * 1024), "larger than 10 MB", id="too large"
        ),
        pytest.param("other.pdf", b"%PDF-", "no telling names it", id="a paper of nobody"),
    ],
)
def test_only_named_documents_and_pictures_are_kept(gym: Gym, name: str, content: bytes, words: str) -> None:
    assert any(
        f"papers/{name}: " in line and words in line for line in lines(TABLES, PAPERS | {name: content})
    )

    assert not Paper.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_an_encoding_is_read_or_refused_and_never_guessed(gym: Gym, encoding: str) -> None:
    table = "customer,name\nK-1,Jürgen Müller\n".encode(encoding)

    if encoding == "utf-8-sig":
        past.take({"customers.csv": table}, {}, by=SOFTWARE, now=NOW)
        assert Customer.objects.get().name == "Jürgen Müller"
    else:
        with pytest.raises(BadPast, match="not UTF-8; save the file as “CSV UTF-8”"):
            past.take({"customers.csv": table}, {}, by=SOFTWARE, now=NOW)


def test_whoever_stands_here_already_is_found_by_their_mailbox(gym: Gym) -> None:
    theo = customers.theo(now=NOW)

    taken = take({"customers.csv": "customer,name,email\nK-7,Th. Marsh,theo.marsh@mail.example\n"}, {})

    assert taken == past.Taken(known=1)
    assert theo.identities.filter(kind="external", value="K-7").exists()
    theo.refresh_from_db()
    assert theo.name == "Theo Marsh"


def test_one_mailbox_of_two_customers_is_refused(gym: Gym) -> None:
    table = "customer,name,email\nK-1,Lena,a@mail.example\nK-2,Omar,a@mail.example\n"

    assert lines({"customers.csv": table}, {}) == [
        "customers.csv, line 3: column email: another customer of the books has this mailbox"
    ]


def test_a_contract_that_reads_otherwise_than_before_is_refused(gym: Gym) -> None:
    take(TABLES)

    assert lines(TABLES | {"memberships.csv": CONTRACTS.replace("39.00", "35.00")}) == [
        "memberships.csv, line 2: it was imported before with other content"
    ]


def test_orders_come_without_a_letter_or_a_truck(gym: Gym) -> None:
    table = (
        "order,placed_at,customer,email,address,article,price\n"
        "A-1,2025-06-01T10:00,Lena Vogt,lena@mail.example,1 Mercer Street,Bench,99.00\n"
    )

    assert take(TABLES | {"orders.csv": table}).orders == 1

    assert Order.objects.get().customer.name == "Lena Vogt"
    assert not Outgoing.objects.exists()


def test_an_import_names_nobody_in_the_ledger_and_each_file_by_its_hash(gym: Gym) -> None:
    take(TABLES)

    said = payload_of(Entry.objects.get(kind="past.imported"))

    assert said is not None
    assert said["taken"]["customers"] == 2
    assert len(said["papers"]) == 2
    assert "contract 1" not in json.dumps(said)


def test_a_paper_never_changes_and_stays_as_long_as_its_person(gym: Gym) -> None:
    take(TABLES)

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Paper.objects.update(name="other.pdf")
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Paper.objects.all().delete()


def test_the_papers_of_a_person_go_when_they_are_erased(gym: Gym) -> None:
    omar = "K-2,leaving,1,en,signing,contract,2025-11-01T09:50,A4,yes,,"
    take(
        TABLES | {"tellings.csv": TOLD.replace(omar, f"{omar}omar.pdf")}, PAPERS | {"omar.pdf": b"%PDF-1.7 o"}
    )
    customer = Customer.objects.get(name="Omar Said")

    erase.person(customer, because="asked", by=SOFTWARE, now=NOW + timedelta(days=1))

    assert set(Paper.objects.values_list("name", flat=True)) == set(PAPERS)
    assert all(
        payload_of(entry) is None for entry in Entry.objects.filter(kind="past.paper").order_by("-id")[:1]
    )


def test_who_may_import(house: House) -> None:
    assert past.may_import(house.manager) == house.manager.actor
    with pytest.raises(NotAllowed):
        past.may_import(house.representative)
