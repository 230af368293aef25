"""A customer complains: opened from the conversation, judged on what is on record, answered by letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import SOFTWARE, Actor
from kept.base.money import Money
from kept.base.refusals import Refused
from kept.business.models import Staff
from kept.complaints import actions, queries, scope, twins
from kept.complaints.deadlines import answers_owed
from kept.complaints.models import Complaint, Finding, Letter, Review
from kept.conversations import actions as conversations
from kept.conversations.models import Channel, Conversation, Message
from kept.conversations.queries import matters_of
from kept.customers.models import Customer
from kept.customers.queries import canonical, email_of
from kept.desk import complaint_letters, dossier, links, reply
from kept.outbox import actions as outbox
from kept.outbox.models import Outgoing
from kept.promises.models import Promise

SALT = "kept.desk.complain"
PATH = "complaint"  # kept/web/complaints/urls.py opens what stands under it
LINK_HOLDS = timedelta(days=365)
CONTRADICTED = (
    Complaint.State.SETTLED,
    Complaint.State.WITHDRAWN,
)  # ended by their word


class NothingSaid(Refused):
    code = "complaint_without_words"


class NotDecided(Refused):
    code = "letter_before_decision"


class NothingToContradict(Refused):
    code = "complaint_ended_otherwise"


class NoAddress(Refused):
    code = "letter_without_address"


@dataclass(frozen=True)
class Heard:
    """One claim as the representative heard it. Without ``about`` the desk looks for what it is about."""

    kind: str
    sentence: str = ""
    about: tuple[Promise, ...] | None = None


@transaction.atomic
def open_from(
    conversation: Conversation,
    heard: tuple[Heard, ...],
    *,
    words: str = "",
    stars: int | None = None,
    at_stake: Money | None = None,
    staff: Staff,
    now: datetime,
) -> Complaint:
    """Open a complaint from a conversation, propose its verdicts, and draft the letter into the composer.

    The customer is told at once by when we answer. Without ``words`` it takes what they said in this
    conversation. Refused when they said nothing.
    """
    said = words.strip() or words_of(conversation)
    if not said:
        raise NothingSaid(_("Write down what the customer said: their words are what is judged."))
    customer = canonical(conversation.customer)
    complaint = actions.open_complaint(
        actions.Said(
            customer=customer,
            location=staff.location,
            words=said,
            at=now,
            conversation=conversation,
            matter=matters_of(conversation).last(),
            stars=stars,
            at_stake=at_stake,
        ),
        tuple(claimed(claim, customer, now=now) for claim in heard),
        by=staff.actor,
        now=now,
    )
    propose(complaint, staff=staff, now=now)
    tell(complaint, complaint_letters.received, now=now)
    return queries.get_complaint(complaint.pk)


@transaction.atomic
def reopen(complaint: Complaint, because: str, *, staff: Staff, now: datetime) -> Finding:
    """Open it again with the reason, tell the customer by when they hear from us, and propose anew."""
    complaint = actions.reopen(complaint, because=because, by=staff.actor, now=now)
    tell(complaint, complaint_letters.again, now=now)
    return propose(complaint, staff=staff, now=now)


@transaction.atomic
def withdraw(complaint: Complaint, *, because: str, by: Actor, now: datetime) -> Complaint:
    """They take it back, as it is logged here; they are written to at once, and can say that it is not so."""
    ended = actions.withdraw(complaint, because=because, by=by, now=now)
    language = canonical(ended.customer).language
    _note(ended, complaint_letters.ended(ended, [], language=language), now=now)
    return ended


@transaction.atomic
def contradict(complaint: Complaint, words: str, *, now: datetime) -> Complaint:
    """The customer did not take it back, or agreed to something else: it is open again, by their own press.

    Refused where it did not end so: to a decision they answer, or have it reviewed.
    """
    if complaint.state not in CONTRADICTED:
        raise NothingToContradict(_("This did not end by your word. You may answer, or ask for a review."))
    because = words.strip() or _("The customer says that it did not end so.")
    complaint = actions.reopen(complaint, because=because, by=complaint.customer.actor, now=now)
    tell(complaint, complaint_letters.again, now=now)
    return complaint


@transaction.atomic
def ask_review(complaint: Complaint, words: str = "", *, by: Actor, now: datetime) -> Review:
    """They want somebody else to look at it; they are told by when they hear from us."""
    asked = actions.ask_review(complaint, words, by=by, now=now)
    tell(complaint, complaint_letters.again, now=now)
    return asked


@transaction.atomic
def put_off(complaint: Complaint, until: datetime, because: str, *, staff: Staff, now: datetime) -> Promise:
    """Put our answer off to a later day, and write to them why."""
    owed = actions.put_off(complaint, until, because=because, by=staff.actor, now=now)
    tell(complaint, lambda later: complaint_letters.put_off(later, because.strip()), now=now)
    return owed


def tell(complaint: Complaint, words: Callable[[Promise], str], *, now: datetime) -> Outgoing | None:
    """Write to the customer by when we answer, with the link to their page: in the conversation, else a mail.

    It is no answer to what they wrote: the reply clock runs on. None where we know no address; then
    whoever speaks with them says it.
    """
    complaint = queries.get_complaint(complaint.pk)
    owed = answers_owed(complaint, *complaint.reviews.all()).open().last()
    if owed is None:
        return None
    with override(canonical(complaint.customer).language):
        return _note(complaint, words(owed), now=now)


def _note(complaint: Complaint, words: str, *, now: datetime) -> Outgoing | None:
    """These words with the link to their page, in the conversation or as a mail; None without an address."""
    address = email_of(canonical(complaint.customer))
    if address is None:
        return None
    with override(canonical(complaint.customer).language):
        text = f"{words}\n\n{link(complaint, now=now)}"
        subject = complaint_letters.subject(complaint)
        if complaint.conversation is None:
            return outbox.queue(
                to=address, subject=subject, text=text, customer=complaint.customer, by=SOFTWARE, now=now
            )
        outgoing = reply.write(complaint.conversation, text, subject=subject, by=SOFTWARE, now=now)
    said = conversations.Words(
        text=text,
        direction=Message.Direction.OUT,
        said_at=now,
        mail_id=outgoing.mail_id,
        references=tuple(outgoing.references.split()),
        outgoing=outgoing,
    )
    conversations.add_message(complaint.conversation, said, by=SOFTWARE, now=now)
    return outgoing


@transaction.atomic
def add(complaint: Complaint, heard: Heard, *, staff: Staff, now: datetime) -> Finding:
    """One more claim; everything is judged anew. Refused when the complaint is over.

    What it says already, word for word about the same, is not added once more.
    """
    claim = claimed(heard, canonical(complaint.customer), now=now)
    if not twins.says_already(complaint, claim.kind, claim.sentence, claim.about):
        actions.add_claim(complaint, claim, by=staff.actor, now=now)
    return propose(complaint, staff=staff, now=now)


@transaction.atomic
def propose(complaint: Complaint, *, staff: Staff, now: datetime) -> Finding:
    """Judge it anew on what is on record by now, and draft the letter that says so."""
    finding = actions.propose(complaint, by=staff.actor, now=now)
    draft_letter(complaint, finding, staff=staff, now=now)
    return finding


@transaction.atomic
def draft_letter(complaint: Complaint, finding: Finding, *, staff: Staff, now: datetime) -> Letter:
    """Write the letter as things stand, into the complaint and, once a call is over, into the reply."""
    complaint = queries.get_complaint(complaint.pk)
    language = canonical(complaint.customer).language
    written = queries.letter_of(finding, language=language, now=now)
    language, text = written.language, written.text
    if complaint.closed_at is not None and complaint.because:
        text = complaint_letters.ended(complaint, queries.mended_by(finding), language=language)
    letter = actions.draft_letter(complaint, text, language=language, by=staff.actor, now=now)
    talk = complaint.conversation
    if talk is not None and not (talk.channel == Channel.PHONE and talk.ended_at is None):
        conversations.keep_draft(talk, letter.text, staff=staff, now=now)  # a live call writes lines there
    return letter


def draft_newest(complaint: Complaint, *, staff: Staff, now: datetime) -> Letter | None:
    """Write the letter anew as things stand; None where nothing was proposed yet."""
    finding = queries.newest_finding(complaint)
    return None if finding is None else draft_letter(complaint, finding, staff=staff, now=now)


@transaction.atomic
def send_letter(letter: Letter, *, staff: Staff, now: datetime) -> Outgoing:
    """Send the letter: as our answer in the conversation, else as a mail of its own.

    Refused before every claim is decided (a review may follow), without an address, and a second time.
    """
    complaint = queries.get_complaint(letter.complaint_id)
    if complaint.closed_at is None:
        raise NotDecided(_("Please decide every claim first: the letter says what was decided."))
    text = f"{letter.text.strip()}\n\n{link(complaint, now=now)}"
    outgoing = _post(letter, text, complaint, staff=staff, now=now)
    outbox.enclose(outgoing, [dossier.to_bundle(complaint)])
    actions.letter_left(letter, outgoing, by=staff.actor, now=now)
    return outgoing


def claimed(heard: Heard, customer: Customer, *, now: datetime) -> actions.ClaimMade:
    """The claim with what it is about, and the terms that an answer would rest on."""
    suggested = scope.suggest(heard.kind, customer, now=now)
    about = suggested.about if heard.about is None else heard.about
    bound = suggested.relies_on if heard.about is None else scope.terms_for(heard.kind, heard.about)
    resting = tuple(actions.Resting(each.term, each.bound_at) for each in bound)
    return actions.ClaimMade(heard.kind, heard.sentence, about, resting)


def words_of(conversation: Conversation) -> str:
    """What the customer said in it, in order."""
    said = conversation.messages.filter(direction=Message.Direction.IN).order_by("at", "pk")
    return "\n".join(said.values_list("text", flat=True)).strip()


def link(complaint: Complaint, *, now: datetime) -> str:
    """The whole address of the customer's page about it: the records, one answer, a review; for a year."""
    signed = links.sign({"complaint": complaint.pk}, salt=SALT, until=now + LINK_HOLDS)
    return f"{settings.BASE_URL}/{PATH}/{signed}"


def open_link(signed: str, *, now: datetime) -> Complaint:
    """Raises NotFound for a forged link, LinkExpired for one that is too old."""
    complaint = queries.get_complaint(links.read(signed, salt=SALT, now=now)["complaint"])
    links.still_open(complaint.customer)
    return complaint


def _post(letter: Letter, text: str, complaint: Complaint, *, staff: Staff, now: datetime) -> Outgoing:
    with override(letter.language):
        subject = complaint_letters.subject_of_letter(complaint)
    if complaint.conversation is not None:
        then = complaint.conversation.state
        message = reply.reply(complaint.conversation, text, staff=staff, then=then, subject=subject, now=now)
        assert message.outgoing is not None  # an answer by mail always has one
        return message.outgoing
    address = email_of(canonical(complaint.customer))
    if address is None:
        raise NoAddress(_("We know no e-mail address of this customer. Ask for one, or call them."))
    return outbox.queue(
        to=address, subject=subject, text=text, customer=complaint.customer, by=staff.actor, now=now
    )
