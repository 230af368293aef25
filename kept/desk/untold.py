"""What is due to be told and was not, before it costs us: of orders, deliveries and memberships."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import Actor
from kept.base.calendars import local_instant
from kept.base.refusals import NotFound
from kept.customers.models import Customer
from kept.customers.queries import email_of, persons
from kept.deliveries.models import Delivery, State
from kept.desk import tell
from kept.ledger.actions import ref
from kept.memberships.models import Membership
from kept.orders.models import Order
from kept.outbox.models import Outgoing
from kept.policies import queries as policies
from kept.policies import rules
from kept.policies.models import Disclosure, Term, Version
from kept.policies.terms import months_after

RENEWS_WITHIN = timedelta(days=30)  # from so long before a renewal on, its telling is due
TAKEN_ALONG_WITHIN = timedelta(days=30)  # a sale without a delivery is over after so long, told or not
Occasion = Disclosure.Occasion


class Where(StrEnum):
    """How late it is: it has to be told now, it will be enough with the next step, or it bound untold."""

    DUE = "due"
    AHEAD = "ahead"
    LATE = "late"


@dataclass(frozen=True)
class Untold:
    """One policy that one customer was not told as they should be, and why that is not enough.

    ``since`` is when it became due, ``binds_at`` when it binds or bound; None while nobody knows yet.
    ``mail_failed``: a mail that should have told it was given up.
    """

    where: Where
    customer: Customer
    version: Version
    occasion: str
    about: str
    since: datetime
    binds_at: datetime | None
    why: str
    mail_failed: bool = False

    @property
    def key(self) -> str:
        """Names the row in a form: it is looked for anew when it is acted on."""
        return f"{self.version.pk} {self.customer.pk} {self.occasion} {self.about}"


@dataclass(frozen=True)
class _Matter:
    """What a policy may bind somebody in: the occasions that came (in order), and when it binds."""

    customer: Customer
    version: Version
    occasions: Sequence[str]
    abouts: Collection[str]
    since: datetime
    binds_at: datetime | None = None
    fresh_from: datetime | None = None

    def is_fresh(self, telling: Disclosure) -> bool:
        """Whether it was told for this, and not for the time before."""
        return self.fresh_from is None or telling.at >= self.fresh_from


def due_and_untold(*, now: datetime) -> list[Untold]:
    """Every policy that is due to be told and was not, or not so that it counts; the longest due first.

    What left by mail and waits for its server is left out: it is under way.
    """
    return _judged(_matters(now), now=now)


def find(key: str, *, now: datetime) -> Untold:
    """The row that a form named. Raises NotFound once it was told."""
    whose = key.split(" ")[:2]
    theirs = [each for each in _matters(now) if [str(each.version.pk), str(each.customer.pk)] == whose]
    for row in _judged(theirs, now=now):
        if row.key == key:
            return row
    raise NotFound(_("This was told meanwhile, or is not due any more."))


@transaction.atomic
def by_mail(row: Untold, *, by: Actor, now: datetime) -> Outgoing:
    """Send the words, with the link to the customer's own page and the receipt. Raises tell.NoAddress."""
    address = email_of(row.customer)
    if address is None:
        raise tell.NoAddress(_("We have no e-mail address of theirs. Call them and read it out."))
    with override(row.customer.language):
        letter = tell.Letter(
            subject=policies.wording_in(row.version, row.customer.language).title,
            paragraphs=(
                _("Hello %(name)s,") % {"name": row.customer.name},
                tell.own_page(row.customer, now=now),
                _("this is how we work, so that you know it before it matters:"),
            ),
            policies=(row.version,),
            occasion=row.occasion,
            about=row.about,
            medium=Disclosure.Medium.EMAIL,
        )
    return tell.send(letter, to=address, customer=row.customer, by=by, now=now)


def read_out(row: Untold, *, by: Actor, now: datetime) -> Disclosure:
    """It was read out to them, now, by the person who says so."""
    return tell.by_phone(
        row.version, customer=row.customer, occasion=row.occasion, about=row.about, by=by, now=now
    )


def _matters(now: datetime) -> list[_Matter]:
    return [*_of_sales(now), *_of_memberships(now)]


def _judged(matters: Sequence[_Matter], *, now: datetime) -> list[Untold]:
    tellings = _tellings(matters)
    found = []
    for matter in matters:
        heard = tellings.get((matter.customer.pk, matter.version.policy_id), [])
        if (row := _judge(matter, heard, now)) is not None:
            found.append(row)
    return sorted(found, key=lambda row: row.since)


def _judge(matter: _Matter, heard: Sequence[Disclosure], now: datetime) -> Untold | None:
    of_these = [each for each in heard if each.version_id == matter.version.pk]
    if any(each.outgoing and each.outgoing.state == Outgoing.State.QUEUED for each in of_these):
        return None
    missing = [occasion for occasion in matter.occasions if not _was_told(matter, occasion, of_these)]
    why = _why_not(matter, heard, now)
    if why is None:
        return None
    bound = matter.binds_at is not None and matter.binds_at <= now
    occasion = missing[0] if missing else matter.occasions[-1]
    due = Where.DUE if matter.occasions[0] in missing else Where.AHEAD
    return Untold(
        where=Where.LATE if bound else due,
        customer=matter.customer,
        version=matter.version,
        occasion=occasion,
        about=next(iter(matter.abouts)),
        since=matter.since,
        binds_at=matter.binds_at,
        why=why,
        mail_failed=any(_came_to_nothing(each) for each in of_these if matter.is_fresh(each)),
    )


def _was_told(matter: _Matter, occasion: str, tellings: Iterable[Disclosure]) -> bool:
    return any(
        telling.occasion == occasion
        and not _came_to_nothing(telling)
        and (not telling.about or telling.about in matter.abouts)
        and matter.is_fresh(telling)
        for telling in tellings
    )


def _came_to_nothing(telling: Disclosure) -> bool:
    """Whether its mail was given up: nobody was told by it."""
    return telling.outgoing is not None and telling.outgoing.state == Outgoing.State.FAILED


def _why_not(matter: _Matter, heard: Sequence[Disclosure], now: datetime) -> str | None:
    """What is lacking to hold the first of its terms against them when it binds; None where all could."""
    tellings = [each.telling for each in heard if matter.is_fresh(each)]
    for term in _against_them(matter.version):
        binding = term.binding(matter.binds_at or now, matter.customer)
        answer = rules.properly_told(binding, tellings, zone=matter.version.policy.location.zone)
        if answer.k == 0:
            return answer.lacking
    return None


def _against_them(version: Version) -> list[Term]:
    """What can be held against somebody, the money first. What binds us alone counts untold, too."""
    against = [term for term in version.terms.all() if not term.typed.binds_us]
    return sorted(against, key=lambda term: term.kind != Term.Kind.MONEY)


def _of_sales(now: datetime) -> Iterator[_Matter]:
    """Sales that are under way: told at the purchase, told again at the scheduling, bound by the window.

    A window that is booked was bound by the version that stood then: the next one is nothing to its customer.
    """
    due = policies.due_on(Occasion.PURCHASE) + policies.due_on(Occasion.SCHEDULING)
    newest = {version.pk: version for version in due}.values()
    history = {version.policy_id: list(policies.versions_of(version.policy)) for version in newest}
    ahead = Q(state=State.WAITING) | Q(state=State.SCHEDULED, promise__until__gt=now)
    open_ones = Delivery.objects.filter(ahead, order__cancelled_at=None)
    for delivery in open_ones.select_related("order", "customer", "promise"):
        binds_at = delivery.promise.made_at if delivery.promise else None
        for versions in history.values():
            stood = (each for each in versions if binds_at is None or each.published_at <= binds_at)
            if (version := next(stood, None)) is None:
                continue
            yield _Matter(
                customer=delivery.customer,
                version=version,
                occasions=_in(version, Occasion.PURCHASE, Occasion.SCHEDULING),
                abouts=(ref(delivery.order), ref(delivery)),
                since=delivery.order.placed_at,
                binds_at=binds_at,
            )
    without = Order.objects.filter(cancelled_at=None).exclude(pk__in=Delivery.objects.values("order"))
    at_purchase = policies.due_on(Occasion.PURCHASE)
    for order in without.filter(placed_at__gte=now - TAKEN_ALONG_WITHIN).select_related("customer"):
        for version in at_purchase:
            yield _Matter(order.customer, version, (Occasion.PURCHASE,), (ref(order),), order.placed_at)


def _of_memberships(now: datetime) -> Iterator[_Matter]:
    """Members: the contract that they signed, a fee that changed since, and a renewal that comes near."""
    current = {version.policy_id: version for version in policies.current_versions()}
    renewing = [version for version in current.values() if Occasion.RENEWAL in version.policy.occasions]
    running = list(Membership.objects.filter(service_end_on=None).select_related("customer", "location"))
    signed = policies.versions({member.contract_id for member in running if member.contract_id})
    for member in running:
        about, contract = ref(member), signed.get(member.contract_id or 0)
        if contract is not None and Occasion.SIGNING in contract.policy.occasions:
            occasions = (Occasion.SIGNING,)
            yield _Matter(
                member.customer, contract, occasions, (about,), member.joined_at, binds_at=member.bound_at
            )
        newest = current.get(contract.policy_id) if contract else None
        if newest is not None and contract is not None and _costs_otherwise(contract, newest):
            since = newest.published_at
            yield _Matter(member.customer, newest, (Occasion.FEE_CHANGE,), (about,), since, None, since)
        renews_at = _renews_at(member, now)
        if renews_at - now <= RENEWS_WITHIN:
            since = renews_at - RENEWS_WITHIN
            for version in [each for each in renewing if contract is None or each.policy == contract.policy]:
                yield _Matter(
                    member.customer, version, (Occasion.RENEWAL,), (about,), since, renews_at, since
                )


def _in(version: Version, *occasions: str) -> list[str]:
    return [occasion for occasion in occasions if occasion in version.policy.occasions]


def _costs_otherwise(signed: Version, newest: Version) -> bool:
    """Whether a money term changed since the version that was signed, where a change is to be told."""
    if signed.pk == newest.pk or Occasion.FEE_CHANGE not in newest.policy.occasions:
        return False
    old, new = (
        {term.key: term.facts for term in version.terms.all() if term.kind == Term.Kind.MONEY}
        for version in (signed, newest)
    )
    return old != new


def _renews_at(member: Membership, now: datetime) -> datetime:
    """The next day on which the agreement is a year old again, or its longer period begins anew."""
    zone = member.location.zone
    joined_on, today = member.joined_at.astimezone(zone).date(), now.astimezone(zone).date()
    step, passed = max(member.period_months, 12), 0
    while (day := months_after(joined_on, passed)) <= today:
        passed += step
    return local_instant(day, time(0), zone)


def _tellings(matters: Sequence[_Matter]) -> dict[tuple[int, int], list[Disclosure]]:
    """What was told, by person (merged records are one) and policy, oldest first."""
    whose = persons({matter.customer.pk for matter in matters})
    found: dict[tuple[int, int], list[Disclosure]] = {}
    for disclosure in policies.told_to_any(whose):
        key = (whose[disclosure.customer_id], disclosure.version.policy_id)
        found.setdefault(key, []).append(disclosure)
    return found
