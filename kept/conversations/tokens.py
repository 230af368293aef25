"""Our own signed mark in reply addresses and Message-IDs, by which an answer finds its conversation again."""

from __future__ import annotations

import base64
import re

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "kept.conversations.tokens"
SIGNATURE_BYTES = 10  # 80 bits, 16 letters: mail servers change case, and a local part holds 64 letters
TOKEN = re.compile(r"\bc(?P<pk>[1-9][0-9]{0,17})-(?P<signature>[a-z2-7]{16})\b")


def token(conversation_id: int) -> str:
    """The mark of a conversation: ``c12-`` and a signature. Knowing it proves having had a mail of ours."""
    return f"c{conversation_id}-{_signature(conversation_id, settings.SECRET_KEY)}"


def read(text: str) -> int | None:
    """The conversation whose mark stands in an address or Message-ID; None for none, or a forged one."""
    for found in TOKEN.finditer(text.lower()):
        pk = int(found["pk"])
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            if constant_time_compare(found["signature"], _signature(pk, key)):
                return pk
    return None


def reply_address(conversation_id: int, address: str) -> str:
    """Where answers to this conversation go: ``desk+c12-…@store.example``."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}+{token(conversation_id)}@{domain}"


def _signature(pk: int, key: str | bytes) -> str:
    signed = salted_hmac(SALT, str(pk), secret=key, algorithm="sha256").digest()
    return base64.b32encode(signed[:SIGNATURE_BYTES]).decode().lower()
