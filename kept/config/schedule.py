"""All timed work, one list: its name, its rhythm, its task. Each runs once per due time among all workers."""

from __future__ import annotations

from datetime import timedelta

from kept.channels.email.tasks import send_due
from kept.complaints.tasks import settle_waited
from kept.deliveries import tasks as deliveries
from kept.deliveries.roads import tasks as roads
from kept.desk.tasks import make_good_what_was_missed, tell_members, tell_of_today
from kept.ledger import tasks as ledger
from kept.memberships.tasks import forget_unconfirmed
from kept.promises.tasks import break_overdue
from kept.scorecards.tasks import follow, look_at_policies, report_the_month
from kept.work.schedule import Timed
from kept.work.tasks import forget_finished

SCHEDULE = [
    Timed("mail: send what is due", timedelta(seconds=10), send_due),
    Timed("promises: end what nobody kept", timedelta(minutes=1), break_overdue),
    Timed("scorecards: count what was touched", timedelta(seconds=10), follow),
    Timed("scorecards: see how policies stand", timedelta(seconds=30), look_at_policies),
    Timed("scorecards: report the month", timedelta(hours=1), report_the_month),
    Timed("complaints: verdicts that waited", timedelta(minutes=1), settle_waited),
    Timed("members: tell what renews or costs otherwise", timedelta(hours=1), tell_members),
    Timed("deliveries: make good what was missed", timedelta(minutes=5), make_good_what_was_missed),
    Timed("deliveries: tell who gets one today", timedelta(minutes=5), tell_of_today),
    Timed("joining: forget who did not confirm", timedelta(hours=1), forget_unconfirmed),
    Timed("deliveries: close the days whose hour has come", timedelta(minutes=1), deliveries.close_days),
    Timed("deliveries: better plans at night", timedelta(hours=1), deliveries.improve_at_night),
    Timed("roads: ask about addresses not asked about", timedelta(hours=1), roads.learn_missing_roads),
    Timed("roads: drop what nobody needs", timedelta(days=1), roads.drop_old_drives),
    Timed("ledger: seal what waits", timedelta(minutes=1), ledger.seal),
    Timed("ledger: sign the day", timedelta(days=1), ledger.sign_the_day),
    Timed("ledger: have the day stamped", timedelta(minutes=15), ledger.stamp_the_day),
    Timed("work: forget what was finished", timedelta(days=1), forget_finished),
]
