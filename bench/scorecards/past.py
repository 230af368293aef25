"""A year of a store, made up: for every hundred conversations so many matters, promises, wishes, exits."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model

    from kept.business.examples import House
    from kept.business.models import Staff

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)  # the pages ask the clock
YEAR = timedelta(days=360)
COPIES = 10
BLOCK = YEAR / COPIES
TABLES = (
    "conversations.Conversation", "conversations.Message", "conversations.Matter", "conversations.Contact",
    "conversations.HandOver", "orders.Order", "promises.Promise", "promises.Fact", "promises.WishMade",
    "policies.Disclosure", "policies.TermApplication", "policies.TermApplication_disclosures",
    "memberships.Membership", "memberships.Cancellation", "memberships.Asking", "memberships.Step",
    "complaints.Complaint", "complaints.Claim", "complaints.Claim_about", "complaints.Reliance",
    "complaints.Finding", "complaints.Verdict",
    "complaints.Letter", "scorecards.Counted",
)  # fmt: skip
CHUNK = 5_000  # rows inserted at once
PEOPLE = 40
GAPS = ("1/4", "3/4")
MADE = """\
of every 100 conversations (a message each): 100 contacts on 92 matters, 8 of them opened again or met
while open, 5 handed on; 60 promises (40 delivery windows of 40 orders, 20 replies) with what happened; 10
wishes; 8 terms held, resting on two tellings each; 1 exit of one membership with its steps and receipt;
1 complaint with a claim about one of the windows, the term it rests on, a finding with its gaps, a verdict
and a letter. All in one of two places, by a team of 40. How each went is chance (seed 7). A tenth is made
and counted as kept recount does it; the other nine are copies of its rows, and of what was counted of
them, 36 days later each. All sums are then made from the rows, and the newest 15 days are counted again."""


@dataclass(frozen=True)
class Past:
    """Where everything of the past hangs on."""

    house: House
    staff: list[Staff]
    policy: Any
    term: Any
    gym: Any
    customers: int
    conversations: int


def fill(conversations: int) -> Past:
    """Write a tenth of the year down, past all actions: no entry of the ledger stands for it."""
    past = _begin(conversations)
    for rows in _tables(past, conversations // COPIES):
        insert(rows)
    return past


def copy(conversations: int) -> None:
    """The other nine tenths: every row again, with what was counted of it, so many days later each time.

    Numbers, and what points at them, move by the same step; the newest rows are counted by the caller.
    """
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection, transaction

    step = 6 * (conversations // COPIES) + 100  # more than any table has rows
    for nth in range(1, COPIES):
        with transaction.atomic(), connection.cursor() as cursor:
            for name in TABLES:
                model = apps.get_model(name)
                columns = {each.column: _moved(each, nth, step) for each in model._meta.local_concrete_fields}
                table, pk = model._meta.db_table, model._meta.pk.column
                names, values = ", ".join(f'"{each}"' for each in columns), ", ".join(columns.values())
                cursor.execute(
                    f'INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE "{pk}" < %s', [step]
                )
    with connection.cursor() as cursor:  # PostgreSQL numbers the next row by what it numbered itself
        for reset in connection.ops.sequence_reset_sql(no_style(), [apps.get_model(name) for name in TABLES]):
            cursor.execute(reset)


def _moved(column: Any, nth: int, step: int) -> str:
    """The column of a copy, in SQL."""
    from django.db import connection, models

    sqlite, name = connection.vendor == "sqlite", f'"{column.column}"'
    days = nth * BLOCK.days
    if column.primary_key or (column.related_model and column.related_model._meta.label in TABLES):
        return f"{name} + {nth * step}"
    if isinstance(column, models.DateTimeField):
        return f"datetime({name}, '+{days} days')" if sqlite else f"{name} + interval '{days} days'"
    if isinstance(column, models.DateField):
        return f"date({name}, '+{days} days')" if sqlite else f"{name} + {days}"
    if column.name in ("about", "ref"):
        at = f"instr({name}, ':')" if sqlite else f"strpos({name}, ':')"
        number = f"CAST(substr({name}, {at} + 1) AS integer) + {nth * step}"
        return (
            f"CASE WHEN {name} LIKE '%:%' THEN substr({name}, 1, {at}) || ({number}) ELSE {name} END".replace(
                "%", "%%"
            )
        )
    return f"{name} || '-{nth}'" if column.unique and not column.related_model else name


def quarter_before(now: datetime) -> str:
    """The last whole quarter, as an address says it: 2026-q3."""
    ended = now.replace(month=3 * ((now.month - 1) // 3) + 1, day=1) - timedelta(days=1)
    return f"{ended.year}-q{(ended.month + 2) // 3}"


def insert(rows: Iterable[Model]) -> None:
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        type(chunk[0])._default_manager.bulk_create(chunk)


def _begin(conversations: int) -> Past:
    from kept.base.actors import SOFTWARE
    from kept.business import actions
    from kept.business.examples import house as open_house
    from kept.business.models import Location, Staff
    from kept.customers.models import Customer
    from kept.memberships import examples as club
    from kept.policies import examples as papers

    began = NOW - 2 * YEAR
    house = open_house(now=began, zone="UTC")  # no clock change between the copies
    staff = [house.representative, house.second_representative]
    for number in range(PEOPLE - len(staff)):
        person = Staff(email=f"p{number}@hollis.example", name=f"Person {number:02}", role="representative")
        person.team, person.location = house.representative.team, house.location
        staff.append(actions.hire(person, password=None, by=SOFTWARE, now=began))
    there = Location.objects.get(pk=house.location.pk)
    there.pk, there.name = None, "Hollis in Queens"  # nothing happened there; one place alone has no page
    actions.open_location(there, by=SOFTWARE, now=began)
    policy = papers.delivery(house.location, now=began)
    customers = max(conversations // 5, 1)
    made = {"since": began.date(), "made_at": began, "made_by": "software"}
    insert(Customer(pk=number + 1, name=f"Customer {number}", **made) for number in range(customers))
    gym = club.gym(house.location, now=began)
    return Past(house, staff, policy, policy.terms.get(key="window"), gym, customers, conversations)


def _tables(past: Past, conversations: int) -> Iterator[Iterator[Model]]:
    tables: list[Callable[[Past, int, Callable[[int], datetime]], Iterator[Model]]] = [
        _conversations, _messages, _matters, _contacts, _hand_overs, _orders, _promises, _facts, _wishes,
        _tellings, _held, _rests, _memberships, _joined, _exits, _asked, _left, _complaints, _claims,
        _about, _reliances, _findings, _verdicts, _letters,
    ]  # fmt: skip
    gap = BLOCK.total_seconds() / conversations

    def at(number: int) -> datetime:
        return NOW - YEAR + timedelta(seconds=int(number * gap))

    return (table(past, conversations, at) for table in tables)


At = Callable[[int], datetime]


def _chance(number: int, of: str) -> random.Random:
    """The same chance wherever this row is asked about."""
    return random.Random(hash((7, len(of), ord(of[0]), number)))


def _whose(past: Past, number: int) -> Staff:
    return past.staff[number % len(past.staff)]


def _conversations(past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.conversations.models import Conversation

    for number in range(n):
        closed = at(number) + timedelta(hours=1)
        yield Conversation(
            pk=number + 1, customer_id=number % past.customers + 1, channel="email", subject="My order",
            folded="my order", state="closed", assignee=_whose(past, number), opened_at=at(number),
            opened_by="software", last_word_at=at(number), last_customer_word_at=at(number),
            closed_at=closed, closed_by="software", ended_at=closed,
        )  # fmt: skip


def _messages(past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.conversations.models import Message

    words = "When does the sofa come? I am at home from ten on."
    for number in range(n):
        yield Message(
            conversation_id=number + 1, direction="in", channel="email", at=at(number),
            by=f"customer:{number % past.customers + 1}", text=words, folded=words,
        )  # fmt: skip


def _matters(past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.conversations.models import Matter

    for number in range(n):
        if number % 25 in (3, 7):  # these came back to the matter before
            continue
        chance = _chance(number, "matter")
        staff = _whose(past, number)
        other = past.staff[(number + 1) % len(past.staff)]
        open_ = chance.random() < 0.02
        yield Matter(
            pk=number + 1, customer_id=number % past.customers + 1, kind="question",
            about=f"conversation:{number + 1}", opened_at=at(number), first_staff=staff,
            settled_at=None if open_ else at(number) + timedelta(seconds=int(chance.lognormvariate(7, 1.5))),
            settled_by="" if open_ else str((other if chance.random() < 0.06 else staff).actor),
        )  # fmt: skip


def _contacts(_past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.conversations.models import Contact

    for number in range(n):
        back = number % 25 in (3, 7)
        matter = number if back else number + 1
        yield Contact(
            matter_id=matter, conversation_id=number + 1, at=at(number), reopened=back and number % 2 == 0
        )


def _hand_overs(past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.conversations.models import HandOver

    for number in range(0, n, 20):
        yield HandOver(
            conversation_id=number + 1, from_staff=_whose(past, number), to_staff=past.house.manager,
            reason="asked for", by_rule=number % 100 == 0, at=at(number) + timedelta(seconds=30),
            by="software",
        )  # fmt: skip


def _orders(past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.orders.models import Order

    for number in range(n):
        if number % 5 < 2:
            yield Order(
                pk=number + 1, number=f"B-{number}", customer_id=number % past.customers + 1,
                location=past.house.location, placed_at=at(number), currency="USD", address="1 Main Street",
                made_at=at(number), made_by=str(_whose(past, number).actor),
            )  # fmt: skip


def _promises(past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.promises.models import Promise

    for number in range(n):
        if number % 5 < 3:
            chance = _chance(number, "promise")
            window = number % 5 < 2
            hours = chance.choice((2, 4, 4, 4, 6))
            starts = at(number) + timedelta(days=chance.choice((1, 2, 3, 5)))
            settled = starts + timedelta(hours=hours)
            kept = _minutes_late(number) <= 0
            yield Promise(
                pk=number + 1, customer_id=number % past.customers + 1, location=past.house.location,
                about=f"order:{number + 1}" if window else f"conversation:{number + 1}",
                kind="delivery_window" if window else "reply", words="We come then",
                starts_at=starts if window else None, until=settled, made_at=at(number),
                made_by=str(_whose(past, number).actor), settled_at=settled, settled_by="clock",
                outcome="kept" if kept else "broken", because="as recorded",
            )  # fmt: skip


def _minutes_late(number: int) -> int:
    chance = _chance(number, "late")
    return -30 if chance.random() < 0.9 else int(chance.expovariate(1 / 60)) + 1


def _facts(_past: Past, n: int, _at: At) -> Iterator[Model]:
    from kept.promises.models import Fact, Promise

    rows = Promise.objects.order_by("pk").values_list("pk", "kind", "until").iterator(CHUNK)
    for pk, kind, until in rows:
        if pk <= n and pk % 101:  # of one in a hundred the record is missing
            came = until + timedelta(minutes=_minutes_late(pk - 1))
            yield Fact(
                promise_id=pk, kind="arrival" if kind == "delivery_window" else "reply_sent", at=came,
                source="driver", recorded_at=came, by="software",
            )  # fmt: skip


def _wishes(past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.promises.models import WishMade

    for number in range(0, n, 10):
        chance = _chance(number, "wish")
        granted = chance.random() < 0.6
        well = chance.random() < 0.9
        yield WishMade(
            customer_id=number % past.customers + 1, about=f"order:{number + 1}", asked="Nine o'clock",
            at=at(number), by=str(_whose(past, number).actor), granted=granted, answered_at=at(number),
            reason="" if granted else "The trucks are full", alternatives=["Wed 8–12"] if well else [],
        )  # fmt: skip


def _tellings(past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.policies.models import Disclosure

    wording = past.policy.wordings.first()
    for number in range(_few(n)):
        for nth, (occasion, medium) in enumerate((("purchase", "invoice"), ("scheduling", "spoken"))):
            told = at(number * 12) - timedelta(hours=2 - nth)
            yield Disclosure(
                pk=2 * number + nth + 1, version=past.policy, wording=wording, words_sha256=wording.sha256,
                customer_id=number * 12 % past.customers + 1, occasion=occasion, medium=medium, at=told,
                logged_at=told, by="software", told_grade=1 - nth, grade=1 - nth, grade_at=told,
            )  # fmt: skip


def _few(n: int) -> int:
    return -(-n // 12)


def _held(past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.policies.models import TermApplication

    for number in range(_few(n)):
        told = _chance(number, "told").random() < 0.93
        yield TermApplication(
            pk=number + 1, term=past.term, customer_id=number * 12 % past.customers + 1,
            bound_at=at(number * 12), at=at(number * 12), by=str(_whose(past, number).actor),
            k=int(told), may_apply=told,
        )  # fmt: skip


def _rests(_past: Past, n: int, _at: At) -> Iterator[Model]:
    from kept.policies.models import TermApplication

    rests = TermApplication.disclosures.through
    for number in range(_few(n)):
        for nth in (1, 2):
            yield rests(termapplication_id=number + 1, disclosure_id=2 * number + nth)


def _memberships(past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.memberships.models import Membership

    for number in range(0, n, 100):
        joined = at(number) - YEAR / 2
        yield Membership(
            pk=number + 1, customer_id=number % past.customers + 1, location=past.house.location,
            plan=past.gym.plan, contract=past.gym.contract, joined_at=joined, bound_at=joined, minor=4500,
            currency="USD", period_months=1, made_at=joined, made_by="software",
        )  # fmt: skip


def _joined(_past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.memberships.models import Step

    for number in range(0, n, 100):
        for what in ("chose the plan", "gave name and address", "signed"):
            yield Step(membership_id=number + 1, what=what, at=at(number) - YEAR / 2, by="software")


def _exits(past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.memberships.models import Cancellation

    for number in range(0, n, 100):
        out = at(number) + timedelta(minutes=3)
        late = _chance(number, "receipt").random() < 0.05
        yield Cancellation(
            pk=number + 1, membership_id=number + 1, asked_at=at(number), asked_channel="email",
            ends_membership=True, shown_at=out, service_end_on=out.date(), billing_end_on=out.date(),
            currency="USD", confirmed_at=out, confirmed_by=str(_whose(past, number).actor),
            receipt_at=out + timedelta(seconds=300 if late else 20),
        )  # fmt: skip


def _asked(past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.memberships.models import Asking

    for number in range(0, n, 100):
        yield Asking(
            cancellation_id=number + 1, at=at(number), channel="email", conversation_id=number + 1,
            by=str(_whose(past, number).actor), recorded_at=at(number),
        )  # fmt: skip


def _left(past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.memberships.models import Step

    for number in range(0, n, 100):
        for what in ("saw the money", "confirmed"):
            by = str(_whose(past, number).actor)
            yield Step(membership_id=number + 1, cancellation_id=number + 1, what=what, at=at(number), by=by)


def _complaints(past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.complaints.models import Complaint

    for number in range(0, n, 100):
        yield Complaint(
            pk=number + 1, customer_id=number % past.customers + 1, location=past.house.location,
            words="The truck came late.", at=at(number), state="decided", opened_at=at(number),
            opened_by=str(_whose(past, number).actor), closed_at=at(number) + timedelta(days=2),
            closed_by="software",
        )  # fmt: skip


def _claims(_past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.complaints.models import Claim

    for number in range(0, n, 100):
        yield Claim(
            pk=number + 1,
            complaint_id=number + 1,
            kind="delivery.late",
            added_at=at(number),
            added_by="software",
        )


def _about(_past: Past, n: int, _at: At) -> Iterator[Model]:
    from kept.complaints.models import Claim

    for number in range(0, n, 100):
        yield Claim.about.through(claim_id=number + 1, promise_id=number + 1)


def _reliances(past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.complaints.models import Reliance

    for number in range(0, n, 100):
        yield Reliance(claim_id=number + 1, term=past.term, bound_at=at(number))


def _findings(_past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.complaints.models import Finding

    for number in range(0, n, 100):
        yield Finding(
            pk=number + 1, complaint_id=number + 1, case={}, verdict="service_failure",
            outcome_against_expectation="unknown", at=at(number), by="software", imputed=True,
            service_gap="1/4", disclosure_gap="0", expectation_gap=_chance(number, "gap").choice(GAPS),
        )  # fmt: skip


def _verdicts(past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.complaints.models import Verdict

    for number in range(0, n, 100):
        word = _chance(number, "verdict").choice(("service_failure", "expectation_gap", "not_told"))
        yield Verdict(
            claim_id=number + 1, finding_id=number + 1, proposed=word, final=word,
            decided_at=at(number) + timedelta(days=2), decided_by=_whose(past, number),
        )  # fmt: skip


def _letters(_past: Past, n: int, at: At) -> Iterator[Model]:
    from kept.complaints.models import Letter

    for number in range(0, n, 100):
        days = 20 if _chance(number, "letter").random() < 0.1 else 2
        sent = at(number) + timedelta(days=days)
        yield Letter(
            complaint_id=number + 1, text="Dear customer", language="en", drafted_at=sent,
            edited_by="software", sent_at=sent if sent < NOW else None,
        )  # fmt: skip
