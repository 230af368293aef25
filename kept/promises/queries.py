"""Reading promises."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.customers.models import Customer
from kept.customers.queries import ids_of
from kept.promises.models import Expectation, Promise, PromiseQuerySet, WishMade


def get_promise_for(staff: Staff, pk: int) -> Promise:
    require(staff, Right.READ_PROMISES)
    promise = Promise.objects.select_related("customer", "location").filter(pk=pk).first()
    if promise is None:
        raise NotFound(_("We have no such promise."))
    return promise


def promises_to(customer: Customer) -> PromiseQuerySet:
    """All promises to this person, after merges, newest first, with their facts at hand."""
    return (
        Promise.objects.filter(customer__in=ids_of(customer))
        .select_related("location")
        .prefetch_related("facts")
        .order_by("-made_at", "-pk")
    )


def promises_about(about: str) -> PromiseQuerySet:
    """Promises about one row ("delivery:7"), oldest first."""
    return Promise.objects.filter(about=about).select_related("location").order_by("made_at", "pk")


def open_promise_about(about: str, kind: str) -> Promise | None:
    """The promise of this kind about this row that has not ended yet."""
    return promises_about(about).filter(kind=kind).open().last()


def due_between(starts_at: datetime, ends_at: datetime) -> PromiseQuerySet:
    """Promises due in the period, from, and up to but not including."""
    return Promise.objects.filter(until__gte=starts_at, until__lt=ends_at).order_by("until", "pk")


def expectations_of(customer: Customer) -> QuerySet[Expectation]:
    """What this person expects or went through elsewhere, newest first."""
    return Expectation.objects.filter(customer__in=ids_of(customer)).order_by("-at", "-pk")


def wishes_of(customer: Customer) -> QuerySet[WishMade]:
    return WishMade.objects.filter(customer__in=ids_of(customer)).order_by("-at", "-pk")
