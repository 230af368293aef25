"""Ask a time-stamping authority (RFC 3161) to sign that it saw a note, and when."""

from __future__ import annotations

import urllib.error
import urllib.request
from http.client import HTTPException

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

SECONDS = 10  # how long each step of the asking may take
LARGEST = 64 * 1024  # bytes of an answer


class NoTimestamp(Exception):  # noqa: N818  # said on purpose: the world outside did not help
    """The authority gave no time stamp for this note; the words say why. Ask again later."""


def ask(url: str, note: str, *, seconds: float = SECONDS) -> bytes:
    """The authority's answer (DER), with a token over exactly these bytes in it. Raises NoTimestamp.

    Its signature is checked against the certificates it sent along: whether these may be believed is for
    whoever verifies the receipt, with the authority's own root certificate.
    """
    asked = TimestampRequestBuilder().data(note.encode()).hash_algorithm(HashAlgorithm.SHA256).build()
    raw = _post(url, asked.as_bytes(), seconds)
    try:
        answer = decode_timestamp_response(raw)
        verifier = VerifierBuilder.from_request(asked)
        for certificate in _certificates(answer):
            verifier = verifier.add_root_certificate(certificate)
        verifier.build().verify_message(answer, note.encode())
    except (ValueError, VerificationError) as flaw:
        raise NoTimestamp(f"{url} answered what proves nothing: {str(flaw)[:200]}") from None
    return raw


def _post(url: str, body: bytes, seconds: float) -> bytes:
    request = urllib.request.Request(  # noqa: S310  # settings take http and https addresses only
        url, data=body, headers={"Content-Type": "application/timestamp-query"}
    )
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310  # as above
            raw: bytes = answer.read(LARGEST + 1)
    except (OSError, HTTPException, urllib.error.URLError) as error:
        raise NoTimestamp(f"{url} cannot be reached: {error}") from None
    if len(raw) > LARGEST:
        raise NoTimestamp(f"{url} answered more than a time stamp")
    return raw


def _certificates(answer: TimeStampResponse) -> list[x509.Certificate]:
    return [x509.load_der_x509_certificate(each) for each in answer.signed_data.certificates]
