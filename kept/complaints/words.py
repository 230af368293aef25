"""What a claim may say, and what may be found: the kinds and verdicts of DOMAIN §6, as people read them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClaimKind(models.TextChoices):
    """What a claim may say (DOMAIN §6); the part before the dot is its domain."""

    DELIVERY_LATE = "delivery.late", _("The delivery came late")
    DELIVERY_MISSED = "delivery.missed", _("The delivery was missed")
    DELIVERY_WISHED_WINDOW_REFUSED = "delivery.wished_window_refused", _("The wished window was refused")
    DELIVERY_NOT_DELIVERED = "delivery.not_delivered", _("Nothing was delivered")
    DELIVERY_DAMAGED = "delivery.damaged", _("It came damaged")
    MEMBERSHIP_CANCELLATION_REFUSED = "membership.cancellation_refused", _("The cancellation was refused")
    MEMBERSHIP_CANCELLATION_IGNORED = "membership.cancellation_ignored", _("The cancellation was ignored")
    MEMBERSHIP_FEE_DISPUTED = "membership.fee_disputed", _("The fee is disputed")
    MEMBERSHIP_UNEXPECTED_RENEWAL = "membership.unexpected_renewal", _("It was renewed unexpectedly")
    MEMBERSHIP_WRONG_FREEZE = "membership.wrong_freeze", _("The freeze was wrong")
    MEMBERSHIP_PRESSURED = "membership.pressured", _("Pressed to stay")
    BILLING_WRONG_AMOUNT = "billing.wrong_amount", _("The amount was wrong")
    BILLING_CHARGED_TWICE = "billing.charged_twice", _("Charged twice")
    BILLING_NOT_AGREED = "billing.not_agreed", _("Charged without agreement")
    BILLING_REFUND_LATE = "billing.refund_late", _("The refund came late")
    CONDUCT_RUDE = "conduct.rude", _("Somebody was rude")
    CONDUCT_IGNORED = "conduct.ignored", _("Ignored")
    CONDUCT_PRESSURED = "conduct.pressured", _("Pressed")
    CONDUCT_WRONG_INFORMATION = "conduct.wrong_information", _("The information was wrong")
    PRODUCT_NOT_AS_DESCRIBED = "product.not_as_described", _("Not as described")
    PRODUCT_DEFECTIVE = "product.defective", _("Defective")
    PRODUCT_WORN = "product.worn", _("Worn")
    ACCESS_UNREACHABLE = "access.unreachable", _("Nobody could be reached")
    ACCESS_NO_CALL_BACK = "access.no_call_back", _("Nobody called back")


class Word(models.TextChoices):
    """The six verdicts on a claim, in the order in which they are tried (DOMAIN §6), and none at all."""

    RULE_BREACH = "rule_breach", _("A rule was broken")
    SERVICE_FAILURE = "service_failure", _("We failed")
    NO_EVIDENCE = "no_evidence", _("No evidence")
    NOT_TOLD = "not_told", _("Not told")
    CONDUCT = "conduct", _("Conduct")
    EXPECTATION_GAP = "expectation_gap", _("Expectation gap")
    CLOSED_WITHOUT_FINDING = "closed_without_finding", _("Nothing to find")


SPLIT = _("Split: a verdict of its own on each claim")


class Topic(models.TextChoices):
    """What something that we said wrongly was about: by this it is listed, never by who said it."""

    PRICE = "price", _("a price or a fee")
    DAY = "day", _("a day or a window")
    PRODUCT = "product", _("a product")
    LEAVING = "leaving", _("ending or pausing")
    MONEY_BACK = "money_back", _("money back")
    OTHER = "other", _("something else")
