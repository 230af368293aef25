"""Time stamps of a third party over a checkpoint (RFC 3161): who saw it, and when."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from cryptography import x509
from rfc3161_client import TimeStampResponse, VerificationError, VerifierBuilder, decode_timestamp_response


class Unproven(ValueError):  # noqa: N818  # a stamp that proves nothing, as the sentence says it
    """The time stamp does not hold; the words say why."""


def certificate(raw: bytes) -> x509.Certificate:
    """The certificate of an authority, PEM or DER. Raises ValueError."""
    if raw.lstrip().startswith(b"-----"):
        return x509.load_pem_x509_certificate(raw)
    return x509.load_der_x509_certificate(raw)


def check(answer: bytes, note: str, roots: Sequence[x509.Certificate]) -> tuple[str, datetime]:
    """Who stamped the bytes of this checkpoint's note, and when, on the word of one of ``roots``.

    Raises Unproven.
    """
    builder = VerifierBuilder()
    for root in roots:
        builder = builder.add_root_certificate(root)
    try:
        response = _read(answer)
        builder.build().verify_message(response, note.encode())
    except (VerificationError, ValueError) as flaw:
        raise Unproven(str(flaw) or "it is not of a known authority") from None
    signer = next(iter(response.signed_data.signer_infos))
    return signer.issuer.rfc4514_string(), response.tst_info.gen_time


def _read(answer: bytes) -> TimeStampResponse:
    """An authority's answer, or one made of the bare token in it (RFC 3161 §2.4.2: status granted, token)."""
    try:
        return decode_timestamp_response(answer)
    except ValueError:
        granted = bytes.fromhex("3003020100")
        with suppress(ValueError):
            return decode_timestamp_response(_sequence(granted + answer))
        raise


def _sequence(body: bytes) -> bytes:
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8 or 1)
    return b"\x30" + (size if len(body) < 128 else bytes([128 + len(size)]) + size) + body
