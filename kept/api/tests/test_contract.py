"""The API does what it says of itself: its description is under test, and whatever comes is answered so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kept.api.tests.conftest import Program
from kept.api.v1 import api

SNAPSHOT = Path(__file__).resolve().parents[3] / "docs" / "api" / "v1.json"
DESCRIBED: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema()))
CALLS = [(path, method) for path, calls in DESCRIBED["paths"].items() for method in calls]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=12,
)


def test_the_description_changes_only_on_purpose() -> None:
    """Write it anew with: python -m kept.api.describe > docs/api/v1.json"""
    assert json.loads(SNAPSHOT.read_text()) == DESCRIBED


@pytest.mark.parametrize(("path", "method"), CALLS)
def test_every_no_is_declared_and_every_call_needs_a_key(path: str, method: str) -> None:
    call = DESCRIBED["paths"][path][method]

    assert set(call["responses"]) == {"200", "400", "401", "403", "404", "409", "413", "422", "429"}
    assert call["security"] == [{"Key": []}]
    assert call["summary"]


def test_a_stranger_may_read_the_description_and_nothing_else(db: None) -> None:
    assert Client().get("/api/v1/openapi.json").json()["info"]["title"] == "Kept"
    assert Client().get("/api/v1/docs").status_code == 404


def near(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that nearly fit a schema: each part right, at its edge, or something else altogether."""
    if "$ref" in schema:
        return near(DESCRIBED["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return st.one_of([near(each) for each in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"]) | st.text(max_size=9)
    kind = schema.get("type")
    if kind == "object":
        parts = {name: near(part) for name, part in schema["properties"].items()}
        needed = {name: part for name, part in parts.items() if name in schema.get("required", [])}
        return (
            st.fixed_dictionaries(needed, optional={n: p for n, p in parts.items() if n not in needed}) | JSON
        )
    if kind == "array":
        return st.lists(near(schema["items"]), max_size=3)
    if kind in ("integer", "number"):
        return st.integers(-(2**70), 2**70) | st.floats() | st.integers(0, 90)
    instants = st.datetimes().map(lambda at: at.isoformat() + "Z")
    return (
        st.text(max_size=400)
        | instants
        | st.sampled_from(["12.50", "S-1", "2026-03-05 08:00-12:00", "2026-03-05"])
    )


@pytest.mark.parametrize(("path", "method"), CALLS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_comes_gets_an_answer_that_was_declared(
    path: str, method: str, data: st.DataObject, shop: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kept.api.keys.MOST_A_MINUTE", 10**9)
    call, name = DESCRIBED["paths"][path][method], path.rpartition("/")[2]
    if method == "post":
        body = data.draw(near(call["requestBody"]["content"]["application/json"]["schema"]))
        answer = shop.post(name, body)
    else:
        asked = {
            each["name"]: data.draw(near(each["schema"]))
            for each in call["parameters"]
            if data.draw(st.booleans())
        }
        asked = {key: str(value).replace("\0", "").encode(errors="replace") for key, value in asked.items()}
        answer = shop.get(name, **asked)

    assert str(answer.status_code) in call["responses"]
    assert "application/json" in answer.headers["Content-Type"]
    if answer.status_code != 200:
        assert set(answer.json()) == {"code", "words", "lines"}
