"""How an address or number is written so that the same person is found again."""

from __future__ import annotations

import phonenumbers

from kept.base.refusals import Refused

ERASED = "erased"  # what stands in the place of words that were a person's
NEVER_IN_AN_ADDRESS = frozenset('<>,;:"()[]\\')  # RFC 5322 §3.2.3; quoted local parts are not in use


class UnreadableIdentity(Refused):
    code = "identity_unreadable"


def normal_email(text: str) -> str:
    """Lower case, no spaces. Raises UnreadableIdentity for what no mail server would take."""
    value = text.strip().lower()
    local, at, domain = value.rpartition("@")
    strange = any(not c.isprintable() or c.isspace() or c in NEVER_IN_AN_ADDRESS for c in value)
    if not (at and local and domain) or "@" in local or len(value) > 254 or strange:
        raise UnreadableIdentity(f"“{text[:60]}” is no e-mail address.")
    return value


def normal_phone(text: str, country: str) -> str:
    """E.164 ("+12025550143"), national numbers as of ``country`` (ISO 3166). Raises UnreadableIdentity."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException as error:
        raise UnreadableIdentity(f"“{text[:40]}” is no phone number.") from error
    if not phonenumbers.is_possible_number(number):
        raise UnreadableIdentity(f"“{text[:40]}” is no phone number.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
