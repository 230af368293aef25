"""Forgetting where a person lives; that a delivery was promised, and when the truck came, stay."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import F, Q

from kept.customers.rules import ERASED
from kept.deliveries.actions.drives import drop_drives
from kept.deliveries.models import Arrival, DayPlan, Delivery, Proof, RawTap, Stop, Visit
from kept.deliveries.roads.travel import cell_of


@transaction.atomic
def forget(people: Collection[int]) -> None:
    """Empty addresses, notes, photos, signatures. A route keeps its stops: they lie at the depot now.

    Of a tap that nobody could read we cannot know whom it is about: it is emptied as well.
    """
    for delivery in Delivery.objects.filter(customer__in=people).select_related("depot").order_by("pk"):
        if delivery.latitude is not None and delivery.longitude is not None:
            drop_drives([cell_of((delivery.latitude, delivery.longitude))])
        delivery.address, delivery.placed_by = ERASED, ""
        if delivery.latitude is not None:
            delivery.latitude, delivery.longitude = delivery.depot.latitude, delivery.depot.longitude
        delivery.save(update_fields=["address", "placed_by", "latitude", "longitude"])
    theirs = Stop.objects.filter(delivery__customer__in=people).values("plan")
    held = DayPlan.objects.select_for_update(no_key=True).filter(pk__in=theirs).order_by("on", "pk")
    for plan in held:  # in calendar order, as ``days.lock`` does
        DayPlan.objects.filter(pk=plan.pk).update(version=F("version") + 1)  # no process remembers the place
    Arrival.objects.filter(stop__delivery__customer__in=people).update(latitude=None, longitude=None)
    Visit.objects.filter(stop__delivery__customer__in=people).update(note="")
    Proof.objects.filter(stop__delivery__customer__in=people).update(content=b"", signed_by="")
    about = Q(delivery__customer__in=people) | Q(delivery=None)
    RawTap.objects.filter(about).update(body=b"", content=b"", words="")
