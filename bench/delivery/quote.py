"""CPU time of one quote: 42 windows (14 days of 3), 10 trucks a day, about 2,800 booked stops.

    python -m bench.delivery.quote

Books a made-up town by the same insertion until it holds about 2,800 stops, checks every day's plan, then
asks for all 42 windows at random places: in the engine, and through the whole request of the desk's panel
and of the customer's page, over the rows of a real database (``KEPT_DATABASE_URL``, empty and of its own, or
a temporary SQLite file). ``booked`` counts the desk's requests of which each found one day changed since the
one before; ``first`` is the very first one of a process. Prints milliseconds of CPU, as JSON.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from typing import TYPE_CHECKING

import numpy as np

from kept.deliveries.routing import checker, insertion
from kept.deliveries.routing.insertion import Fit, Horizon, Window
from kept.deliveries.routing.plan import DayPlan, Errand, Route, Truck
from kept.deliveries.routing.travel import GreatCircle, Place

if TYPE_CHECKING:
    from kept.deliveries.models import Delivery, Depot

DAYS, TRUCKS, STOPS, QUOTES, PAGES = 14, 10, 2_800, 400, 150
HOUR = 3600
DEPOT: Place = (52.52, 13.40)
OPENS = (8, 12, 16)
LITRES = 12_000


def main() -> None:
    os.environ.setdefault("KEPT_HOME", tempfile.mkdtemp(prefix="kept-bench-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")
    os.environ["KEPT_PACE"] = "flat"  # as the engine's town was booked: its routes are not late
    import django

    django.setup()
    chance = random.Random(2026)
    first = datetime.now(UTC).date() + timedelta(days=1)
    plans = book(chance, first)
    figures = engine(plans, chance, first) | web(plans, chance)
    print(json.dumps(figures))


def engine(plans: list[DayPlan], chance: random.Random, first: date) -> dict[str, float | int]:
    travel = GreatCircle()
    faults = sum(len(checker.faults(plan, travel)) for plan in plans)
    horizon = Horizon(plans, travel)
    asked = [window for day in range(DAYS) for window in windows(first, day)]
    horizon.ask(errand(chance), asked)
    ask = [_cpu_ms(lambda: horizon.ask(errand(chance), asked)) for _ in range(QUOTES)]
    build = [_cpu_ms(lambda: Horizon(plans, travel)) for _ in range(40)]
    stops = sum(len(plan.stops) for plan in plans)
    counted = {"windows": len(asked), "stops": stops, "promises_broken": faults}
    return counted | _spread("quote", ask) | _spread("build", build)


def web(plans: list[DayPlan], chance: random.Random) -> dict[str, float | int]:
    """The same town as rows, asked for through Django's own request stack."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction
    from django.test import Client
    from django.urls import reverse

    from kept.business.examples import house
    from kept.deliveries import queries, shelf
    from kept.deliveries.models import DayPlan as Row
    from kept.desk.links import window_page

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0, skip_checks=True)
    now = datetime.now(UTC)
    store = house(now=now)
    store.location.zone_name = "UTC"  # the engine's town has no zone
    store.location.save()
    with transaction.atomic():
        depot = fill(plans, store.location, now)
        asking = [waiting(errand(chance), n, depot, now) for n in range(PAGES)]
    desk, customer = Client(), Client()
    desk.force_login(store.representative)

    def panel(delivery: Delivery) -> None:
        address = reverse("desk:windows", args=[delivery.order_id])
        page = desk.get(address, headers={"HX-Request": "true"})
        assert page.status_code == 200, page.status_code

    def page(delivery: Delivery) -> None:
        address = window_page(delivery, now=now)
        assert customer.get(address[address.index("/p/") :]).status_code == 200

    def changed(delivery: Delivery) -> None:
        row = Row.objects.order_by("on")[delivery.pk % DAYS]
        Row.objects.filter(pk=row.pk).update(version=row.version + 1)

    free = [len(queries.quote(each, now=now).free) for each in asking[:20]]
    shelf.forget()
    first = _cpu_ms(lambda: panel(asking[0]))
    page(asking[0])
    by_desk = [_cpu_ms(lambda each=each: panel(each)) for each in asking]
    by_customer = [_cpu_ms(lambda each=each: page(each)) for each in asking]
    booked = []
    for each in asking:
        changed(each)
        booked.append(_cpu_ms(lambda each=each: panel(each)))
    return {
        **_spread("desk", by_desk),
        **_spread("customer", by_customer),
        **_spread("booked", booked),
        "first_ms": round(first, 1),
        "free_of_42": round(sum(free) / len(free), 1),
    }


def fill(plans: list[DayPlan], location: object, now: datetime) -> Depot:
    """The trucks and the booked stops as rows."""
    from kept.base.actors import SOFTWARE
    from kept.deliveries import actions
    from kept.deliveries.models import DayPlan as Row
    from kept.deliveries.models import Depot, Stop, Vehicle
    from kept.promises.models import Promise

    latitude, longitude = DEPOT
    place = {"latitude": latitude, "longitude": longitude}
    depot = Depot(location=location, name="Town", **place, closes_minutes=60)
    offered = [(clock(at), clock(at + 4)) for at in OPENS]
    depot = actions.open_depot(depot, windows=offered, by=SOFTWARE, now=now)
    trucks = [
        actions.add_vehicle(
            Vehicle(depot=depot, name=f"Truck {n:02}", litres=LITRES),
            weekdays=range(7),
            hours=(clock(8), clock(20)),
            by=SOFTWARE,
            now=now,
        )
        for n in range(TRUCKS)
    ]
    for plan in plans:
        row = Row.objects.create(depot=depot, on=plan.day, version=plan.version)
        stops = []
        for route in plan.routes:
            for sequence, stop in enumerate(route.stops):
                delivery = waiting(stop.errand, 1_000 + stop.key, depot, now)
                span = [datetime.fromtimestamp(at, tz=UTC) for at in (stop.earliest, stop.latest)]
                promise = Promise.objects.create(
                    customer=delivery.customer, location=depot.location, about=f"delivery:{delivery.pk}",
                    kind="delivery_window", words="We come.", starts_at=span[0], until=span[1],
                    made_at=now, made_by="software",
                )  # fmt: skip
                delivery.state, delivery.promise = "scheduled", promise
                delivery.save()
                stops.append(
                    Stop(
                        plan=row,
                        vehicle=trucks[route.truck.key],
                        sequence=sequence,
                        delivery=delivery,
                        promise=promise,
                        opens=span[0].time(),
                        closes=span[1].time(),
                        extra_seconds=0,
                        booked_at=now,
                        booked_by="software",
                    )
                )
        Stop.objects.bulk_create(stops)
    return depot


def waiting(wanted: Errand, number: int, depot: Depot, now: datetime) -> Delivery:
    from kept.customers.models import Customer
    from kept.deliveries.models import Delivery
    from kept.orders.models import Order

    place = {"latitude": wanted.place[0], "longitude": wanted.place[1]}
    customer = Customer.objects.create(
        name=f"Customer {number}", since=now.date(), made_at=now, made_by="software"
    )
    order = Order.objects.create(
        number=f"B{number}", customer=customer, location=depot.location, placed_at=now, currency="USD",
        address=f"{number} High Street", **place, made_at=now, made_by="software",
    )  # fmt: skip
    return Delivery.objects.create(
        order=order, customer=customer, depot=depot, address=order.address, **place, placed_by="software",
        service_minutes=wanted.service // 60, litres=wanted.load[0], made_at=now, made_by="software",
    )  # fmt: skip


def book(chance: random.Random, first: date) -> list[DayPlan]:
    """Book one wish after the other until the horizon holds enough stops."""
    days = [first + timedelta(day) for day in range(DAYS)]
    plans = [DayPlan(on, tuple(Route(truck) for truck in trucks(on))) for on in days]
    held = 0
    while held < STOPS:
        day, wanted = chance.randrange(DAYS), errand(chance)
        for answer in Horizon([plans[day]], GreatCircle()).ask(wanted, windows(first, day)):
            if isinstance(answer, Fit):
                plans[day] = insertion.insert(plans[day], answer, wanted, key=held)
                held += 1
                break
    return plans


def trucks(on: date) -> list[Truck]:
    start = _midnight(on)
    return [Truck(key, DEPOT, start + 8 * HOUR, start + 20 * HOUR, (LITRES,)) for key in range(TRUCKS)]


def windows(first: date, day: int) -> list[Window]:
    on = first + timedelta(day)
    start = _midnight(on)
    return [Window(on, start + at * HOUR, start + (at + 4) * HOUR) for at in OPENS]


def errand(chance: random.Random) -> Errand:
    place = (DEPOT[0] + chance.gauss(0, 0.05), DEPOT[1] + chance.gauss(0, 0.08))
    return Errand(place, 60 * chance.randrange(8, 25), (chance.randrange(50, 800),))


def _midnight(on: date) -> int:
    return int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp())


def _cpu_ms(work: Callable[[], object]) -> float:
    started = time.process_time_ns()
    work()
    return (time.process_time_ns() - started) / 1e6


def _spread(name: str, times: list[float]) -> dict[str, float]:
    middle, high = np.percentile(times, [50, 95])
    return {f"{name}_ms_p50": round(float(middle), 3), f"{name}_ms_p95": round(float(high), 3)}


if __name__ == "__main__":
    main()
