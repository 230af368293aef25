"""Counting: what the record says was touched, what time alone changes, and everything anew."""

from kept.scorecards.actions.counting import look
from kept.scorecards.actions.following import follow
from kept.scorecards.actions.recounting import recount

__all__ = ["follow", "look", "recount"]
