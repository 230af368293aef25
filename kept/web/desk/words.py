"""How the desk says what rows hold as codes: grades, occasions, media, channels, kinds, states, events."""

from __future__ import annotations

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = dict[str, Lazy]

GRADES: dict[int, Lazy] = {
    0: _("said, by our own note"),
    1: _("on a document of ours"),
    2: _("accepted by their mail server"),
    3: _("shown to them, by a step of their own"),
    4: _("acknowledged by them"),
    5: _("acknowledged and said back correctly"),
}
OCCASIONS: Words = {
    "purchase": _("at the purchase"),
    "signing": _("at the signing"),
    "scheduling": _("when it was scheduled"),
    "renewal": _("at the renewal"),
    "fee_change": _("when the fee changed"),
    "conversation": _("in conversation"),
    "on_request": _("on request"),
}
MEDIA: Words = {
    "spoken": _("spoken"),
    "invoice": _("on the invoice"),
    "confirmation": _("with the confirmation"),
    "email": _("by mail"),
    "page": _("on their page"),
    "contract": _("in the contract"),
    "web_site": _("on the web site"),
}
CHANNELS: Words = {
    "phone": _("Call"),
    "email": _("Mail"),
    "webform": _("Form"),
    "portal": _("Portal"),
    "counter": _("Counter"),
}
STATES: Words = {
    "open": pgettext_lazy("conversation", "open"),
    "waiting": pgettext_lazy("conversation", "waiting"),
    "closed": pgettext_lazy("conversation", "closed"),
}
OUTCOMES: Words = {
    "kept": _("Kept"),
    "broken": _("Broken"),
    "released": _("Released"),
    "replaced": _("Replaced"),
}
SOURCES: Words = {
    "wish": _("their wish"),
    "check": _("their answer to our question"),
    "said": _("they said so"),
    "elsewhere": _("about others"),
}
FACTS: Words = {
    "arrival": _("The truck arrived"),
    "contact_attempt": _("We called"),
    "reply_sent": _("The reply left"),
    "refund": _("Money was paid back"),
    "exit_confirmed": _("The end was confirmed"),
    "receipt_sent": _("The receipt left"),
    "remedy_given": _("The remedy was given"),
    "record_absent": _("A record is missing"),
}
EVENTS: Words = {
    "promise.made": _("Promised"),
    "promise.accepted": _("Accepted by the customer"),
    "promise.fact": _("A fact was recorded"),
    "promise.kept": _("Ended as kept"),
    "promise.broken": _("Ended as broken"),
    "promise.released": _("Released"),
    "promise.replaced": _("Replaced"),
    "policy.published": _("Published"),
    "policy.told": _("Told"),
    "policy.grade_rose": _("The evidence grew"),
    "term.applied": _("Held against the customer"),
    "term.stopped": _("Stopped: not properly told"),
    "wish.made": _("A wish was noted"),
    "wish.answered": _("The wish was answered"),
    "expectation.noted": _("An expectation was noted"),
    "customer.merged": _("Found to be one person with another record"),
    "customer.unmerged": _("The merge was undone"),
}
SUBJECTS: Words = {
    "promise": _("promise"),
    "disclosure": _("telling"),
    "version": _("policy version"),
    "conversation": _("conversation"),
    "customer": _("customer"),
    "order": _("order"),
    "delivery": _("delivery"),
    "membership": _("membership"),
    "complaint": _("complaint"),
    "matter": _("matter"),
    "message": _("message"),
    "handover": _("hand-over"),
    "expectation": _("expectation"),
    "wishmade": _("wish"),
    "termapplication": _("attempt to apply a term"),
}
