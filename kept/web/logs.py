"""What a log line may not hold: the signed part of a customer's link, which opens their page."""

from __future__ import annotations

import logging
import re

# As django.core.signing writes them: ``words:time:signature``, and ``membership-time~signature``.
SIGNED = re.compile(r"[\w-]+(?::[\w-]+)?[:~][\w-]{43}\b")


class WithoutLinks(logging.Filter):
    """Puts a mark in place of every signed part of an address."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if SIGNED.search(said):
            record.msg, record.args = SIGNED.sub("[signed]", said), ()
        return True
