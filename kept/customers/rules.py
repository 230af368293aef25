"""How an address or number is written so that the same person is found again."""

from __future__ import annotations

import phonenumbers

from kept.base.refusals import Refused


class UnreadableIdentity(Refused):
    code = "identity_unreadable"


def normal_email(text: str) -> str:
    """Lower case, no spaces. Raises UnreadableIdentity for what no mail server would take."""
    value = text.strip().lower()
    local, at, domain = value.rpartition("@")
    if not (at and local and domain) or len(value) > 254 or any(c.isspace() or c in '<>,;"' for c in value):
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
