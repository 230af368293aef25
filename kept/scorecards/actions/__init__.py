"""Counting: what the record says was touched, what time alone changes, and everything anew."""

from kept.scorecards.actions.counting import look
from kept.scorecards.actions.following import follow
from kept.scorecards.actions.recounting import recount
from kept.scorecards.actions.reporting import Notice, keep_report
from kept.scorecards.actions.standing import look_at_policies

__all__ = ["Notice", "follow", "keep_report", "look", "look_at_policies", "recount"]
