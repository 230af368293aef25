"""How actors are called on one page, looked up once and not per row."""

from __future__ import annotations

from kept.business import queries as business


class Names(dict[str, str]):
    """``names["staff:7"]``: everybody who works here in one query, others when they are asked for."""

    def __init__(self) -> None:
        super().__init__({f"staff:{staff.pk}": staff.name for staff in business.colleagues()})

    def __missing__(self, by: str) -> str:
        self[by] = business.name_of(by)
        return self[by]
