"""Tables that leave the house: no spreadsheet runs what somebody typed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.text import tables


@pytest.mark.parametrize("said", ["=1+1", "+49 30 1", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_cell_that_begins_like_a_formula_is_text(said: str) -> None:
    assert tables.guarded(said) == f"'{said}"


@pytest.mark.parametrize(
    ("said", "cell"), [("Nora", "Nora"), (None, ""), (7, "7"), (-73.9, "-73.9"), ("1-2", "1-2"), ("", "")]
)
def test_other_cells_stay_as_they_are(said: object, cell: str) -> None:
    assert tables.guarded(said) == cell


HEADER = tables.Header(("who", "at"), ("at",), "nothing")


def test_a_column_that_stands_twice_is_refused_before_one_of_them_is_lost() -> None:
    with pytest.raises(tables.BadTable, match="line 1: the column 'at' stands twice"):
        tables.rows(b"who,at,at\nNora,1,2\n", HEADER)


@pytest.mark.parametrize(
    "said", ["0001-01-01T00:30+00:00", "9999-12-31T23:59+00:00", "1969-12-31T23:59", "2201-01-01T00:00"]
)
def test_the_ends_of_all_time_are_no_time_of_ours(said: str) -> None:
    with pytest.raises(ValueError, match="is no time such as"):
        tables.instant({"at": said}, "at", ZoneInfo("Europe/Berlin"))


@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8")), st.integers()), max_size=5))
def test_a_table_is_read_as_it_was_written(found: list[tuple[str, int]]) -> None:
    file = tables.written(["who", "how many"], found).decode("utf-8-sig")

    read = list(csv.reader(io.StringIO(file, newline="")))
    assert read == [
        ["who", "how many"],
        *[[tables.guarded(who), tables.guarded(many)] for who, many in found],
    ]


def test_a_long_table_comes_in_parts_and_none_is_written_before_it_is_asked_for() -> None:
    read: list[int] = []

    def found() -> Iterator[tuple[int]]:
        for number in range(1_001):
            read.append(number)
            yield (number,)

    parts = tables.parts(["n"], found())

    assert (next(parts), read) == (b"\xef\xbb\xbfn\r\n", [])
    assert next(parts).count(b"\n") == len(read) == 500
    assert [part.count(b"\n") for part in parts] == [500, 1]


def test_a_table_of_no_rows_is_its_header() -> None:
    assert list(tables.parts(["n"], [])) == [tables.written(["n"], [])]
