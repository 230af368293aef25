"""Plans by road times: there is not back, some drives are guessed, and no promise is planned to break."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kept.deliveries.roads.travel import Roads, cell_of
from kept.deliveries.routing import checker, insertion
from kept.deliveries.routing.plan import DayPlan, Errand, Route, Truck

DAY = date(2026, 3, 5)
HOME = (40.6782, -73.9442)
PLACES = [HOME, (40.6892, -73.9442), (40.7306, -73.9866), (40.65, -73.95), (40.70, -73.99)]
PAIRS = [(a, b) for a in PLACES for b in PLACES if a != b]
HOURS = 3_600

drives = st.lists(st.one_of(st.none(), st.integers(0, 3 * HOURS)), min_size=len(PAIRS), max_size=len(PAIRS))
wishes = st.lists(
    st.tuples(st.integers(1, len(PLACES) - 1), st.integers(0, 8), st.integers(0, 4), st.integers(0, 1_800)),
    max_size=8,
)


def roads(seconds: list[int | None]) -> Roads:
    known = [(cell_of(a), cell_of(b), s) for (a, b), s in zip(PAIRS, seconds, strict=True) if s is not None]
    return Roads().knowing(known)


@given(drives, wishes)
def test_whatever_the_roads_are_what_fits_passes_the_checker(
    seconds: list[int | None], asked: list[tuple[int, int, int, int]]
) -> None:
    travel = roads(seconds)
    plan = DayPlan(DAY, (Route(Truck(1, HOME, 0, 12 * HOURS, (100, 100))),))
    for key, (place, opens, width, service) in enumerate(asked):
        errand = Errand(PLACES[place], service, (1, 1))
        window = insertion.Window(DAY, opens * HOURS, (opens + width) * HOURS)
        (answer,) = insertion.Horizon([plan], travel).ask(errand, [window])
        if isinstance(answer, insertion.Fit):
            plan = insertion.insert(plan, answer, errand, key=key)

    assert checker.faults(plan, travel) == []


@given(drives)
def test_each_direction_takes_its_own_time_and_what_is_unknown_is_guessed(seconds: list[int | None]) -> None:
    travel = roads(seconds)
    there, back = ([pair[end] for pair in PAIRS] for end in (0, 1))
    points = travel.points(there), travel.points(back)

    taken = travel.seconds(*points).tolist()

    guessed = travel.guess.seconds(*(each[:, :3] for each in points)).tolist()
    expected = [g if s is None else s + 60 for s, g in zip(seconds, guessed, strict=True)]
    assert taken == expected
