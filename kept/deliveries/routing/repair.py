"""What becomes of a day when a truck is lost or late: who else brings what, and whom to call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kept.deliveries.routing import insertion, search
from kept.deliveries.routing.insertion import Fit, Horizon, Window
from kept.deliveries.routing.live import Progress, expect, from_here
from kept.deliveries.routing.plan import DayPlan, Held, Route, Stop
from kept.deliveries.routing.search import Effort
from kept.deliveries.routing.steady import steady
from kept.deliveries.routing.timing import Walk, begins, walks
from kept.deliveries.routing.travel import Travel


@dataclass(frozen=True)
class Stranded:
    """A promise that no truck can keep any more, and the window of the same day that comes nearest to it.

    ``moved`` is by how many seconds that window opens sooner or later than the promised one.
    """

    stop: Stop
    truck: int
    instead: Window | None = None
    moved: int = 0


@dataclass(frozen=True)
class Repaired:
    """The plan with every stop that is done or can be kept; the others, in the order of calling them."""

    plan: DayPlan
    without_place: tuple[Stranded, ...]


def repair(
    plan: DayPlan,
    travel: Travel,
    *,
    lost: Mapping[int, int],
    late: Mapping[int, int],
    progress: Mapping[int, Progress],
    now: int,
    windows: Sequence[Window] = (),
    handing_over: bool = False,
    effort: Effort = search.FOR_STRANDED_STOPS,
    seed: int = 0,
) -> Repaired:
    """Keep as many promises as we can: done stops stay, what is stranded goes wherever a truck still can.

    ``lost``: from that instant on the truck makes no stop; ``late``: it does not go on before. What a truck
    on the road carries stays on it: its stops change their order, not their truck. What a lost truck was to
    bring, pinned or not, is handed over to the others, and so is what has not left the depot; that takes no
    time here. ``handing_over`` lets everything change trucks. Of a truck that comes too late, those stops are
    given up that let most others be in time. ``windows``: those of the day; each stop without a place is
    offered the nearest that is still true.

    The list is sorted by harm. Who is moved least is called first, of equals the one whose visit is longest:
    it makes most room. Those for whom the day has no other window come last, the soonest promise first.
    """
    roads = [_Road(route, progress.get(route.truck.key), late, now) for route in plan.routes]
    stranded: dict[int, tuple[Stop, int]] = {}
    for road in roads:
        key = road.route.truck.key
        if key in lost:
            given_up = road.lose(lost[key], travel)
        else:
            given_up = road.be_in_time(travel, handing_over=handing_over)
        stranded |= {stop.key: (stop, key) for stop in given_up}
    can_take = tuple(road.here for road in roads if road.takes_more)
    day = DayPlan(plan.day, can_take)
    wanted = [stop for stop, _ in stranded.values()]
    day, without = search.rearrange(day, wanted, travel, effort=effort, seed=seed)
    day, without = _put_between(day, without, travel)
    later = {route.truck.key: route for route in day.routes}
    promised = {stop.key: stop for stop in plan.stops}
    promised |= {stop.key: stop for road in roads for stop in road.unpinned}
    routes = tuple(road.whole(later.get(road.route.truck.key, road.here), promised) for road in roads)
    calls = _calls(day, [stranded[stop.key] for stop in without], travel, windows, now)
    return Repaired(replace(plan, routes=routes, version=plan.version + 1), calls)


def reorder(
    plan: DayPlan, travel: Travel, *, progress: Mapping[int, Progress], now: int, seconds: float = 0.3
) -> DayPlan:
    """The plan, one version on, with each truck's stops in the order that does least harm as we see it now.

    What a truck on the road carries stays on it; trucks that have not left yet may exchange stops.
    """
    roads = {route.truck.key: _Road(route, progress.get(route.truck.key), {}, now) for route in plan.routes}
    promised = {stop.key: stop for stop in plan.stops}

    def harm(here: Route) -> float:
        road = roads[here.truck.key]
        expected = expect(road.whole(here, promised), travel, road.progress, now)
        return sum(each.harm for each in expected)

    here = DayPlan(plan.day, tuple(road.with_its_goods(travel) for road in roads.values()))
    found = steady(here, harm, travel, seconds=seconds)
    if found is here:
        return plan
    routes = tuple(roads[route.truck.key].whole(route, promised) for route in found.routes)
    return replace(plan, routes=routes, version=plan.version + 1)


class _Road:
    """One truck's route: what is behind it, and ``here``, what may still change."""

    def __init__(self, route: Route, progress: Progress | None, late: Mapping[int, int], now: int) -> None:
        self.route, self.now, self.takes_more = route, now, True
        self.progress, self.unpinned = progress or Progress(), list[Stop]()
        if route.truck.key in late:
            self.progress = replace(self.progress, waits_until=late[route.truck.key])
        reached = self.progress.reached
        self.behind = sorted((s for s in route.stops if s.key in reached), key=lambda stop: reached[stop.key])

    def lose(self, at: int, travel: Travel) -> list[Stop]:
        """Take the truck off the road from an instant on; the stops that it does not make, free of pins."""
        here = self.here = from_here(self.route, travel, self.progress, self.now)
        ends = [b + s.errand.service for b, s in zip(begins(here, travel), here.stops, strict=False)]
        made = sum(end <= at for end in ends) if at > self.now else len(self.behind[:1])
        self.takes_more = False
        self.here = replace(
            here,
            stops=here.stops[:made],
            reloads=tuple(r for r in here.reloads if r < made),
            done=min(here.done, made),
        )
        ahead = {stop.key for stop in here.stops[made:]}
        self.unpinned = [replace(stop, truck=None) for stop in self.route.stops if stop.key in ahead]
        return self.unpinned

    def be_in_time(self, travel: Travel, *, handing_over: bool) -> list[Stop]:
        """Give up as few stops as we find that must be for the others to be met in time."""
        here = from_here(self.route, travel, self.progress, self.now)
        self.here = here if handing_over else self.with_its_goods(travel)
        given_up: list[Stop] = []
        (walk,) = walks([self.here], travel)
        closed = walk.route.held is Held.ALL
        while not (walk.in_time or closed) and (route := walk.route).done < len(route.stops):
            fewer = [route.without(at) for at in range(route.done, len(route.stops))]
            at = min(enumerate(walks(fewer, travel), route.done), key=lambda each: _late(each[1]))[0]
            given_up.append(route.stops[at])
            (walk,) = walks([route.without(at)], travel)
        self.here, self.takes_more = walk.route, walk.in_time
        return given_up

    def with_its_goods(self, travel: Travel) -> Route:
        """What may still change; of a truck that has left, the stops whose goods are on it stay with it."""
        here = from_here(self.route, travel, self.progress, self.now)
        if not (self.behind or here.done):
            return here
        loaded_until = min((at for at in here.reloads if at >= max(here.done, 1)), default=len(here.stops))
        aboard = [replace(stop, truck=here.truck.key) for stop in here.stops[:loaded_until]]
        return replace(here, stops=(*aboard, *here.stops[loaded_until:]))

    def whole(self, here: Route, promised: Mapping[int, Stop]) -> Route:
        """The route from its start, with what became of the part that could change."""
        passed = len(self.behind[:1])  # what is behind stands in ``here`` as one stop
        ahead = tuple(promised[stop.key] for stop in here.stops[passed:])
        loaded_before = {self.route.stops[at].key for at in self.route.reloads}
        reloads = [at for at, stop in enumerate(self.behind) if stop.key in loaded_before]
        more = len(self.behind) - passed
        return replace(
            self.route,
            stops=(*self.behind, *ahead),
            reloads=(*reloads, *(at + more for at in here.reloads)),
            done=here.done + more,
        )


def _late(walk: Walk) -> tuple[int, int]:
    """How many stops a route comes late to, the way home counted as one, and by how many seconds in all."""
    *served, home_at = walk.begins()
    ahead = list(zip(walk.route.stops, served, strict=True))[walk.route.done :]
    late = [at - stop.latest for stop, at in ahead if at > stop.latest]
    late += [home_at - walk.route.truck.ends] * (home_at > walk.route.truck.ends)
    return len(late), sum(late)


def _put_between(day: DayPlan, without: Sequence[Stop], travel: Travel) -> tuple[DayPlan, list[Stop]]:
    """Where the order is held nothing is rearranged, and yet somebody may come between."""
    still = []
    for stop in without:
        own = Window(day.day, stop.earliest, stop.latest, stop.pace)
        (answer,) = Horizon([day], travel).ask(stop.errand, [own])
        if isinstance(answer, Fit) and stop.truck in (None, answer.truck):
            day = insertion.insert(day, answer, stop.errand, key=stop.key)
        else:
            still.append(stop)
    return day, still


def _calls(
    day: DayPlan, without: Sequence[tuple[Stop, int]], travel: Travel, windows: Sequence[Window], now: int
) -> tuple[Stranded, ...]:
    """Each stop without a place with the nearest other window that is still true, least harm first."""
    ahead = [window for window in windows if window.latest >= now]
    asked = [replace(window, earliest=max(now, window.earliest)) for window in ahead]
    calls = []
    for stop, truck in without:
        routes = tuple(route for route in day.routes if stop.truck in (None, route.truck.key))
        answers = Horizon([replace(day, routes=routes)], travel).ask(stop.errand, asked)
        true = [
            (abs(window.earliest - stop.earliest), answer.extra, window)
            for window, answer in zip(ahead, answers, strict=True)
            if isinstance(answer, Fit)
        ]
        moved, _, instead = min(true, key=lambda each: each[:2], default=(0, 0, None))
        calls.append(Stranded(stop, truck, instead, moved))
    return tuple(sorted(calls, key=_harm))


def _harm(call: Stranded) -> tuple[bool, int, int]:
    away = call.moved if call.instead else call.stop.earliest
    return call.instead is None, away, -call.stop.errand.service
