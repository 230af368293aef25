"""The customer's page of what they were told and promised: its link, what stands on it, what they confirm."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.base.refusals import NotFound, Refused
from kept.business.models import Location, Staff
from kept.business.queries import get_location
from kept.complaints import blind
from kept.customers.models import Customer
from kept.customers.queries import canonical, ids_of
from kept.desk import links, sealing
from kept.desk.exit import way_out
from kept.ledger.actions import ref
from kept.ledger.queries import entries_about
from kept.memberships.queries import running_memberships_of
from kept.orders import queries as orders
from kept.orders.models import Invoice
from kept.outbox import queries as outbox
from kept.outbox.actions import File
from kept.outbox.models import Enclosure
from kept.policies import actions as policies
from kept.policies import queries
from kept.policies.models import Check, Disclosure, Version, Wording
from kept.policies.rules import Grade, is_spoken
from kept.promises import actions as promising
from kept.promises.models import Expectation, Promise
from kept.promises.queries import promises_to

SALT = "kept.desk.told"
PATH = "p/told"  # kept/web/portal/urls.py opens what stands under it
LINK_HOLDS = timedelta(days=400)
NOT_TOLD = gettext_lazy("This is not among what we told you.")


class AnsweredOtherwise(Refused):
    code = "check_answered_otherwise"


@dataclass(frozen=True)
class Told:
    """One version as this customer knows it: each telling, newest first, and the best evidence we hold."""

    version: Version
    tellings: Sequence[Disclosure]
    numbers: Mapping[str, int | None]

    @property
    def told(self) -> list[tuple[Disclosure, int | None]]:
        """Each telling with the number of its entry in the record; None while it is not sealed."""
        return [(each, self.numbers.get(ref(each))) for each in self.tellings]

    @property
    def wording(self) -> Wording:
        return (self.written or self.tellings[0]).wording

    @property
    def written(self) -> Disclosure | None:
        """The telling in writing with the best evidence, the latest of equals: it grows on this page.

        Of another year only what was told for it counts; what was imported is what somebody else says.
        """
        ours = [each for each in self.tellings if not is_spoken(each.medium) and each.imported_at is None]
        renewals = (nth for nth, each in enumerate(ours, 1) if each.occasion == Disclosure.Occasion.RENEWAL)
        return max(ours[: next(renewals, None)], key=lambda each: each.grade, default=None)

    @property
    def grade(self) -> int:
        return self.written.grade if self.written else Grade.A0

    @property
    def is_open(self) -> bool:
        """Whether they opened the words by a step of their own."""
        return self.grade >= Grade.A3

    @property
    def is_acknowledged(self) -> bool:
        return self.grade >= Grade.A4

    @property
    def question(self) -> Check | None:
        """The one question about it, once they have read it and until they answered it rightly."""
        return queries.check_of(self.wording) if self.grade == Grade.A4 else None


@dataclass(frozen=True)
class Page:
    """Everything that stands on one customer's page."""

    customer: Customer
    location: Location
    told: Sequence[Told]
    promises: Sequence[Promise]
    papers: Sequence[Enclosure]
    invoices: Sequence[Invoice]
    memberships: Sequence[tuple[str, str]]


def link(customer: Customer, *, now: datetime) -> str:
    """The whole address of this customer's page, for 400 days. The same for the same customer and instant."""
    return f"{settings.BASE_URL}/{PATH}/{token(customer, now=now)}"


def token(customer: Customer, *, now: datetime) -> str:
    """Short, since it is drawn on paper; without a clock of its own, so that a paper is made twice alike."""
    until = int((now + LINK_HOLDS).timestamp())
    return signing.Signer(salt=SALT, sep="~").sign(f"{customer.pk}-{until}")


def open_link(signed: str, *, now: datetime) -> Customer:
    """Whose page it is. Raises NotFound for a forged link, LinkExpired for one that is too old."""
    try:
        number, _dash, until = signing.Signer(salt=SALT, sep="~").unsign(signed).partition("-")
    except signing.BadSignature:
        raise NotFound(_("This link is not complete. Perhaps it was cut off in your mail.")) from None
    if now.timestamp() >= int(until):
        raise links.LinkExpired(_("This link is too old to be used. You may always write or phone us."))
    customer = Customer.objects.filter(pk=int(number)).first()
    if customer is None or canonical(customer).erased_at is not None:
        raise NotFound(_("This link is not complete. Perhaps it was cut off in your mail."))
    return canonical(customer)


def read(customer: Customer, *, now: datetime) -> Page:
    """What stands on the page: nothing of anybody else's. Writes nothing."""
    mine = ids_of(customer)
    return Page(
        customer=customer,
        location=get_location(),
        told=_told(customer),
        promises=list(promises_to(customer)),
        papers=list(outbox.papers_for(mine).exclude(made_from__startswith="invoice:")),
        invoices=list(orders.printed_for(mine)),
        memberships=[(str(one.plan), way_out(one, now=now)) for one in running_memberships_of(customer)],
    )


@transaction.atomic
def opened(customer: Customer, version_id: int, *, now: datetime) -> Disclosure:
    """They opened the words with a button: shown (A3). What was only ever said to them is told here anew.

    Raises NotFound for a version that this customer was never told. Twice is once.
    """
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)  # pressed twice, it is shown once
    found = _of(customer, version_id)
    if found.written is None:
        telling = policies.Telling(
            occasion=Disclosure.Occasion.ON_REQUEST,
            medium=Disclosure.Medium.PAGE,
            at=now,
            grade=Grade.A3,
            language=customer.language,
        )
        return policies.tell(found.version, customer=customer, telling=telling, by=customer.actor, now=now)
    return _rise(found.written, Grade.A3, "opened with a button on their own page", now=now)


@transaction.atomic
def acknowledged(customer: Customer, version_id: int, *, now: datetime) -> Disclosure:
    """They said with a button that they have read the words (A4). Raises NotFound. Twice is once."""
    opened(customer, version_id, now=now)
    written = _of(customer, version_id).written
    assert written is not None  # it was opened just now
    return _rise(written, Grade.A4, "“I have read this”, on their own page", now=now)


def answered(customer: Customer, version_id: int, choice: int, *, now: datetime) -> Disclosure:
    """They answered the question about the words: rightly, they said it back (A5).

    Either answer is kept as what they expect. Raises AnsweredOtherwise for another answer than the words
    give, NotFound for a version without a question for them.
    """
    found = _of(customer, version_id)
    question, written = found.question, found.written
    if question is None or written is None or not 0 <= choice < len(question.answers):
        raise NotFound(_("There is no question about this any more."))
    with transaction.atomic():
        is_right = policies.answer_check(written, choice, by=customer.actor, now=now)
        expects = Expectation(
            customer=customer,
            about=written.about,
            what=f"{question.question} {question.answers[choice]}"[:500],
            source=Expectation.Source.CHECK,
            at=now,
            level=Expectation.Level.AS_PROMISED if is_right else "",
        )
        promising.note_expectation(expects, by=customer.actor, now=now)
    if is_right:
        return written
    raise AnsweredOtherwise(_("The words say something else. Please read them once more, and answer again."))


def questions(customer: Customer, versions: Collection[Version]) -> list[tuple[Version, Check]]:
    """The questions about these versions that they have read and not answered rightly yet."""
    asked = {version.pk for version in versions}
    mine = (each for each in _told(customer) if each.version.pk in asked)
    return [(each.version, question) for each in mine if (question := each.question)]


def receipt(customer: Customer, *, now: datetime) -> File:
    """Everything that this customer was told and promised, sealed now, as one receipt. Raises NotFound."""
    refs = [ref(each) for each in (*queries.told_to(customer), *promises_to(customer))]
    if not refs:
        raise NotFound(_("We have told you nothing yet."))
    return sealing.receipt(refs, now=now).file


def paper(customer: Customer, enclosure_id: int) -> File:
    """A paper that went to this customer, as it left. Raises NotFound for anybody else's."""
    found = outbox.papers_for(ids_of(customer)).filter(pk=enclosure_id).first()
    if found is None:
        raise NotFound(_("There is no such paper on your page."))
    return _as_it_left(found)


def paper_for(staff: Staff, enclosure_id: int) -> File:
    """The same for somebody who may read what we write to customers. Raises LookFirst before a blind look."""
    paper = outbox.get_paper_for(staff, enclosure_id)
    blind.refuse(staff, f"outgoing:{paper.outgoing_id}")
    return _as_it_left(paper)


def invoice(customer: Customer, invoice_id: int) -> File:
    """An invoice of this customer, as it was printed. Raises NotFound for anybody else's."""
    found = orders.printed_for(ids_of(customer)).filter(pk=invoice_id).first()
    if found is None:
        raise NotFound(_("There is no such paper on your page."))
    return printed(found)


def printed(invoice: Invoice) -> File:
    """An invoice as it was printed. Raises NotFound for one that was not."""
    content = orders.paper_of(invoice)
    if content is None:
        raise NotFound(_("This order has no invoice yet. Print it first."))
    return File(f"{invoice.number}.pdf", "application/pdf", content)


def _as_it_left(found: Enclosure) -> File:
    return File(found.name, found.content_type, bytes(found.content or b""))


def _rise(disclosure: Disclosure, grade: Grade, evidence: str, *, now: datetime) -> Disclosure:
    if disclosure.grade >= grade:
        return disclosure
    by = disclosure.customer.actor
    return policies.raise_grade(disclosure, grade, evidence=evidence, by=by, now=now)


def _of(customer: Customer, version_id: int) -> Told:
    found = next((each for each in _told(customer) if each.version.pk == version_id), None)
    if found is None:
        raise NotFound(str(NOT_TOLD))
    return found


def _told(customer: Customer) -> list[Told]:
    """Every version that they were told, the latest told first."""
    by_version: dict[int, list[Disclosure]] = {}
    for disclosure in queries.told_to(customer):
        by_version.setdefault(disclosure.version_id, []).append(disclosure)
    refs = [ref(each) for tellings in by_version.values() for each in tellings]
    sealed = entries_about(*refs).filter(kind="policy.told", leaf__number__isnull=False)
    numbers = dict(sealed.values_list("subject", "leaf__number"))
    return [Told(tellings[0].version, tellings, numbers) for tellings in by_version.values()]
