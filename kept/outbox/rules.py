"""When a mail is tried again, when we give up, and what may stand in its headers."""

from __future__ import annotations

from datetime import timedelta

# The wait after each attempt that failed for now. RFC 5321 §4.5.4.1 asks senders not to give up for 4–5 days.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    *[timedelta(hours=12)] * 8,
)
HELD_FOR = timedelta(minutes=5)  # longer than any one sending: smtplib gives up after 60 seconds of silence
LONGEST_SUBJECT = 255


class Undeliverable(Exception):  # noqa: N818  # the house's word for it (STYLE.md)
    """A mail was not taken. ``permanent``: trying again would not help.

    ``ours``: it did not leave the house, because something here has to be put right first.
    """

    def __init__(self, words: str, *, permanent: bool, ours: bool = False) -> None:
        super().__init__(words)
        self.words = words
        self.permanent = permanent
        self.ours = ours


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after this many failed attempts; None when we give up."""
    return WAITS[attempts - 1] if 1 <= attempts <= len(WAITS) else None


def wait_for_us(waited: timedelta) -> timedelta:
    """How long to wait for ourselves after having waited so long. What is our own fault is never given up."""
    return timedelta(minutes=1) if waited < timedelta(hours=1) else timedelta(minutes=20)


def fits_header(text: str) -> bool:
    """Whether a text may stand in one header line: a line end would begin another header."""
    return not any(ord(letter) < 32 or letter in "\x7f\x85\u2028\u2029" for letter in text)


def fits_mail_id(text: str) -> bool:
    """Whether a text may stand between the angle brackets of a Message-ID header."""
    return fits_header(text) and not any(letter in text for letter in "<> ")


def short_subject(text: str) -> str:
    """A subject as long as a row holds, with a sign that it went on."""
    text = text.strip()
    return text if len(text) <= LONGEST_SUBJECT else text[: LONGEST_SUBJECT - 1] + "…"
