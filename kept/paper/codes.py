"""The QR code of the customer's page, as a drawing of lines (ISO/IEC 18004)."""

from __future__ import annotations

import re

import segno

from kept.paper.kinds import Unprintable

LONGEST = 500  # letters of an address; past that the squares are too small for a phone at arm's length
QUIET = 4  # modules around it, as the standard asks


def page_code(address: str) -> bytes:
    """The SVG of the code, with its quiet zone. Raises Unprintable unless it is an http(s) address that
    fits."""
    if not re.fullmatch(r"https?://[!-~]+", address):
        raise Unprintable(f"{address[:80]!r} is no http or https address")
    if len(address) > LONGEST:
        raise Unprintable(f"an address of {len(address)} letters makes no readable QR code ({LONGEST} fit)")
    code = segno.make_qr(address, error="m")
    return code.svg_inline(border=QUIET, dark="#16191f", light="#ffffff", omitsize=False).encode()
