"""A time stamp of a third party (RFC 3161) over the sofa shop's checkpoint, made once with `openssl ts`."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace

import pytest

from kept.ledger.examples import HOUR, MONDAY, sofa_shop, wording
from kept.ledger.rules import stamps
from kept.ledger.rules.proofs import Receipt
from kept.ledger.rules.verify import Outcome, verify

NOW = MONDAY + 100 * HOUR
ROOT = b64decode("""
    MIIB1DCCAXugAwIBAgIUGz9sXtTrW0wSaLtUewoowAEj9gAwCgYIKoZIzj0EAwIwNzEjMCEGA1UEAwwaRXhhbXBsZSBUaW1lIFN0
    YW1waW5nIFJvb3QxEDAOBgNVBAoMB0V4YW1wbGUwIBcNMjYxMTIxMjM1NjU2WhgPMjEyNjEwMjgyMzU2NTZaMDcxIzAhBgNVBAMM
    GkV4YW1wbGUgVGltZSBTdGFtcGluZyBSb290MRAwDgYDVQQKDAdFeGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEpMUA
    EGlOPBs0XGkMRVjFZWbWesRmEcoCacDPMVLMUaXUGk5IGoKTJCF0Iw/xwYKHqQuTNgVqxOED28+7kkOnJqNjMGEwHQYDVR0OBBYE
    FPfjtxz41CnuwJlb9GxCiZ/sAsVqMB8GA1UdIwQYMBaAFPfjtxz41CnuwJlb9GxCiZ/sAsVqMA8GA1UdEwEB/wQFMAMBAf8wDgYD
    VR0PAQH/BAQDAgIEMAoGCCqGSM49BAMCA0cAMEQCIDA5JXjjgP/8w3BsC1zie39C4FiA7TltNv2jR8P6ZFoAAiAEKjfP/Cb5IFdU
    sJ76oYwyedZW+OzgymtaLKt3LuXEaQ==
""")
ANSWER = b64decode("""
    MIID8TADAgEAMIID6AYJKoZIhvcNAQcCoIID2TCCA9UCAQMxDzANBglghkgBZQMEAgEFADBtBgsqhkiG9w0BCRABBKBeBFwwWgIB
    AQYEKgMEATAxMA0GCWCGSAFlAwQCAQUABCBcqbF8ePdqx7fv4ed14WRNVMwpD3vzkxzWpJNVtRdeAwIBBBgPMjAyNjExMjEyMzU3
    MTBaAghszSK6tEVbUaCCAeYwggHiMIIBiKADAgECAhQxiFuC+oE0DqDyJOeuukc3lywdsjAKBggqhkjOPQQDAjA3MSMwIQYDVQQD
    DBpFeGFtcGxlIFRpbWUgU3RhbXBpbmcgUm9vdDEQMA4GA1UECgwHRXhhbXBsZTAgFw0yNjExMjEyMzU2NTZaGA8yMTI2MTAyODIz
    NTY1NlowMjEeMBwGA1UEAwwVRXhhbXBsZSBUaW1lIFN0YW1waW5nMRAwDgYDVQQKDAdFeGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZI
    zj0DAQcDQgAE1WRmt1hcqaOx+PA5D8jIb/kz4OQu5HTYdgqUFj0F/2c195T5Bq38zmz0VQ3/BLdnCDX1gBAReSfKU1Jsvs2Ke6N1
    MHMwFgYDVR0lAQH/BAwwCgYIKwYBBQUHAwgwDgYDVR0PAQH/BAQDAgeAMAkGA1UdEwQCMAAwHQYDVR0OBBYEFCAOxtge3UljXdfW
    g85cNYi17odZMB8GA1UdIwQYMBaAFPfjtxz41CnuwJlb9GxCiZ/sAsVqMAoGCCqGSM49BAMCA0gAMEUCIH701qy3pWdKGj1BrUIY
    KIK0BQZTN64hGX/lYPRvsFl8AiEA8dNe7YWTfsjInEbTicUlk/403BpxRFDRtEWBX50N+xkxggFkMIIBYAIBATBPMDcxIzAhBgNV
    BAMMGkV4YW1wbGUgVGltZSBTdGFtcGluZyBSb290MRAwDgYDVQQKDAdFeGFtcGxlAhQxiFuC+oE0DqDyJOeuukc3lywdsjANBglg
    hkgBZQMEAgEFAKCBpDAaBgkqhkiG9w0BCQMxDQYLKoZIhvcNAQkQAQQwHAYJKoZIhvcNAQkFMQ8XDTI2MTEyMTIzNTcxMFowLwYJ
    KoZIhvcNAQkEMSIEIGmYxoAOnpOQ1rt8dRXOedWi9y2N0Au/yd6qLIVuP1ALMDcGCyqGSIb3DQEJEAIvMSgwJjAkMCIEIJ7rZGEH
    Rxx84xg8urc183IlsD9skHplhgkuIX8wNfyeMAoGCCqGSM49BAMCBEgwRgIhALifpn1cIAj1gSWZSYhzqC/kr/KP66KpNAjGeb9b
    mKeGAiEA14B6jWmDtiC3hlQiuJR4GFGyQNfyINm2SGktHGg+/UU=
""")
TOO_EARLY = b64decode("""
    MIID8DADAgEAMIID5wYJKoZIhvcNAQcCoIID2DCCA9QCAQMxDzANBglghkgBZQMEAgEFADBuBgsqhkiG9w0BCRABBKBfBF0wWwIB
    AQYEKgMEATAxMA0GCWCGSAFlAwQCAQUABCDb5sRu/lcVQI0oY0zRhV3xO6aV7r5CwhReb+j/lqURywIBBhgPMjAyNjExMjEyMzU4
    MDNaAgkA1fDBjP5iwJ2gggHmMIIB4jCCAYigAwIBAgIUMYhbgvqBNA6g8iTnrrpHN5csHbIwCgYIKoZIzj0EAwIwNzEjMCEGA1UE
    AwwaRXhhbXBsZSBUaW1lIFN0YW1waW5nIFJvb3QxEDAOBgNVBAoMB0V4YW1wbGUwIBcNMjYxMTIxMjM1NjU2WhgPMjEyNjEwMjgy
    MzU2NTZaMDIxHjAcBgNVBAMMFUV4YW1wbGUgVGltZSBTdGFtcGluZzEQMA4GA1UECgwHRXhhbXBsZTBZMBMGByqGSM49AgEGCCqG
    SM49AwEHA0IABNVkZrdYXKmjsfjwOQ/IyG/5M+DkLuR02HYKlBY9Bf9nNfeU+Qat/M5s9FUN/wS3Zwg19YAQEXknylNSbL7Ninuj
    dTBzMBYGA1UdJQEB/wQMMAoGCCsGAQUFBwMIMA4GA1UdDwEB/wQEAwIHgDAJBgNVHRMEAjAAMB0GA1UdDgQWBBQgDsbYHt1JY13X
    1oPOXDWIte6HWTAfBgNVHSMEGDAWgBT347cc+NQp7sCZW/RsQomf7ALFajAKBggqhkjOPQQDAgNIADBFAiB+9Nast6VnSho9Qa1C
    GCiCtAUGUzeuIRl/5WD0b7BZfAIhAPHTXu2Fk37IyJxG04nFJZP+NNwacURQ0bRFgV+dDfsZMYIBYjCCAV4CAQEwTzA3MSMwIQYD
    VQQDDBpFeGFtcGxlIFRpbWUgU3RhbXBpbmcgUm9vdDEQMA4GA1UECgwHRXhhbXBsZQIUMYhbgvqBNA6g8iTnrrpHN5csHbIwDQYJ
    YIZIAWUDBAIBBQCggaQwGgYJKoZIhvcNAQkDMQ0GCyqGSIb3DQEJEAEEMBwGCSqGSIb3DQEJBTEPFw0yNjExMjEyMzU4MDNaMC8G
    CSqGSIb3DQEJBDEiBCAGGxe5B/LPtWda1lxBTxCpzAveWIzguVSVuN4YiO5/nzA3BgsqhkiG9w0BCRACLzEoMCYwJDAiBCCe62Rh
    B0ccfOMYPLq3NfNyJbA/bJB6ZYYJLiF/MDX8njAKBggqhkjOPQQDAgRGMEQCIAg127NQ1MRKt1lmawCxLzLw3sq8yIF3d7GICQfG
    /U8qAiBqjse8OKOvnzTysHa2JixZCdGUOk+wxC+03EYHWGJklQ==
""")


def stamped(answer: bytes = ANSWER, *, after: int = 74) -> Receipt:
    receipt = sofa_shop().receipt(1, at=MONDAY + after * HOUR, words=[wording()])
    return replace(receipt, timestamp=answer)


def test_a_stamp_of_a_known_authority_says_who_saw_the_checkpoint_and_when() -> None:
    verdict = verify(stamped(), now=NOW, authorities=[stamps.certificate(ROOT)])

    (found,) = [each for each in verdict.findings if each.code == "stamped"]
    assert verdict.ok
    assert found.facts == {
        "authority": "O=Example,CN=Example Time Stamping Root",
        "at": "2026-11-21 23:57:10 UTC",
    }


def test_the_bare_token_will_do() -> None:
    token = ANSWER[4 + 5 :]  # after the answer's own head and its status

    assert verify(stamped(token), now=NOW, authorities=[stamps.certificate(ROOT)]).ok


def test_without_an_authority_the_stamp_stays_unchecked_and_is_not_counted() -> None:
    verdict = verify(stamped(), now=NOW)

    assert "stamp_unchecked" in {each.code for each in verdict.of(Outcome.UNKNOWN)}
    assert "stamped" not in verdict.codes()


@pytest.mark.parametrize(
    "receipt",
    [
        pytest.param(stamped(after=75), id="of another checkpoint"),
        pytest.param(stamped(b"nonsense"), id="no stamp at all"),
        pytest.param(stamped(ANSWER[:-1] + b"x"), id="changed by hand"),
        pytest.param(stamped(b""), id="empty"),
    ],
)
def test_a_stamp_that_does_not_hold_is_wrong(receipt: Receipt) -> None:
    verdict = verify(receipt, now=NOW, authorities=[stamps.certificate(ROOT)])

    assert [each.code for each in verdict.of(Outcome.WRONG)] == ["stamp_wrong"]


def test_a_checkpoint_dated_after_its_stamp_is_wrong() -> None:
    receipt = stamped(TOO_EARLY, after=9600)

    verdict = verify(receipt, now=NOW + 9600 * HOUR, authorities=[stamps.certificate(ROOT)])

    (found,) = verdict.of(Outcome.WRONG)
    assert found.words == "The time stamp does not hold: it is older than the checkpoint says of itself."
