"""Plans and memberships, what was charged and paid, and the way out: one file per part of it."""

from kept.memberships.models.agreeing import Consent, SignUp
from kept.memberships.models.joining import AddOn, Freeze, Membership, Plan, PlanAddOn
from kept.memberships.models.leaving import Asking, Cancellation, OfferShown, Step
from kept.memberships.models.money import Charge, Payment

__all__ = [
    "AddOn",
    "Asking",
    "Cancellation",
    "Charge",
    "Consent",
    "Freeze",
    "Membership",
    "OfferShown",
    "Payment",
    "Plan",
    "PlanAddOn",
    "SignUp",
    "Step",
]
