"""What our own wrong words cost us, by topic: to mend what is told, and never a list of who said it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kept.base.money import Money
from kept.base.refusals import NotFound
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.complaints import blind
from kept.complaints.models import WrongWord
from kept.conversations.models import Message
from kept.ledger.actions import ref


@dataclass(frozen=True)
class Topic:
    """One topic: what it cost us in each currency, and what was said, the newest first."""

    name: str
    costs: tuple[Money, ...]
    words: tuple[WrongWord, ...]


def by_topic_for(staff: Staff) -> list[Topic]:
    """What was honoured, by topic, the most frequent first. Raises NotAllowed."""
    require(staff, Right.READ_SCORECARDS)
    found: dict[str, list[WrongWord]] = {}
    for word in WrongWord.objects.select_related("promise").order_by("-at", "-pk"):
        found.setdefault(word.topic, []).append(word)
    topics = [Topic(words[0].get_topic_display(), _costs(words), tuple(words)) for words in found.values()]
    return sorted(topics, key=lambda topic: -len(topic.words))


def get_message_for(staff: Staff, pk: int) -> Message:
    """A line of a conversation, for who may promise in it. Raises NotAllowed, NotFound, LookFirst."""
    require(staff, Right.READ_CONVERSATIONS)
    require(staff, Right.MAKE_PROMISES)
    found = Message.objects.select_related("conversation__customer").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Nobody said this here."))
    blind.refuse(staff, ref(found))
    return found


def _costs(words: list[WrongWord]) -> tuple[Money, ...]:
    sums: dict[str, Money] = {}
    for word in words:
        sums[word.currency] = sums.get(word.currency, Money(0, word.currency)) + word.cost
    return tuple(sums[currency] for currency in sorted(sums))
