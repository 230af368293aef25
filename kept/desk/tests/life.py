"""Everything that a shop can come to hold of one person, each word of it to be known again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

from kept.base.actors import SOFTWARE
from kept.base.money import Money
from kept.business.examples import House, house
from kept.business.models import Staff
from kept.complaints import actions as complaints
from kept.complaints.models import Complaint, Rating, SecondLook
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation
from kept.customers import actions as customers
from kept.customers.examples import person
from kept.customers.models import Customer, Paper
from kept.deliveries.actions import Seen, Tap, UnlikelyTap, keep_proof, refuse_tap, store_tap
from kept.deliveries.examples import one_depot, sofa, van
from kept.deliveries.models import Delivery
from kept.deliveries.rules import LocalWindow
from kept.desk import arrive, book, call, complain, rate, reply, tell, wishes
from kept.desk import exit as leaving
from kept.memberships import actions as memberships
from kept.memberships import examples as gyms
from kept.memberships import queries as members
from kept.memberships.models import Freeze, Membership
from kept.orders import actions as orders
from kept.outbox import actions as outbox
from kept.outbox.models import Outgoing
from kept.policies import actions as policies
from kept.policies.examples import delivery as delivery_policy
from kept.policies.models import Disclosure
from kept.policies.queries import due_on
from kept.promises import actions as promises
from kept.promises.models import Promise

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)  # Monday 9:00 in New York
OVER = NOW + timedelta(days=200)  # when nothing is open any more
TUESDAY = date(2026, 3, 3)
MORNING = LocalWindow(TUESDAY, time(8), time(12))
NAME, EMAIL, PHONE = "Zephyrine Quillfeather", "zephyrine@quill.example", "+12125550199"
MARK = "quillfeather"  # stands in everything that was said, typed or printed
STRINGS = (MARK, "zephyrine", "quill.example", "2125550199")


@dataclass
class Life:
    """Zephyrine's: a sofa that came late, a complaint, a gym that let her go; a second record of her."""

    house: House
    customer: Customer
    delivery: Delivery
    call: Conversation
    mail: Conversation
    complaint: Complaint
    rating: Rating
    membership: Membership
    promise: Promise


def lived() -> Life:
    """The whole of it, up to the day on which nothing is open any more."""
    store = house(now=NOW - timedelta(days=2000))
    van("Van 1", one_depot(store, now=NOW), store, now=NOW)
    delivery_policy(store.location, now=NOW - timedelta(days=30))
    customer = person(NAME, email=EMAIL, phone=PHONE, now=NOW)
    twin = person(f"Z. {MARK}", email=f"other.{MARK}@quill.example", now=NOW)
    customers.merge(twin, customer, by=SOFTWARE, now=NOW)
    paper = Paper(customer=customer, name=f"{MARK}.pdf", content_type=MARK, content=NAME.encode())
    customers.keep_paper(paper, by=SOFTWARE, now=NOW)
    delivery = bought(store, customer)
    spoken = phoned(store, customer, delivery)
    mail = wrote(store, customer)
    membership = left_the_gym(store, customer)
    complaint, rating = complained(store, customer, spoken)
    promise = promised(store, customer)
    taken_by_the_server(customer)
    settle(store, customer)
    return Life(store, customer, delivery, spoken, mail, complaint, rating, membership, promise)


def bought(store: House, customer: Customer) -> Delivery:
    """A sofa: the invoice handed over, a wish refused, a window booked, missed by an hour, and a note."""
    delivery = sofa(customer, store, number="Q-1", now=NOW)
    type(delivery.order).objects.filter(pk=delivery.order_id).update(address=f"7 {MARK} Lane")
    type(delivery).objects.filter(pk=delivery.pk).update(address=f"7 {MARK} Lane")
    delivery.refresh_from_db()
    by = store.representative.actor
    invoice = orders.issue_invoice(delivery.order, policies=due_on("purchase"), by=by, now=NOW)
    orders.keep_paper(invoice, f"%PDF {NAME}".encode(), now=NOW)
    tell.hand_over(delivery.order, by=by, now=NOW)
    wish = wishes.ask(
        delivery, wishes.Asked(f"nine, for {MARK}", hour=NOW + timedelta(days=1)), by=by, now=NOW
    )
    stop = book.book(delivery, MORNING, wish=wish.wish, by=by, now=NOW)
    came_at = datetime(2026, 3, 3, 18, tzinfo=UTC)
    tap = Tap(at=came_at, latitude=40.6892, longitude=-73.9442)
    arrive.arrive(stop, tap, by=store.driver.actor, now=came_at)
    arrive.finish(stop, "delivered", tap, note=f"{MARK} was in", by=store.driver.actor, now=came_at)
    photo = b"\xff\xd8\xff" + MARK.encode()
    seen = Seen(uuid4(), "signature", photo, came_at, signed_by=MARK)
    keep_proof(stop, seen, by=store.driver.actor, now=came_at)
    raw = store_tap(uuid4(), MARK.encode(), photo, by=store.driver.actor, now=came_at)
    refuse_tap(raw, UnlikelyTap(f"{MARK} was told"), delivery=delivery)
    return delivery


def phoned(store: House, customer: Customer, delivery: Delivery) -> Conversation:
    """A call with a line, a draft, a note, what she expects, and a hand-over."""
    staff = store.representative
    spoken = call.start(customer, about=f"order:{delivery.order_id}", staff=staff, now=NOW)
    call.said(spoken, f"This is {MARK}, and it is late", staff=staff, now=NOW)
    call.expects(spoken, call.Expects(f"nine sharp, says {MARK}", "said"), staff=staff, now=NOW)
    conversations.note(spoken, f"{MARK} is right", by=staff.actor, now=NOW)
    conversations.keep_draft(spoken, f"Dear {MARK}", staff=staff, now=NOW)
    passed = conversations.Pass(reason=f"{MARK} asks for Ben", to_staff=store.second_representative)
    conversations.hand_over(spoken, passed, by=staff.actor, now=NOW)
    return spoken


def wrote(store: House, customer: Customer) -> Conversation:
    """A letter with its bytes, a file, our answer; and a mail server's report about one of ours."""
    mail = conversations.start(customer, channel="email", subject=f"{MARK}!", by=customer.actor, now=NOW)
    raw = conversations.store_raw(f"From: {NAME} <{EMAIL}>\n\nHi".encode(), came_by="imap", now=NOW)
    words = conversations.Words(
        text=f"I am {MARK}",
        quoted=f"> {MARK}",
        html=f"<p>{MARK}</p>",
        direction="in",
        said_at=NOW,
        from_address=EMAIL,
        mail_id=f"1.{MARK}@quill.example",
        references=(f"0.{MARK}@quill.example",),
        files=(outbox.File(f"{MARK}.txt", "text/plain", MARK.encode()),),
        raw=raw,
    )
    conversations.add_message(mail, words, by=customer.actor, now=NOW)
    reply.reply(mail, f"Dear {MARK}, we are sorry", staff=store.representative, now=NOW)
    conversations.keep_draft(mail, f"And, {MARK}", staff=store.representative, now=NOW)
    conversations.store_raw(f"Final-Recipient: rfc822; {EMAIL}".encode(), came_by="imap", now=NOW)
    return mail


def left_the_gym(store: House, customer: Customer) -> Membership:
    """Told its fee, a member for a hundred days, paused once; let go, with an offer made too early."""
    gym = gyms.gym(store.location, now=NOW - timedelta(days=1900))
    joined_at = NOW - timedelta(days=100)
    gyms.told_properly(gym.contract, customer, at=joined_at - timedelta(minutes=10))
    membership = gyms.member(gym, customer, joined_at=joined_at, now=NOW)
    pause = Freeze(
        starts_on=date(2026, 3, 20), ends_on=date(2026, 3, 21), words=MARK, asked_at=NOW, channel="phone"
    )
    memberships.freeze(membership, pause, by=customer.actor, now=NOW)
    agreed = memberships.Agreed("page", "en", {}, "0" * 64, (), NOW)
    asker = memberships.Asker(NAME, EMAIL, PHONE)
    memberships.ask_to_join(asker, agreed, plan=gym.plan, began_at=NOW, now=NOW)
    by = store.representative.actor
    shown = leaving.show(membership, leaving.Wanted(memberships.Choice(True)), by=by, now=NOW)
    memberships.show_offer(shown, f"half price for {MARK}", by=by, now=NOW)
    done = leaving.confirm(shown, by=by, now=NOW)
    if done.refund_promise is not None:
        leaving.paid_back(done.refund_promise, done.refund, reference=MARK, by=by, now=NOW)
    charge = membership.charges.get(kind="exit_fee")
    memberships.record_payment(charge, at=NOW, reference=f"{MARK} fee", by=by, now=NOW)
    return membership


def complained(store: House, customer: Customer, spoken: Conversation) -> tuple[Complaint, Rating]:
    """One star, and a complaint: decided with a reason, written about, answered, decided again."""
    staff = store.representative
    heard = complain.Heard("delivery.late", sentence=f"late for {MARK}")
    after = NOW + timedelta(days=3)
    complaint = complain.open_from(spoken, (heard,), words=f"{MARK} waits", staff=staff, now=after)
    asked = rate.Asked(customer, f"order:{customer.pk}", store.location, None)
    rating = rate.rate(asked, 1, words=f"never again, {MARK}", now=after)
    complaints.answer_once(complaint, f"{MARK} says no", by=customer.actor, now=after)
    claim = complaint.claims.get()
    verdict = claim.verdicts.latest("pk")
    complaints.overrule(verdict, "not_told", because=f"{MARK} is right", by=store.manager.actor, now=after)
    complaint.refresh_from_db()
    letter = complaint.letters.get()
    complaints.edit_letter(letter, f"Dear {MARK}. {letter.text}"[:700], by=staff.actor, now=after)
    complain.send_letter(complaint.letters.get(), staff=staff, now=after)
    asked_again = complaints.ask_review(complaint, f"{MARK} asks once more", by=customer.actor, now=after)
    complaints.review(asked_again, because=f"{MARK} is right", by=store.owner.actor, now=after)
    other = complain.open_from(spoken, (heard,), words=MARK, staff=staff, now=after)
    complaints.withdraw(other, because=f"{MARK} takes it back", by=customer.actor, now=after)
    complaints.reopen(other, because=f"{MARK} came back", by=staff.actor, now=after)
    complaints.withdraw(other, because=f"{MARK} takes it back", by=customer.actor, now=after)
    looked_at_again(complaint, spoken, store, now=after)
    return complaint, rating


def looked_at_again(complaint: Complaint, spoken: Conversation, store: House, *, now: datetime) -> None:
    """A second look with a reason, and a line of ours that was wrong, honoured."""
    decided = complaint.claims.get().verdicts.exclude(final="").latest("pk")
    SecondLook.objects.get_or_create(verdict=decided, defaults={"chosen_at": now})
    words = {decided.claim_id: "not_told"}
    stranger = Staff.objects.create(
        email="sam@store.example", name="Sam", role="manager", location=store.location
    )
    complaints.look(complaint, words, because=f"{MARK} again", by=stranger.actor, now=now)
    said = conversations.Words(f"Nine sharp, {MARK}", "out", said_at=now)
    line = conversations.add_message(spoken, said, by=store.representative.actor, now=now)
    loss = complaints.Loss("day", Money.of(1, "USD"), f"{MARK} gets eight to twelve")
    mending = complaints.Mending(f"Nine, {MARK}", now + timedelta(days=1))
    complaints.honour_message(line, mending, loss, by=store.manager.actor, now=now)


def promised(store: House, customer: Customer) -> Promise:
    """A call back, in words with her name, released with words of hers."""
    offer = promises.Offer(
        customer=customer,
        location=store.location,
        kind="call_back",
        words=f"We call {MARK} back",
        until=NOW + timedelta(days=1),
    )
    promise = promises.make(offer, by=store.representative.actor, now=NOW)
    return promises.release(promise, reason=f"{MARK} phoned", by=store.representative.actor, now=NOW)


def taken_by_the_server(customer: Customer) -> None:
    """Every mail is accepted with her address in the answer, which is what the grades rest on."""
    paper = outbox.File(f"{MARK}.pdf", "application/pdf", NAME.encode())
    for mail in Outgoing.objects.filter(customer=customer):
        for enclosure in mail.enclosures.filter(content=None):
            outbox.keep(enclosure, outbox.Made(paper, footer=MARK))
        reply.accepted(mail, response=f"250 <{EMAIL}> ok", now=NOW + timedelta(hours=1))
    told = Disclosure.objects.filter(customer=customer, grade__lt=4).first()
    assert told is not None
    policies.raise_grade(told, 5, evidence=f"{MARK} said it back", by=SOFTWARE, now=NOW)


def settle(store: House, customer: Customer) -> None:
    """What was due is paid; the rest ends by the clock."""
    for promise in Promise.objects.open().filter(customer=customer):
        promises.release(promise, reason="settled", by=store.representative.actor, now=OVER)
    assert not members.balance(members.memberships_of(customer)[0])
