"""The customer's own words in a reply: without the quoted mail, the signature and the app's advertisement.

Losing a customer's words is worse than leaving a quote: whatever is not surely somebody else's stays, and
when nothing would be left, everything stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from selectolax.lexbor import LexborHTMLParser

from kept.text.html import readable, to_text

# "On Tue, 1 Mar 2011 at 18:02, Abhishek Kona <a@b> wrote:" as mail programs write it, by language.
OPENS = r"(?:On|Am|Le|El|Il|Op|Em|W dniu|Den|På|Dnia|Pada|Dne|В|Στις)"
CLOSES = (
    r"(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|pisze|napisał(?:\(a\))?|skrev"
    r"|napsal(?:\(a\))?|menulis|пишет|написал(?:\(а\))?|έγραψε)"
)
INTRODUCTION = re.compile(
    rf"^[>\s*]*{OPENS}\b[^\n]*(?:\n(?!\s*\n)[^\n]*){{0,3}}?{CLOSES}\b[^\n]{{0,60}}?\s*:\s*\*?$", re.IGNORECASE
)
OTHER_INTRODUCTIONS = re.compile(
    r"^(?:.{0,80}<[^<>\s]+@[^<>\s]+>\s*(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu)\s*:"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.{0,40}<[^<>\s]+@[^<>\s]+>\s*:"
    r"|.{0,60}\d{1,2}:\d{2}.{0,80}(?:wrote|schrieb) ?:|.{0,30}写道：)\s*$",
    re.IGNORECASE,
)
DATED = re.compile(r"\d{1,4}[-./年 ,]|\d{1,2}:\d{2}|@")
DIVIDER = re.compile(
    r"^\W*-{2,}\s*(?:Original Message|Original-Nachricht|Ursprüngliche Nachricht|Original Appointment"
    r"|Message d'origine|Mensaje original|Messaggio originale|Oorspronkelijk bericht|Mensagem original"
    r"|Reply message)\s*-{2,}\W*$",
    re.IGNORECASE,
)
FORWARD = re.compile(
    r"^\W*(?:-{2,}\s*(?:Forwarded message|Weitergeleitete Nachricht)\s*-{2,}|Begin forwarded message:)\W*$",
    re.IGNORECASE,
)
HEADER_WORDS = (
    "from|sent|date|to|cc|subject|reply-to|von|gesendet|datum|an|betreff|de|envoyé|à|objet|enviado|para|asunto"
    "|da|inviato|a|oggetto|van|verzonden|aan|onderwerp|assunto|enviada em|importance|attachments"
)
HEADER = re.compile(rf"^[\s>|]*\*?(?P<word>{HEADER_WORDS})\s?:\*?(?:\s|$)", re.IGNORECASE)
FIRST_HEADERS = {"from", "von", "de", "da", "van"}
RULE = re.compile(r"^[\s>*]*(?:[-_=*–—]\s?){5,}\s*$")
DASHES = re.compile(r"^(?:--|—)\s*$")
DEVICE = re.compile(
    r"^\W{0,3}(?:Sent|Gesendet|Envoyé|Enviado|Inviato|Verzonden|Verstuurd|Skickat|Sendt|Wysłane)"
    r"\s(?:from|von|mit|de(?:puis|sde)?|da|dal|do|vanaf|vanuit|från|fra|z|via|with)\b"
    r"(?:\s[\w®™'’\-+./&]+){1,7}\W{0,2}$"
    r"|^\W{0,3}Get Outlook for (?:iOS|Android)\b.{0,60}$|^Von meinem \w+ gesendet\W*$",
    re.IGNORECASE,
)
LIST_FOOTER = re.compile(r"^_{20,}\s*$")
LIST_WORDS = re.compile(r"mailing list|listinfo|unsubscribe|\S@lists?\.|-list\b", re.IGNORECASE)
SIGNATURE_LINES = 12
MOST_QUOTES = 100
LONGEST_MARK = 300  # a longer line marks nothing: it is somebody's words, and takes the patterns minutes

QUOTES_IN_HTML = (
    "blockquote[type=cite], div.gmail_quote, div.gmail_extra blockquote, div.moz-cite-prefix, "
    "div.yahoo_quoted, div.protonmail_quote, div.tutanota_quote, div.zmail_extra, "
    "blockquote.gmail_quote"
)
OUTLOOK_STARTS = (
    "#divRplyFwdMsg, #appendonsend, #mail-editor-reference-message-container, #OLK_SRC_BODY_SECTION"
)


def own_words(text: str, html: str | None = None) -> str:
    """The words that the writer of this mail wrote themselves.

    ``text`` is the plain part; ``html`` is read only when that is empty. What was quoted in between the
    writer's answers goes, the answers stay in their order. Everything stays when a cut would leave nothing.
    """
    if not text.strip() and html:
        return own_words(_without_quoted_html(html)) or own_words(to_text(html))
    whole = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    lines = list(_without_quotes(whole.split("\n")))
    lines = _without_endings(lines)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() or whole.strip()


def _without_quotes(lines: list[str]) -> Iterator[str]:
    """The lines up to where the older mail is pasted whole, less those quoted with ``>``."""
    at, said = 0, False
    while at < len(lines):
        if _forwards(lines[at]):  # what somebody forwards to us, they want us to read
            yield from lines[at:]
            return
        length = _introduction(lines, at)
        if length and _next_is_quoted(lines, at + length):
            at += length
            continue
        if said and (length or _starts_older_mail(lines, at)):
            return
        if not _is_quoted(lines[at]):
            said = said or bool(lines[at].strip())
            yield lines[at].rstrip()
        at += 1


def _introduction(lines: list[str], at: int) -> int:
    """How many lines the words "On … wrote:" take from here; 0 when they do not stand here."""
    if not lines[at].strip():
        return 0
    for length in range(1, 5):
        block = lines[at : at + length]
        if len(block) < length or not block[-1].strip() or sum(map(len, block)) > 500:
            return 0
        joined = "\n".join(block)
        if OTHER_INTRODUCTIONS.match(joined) and length == 1:
            return 1
        if INTRODUCTION.match(joined):
            return length if DATED.search(joined) else 0
    return 0


def _forwards(line: str) -> bool:
    return len(line) <= LONGEST_MARK and FORWARD.match(line) is not None


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _next_is_quoted(lines: list[str], at: int) -> bool:
    return next((_is_quoted(line) for line in lines[at:] if line.strip()), False)


def _starts_older_mail(lines: list[str], at: int) -> bool:
    """Whether an older mail is pasted from here: a divider that names it, or its headers under a rule."""
    line = lines[at]
    if len(line) > LONGEST_MARK:
        return False
    if DIVIDER.match(line):
        return True
    if RULE.match(line):
        at += 1 + sum(1 for _ in takewhile(lambda one: not one.strip(), lines[at + 1 : at + 4]))
    return _is_header_block(lines[at : at + 12])


def _is_header_block(lines: list[str]) -> bool:
    """Three different header words at line starts, the sender's first, with at most folded lines between."""
    words: list[str] = []
    for line in takewhile(str.strip, lines):
        if found := HEADER.match(line):
            words.append(found["word"].lower())
        elif not words:
            return False
    return len(set(words)) >= 3 and words[0] in FIRST_HEADERS


def _without_endings(lines: list[str]) -> list[str]:
    """The lines without signature, list footer and "Sent from my phone" at their end."""
    lines = [*lines]
    for _ in range(3):
        while lines and not lines[-1].strip():
            lines.pop()
        lines = _without_device(_without_footer(_without_signature(lines)))
    return lines


def _without_signature(lines: list[str]) -> list[str]:
    """Cut at "-- " (RFC 3676 §4.3) when little stands beneath it and something above it."""
    for at in range(len(lines) - 1, 0, -1):
        if DASHES.match(lines[at]):
            beneath = [line for line in lines[at + 1 :] if line.strip()]
            above = any(line.strip() for line in lines[:at])
            return lines[:at] if above and len(beneath) <= SIGNATURE_LINES and not _asks(beneath) else lines
    return lines


def _asks(lines: list[str]) -> bool:
    return any(line.rstrip().endswith("?") for line in lines)


def _without_footer(lines: list[str]) -> list[str]:
    for at in range(max(0, len(lines) - 8), len(lines)):
        if LIST_FOOTER.match(lines[at]) and LIST_WORDS.search("\n".join(lines[at + 1 :])):
            return lines[:at]
    return lines


def _without_device(lines: list[str]) -> list[str]:
    last = lines[-1].strip() if lines else ""
    return lines[:-1] if len(last) <= LONGEST_MARK and DEVICE.match(last) else lines


def _without_quoted_html(html: str) -> str:
    """The page's words without the parts that mail programs mark as the older mail."""
    page, words = LexborHTMLParser(readable(html)), to_text(html)
    if any(map(_forwards, words.split("\n"))):
        return words
    for _ in range(MOST_QUOTES):  # one at a time: what lies inside a removed part must not be touched again
        if (quote := page.css_first(QUOTES_IN_HTML)) is None:
            break
        quote.decompose()
    if (start := page.css_first(OUTLOOK_STARTS)) is not None:
        while start.next is not None:
            start.next.decompose()
        start.decompose()
    return to_text(page.html or "")
