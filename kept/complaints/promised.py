"""How much money was promised about one matter: in its conversations and on its complaints, together."""

from __future__ import annotations

from django.db.models import Q

from kept.base.money import Money
from kept.complaints.models import Complaint, Remedy, WrongWord
from kept.conversations.models import Contact, Conversation, Matter
from kept.customers.models import Customer
from kept.customers.queries import ids_of
from kept.ledger.actions import ref
from kept.promises.models import Outcome, Promise

STATEMENT = "statement"  # DOMAIN §10: the source of what staff's words made


def so_far(thing: Complaint | Conversation | str, customer: Customer, currency: str) -> Money:
    """What staff promised about the matter of this complaint, conversation or row ("order:12").

    Remedies, honoured words and what was promised while they spoke, by anybody; not what was released, and
    not what a policy gives unasked, which is nobody's word.
    """
    matters = _matters(thing, customer)
    talks = set(Contact.objects.filter(matter__in=matters).values_list("conversation", flat=True))
    talks |= {number for number in (_talk(thing),) if number is not None}
    complaints = Complaint.objects.filter(_is(thing) | Q(conversation__in=talks) | Q(matter__in=matters))
    numbers = list(complaints.values_list("pk", flat=True))
    names = {matter.about for matter in matters if matter.about} | {ref(thing)}
    names |= {f"conversation:{pk}" for pk in talks} | {f"complaint:{pk}" for pk in numbers}
    remedies = Remedy.objects.filter(complaint__in=numbers).values("promise")
    honoured = WrongWord.objects.filter(conversation__in=talks).values("promise")
    made = Promise.objects.filter(
        Q(pk__in=remedies) | Q(pk__in=honoured) | Q(source=STATEMENT, about__in=names),
        customer__in=ids_of(customer),
        currency=currency,
    ).exclude(outcome__in=(Outcome.RELEASED, Outcome.REPLACED))
    return Money(sum(minor or 0 for minor in made.values_list("minor", flat=True)), currency)


def _talk(thing: Complaint | Conversation | str) -> int | None:
    """The conversation that is meant, or in which the complaint came up, by number."""
    if isinstance(thing, Complaint):
        return thing.conversation_id
    kind, _colon, number = ref(thing).partition(":")
    return int(number) if kind == "conversation" else None


def _matters(thing: Complaint | Conversation | str, customer: Customer) -> list[Matter]:
    talk = _talk(thing)
    meant = Q(contacts__conversation=talk) if talk is not None else Q(pk__in=[])
    if isinstance(thing, Complaint):
        meant |= Q(pk=thing.matter_id)
    elif isinstance(thing, str) and thing:
        meant |= Q(customer__in=ids_of(customer), about=thing)
    return list(Matter.objects.filter(meant).distinct())


def _is(thing: Complaint | Conversation | str) -> Q:
    return Q(pk=thing.pk) if isinstance(thing, Complaint) else Q(pk__in=[])
