"""The gym of the demo: two who want to leave now, one who was kept for an hour, one who was let go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kept.business.models import Staff
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation
from kept.customers import examples as people
from kept.desk import call
from kept.desk import exit as exits
from kept.desk.demo.moves import Moves
from kept.memberships import actions as memberships
from kept.memberships import examples as gym
from kept.memberships.models import Cancellation, Membership
from kept.policies.models import Version


@dataclass(frozen=True)
class AtTheGym(Moves):
    def stories(self, contract: Version) -> None:
        """Theo Marsh was properly told and always treated well; Ivy Sandoval was told of the fee once."""
        club = gym.gym(self.house.location, now=self.now - timedelta(days=4 * 365), contract=contract)
        theo = people.theo(now=self.now - timedelta(days=3 * 365))
        membership = gym.three_years(club, theo, now=self.now)
        self.letter(
            theo,
            "My training sessions",
            "Hello,\n\nI want to stop my training sessions. They have become too dear and I have no time.\n"
            "Please do not call me about it: my last gym kept me for an hour.\n\nTheo Marsh",
            at=self.now - timedelta(minutes=50),
            about=f"membership:{membership.pk}",
        )
        joined = self.now - timedelta(days=150)
        ivy = people.person("Ivy Sandoval", phone="+1 212 555 0146", now=joined)
        gym.told_once(contract, ivy, at=joined - timedelta(minutes=10))
        gym.member(club, ivy, joined_at=joined, now=self.now)
        self._kept_for_an_hour(club)
        self._let_go(club)

    def _kept_for_an_hour(self, club: gym.Gym) -> None:
        """Story 2, twelve days ago: handed on, offered a cheaper plan, and charged no fee, told only once."""
        at = self.at(self.today - timedelta(days=12), 14)
        rita = people.person("Rita Lang", now=at - timedelta(days=200))
        gym.told_once(club.contract, rita, at=at - timedelta(days=200, minutes=10))
        membership = gym.member(club, rita, joined_at=at - timedelta(days=200), now=at)
        ben, maya = self.house.second_representative, self.house.manager
        phoned = call.start(rita, about=f"membership:{membership.pk}", staff=ben, now=at)
        shown = self._asks_to_end_the_sessions(membership, phoned, ben, at=at + timedelta(minutes=2))
        handed = conversations.Pass(reason="let the manager try", to_staff=maya)
        conversations.hand_over(phoned, handed, by=ben.actor, now=at + timedelta(minutes=15))
        offered_at = at + timedelta(minutes=30)
        memberships.show_offer(shown, "a cheaper plan", conversation=phoned, by=maya.actor, now=offered_at)
        exits.confirm(shown, by=maya.actor, now=at + timedelta(minutes=55))
        self.mails_taken(rita, at=at + timedelta(minutes=55, seconds=20))
        call.end(phoned, settled=True, staff=maya, now=at + timedelta(minutes=56))

    def _let_go(self, club: gym.Gym) -> None:
        """Story 2 of the founder, nine days ago: let go by whoever answered, in two minutes."""
        at = self.at(self.today - timedelta(days=9), 10)
        hugo = people.person("Hugo Stein", now=at - timedelta(days=700))
        membership = gym.three_years(club, hugo, now=at)
        ruth = self.house.representative
        phoned = call.start(hugo, about=f"membership:{membership.pk}", staff=ruth, now=at)
        shown = self._asks_to_end_the_sessions(membership, phoned, ruth, at=at + timedelta(minutes=1))
        exits.confirm(shown, by=ruth.actor, now=at + timedelta(minutes=2))
        self.mails_taken(hugo, at=at + timedelta(minutes=2, seconds=20))
        call.end(phoned, settled=True, staff=ruth, now=at + timedelta(minutes=2))

    def _asks_to_end_the_sessions(
        self, membership: Membership, phoned: Conversation, staff: Staff, *, at: datetime
    ) -> Cancellation:
        sessions = memberships.Choice(membership=False, add_ons=tuple(membership.add_ons.all()))
        wanted = exits.Wanted(sessions, phoned)
        return exits.show(membership, wanted, staff=staff, by=staff.actor, now=at)
