"""Who may use the API: programs with a key that stands, for what they were given, and not too often."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from kept.api import keys
from kept.api.tests.conftest import NOW, Program
from kept.api.tests.test_bookings import SOFA
from kept.api.v1 import api
from kept.business import actions
from kept.business.examples import House
from kept.business.models import Software
from kept.business.rules import FOR_SOFTWARE, Right
from kept.deliveries.examples import Fleet
from kept.orders.models import Order

ARRIVAL = {"order": "S-1", "arrived_at": "2026-03-02T08:30:00-05:00"}
ASKED: dict[str, tuple[Right, str, dict[str, Any]]] = {
    "orders": (Right.IMPORT_ORDERS, "post", {"orders": [SOFA]}),
    "arrivals": (Right.RECORD_ARRIVALS, "post", {"arrivals": [ARRIVAL]}),
    "bookings": (Right.BOOK_DELIVERIES, "post", {"order": "S-1", "window": "2026-03-05 08:00-12:00"}),
    "windows": (Right.BOOK_DELIVERIES, "get", {"latitude": 40.7, "longitude": -73.9}),
    "routes": (Right.READ_ROUTES, "get", {"day": "2026-03-03"}),
}


def test_no_call_is_left_out_here() -> None:
    assert {path.removeprefix("/api/v1/") for path in api.get_openapi_schema()["paths"]} == set(ASKED)


def ask(program: Program, path: str) -> Any:
    _right, method, said = ASKED[path]
    return program.post(path, said) if method == "post" else program.get(path, **said)


@pytest.mark.parametrize("path", ASKED)
@pytest.mark.parametrize("right", FOR_SOFTWARE)
def test_a_program_does_what_it_was_given_and_nothing_else(
    right: Right, path: str, store: House, vans: Fleet
) -> None:
    program = Program(*actions.let_in("One", [right], by=store.owner.actor, now=NOW))

    answer = ask(program, path)

    assert (answer.status_code == 403) == (ASKED[path][0] != right)
    assert answer.status_code < 500


@pytest.mark.parametrize("path", ASKED)
@pytest.mark.parametrize("key", ["", "kept_wrong", "x" * 5_000, "\xfc", "kept_wrong or 1=1"])
def test_nobody_comes_in_with_a_wrong_key(path: str, key: str, shop: Program) -> None:
    answer = ask(Program(shop.software, key), path)

    assert (answer.status_code, answer.json()["code"]) == (401, "no_key")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert Order.objects.count() == 0


@pytest.mark.parametrize("path", ASKED)
def test_a_revoked_key_opens_nothing(path: str, shop: Program, store: House) -> None:
    actions.shut_out(shop.software, by=store.owner.actor, now=NOW)

    assert ask(shop, path).status_code == 401


@pytest.mark.parametrize("path", ASKED)
def test_somebody_who_is_logged_in_needs_a_key_all_the_same(path: str, store: House, shop: Program) -> None:
    client = Client()
    client.force_login(store.owner, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get(f"/api/v1/{path}").status_code in (401, 405)
    assert client.post(f"/api/v1/{path}", "{}", content_type="application/json").status_code in (401, 405)


def test_a_key_in_the_address_or_in_a_cookie_counts_for_nothing(shop: Program) -> None:
    client = Client()
    client.cookies["Authorization"] = f"Bearer {shop.key}"

    assert client.get(f"/api/v1/routes?day=2026-03-03&key={shop.key}").status_code == 401
    assert client.get("/api/v1/routes", headers={"Authorization": f"Basic {shop.key}"}).status_code == 401


def test_when_a_key_was_last_used_can_be_seen(shop: Program) -> None:
    shop.get("routes", day="2026-03-03")

    assert Software.objects.get().last_used_at == NOW


def test_a_program_that_asks_too_often_waits_a_minute(shop: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "MOST_A_MINUTE", 3)

    status = [shop.get("routes", day="2026-03-03").status_code for _ in range(4)]
    refused = shop.get("routes", day="2026-03-03")

    assert status == [200, 200, 200, 429]
    assert (refused.json()["code"], refused.headers["Retry-After"]) == ("too_often", "60")


def test_who_tries_keys_is_slowed_down_and_the_shop_is_not(shop: Program) -> None:
    thief = Program(shop.software, "kept_guess")
    status = [thief.get("routes", day="2026-03-03").status_code for _ in range(keys.MOST_WRONG_A_MINUTE + 1)]

    assert (status[0], status[-1]) == (401, 429)
    assert shop.get("routes", day="2026-03-03").status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 422, id="nothing"),
        pytest.param(b"{", 400, id="cut off"),
        pytest.param(b"\xff\xfe{}", 400, id="another encoding"),
        pytest.param(b'{"orders": "' + b"\\u0000" + b'"}', 400, id="a zero byte"),
        pytest.param(b'{"orders": "\\ud800"}', 400, id="half a letter"),
        pytest.param(b'{"orders": NaN}', 400, id="no number"),
        pytest.param(b"[" * 100_000, 400, id="nested without end"),
        pytest.param(b"[]", 422, id="a list"),
        pytest.param(b"7", 422, id="a number"),
        pytest.param(b'{"orders": []}', 422, id="no orders"),
        pytest.param(b'{"orders": ' + b"9" * 5_000 + b"}", 400, id="a number without end"),
    ],
)
def test_a_hostile_body_is_one_problem(body: bytes, status: int, shop: Program) -> None:
    answer = shop.post("orders", body)

    assert answer.status_code == status
    assert set(answer.json()) == {"code", "words", "lines"}


def test_more_than_five_megabytes_are_refused(shop: Program, settings: Settings) -> None:
    answer = shop.post("orders", b'{"orders": "' + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE + b'"}')

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_more_orders_than_fit_are_refused(shop: Program) -> None:
    answer = shop.post("orders", {"orders": [SOFA | {"number": f"S-{at}"} for at in range(501)]})

    assert answer.status_code == 422


def test_an_answer_is_never_kept_and_never_shown_as_a_page(shop: Program) -> None:
    answer = shop.post("bookings", {"order": "<script>", "window": "2026-03-05 08:00-12:00"})

    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
