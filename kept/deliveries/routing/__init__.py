"""The routing engine, pure: travel times, plans, insertion, a search, and a checker written apart from them.

The plan of a day (``plan.DayPlan``) is the witness that every promise of that day can be met. Whatever
proposes a new plan, insertion or the search, hands over a ``DayPlan``, and nothing is adopted
that ``checker.faults``, ``checker.lost`` or ``checker.moved_although_held`` object to.

On the day itself, ``live`` knows where the trucks are, ``repair`` what becomes of a day that goes wrong, and
``steady`` which order goes wrong least often.

Instants are whole seconds since the epoch (UTC), so that no clock change can stretch a route; spans are
whole seconds; loads are whole litres and kilograms.
"""
