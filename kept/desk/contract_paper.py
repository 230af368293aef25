"""A contract on paper: as it is mailed to be confirmed, and as it was agreed to; from what was kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.refusals import NotFound
from kept.business.models import Location
from kept.customers.models import Customer
from kept.customers.queries import email_of
from kept.desk import papers, sealing, told
from kept.desk.contract import Contract
from kept.memberships.models import Consent, Membership, SignUp
from kept.memberships.queries import consent_to
from kept.outbox.actions import File, Made, ToMake
from kept.outbox.models import Outgoing
from kept.paper import kinds, press
from kept.policies.models import Wording


def to_make(of: SignUp | Membership) -> ToMake:
    """The contract that a mail is to carry: printed when it leaves."""
    kind = "offer" if isinstance(of, SignUp) else "contract"
    return ToMake(f"contract-{of.pk}.pdf", papers.PDF, f"{kind}:{of.pk}")


def offer(of: str, _outgoing: Outgoing, now: datetime) -> Made:
    """To be confirmed: what was ticked on the page, by whoever typed this address."""
    asked = SignUp.objects.select_related("plan__location").get(pk=int(of))
    with override(asked.language):
        words = _("Nothing is agreed yet: it binds when you press “Yes, I join” on the page of the letter.")
        recipient = kinds.Recipient("", mail=asked.email)
        sheet = _sheet(_Kept.of(asked), asked.plan.location, recipient, number=f"A-{asked.pk}", now=now)
        paper = kinds.Contract(sheet, _taken(asked.shown), _terms(asked.shown), words=words)
    return Made(File(f"contract-{asked.pk}.pdf", papers.PDF, press.contract(paper)))


def agreed(of: str, _outgoing: Outgoing, now: datetime) -> Made:
    membership = Membership.objects.get(pk=int(of))
    return Made(print_contract(membership, now=now))


def print_contract(membership: Membership, *, now: datetime) -> File:
    """As it was agreed to, with how; at the counter it has two lines to sign on.

    Raises NotFound for somebody who joined before it was kept.
    """
    consent, customer = consent_to(membership), membership.customer
    if consent is None:
        raise NotFound(_("This contract is older than our record of what was agreed to."))
    with override(consent.language):
        recipient = kinds.Recipient(customer.name, mail=email_of(customer) or "")
        page = told.link(customer, now=membership.bound_at)
        sheet = _sheet(
            _Kept.of(consent), membership.location, recipient, number=f"M-{membership.pk}", page=page, now=now
        )
        signature = None
        if consent.confirmed_at is not None:
            how = _("“Yes, I join”, pressed on the page of the letter to %(mail)s")
            signature = kinds.Signature(customer.name, consent.confirmed_at, how % {"mail": recipient.mail})
        paper = kinds.Contract(sheet, _taken(consent.shown), _terms(consent.shown), signature=signature)
    return File(f"contract-{membership.pk}.pdf", papers.PDF, press.contract(paper))


def to_sign(customer: Customer, contract: Contract, *, now: datetime) -> File:
    """For the counter, before it binds: with two lines to sign on, to be put into the customer's hands."""
    with override(contract.language):
        recipient = kinds.Recipient(customer.name, mail=email_of(customer) or "")
        kept = _Kept(contract.shown, contract.language, now)
        sheet = _sheet(kept, contract.plan.location, recipient, number=f"C-{customer.pk}", now=now)
        paper = kinds.Contract(sheet, _taken(contract.shown), _terms(contract.shown))
    return File(f"contract-{customer.pk}.pdf", papers.PDF, press.contract(paper))


@dataclass(frozen=True)
class _Kept:
    """What was shown, in which language, and when."""

    shown: Mapping[str, Any]
    language: str
    at: datetime

    @classmethod
    def of(cls, row: SignUp | Consent) -> _Kept:
        return cls(row.shown, row.language, row.ticked_at)


def _sheet(
    kept: _Kept,
    location: Location,
    recipient: kinds.Recipient,
    *,
    number: str,
    page: str = "",
    now: datetime,
) -> kinds.Sheet:
    return kinds.Sheet(
        business=kinds.Business(
            name=location.name, address=location.address, phone=location.phone, mail=location.mail_address
        ),
        customer=recipient,
        number=number,
        made_at=kept.at,
        zone=location.zone,
        language=kept.language,
        country=location.country,
        page=page,
        policies=tuple(_policy(each) for each in kept.shown["words"]),
        checkpoint=sealing.of_the_day(now=now),
    )


def _policy(shown: Mapping[str, Any]) -> kinds.Policy:
    """The words that were shown, found by their version: those of a told version never change."""
    wording = Wording.objects.select_related("version__policy").get(
        version__policy__slug=shown["policy"],
        version__number=shown["version"],
        language=shown["language"],
    )
    return papers.policy(wording.version, wording)


def _taken(shown: Mapping[str, Any]) -> str:
    return ", ".join([shown["plan"], *shown["add_ons"]])


def _terms(shown: Mapping[str, Any]) -> tuple[kinds.Fact, ...]:
    names = {
        "price": _("Price"),
        "fee": _("Ending it"),
        "notice": _("Notice"),
        "refund": _("Money back"),
        "cooling_off": _("Taking it back"),
    }
    found = [(one["key"].rpartition(".")[2], one["words"]) for one in shown["sums"]]
    return tuple(kinds.Fact(names.get(key, key.replace("_", " ")), words) for key, words in found)
