"""`kept recount`, on a database that nobody has counted yet."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from kept.business.examples import house
from kept.cli.recount import recount
from kept.complaints.examples import MORNING, arrive, promise_window
from kept.customers.examples import nora
from kept.scorecards.models import Counted


@pytest.mark.django_db
def test_everything_is_counted_anew_and_a_second_time_nothing_is_otherwise() -> None:
    store = house(now=MORNING)
    arrive(promise_window(store, nora(now=MORNING)), MORNING, by=store.driver)

    first, second = CliRunner().invoke(recount), CliRunner().invoke(recount)

    assert first.output.startswith(f"Counted anew: {Counted.objects.count()} changed.")
    assert second.output == "Counted anew: nothing changed.\n"
