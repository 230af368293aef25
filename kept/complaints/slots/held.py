"""What is on record around one complaint: each shelf is read once, however many claims look into it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Q, prefetch_related_objects

from kept.complaints import exits, said
from kept.complaints.models import Claim, Complaint
from kept.complaints.rules.kinds import DECIDED_BY_CHARGES
from kept.complaints.scope import with_replaced
from kept.conversations.models import Conversation, HandOver, Message
from kept.customers.queries import ids_of
from kept.deliveries.models import Proof, Stop
from kept.memberships.models import Cancellation, Charge, Consent, Freeze, Membership, Payment
from kept.memberships.queries import passed_on
from kept.orders.models import Invoice, Order
from kept.policies.models import Disclosure, TermApplication
from kept.policies.queries import told_to
from kept.promises.models import Fact, Promise, WishMade

LOOKED_BACK = timedelta(days=366)  # charges, payments and contacts before the complaint
MOST_CONTACTS = 20
LEAVING = ("membership", "conduct.pressured")


class Held:
    """The rows that bear on the standing claims of a complaint. Lists are in the order of time."""

    def __init__(self, complaint: Complaint) -> None:
        self.complaint = complaint
        self.claims = [claim for claim in complaint.claims.all() if claim.withdrawn_at is None]

    @property
    def until(self) -> datetime:
        return self.complaint.at

    @property
    def zone(self) -> ZoneInfo:
        return self.complaint.location.zone

    @cached_property
    def people(self) -> list[int]:
        return ids_of(self.complaint.customer)

    @cached_property
    def promises(self) -> dict[int, Promise]:
        """Every promise that a claim is about, and those that these replaced."""
        about = (promise for claim in self.claims for promise in claim.about.all())
        return {promise.pk: promise for promise in with_replaced(about)}

    @cached_property
    def facts(self) -> list[Fact]:
        found = Fact.objects.filter(promise__in=self.promises).select_related("promise")
        return list(found.order_by("at", "pk"))

    @cached_property
    def stops(self) -> list[Stop]:
        """The stops that were to keep these promises, with arrival and visit."""
        found = Stop.objects.filter(promise__in=self.promises)
        return list(found.select_related("arrival", "visit", "delivery").order_by("pk"))

    @cached_property
    def proofs(self) -> list[Proof]:
        """Photos and signatures of these stops, without their bytes."""
        found = Proof.objects.filter(stop__in=[stop.pk for stop in self.stops]).defer("content")
        return list(found.order_by("at", "pk"))

    @cached_property
    def tellings(self) -> list[Disclosure]:
        """Every telling, by the complaint, of the policies that an answer would rest on."""
        policies = {r.term.version.policy_id for claim in self.claims for r in claim.relies_on.all()}
        if not policies:
            return []
        told = told_to(self.complaint.customer).filter(version__policy__in=policies, at__lte=self.until)
        return list(told.order_by("at", "pk"))

    @cached_property
    def cancellations(self) -> list[Cancellation]:
        leaving = any(claim.kind.startswith(LEAVING) for claim in self.claims)
        customer, scope = self.complaint.customer, list(self.promises.values())
        found = exits.bearing_on(scope, customer, leaving=leaving, until=self.until)
        prefetch_related_objects(found, "askings", "offers")
        return found

    @cached_property
    def applications(self) -> list[TermApplication]:
        """The attempts to hold a term against them, on the way out or in an answer."""
        leaving = Q(
            pk__in=Cancellation.applications.through.objects.filter(
                cancellation__in=[row.pk for row in self.cancellations]
            ).values("termapplication")
        )
        answers = Q(about__in=[f"claim:{claim.pk}" for claim in self.claims])
        tried = TermApplication.objects.filter(leaving | answers)
        return list(tried.order_by("at", "pk"))

    @cached_property
    def conversations(self) -> list[int]:
        """The conversation of the complaint, those that touched its matter, and those that it is about."""
        return said.conversations_of(self.complaint, self.claims)

    @cached_property
    def hand_overs(self) -> list[HandOver]:
        leaving = passed_on(Q(cancellation__in=[row.pk for row in self.cancellations]))
        passed = Q(conversation__in=self.conversations) | Q(pk__in=leaving.values("pk"))
        return list(HandOver.objects.filter(passed, at__lte=self.until).order_by("at", "pk"))

    @cached_property
    def orders(self) -> list[int]:
        """Those that were to be delivered; of no delivery: all of the last year that were not called off."""
        if delivered := [stop.delivery.order_id for stop in self.stops]:
            return delivered
        lately = Q(placed_at__gt=self.until - LOOKED_BACK, placed_at__lte=self.until)
        called_off = Q(cancelled_at__lte=self.until, invoice=None)
        bought = Order.objects.filter(lately, customer__in=self.people).exclude(called_off)
        return list(bought.values_list("pk", flat=True))

    @cached_property
    def is_member(self) -> bool:
        return Membership.objects.filter(customer__in=self.people, joined_at__lte=self.until).exists()

    @cached_property
    def charges(self) -> list[Charge]:
        recent = Charge.objects.filter(membership__customer__in=self.people, **self._lately())
        return list(recent.order_by("at", "pk"))

    @cached_property
    def payments(self) -> list[Payment]:
        recent = Payment.objects.filter(membership__customer__in=self.people, **self._lately())
        return list(recent.order_by("at", "pk"))

    @cached_property
    def consents(self) -> list[Consent]:
        agreed = Consent.objects.filter(membership__customer__in=self.people, ticked_at__lte=self.until)
        return list(agreed.select_related("membership").order_by("ticked_at", "pk"))

    @cached_property
    def freezes(self) -> list[Freeze]:
        asked = Freeze.objects.filter(membership__customer__in=self.people, asked_at__lte=self.until)
        return list(asked.order_by("asked_at", "pk"))

    @cached_property
    def invoices(self) -> list[Invoice]:
        """Those of the orders that were to be delivered; of no delivery: all of orders of the last year."""
        found = Invoice.objects.filter(order__in=self.orders, issued_at__lte=self.until).select_related(
            "order"
        )
        return list(found.order_by("issued_at", "pk"))

    @cached_property
    def messages(self) -> list[Message]:
        """What people said and wrote in these conversations, the newest of each."""
        return said.spoken_in(self.conversations, until=self.until)

    @cached_property
    def contacts(self) -> list[Conversation]:
        """When they reached for us in the last year, the newest of them, oldest first."""
        theirs = Conversation.objects.filter(
            customer__in=self.people,
            opened_at__gt=self.until - LOOKED_BACK,
            opened_at__lte=self.until,
        )
        return list(theirs.order_by("-opened_at", "-pk")[:MOST_CONTACTS])[::-1]

    @cached_property
    def wishes(self) -> list[WishMade]:
        asked = WishMade.objects.filter(customer__in=self.people, at__lte=self.until)
        return list(asked.order_by("at", "pk"))

    def about(self, claim: Claim) -> list[Promise]:
        """The promises of one claim, and those that these replaced, oldest first."""
        found: dict[int, Promise] = {}
        for named in claim.about.all():
            number: int | None = named.pk
            while number is not None and number not in found:
                found[number] = self.promises[number]
                number = found[number].replaces_id
        return sorted(found.values(), key=lambda promise: (promise.made_at, promise.pk))

    def stops_of(self, promises: Iterable[Promise]) -> list[Stop]:
        numbers = {promise.pk for promise in promises}
        return [stop for stop in self.stops if stop.promise_id in numbers]

    def _lately(self) -> dict[str, datetime]:
        return {"at__gt": self.until - LOOKED_BACK, "at__lte": self.until}


@dataclass(frozen=True)
class About:
    """One claim, and everything that is held around its complaint."""

    held: Held
    claim: Claim

    @cached_property
    def promises(self) -> list[Promise]:
        return self.held.about(self.claim)

    @cached_property
    def facts(self) -> list[Fact]:
        numbers = {promise.pk for promise in self.promises}
        return [fact for fact in self.held.facts if fact.promise_id in numbers]

    @cached_property
    def stops(self) -> list[Stop]:
        return self.held.stops_of(self.promises)

    @property
    def rests_on_terms(self) -> bool:
        """Whether terms decide this: told, they hold; untold, they never did; whatever else is missing."""
        if self.claim.relies_on.all():
            return True
        return self.claim.kind in DECIDED_BY_CHARGES and any(row.application_id for row in self.held.charges)

    @property
    def exits(self) -> list[Cancellation]:
        return self.held.cancellations
