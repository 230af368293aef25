"""Which mail no person wrote: automatic replies, notices, and reports of mail that was not delivered."""

from __future__ import annotations

import re
from email.message import Message

from kept.channels.email import headers
from kept.desk.letters import Bounced, Written

BOUNCERS = re.compile(
    r"^(mailer-daemon|postmaster|mail-daemon|mailerdaemon|noreply-dmarc.*|bounces?)@", re.IGNORECASE
)
OUT_OF_OFFICE = re.compile(
    r"^\s*(automatic reply|auto(matic)?[- ]?reply|out of (the )?office|autoreply"
    r"|automatische antwort|abwesenheitsnotiz"
    r"|abwesend|réponse automatique|respuesta automática|risposta automatica|automatisch antwoord)\b",
    re.IGNORECASE,
)
FAILED = re.compile(
    r"\b(undeliver|delivery (status|failure|has failed)|returned mail|mail delivery|unzustellbar"
    r"|failure notice)",
    re.IGNORECASE,
)


def written(tree: Message) -> Written:
    """Who wrote this mail, by RFC 3834 and by what real mailers send instead of it."""
    said = _said(tree)
    if _is_bounce(said):
        return Written.BOUNCE
    auto = said.get("auto-submitted", "no").partition(";")[0].strip().lower()
    if auto.startswith("auto-replied") or said.get("precedence", "").lower() == "auto_reply":
        return Written.AUTO_REPLY
    if any(name in said for name in ("x-autoreply", "x-autorespond", "x-autoreply-from", "x-auto-reply")):
        return Written.AUTO_REPLY
    if OUT_OF_OFFICE.match(headers.words(said.get("subject", ""))):
        return Written.AUTO_REPLY
    if auto not in ("no", "") or said.get("precedence", "").lower() in ("bulk", "junk", "list"):
        return Written.MACHINE
    if any(name in said for name in ("list-id", "list-unsubscribe", "feedback-id")):
        return Written.MACHINE
    return Written.PERSON


def _said(tree: Message) -> dict[str, str]:
    said: dict[str, str] = {}
    for name, value in tree.raw_items():
        said.setdefault(name.lower().strip(), headers.plain(value))
    return said


def _is_bounce(said: dict[str, str]) -> bool:
    kind, given = headers.parameters(said.get("content-type", ""))
    if kind == "multipart/report":
        return given.get("report-type", "delivery-status").lower() == "delivery-status"
    senders = headers.addresses(said.get("from", ""))
    is_bouncer = any(BOUNCERS.match(one.address) for one in senders)
    is_from_nobody = said.get("return-path", "").replace(" ", "") == "<>"
    return (
        is_bouncer and (is_from_nobody or bool(FAILED.search(headers.words(said.get("subject", "")))))
    ) or ("x-failed-recipients" in said)


def bounced(tree: Message) -> Bounced | None:
    """What a delivery report says about one of our mails; None when this is none, or says nothing of it."""
    said = _said(tree)
    if not _is_bounce(said):
        return None
    report = _text_of(tree)
    status = _field(report, "status")
    action = _field(report, "action").lower()
    recipient = (_field(report, "final-recipient") or _field(report, "original-recipient")).rpartition(";")[2]
    recipient = recipient.strip(" <>")[:254] or said.get("x-failed-recipients", "")
    original = next(iter(headers.message_ids(_field(report, "message-id", last=True))), "")
    original = original or next(iter(headers.message_ids(said.get("in-reply-to", ""))), "")
    is_permanent = action == "failed" or status.startswith("5") if action or status else True
    return Bounced(
        original, recipient.lower(), is_permanent, _field(report, "diagnostic-code")[:500] or status
    )


def _text_of(tree: Message) -> str:
    """The report and the enclosed headers as one text; the mail's own headers left out."""
    try:
        whole = tree.as_bytes().decode("utf-8", "replace")
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        KeyError,
    ):  # cannot be written again
        return ""
    return whole.replace("\r\n", "\n").partition("\n\n")[2][:200_000]


def _field(report: str, name: str, *, last: bool = False) -> str:
    found = re.findall(rf"(?im)^{re.escape(name)}:[ \t]*(.*(?:\n[ \t]+.*)*)$", report)
    return headers.printable(headers.plain(found[-1 if last else 0])) if found else ""
