"""Who answers the customers with our engine, or with parts of it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bench.delivery.sets import TRAVEL, Request, Town, Wish, window
from kept.deliveries.routing import insertion, search
from kept.deliveries.routing.insertion import Fit, Horizon, NoFit, Why, Window
from kept.deliveries.routing.plan import DayPlan, Stop
from kept.deliveries.routing.search import Effort
from kept.deliveries.rules import NEAR_SECONDS

WORTH_ASKING = (Why.FULL, Why.NO_ROOM)


@dataclass(frozen=True)
class No:
    """A wish that was refused although a truck could reach it, and the plan as it was then."""

    plan: DayPlan
    key: int
    wish: Wish


@dataclass
class Desk:
    """Our engine. ``improving`` after every booking, ``rearranging`` where insertion says no; None: never."""

    town: Town
    improving: Effort | None = None
    rearranging: Effort | None = None
    promised: dict[int, Wish] = field(default_factory=dict)
    at_first_wish: int = 0
    refused_at_first: int = 0
    refused: list[No] = field(default_factory=list)
    quote_ms: list[float] = field(default_factory=list)  # per wish asked, improving afterwards included
    improve_ms: list[float] = field(default_factory=list)
    rearrange_ms: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.plans = self.town.empty()
        self.gaps = [Horizon([plan], TRAVEL) for plan in self.plans]

    def serve(self, requests: Iterable[Request], *, easy: Sequence[int] = ()) -> Desk:
        """Answer everybody in turn: the first wish that fits; who is ``easy`` takes any of their wishes."""
        for request in requests:
            wishes = self._near_first(request) if request.key in easy else request.wishes
            for wish in wishes:
                started = time.process_time()
                booked = self._book(request, wish)
                self.quote_ms.append(1000 * (time.process_time() - started))
                if booked:
                    self.at_first_wish += wish == request.wishes[0]
                    break
        return self

    def _book(self, request: Request, wish: Wish) -> bool:
        asked, day = window(wish), wish[0]
        answer = self._ask(request, asked, day)
        if isinstance(answer, Fit):
            after = insertion.insert(self.plans[day], answer, request.errand, key=request.key)
        elif answer.why in WORTH_ASKING and (rearranged := self._rearranged(request, wish)):
            after = rearranged
        else:
            return False
        if self.improving:
            started = time.process_time()
            after = search.improve(after, TRAVEL, effort=self.improving, seed=request.key)
            self.improve_ms.append(1000 * (time.process_time() - started))
        self.plans[day], self.gaps[day] = after, Horizon([after], TRAVEL)
        self.promised[request.key] = wish
        return True

    def _ask(self, request: Request, asked: Window, day: int) -> Fit | NoFit:
        (answer,) = self.gaps[day].ask(request.errand, [asked])
        return answer

    def _rearranged(self, request: Request, wish: Wish) -> DayPlan | None:
        asked, plan, found = window(wish), self.plans[wish[0]], None
        stop = Stop(request.key, request.errand, asked.earliest, asked.latest)
        self.refused_at_first += 1
        if self.rearranging:
            started = time.process_time()
            found = search.make_room(plan, stop, TRAVEL, effort=self.rearranging, seed=request.key)
            self.rearrange_ms.append(1000 * (time.process_time() - started))
        if found is None:
            self.refused.append(No(plan, request.key, wish))
        return found

    def _near_first(self, request: Request) -> list[Wish]:
        """Free wishes first, in the order in which a quote offers them to whoever takes any."""

        def nearness(wish: Wish) -> tuple[bool, bool, int]:
            answer = self._ask(request, window(wish), wish[0])
            if not isinstance(answer, Fit):
                return True, True, 0
            return False, answer.nearest is None or answer.nearest > NEAR_SECONDS, answer.strain

        return sorted(request.wishes, key=nearness)
