"""Forgetting what was said and typed about a membership; what was charged and paid stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat

from kept.customers.rules import ERASED
from kept.memberships.models import Freeze, OfferShown, Payment, SignUp, Step


@transaction.atomic
def forget(people: Collection[int], *, addresses: Collection[str], now: datetime) -> None:
    """Empty what was asked for and offered in words, and what was typed to join. Sums and days stay.

    A payment's reference is somebody's text, and becomes its number.
    """
    Freeze.objects.filter(membership__customer__in=people).update(words=ERASED)
    OfferShown.objects.filter(cancellation__membership__customer__in=people).update(what=ERASED)
    Step.objects.filter(membership__customer__in=people).update(what=ERASED)
    Payment.objects.filter(membership__customer__in=people).update(
        reference=Concat(Value(f"{ERASED}-"), Cast(F("pk"), CharField()))
    )
    asked = SignUp.objects.filter(Q(membership__customer__in=people) | Q(email__in=addresses))
    asked.update(name="", phone="", forgotten_at=now, email="")
