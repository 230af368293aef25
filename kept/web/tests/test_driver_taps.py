"""Taps that a phone kept and sent later: each is stored raw, counts once, and none is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kept.business.examples import House, house
from kept.business.models import Staff
from kept.business.rules import Role
from kept.customers.examples import nora
from kept.deliveries import actions
from kept.deliveries.examples import one_depot, sofa, van
from kept.deliveries.models import Arrival, Proof, RawTap, Stop, VehicleDay, Visit
from kept.deliveries.queries import get_depot
from kept.deliveries.rules import LocalWindow, tapped_at
from kept.ledger.queries import entries_about, payload_of
from kept.promises.models import Wish
from kept.web.tests.cast import come_in

BOOKED = datetime(2026, 3, 2, 14, tzinfo=UTC)
TAPPED = datetime(2026, 3, 3, 16, 40, tzinfo=UTC)  # Tuesday 11:40 in New York
SENT = TAPPED + timedelta(hours=2)  # when there was network again
MORNING = LocalWindow(date(2026, 3, 3), time(8), time(12))
JPEG = b"\xff\xd8\xff\xe0 a door"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _it_is_two_hours_later() -> Iterator[None]:
    with time_machine.travel(SENT, tick=False):
        yield


@pytest.fixture
def store() -> House:
    found = house(now=BOOKED)
    van("Van 1", one_depot(found, now=BOOKED), found, now=BOOKED)
    return found


@pytest.fixture
def stop(store: House) -> Stop:
    delivery = sofa(nora(now=BOOKED), store, number="101", now=BOOKED)
    found = actions.book(delivery, MORNING, by=store.representative.actor, now=BOOKED)
    actions.publish(get_depot(), MORNING.day, by=store.dispatcher.actor, now=BOOKED)
    return found


@pytest.fixture
def phone(client: Client, store: House) -> Client:
    return come_in(client, store.driver)


def send(
    phone: Client, store: House, stop: Stop, what: str, /, *, key: UUID | None = None,
    picture: bytes = b"", by: Staff | None = None, **said: Any,
) -> HttpResponse:  # fmt: skip
    tap = {"what": what, "stop": stop.pk, "delivery": stop.delivery_id, "at": TAPPED, "sent_at": SENT} | said
    sent: dict[str, Any] = {
        "key": str(key or uuid4()),
        "by": str((by or store.driver).pk),
        "tap": json.dumps(tap, default=datetime.isoformat),
    }
    if picture:
        sent["picture"] = SimpleUploadedFile("picture", picture)
    return phone.post(reverse("driver:create_tap"), sent)  # type: ignore[return-value]  # the client's own kind


def became(answer: HttpResponse) -> tuple[str, str]:
    said = json.loads(answer.content)
    return said["outcome"], said["words"]


def test_a_tap_sent_two_hours_later_keeps_the_promise_from_when_it_was_made(
    phone: Client, store: House, stop: Stop
) -> None:
    answer = send(phone, store, stop, "arrived", latitude=40.6892, longitude=-73.9442)

    assert became(answer) == ("taken", "")
    arrival = Arrival.objects.get(stop=stop)
    assert (arrival.at, arrival.recorded_at, arrival.source) == (TAPPED, SENT, "driver")
    assert (arrival.latitude, arrival.longitude) == (40.6892, -73.9442)
    stop.promise.refresh_from_db()
    assert stop.promise.outcome == "kept"


def test_the_same_tap_twice_is_once(phone: Client, store: House, stop: Stop) -> None:
    key = uuid4()
    first = send(phone, store, stop, "arrived", key=key)
    second = send(phone, store, stop, "arrived", key=key)

    assert became(first) == became(second) == ("taken", "")
    assert RawTap.objects.count() == 1
    arrival = Arrival.objects.get()
    assert [entry.kind for entry in entries_about(f"arrival:{arrival.pk}")] == ["arrival.marked"]


def test_each_result_is_taken_with_its_word(phone: Client, store: House, stop: Stop) -> None:
    send(phone, store, stop, "delivered", note="left with the porter")

    visit = Visit.objects.get(stop=stop)
    assert (visit.result, visit.note, visit.at) == ("delivered", "left with the porter", TAPPED)
    assert Arrival.objects.get(stop=stop).at == TAPPED


def test_a_photo_becomes_a_proof_and_lies_nowhere_else(phone: Client, store: House, stop: Stop) -> None:
    send(phone, store, stop, "arrived")
    answer = send(phone, store, stop, "photo", picture=JPEG)

    assert became(answer) == ("taken", "")
    proof = Proof.objects.get(stop=stop)
    assert bytes(proof.content) == JPEG
    assert bytes(RawTap.objects.get(key=proof.key).content) == b""
    shown = phone.get(reverse("driver:proof", args=[proof.pk]))
    assert shown.content == JPEG
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_what_was_seen_is_shown_with_the_order(
    client: Client, phone: Client, store: House, stop: Stop
) -> None:
    send(phone, store, stop, "arrived")
    send(phone, store, stop, "signature", picture=JPEG, signed_by="Mrs Feldman")

    page = come_in(client, store.representative).get(reverse("desk:order", args=[stop.delivery.order_id]))

    assert "Mrs Feldman" in page.content.decode()
    assert reverse("driver:proof", args=[Proof.objects.get().pk]) in page.content.decode()


@pytest.mark.parametrize(
    ("said_at", "sent_at", "made_at"),
    [
        pytest.param(TAPPED, SENT, TAPPED, id="right"),
        pytest.param(TAPPED, SENT - timedelta(seconds=90), TAPPED, id="the network was slow"),
        pytest.param(TAPPED + timedelta(hours=1), SENT + timedelta(hours=1), TAPPED, id="an hour ahead"),
        pytest.param(TAPPED - timedelta(days=300), SENT - timedelta(days=300), TAPPED, id="months behind"),
        pytest.param(SENT + timedelta(seconds=5), SENT + timedelta(seconds=5), SENT, id="a little fast"),
    ],
)
def test_a_phone_whose_clock_is_wrong_is_put_right(
    said_at: datetime, sent_at: datetime, made_at: datetime
) -> None:
    assert tapped_at(said_at, sent_at=sent_at, received_at=SENT) == made_at


def test_the_record_keeps_what_the_wrong_clock_said(phone: Client, store: House, stop: Stop) -> None:
    hour = timedelta(hours=1)
    send(phone, store, stop, "arrived", at=TAPPED + hour, sent_at=SENT + hour)

    arrival = Arrival.objects.get(stop=stop)
    said = payload_of(entries_about(f"arrival:{arrival.pk}").get()) or {}
    assert (said["arrived_at"], said["phone_said"]) == (TAPPED.isoformat(), (TAPPED + hour).isoformat())


def test_a_tap_that_cannot_be_right_is_refused_in_words_and_kept(
    phone: Client, store: House, stop: Stop
) -> None:
    send(phone, store, stop, "arrived")
    answer = send(phone, store, stop, "delivered", at=TAPPED - timedelta(minutes=1))

    assert became(answer) == ("refused", "The visit cannot have ended before the truck was there.")
    raw = RawTap.objects.get(outcome="refused")
    assert raw.delivery == stop.delivery
    assert json.loads(bytes(raw.body))["what"] == "delivered"
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="empty"),
        pytest.param("{", id="cut off"),
        pytest.param('{"what": "arrived"}', id="of no stop"),
        pytest.param('{"what": "exploded", "stop": 1, "delivery": 1}', id="of no kind"),
    ],
)
def test_a_tap_that_nobody_can_read_is_kept_as_it_came(phone: Client, store: House, body: str) -> None:
    sent = {"key": str(uuid4()), "by": str(store.driver.pk), "tap": body}

    answer = phone.post(reverse("driver:create_tap"), sent)

    assert became(answer)[0] == "refused"  # type: ignore[arg-type]  # the client's own kind
    assert bytes(RawTap.objects.get().body).decode() == body


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"note": "a\0b"}, id="a zero byte"),
        pytest.param({"latitude": 40.1}, id="half a place"),
        pytest.param({"latitude": 140.1, "longitude": 0.0}, id="nowhere on earth"),
        pytest.param({"at": "2026-03-03T16:40:00"}, id="no zone"),
        pytest.param({"at": "9999-12-31T23:59:59Z", "sent_at": "0001-01-01T00:00:00Z"}, id="no such year"),
        pytest.param({"stop": "7"}, id="words for a number"),
        pytest.param({"stop": 10**30}, id="no such number"),
    ],
)
def test_bad_values_are_refused_and_nothing_is_written_down(
    phone: Client, store: House, stop: Stop, wrong: dict[str, Any]
) -> None:
    answer = send(phone, store, stop, "arrived", **wrong)

    assert became(answer)[0] == "refused"
    assert not Arrival.objects.exists()


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"])
def test_a_tap_of_no_time_of_ours_keeps_the_dispatcher_from_no_other_one(
    client: Client, store: House, stop: Stop, at: str
) -> None:
    answer = send(come_in(client, store.driver), store, stop, "arrived", at=at)
    page = come_in(Client(), store.dispatcher).get(reverse("driver:taps"))

    assert became(answer)[0] == "refused"
    assert page.status_code == 200
    assert "Nobody can read it" in page.content.decode()


def test_a_tap_for_a_stop_that_another_driver_has_now_is_told_to_the_dispatcher(
    client: Client, phone: Client, store: House, stop: Stop
) -> None:
    VehicleDay.objects.create(plan=stop.plan, vehicle=stop.vehicle, driver=store.second_representative)
    key = uuid4()

    answers = [send(phone, store, stop, "arrived", key=key) for _ in range(2)]

    assert {became(answer) for answer in answers} == {
        ("astray", "This stop is not on your route any more. The dispatcher was told what you tapped.")
    }
    assert not Arrival.objects.exists()
    raw = RawTap.objects.get()
    assert [entry.kind for entry in entries_about(f"rawtap:{raw.pk}")] == ["tap.astray"]
    come_in(client, store.dispatcher)
    assert reverse("driver:taps") in client.get(reverse("dispatch:board")).content.decode()
    page = client.get(reverse("driver:taps")).content.decode()
    assert "Nora Feldman" in page and "Vince Tran" in page
    client.post(reverse("driver:create_taking", args=[raw.pk]))
    arrival = Arrival.objects.get(stop=stop)
    assert (arrival.at, arrival.source, arrival.by) == (TAPPED, "dispatch", str(store.dispatcher.actor))
    assert "Nothing to look at" in client.get(reverse("driver:taps")).content.decode()


def test_a_tap_that_came_days_late_is_written_down_on_the_dispatchers_word(
    client: Client, phone: Client, store: House, stop: Stop
) -> None:
    late = TAPPED + timedelta(days=4)
    with time_machine.travel(late, tick=False):
        answer = send(phone, store, stop, "arrived", sent_at=late)

        assert became(answer) == ("refused", "This tap is days old. Ask the dispatcher to enter it.")
        come_in(client, store.dispatcher)
        client.post(reverse("driver:create_taking", args=[RawTap.objects.get().pk]))

    arrival = Arrival.objects.get(stop=stop)
    assert (arrival.at, arrival.recorded_at, arrival.source) == (TAPPED, late, "dispatch")


def test_a_tap_for_a_stop_that_is_gone_can_be_set_aside(
    client: Client, phone: Client, store: House, stop: Stop
) -> None:
    by = store.dispatcher.actor
    actions.reopen(get_depot(), MORNING.day, by=by, now=BOOKED)
    thursday = LocalWindow(date(2026, 3, 5), time(8), time(12))
    actions.reschedule(stop.delivery, thursday, wish=Wish.CUSTOMER, by=by, now=BOOKED)

    answer = send(phone, store, stop, "arrived")

    assert became(answer)[0] == "astray"
    raw = RawTap.objects.get()
    come_in(client, store.dispatcher)
    client.post(reverse("driver:create_taking", args=[raw.pk]))
    assert not Arrival.objects.exists()  # there is no such stop to write it down at
    client.post(reverse("driver:create_settling", args=[raw.pk]))
    client.post(reverse("driver:create_settling", args=[raw.pk]))
    assert "Nothing to look at" in client.get(reverse("driver:taps")).content.decode()
    settled = [entry.kind for entry in entries_about(f"rawtap:{raw.pk}")].count("tap.settled")
    assert settled == 1


def test_nobody_sends_the_taps_of_somebody_else(client: Client, store: House, stop: Stop) -> None:
    other = store.second_representative
    other.role = "driver"
    other.save()
    key = uuid4()

    theirs = send(come_in(client, other), store, stop, "arrived", key=key)  # Vince's, as Vince's
    assert (theirs.status_code, RawTap.objects.count()) == (409, 0)

    send(client, store, stop, "arrived", key=key, by=other)
    again = send(come_in(client, store.driver), store, stop, "arrived", key=key)

    assert again.status_code == 409  # that name is another one's tap
    assert not Arrival.objects.exists()


def test_a_tap_without_its_name_is_not_taken(phone: Client, store: House) -> None:
    answer = phone.post(reverse("driver:create_tap"), {"by": str(store.driver.pk), "tap": "{}", "key": "7"})

    assert answer.status_code == 409
    assert not RawTap.objects.exists()


def test_no_other_site_can_tap_for_us(store: House, stop: Stop) -> None:
    elsewhere = come_in(Client(enforce_csrf_checks=True), store.driver)

    assert send(elsewhere, store, stop, "arrived").status_code == 403
    token = elsewhere.get(reverse("driver:who")).json()["token"]
    sent = {"key": str(uuid4()), "by": str(store.driver.pk), "tap": "{}"}
    own = elsewhere.post(reverse("driver:create_tap"), sent, headers={"X-CSRFToken": token})
    assert own.status_code == 200


DRIVES, PLANS = {Role.DRIVER}, {Role.DISPATCHER, Role.MANAGER, Role.OWNER}
MAY: dict[str, tuple[str, set[Role]]] = {
    "route": ("get", DRIVES),
    "who": ("get", DRIVES),
    "create_tap": ("post", DRIVES),
    "stop": ("get", DRIVES | PLANS),
    "taps": ("get", PLANS),
    "create_taking": ("post", PLANS),
    "create_settling": ("post", PLANS),
    "proof": ("get", DRIVES | PLANS | {Role.REPRESENTATIVE}),
}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_is_its_own_and_nothing_else(store: House, stop: Stop, role: Role) -> None:
    phone = come_in(Client(), store.driver)
    send(phone, store, stop, "arrived")
    send(phone, store, stop, "photo", picture=JPEG)
    args = {
        "stop": [stop.pk],
        "proof": [Proof.objects.get().pk],
        "create_taking": [RawTap.objects.filter(content=b"")[0].pk],
        "create_settling": [RawTap.objects.filter(content=b"")[0].pk],
    }
    client = come_in(Client(), Staff.objects.filter(role=role).order_by("pk")[0])

    status = {
        name: getattr(client, method)(reverse(f"driver:{name}", args=args.get(name, []))).status_code
        for name, (method, _may) in MAY.items()
    }

    assert {name for name, code in status.items() if code != 403} == {
        name for name, (_method, may) in MAY.items() if role in may
    }
    assert max(status.values()) < 500


@pytest.mark.parametrize("name", ["route", "who", "taps"])
def test_a_stranger_is_sent_to_the_log_in(client: Client, store: House, name: str) -> None:
    answer = client.get(reverse(f"driver:{name}"))

    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_the_script_that_keeps_the_page_looks_after_the_drivers_pages_alone(client: Client) -> None:
    answer = client.get(reverse("driver:worker"))

    assert answer.headers["Content-Type"] == "text/javascript"
    assert answer.content == b'import "/static/js/driver-worker.js";\n'
    assert "Service-Worker-Allowed" not in answer.headers
