"""Joining on the public page: the terms are ticked, the contract is mailed, and a button there binds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import SOFTWARE, Actor
from kept.base.refusals import NotFound, Refused
from kept.business.queries import get_location
from kept.customers import actions as customers
from kept.customers.models import Customer, Identity
from kept.customers.queries import by_identity
from kept.desk import contract as contracts
from kept.desk import contract_paper, links, tell
from kept.desk import exit as leaving
from kept.desk.contract import Contract
from kept.desk.join import bind
from kept.desk.receipts import day_in_words
from kept.ledger.actions import ref
from kept.memberships import actions, queries
from kept.memberships.actions.agree import HOLDS, TooLate, lock
from kept.memberships.models import Consent, Membership, Plan, PlanAddOn, SignUp
from kept.outbox import actions as outbox
from kept.outbox.models import Outgoing
from kept.policies import actions as policies
from kept.policies.models import Disclosure, Version
from kept.policies.rules import Grade

PATH = "join"  # kept/web/joining/urls.py opens what stands under it
SALT = "kept.desk.sign_up"
CHOSE, TICKED, CONFIRMED = (
    "chose the plan and said who they are",
    "read the terms and ticked each sum",
    "pressed “Yes, I join” from the letter",
)
SAME_AGAIN = timedelta(minutes=5)  # the same choice for the same mailbox within it is one letter
MOST_LETTERS, WITHIN = 3, timedelta(days=1)  # whoever knows an address cannot fill its mailbox


class AlreadyMember(Refused):
    code = "already_a_member"


@dataclass(frozen=True)
class Choice:
    """What somebody wants to join, in which language; and when they had chosen it."""

    plan: Plan
    add_ons: tuple[PlanAddOn, ...]
    language: str
    began_at: datetime


@transaction.atomic
def ask(
    asker: actions.Asker, choice: Choice, *, mark: str, ticked: Sequence[str], now: datetime
) -> SignUp | None:
    """The terms were read and ticked: the contract goes to the mailbox that was typed. Binds nobody.

    Raises OtherWords, NotTicked. None when that mailbox had enough letters for now; whoever asks is told
    the same either way, and never whether we know the mailbox.
    """
    contract = contracts.of(choice.plan, choice.add_ons, language=choice.language, now=now)
    contract.check(mark, ticked)
    lately = SignUp.objects.filter(email=asker.email, ticked_at__gt=now - WITHIN)
    same = lately.filter(
        mark=mark, name=asker.name, phone=asker.phone, ticked_at__gt=now - SAME_AGAIN, confirmed_at=None
    ).first()
    if same is not None:
        return same
    if lately.count() >= MOST_LETTERS:
        return None
    agreed = actions.Agreed(
        place=Consent.Place.PAGE,
        language=contract.language,
        shown=contract.shown,
        mark=contract.mark,
        ticked=[key for key in contract.to_tick if key in ticked],
        ticked_at=now,
    )
    asked = actions.ask_to_join(
        asker, agreed, plan=choice.plan, add_ons=choice.add_ons, began_at=choice.began_at, now=now
    )
    return actions.letter_queued(asked, _letter(asked, contract, now=now))


def open_link(signed: str, *, now: datetime) -> SignUp:
    """Who asked, behind the letter's link. Writes nothing. Raises NotFound, LinkExpired."""
    opens = links.read(signed, salt=SALT, now=now)
    found = SignUp.objects.select_related("plan__location", "membership__location").filter(
        pk=opens.get("sign_up", 0)
    )
    asked = found.first()
    if asked is None:
        raise NotFound(_("This link is not complete. Perhaps it was cut off in your mail."))
    if asked.membership is not None:
        links.still_open(asked.membership.customer)
    return asked


def contract_of(asked: SignUp, *, now: datetime) -> Contract:
    """What the button would bind them to now: its days are counted from today."""
    return contracts.of(asked.plan, list(asked.add_ons.order_by("pk")), language=asked.language, now=now)


def changed(asked: SignUp) -> bool:
    """Whether words or prices differ from those that were ticked; days that only moved on do not count."""
    return contract_of(asked, now=asked.ticked_at).mark != asked.mark


@transaction.atomic
def ask_again(asked: SignUp, *, mark: str, ticked: Sequence[str], now: datetime) -> SignUp | None:
    """The words changed since the letter: they were ticked anew, and go out in a letter of their own."""
    asker = actions.Asker(asked.name, asked.email, asked.phone)
    add_ons = tuple(asked.add_ons.order_by("pk"))
    choice = Choice(asked.plan, add_ons, asked.language, asked.began_at)
    return ask(asker, choice, mark=mark, ticked=ticked, now=now)


@transaction.atomic
def confirm(asked: SignUp, *, mark: str, now: datetime) -> Membership:
    """ "Yes, I join": the mailbox is theirs, the tellings are written down, and the membership binds.

    The page on which they ticked (A4) and the contract in their mailbox, whose button they pressed (A4), are
    two written tellings before it bound. Raises OtherWords when the contract is another one than the
    letter's or the page's, TooLate after seven days, AlreadyMember. Pressed twice, they join once.
    """
    asked = lock(asked)
    if asked.membership is not None:
        return asked.membership
    if not asked.waits(now):
        raise TooLate(
            _("This letter has had its time. Nothing was bound; please choose your plan once more.")
        )
    contract = contract_of(asked, now=now)
    contract.check("" if changed(asked) else mark, asked.ticked)
    customer = _who(asked, now=now)
    by = customer.actor
    for version in contract.versions:
        _tell(version, asked, customer, by=by, now=now)
    membership = bind(
        customer,
        contract,
        actions.Agreed(
            place=Consent.Place.PAGE,
            language=contract.language,
            shown=contract.shown,
            mark=contract.mark,
            ticked=asked.ticked,
            ticked_at=asked.ticked_at,
            confirmed_at=now,
        ),
        steps={CHOSE: asked.began_at, TICKED: asked.ticked_at, CONFIRMED: now},
        by=by,
        now=now,
    )
    actions.confirmed(asked, membership, now=now)
    return membership


def link(asked: SignUp) -> str:
    """The whole address of the page with the button; it opens until the letter's time is over."""
    return f"{settings.BASE_URL}/{PATH}/yes/{token(asked)}"


def token(asked: SignUp) -> str:
    return links.sign({"sign_up": asked.pk}, salt=SALT, until=asked.until)


def what(contract: Contract) -> str:
    """``Fitness, Training sessions``."""
    return ", ".join([contract.plan.name, *(one.name for one in contract.add_ons)])


def languages() -> list[str]:
    """Those in which every word of the contract stands, of the location's; else the first it has."""
    versions = contracts.contracts()
    offered = [code for code in get_location().languages if code in dict(settings.LANGUAGES)]
    spoken = [{wording.language for wording in version.wordings.all()} for version in versions]
    found = [code for code in offered if all(code in each for each in spoken)]
    return found or [settings.LANGUAGE_CODE]


def _who(asked: SignUp, *, now: datetime) -> Customer:
    """Whose mailbox it is: a customer we know, or a new one. A number that is somebody else's is left out."""
    known = by_identity(Identity.Kind.EMAIL, asked.email)
    if known is not None:
        runs = [one for one in queries.running_memberships_of(known) if one.plan_id == asked.plan_id]
        if any(one.service_end_on is None for one in runs):
            raise AlreadyMember(
                _("You have this plan already; a second one would cost you twice. Nothing was bound.")
            )
        return known
    location = asked.plan.location
    customer = customers.add(
        asked.name,
        language=asked.language,
        since=now.astimezone(location.zone).date(),
        by=SOFTWARE,
        now=now,
    )
    customers.add_email(customer, asked.email, now=now)
    if asked.phone and by_identity(Identity.Kind.PHONE, asked.phone) is None:
        customers.add_phone(customer, asked.phone, country=location.country, now=now)
    return customer


def _tell(version: Version, asked: SignUp, customer: Customer, *, by: Actor, now: datetime) -> None:
    """Two tellings: the page that was ticked, and the contract in the mailbox, whose button was pressed."""
    read = policies.Telling(
        occasion=Disclosure.Occasion.SIGNING,
        medium=Disclosure.Medium.PAGE,
        at=asked.ticked_at,
        grade=Grade.A4,
        language=asked.language,
    )
    policies.tell(version, customer=customer, telling=read, by=by, now=now)
    letter = asked.letter
    assert letter is not None
    sent = policies.Telling(
        occasion=Disclosure.Occasion.SIGNING,
        medium=Disclosure.Medium.CONTRACT,
        at=letter.queued_at,
        grade=Grade.A1,
        language=asked.language,
        outgoing=letter,
    )
    told = policies.tell(version, customer=customer, telling=sent, by=SOFTWARE, now=now)
    if letter.state == Outgoing.State.ACCEPTED:
        evidence = f"{letter.mail_id} {letter.response}"
        told = policies.raise_grade(told, Grade.A2, evidence=evidence, by=SOFTWARE, now=now)
    pressed = f"pressed “Yes, I join” behind the link of {letter.mail_id} ({ref(asked)})"
    policies.raise_grade(told, Grade.A4, evidence=pressed, by=by, now=now)


def _letter(asked: SignUp, contract: Contract, *, now: datetime) -> Outgoing:
    """The contract to be confirmed. No customer stands behind it yet, and it tells nothing about any."""
    zone = asked.plan.location.zone
    with override(asked.language):
        parts = (
            _("Hello,"),  # no name: what a stranger typed is not sent to somebody else's mailbox
            _("you asked to join: %(what)s.") % {"what": what(contract)},
            _("Nothing is agreed yet. If it is right, open this page and press “Yes, I join”:")
            + f"\n{link(asked)}",
            _("The link works until %(day)s. Without it nothing binds, and you need do nothing.")
            % {"day": day_in_words((now + HOLDS).astimezone(zone).date())},
            _("You pay nothing on that page. You can leave again in two steps: %(link)s")
            % {"link": f"{settings.BASE_URL}/{leaving.PATH}"},
            _("The days below are counted from today; the page counts them from the day you press.")
            + f"\n{contract.sums_in_writing()}",
            _("If it was not you who asked, nothing has happened and nothing will.")
            + f"\n{asked.plan.location.name}",
        )
        wordings = [wording for _version, wording in contract.words]
        subject = _("Your contract, to be confirmed: %(plan)s") % {"plan": asked.plan.name}
        text = "\n\n".join([*parts, *map(tell.in_writing, wordings)])
        html = tell.dressed(parts, wordings)
    files = (contract_paper.to_make(asked),)
    return outbox.queue(
        to=asked.email, subject=subject, text=text, html=html, files=files, by=SOFTWARE, now=now
    )
