"""Complaints of the last weeks, decided and answered: two where we were late, one where we were not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kept.complaints import actions as complaints
from kept.deliveries.models import Stop
from kept.desk import call, complain
from kept.desk.demo.moves import Moves

COMPLAINED = {  # of the past deliveries, who phoned the day after
    4: "I waited from twelve on and the truck came long after three. I had hoped for noon.",
    6: "You came half an hour after the window, and I had taken the morning off.",
    19: "Eighty minutes late. My daughter had to leave work to open the door for you.",
}


@dataclass(frozen=True)
class Decided(Moves):
    """By the representative who heard them, within the hour."""

    def complained(self, stop: Stop, words: str) -> None:
        assert stop.promise is not None
        customer, ruth = stop.promise.customer, self.house.representative
        rang_at = self.at(stop.plan.on + timedelta(days=1), 10)
        phoned = call.start(customer, about=f"delivery:{stop.delivery_id}", staff=ruth, now=rang_at)
        call.said(phoned, words, staff=ruth, now=rang_at)
        heard = complain.Heard("delivery.late", words, (stop.promise,))
        complaint = complain.open_from(phoned, (heard,), staff=ruth, now=rang_at + timedelta(minutes=2))
        decided_at = rang_at + timedelta(minutes=4)
        for claim in complaint.claims.all():
            complaints.confirm(claim.verdicts.get(), by=ruth.actor, now=decided_at)
        call.end(phoned, settled=True, staff=ruth, now=decided_at)
        answered_at = rang_at + timedelta(minutes=40)
        complain.send_letter(complaint.letters.latest("pk"), staff=ruth, now=answered_at)
        self.mails_taken(customer, at=answered_at + timedelta(seconds=20))
