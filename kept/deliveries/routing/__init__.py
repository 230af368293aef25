"""The routing engine, pure: travel times, plans, insertion, a search, and a checker written apart from them.

The plan of a day (``plan.DayPlan``) is the witness that every promise of that day can be met. Whatever
proposes a new plan, insertion or the search, hands over a ``DayPlan``, and nothing is adopted
that ``checker.faults`` or ``checker.lost`` object to.

Instants are whole seconds since the epoch (UTC), so that no clock change can stretch a route; spans are
whole seconds; loads are whole litres.
"""
