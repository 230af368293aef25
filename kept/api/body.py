"""A body as JSON that a database can keep: no zero bytes, no half letters, no numbers that are none."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser


class OnlyJson(Parser):
    """Raises ValueError for anything else, which is answered with 400."""

    def parse_body(self, request: HttpRequest) -> Any:
        said = json.loads(request.body, parse_constant=_no_number)
        _refuse_what_no_database_keeps(said)
        return said


def _no_number(said: str) -> None:
    raise ValueError(f"{said} is no number")


def _refuse_what_no_database_keeps(said: Any) -> None:
    if isinstance(said, str):
        if "\0" in said:
            raise ValueError("a text holds a zero byte")
        said.encode()  # half of a pair of surrogates is no letter: UnicodeEncodeError is a ValueError
    elif isinstance(said, dict):
        for key, value in said.items():
            _refuse_what_no_database_keeps(key)
            _refuse_what_no_database_keeps(value)
    elif isinstance(said, list):
        for each in said:
            _refuse_what_no_database_keeps(each)
