"""Mail is read as its sender meant it, and no bytes whatever make the reading fail."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.channels.email.parse import parse
from kept.desk.letters import Address, Written

PLAIN = (
    b'From: Ada Moreau <Ada@Home.Example>\r\nTo: desk@store.example, "Store, The" <info@store.example>\r\n'
    b"Subject: Sofa\r\nMessage-ID: <m1@home.example>\r\nIn-Reply-To: <a@x>\r\n"
    b"References: <b@x>\r\n <a@x>\r\n"
    b"Date: Tue, 3 Mar 2026 10:04:00 +0100\r\n\r\nWhen do you come?\r\n"
)
MIXED = (
    b"From: a@b.example\nContent-Type: multipart/mixed; boundary=X\n\n--X\n"
    b"Content-Type: multipart/alternative; "
    b"boundary=Y\n\n--Y\nContent-Type: text/plain; charset=utf-8\n\nGr\xc3\xbc\xc3\x9fe\n"
    b"--Y\nContent-Type: text/html\n\n"
    b"<p>Gr&uuml;&szlig;e</p>\n--Y--\n--X\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n"
    b"Content-Disposition: attachment; filename*=utf-8''Sof%C3%A4.png\n\naGVsbG8=\n--X--\n"
)


def header(line: bytes) -> bytes:
    return b"From: a@b.example\n" + line + b"\n\nbody\n"


def test_a_plain_mail_is_read() -> None:
    letter = parse(PLAIN)

    assert letter.sender == Address("Ada Moreau", "ada@home.example")
    assert letter.to == (Address("", "desk@store.example"), Address("Store, The", "info@store.example"))
    assert (letter.subject, letter.message_id) == ("Sofa", "m1@home.example")
    assert (letter.in_reply_to, letter.references) == ("a@x", ("b@x", "a@x"))
    assert letter.claimed_at is not None and letter.claimed_at.isoformat() == "2026-03-03T09:04:00+00:00"
    assert letter.text == "When do you come?\n"
    assert letter.written is Written.PERSON


def test_text_html_and_attachment_are_told_apart() -> None:
    letter = parse(MIXED)

    assert letter.text.strip() == "Grüße"
    assert letter.html.strip() == "<p>Gr&uuml;&szlig;e</p>"
    assert [(a.filename, a.content_type, a.content) for a in letter.attachments] == [
        ("Sofä.png", "image/png", b"hello")
    ]


def test_html_alone_gives_text_as_well() -> None:
    letter = parse(b"From: a@b.example\nContent-Type: text/html\n\n<p>Please <b>cancel</b></p>")

    assert letter.text == "Please cancel"


@pytest.mark.parametrize(
    ("subject", "read"),
    [
        (b"=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        (b"=?iso-8859-1?Q?Gr=FC=DFe_an_alle?=", "Grüße an alle"),
        (b"=?utf-8?B?R3LD?=\n =?utf-8?B?vMOfZQ==?=", "Grüße"),
        (b"Gr\xc3\xbc\xc3\x9fe", "Grüße"),
        (b"Gr\xfc\xdfe", "Grüße"),
        (b"=?x-unknown?Q?Gr=FC=DFe?=", "Grüße"),
        (b"=?utf-8?B?!!!?= left", "left"),
        (b"a\tb\x07c", "a bc"),
        (b"folded\n over lines", "folded over lines"),
    ],
)
def test_subjects_are_read_in_every_writing(subject: bytes, read: str) -> None:
    assert parse(header(b"Subject: " + subject)).subject.strip() == read


@pytest.mark.parametrize(
    ("line", "name", "address"),
    [
        (b"Ada <ada@x.example>", "Ada", "ada@x.example"),
        (b"ada@x.example (Ada M)", "Ada M", "ada@x.example"),
        (b'"Moreau, Ada" <ada@x.example>', "Moreau, Ada", "ada@x.example"),
        (b"=?utf-8?Q?Ad=C3=A4?= <ada@x.example>", "Adä", "ada@x.example"),
        (b"<ada@x.example>", "", "ada@x.example"),
        (b"Ada <ada@x.example", "Ada", "ada@x.example"),
        (b"ada@x.example <ada@x.example>", "", "ada@x.example"),
        (b"=?utf-8?Q?eve=40x.example=3E?= <ada@x.example>", "eve@x.example>", "ada@x.example"),
        (b"nobody", "nobody", ""),
    ],
)
def test_senders_are_read_in_every_writing(line: bytes, name: str, address: str) -> None:
    assert parse(b"From: " + line + b"\n\nx").sender == Address(name, address)


@pytest.mark.parametrize(
    ("headers", "written"),
    [
        (b"Auto-Submitted: auto-replied", Written.AUTO_REPLY),
        (b"Auto-Submitted: auto-generated", Written.MACHINE),
        (b"Auto-Submitted: no", Written.PERSON),
        (b"X-Autoreply: yes", Written.AUTO_REPLY),
        (b"Subject: Automatic reply: Sofa", Written.AUTO_REPLY),
        (b"Subject: Re: Automatic reply to what?", Written.PERSON),
        (b"Precedence: bulk", Written.MACHINE),
        (b"List-Id: <x.y>", Written.MACHINE),
        (b"Content-Type: multipart/report; report-type=delivery-status; boundary=X", Written.BOUNCE),
        (b"Return-Path: <>\nFrom: MAILER-DAEMON@x.example", Written.BOUNCE),
    ],
)
def test_mail_that_no_person_wrote_is_known(headers: bytes, written: Written) -> None:
    raw = headers + (b"" if b"From:" in headers else b"\nFrom: a@b.example") + b"\n\nbody\n"

    assert parse(raw).written is written


def test_a_bounce_says_which_mail_to_whom_and_whether_it_is_final() -> None:
    raw = (
        b"From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; "
        b"report-type=delivery-status; boundary=B\n\n"
        b"--B\n\nSorry.\n--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        b"Final-Recipient: rfc822; Ada@Home.Example\nAction: failed\nStatus: 5.1.1\n"
        b"Diagnostic-Code: smtp; 550 no such user\n\n--B\nContent-Type: message/rfc822\n\n"
        b"From: desk@store.example\nMessage-ID: <ours.1@store.example>\n\nhello\n--B--\n"
    )

    bounced = parse(raw).bounced

    assert bounced is not None
    assert (bounced.message_id, bounced.recipient, bounced.permanent) == (
        "ours.1@store.example",
        "ada@home.example",
        True,
    )
    assert "no such user" in bounced.words


def test_an_enclosed_mail_is_an_attachment_and_not_the_senders_words() -> None:
    raw = (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=X\n\n--X\n\nSee below\n--X\n"
        b"Content-Type: message/rfc822\n\nFrom: other@b.example\nSubject: s\n\ncancel everything\n--X--\n"
    )

    letter = parse(raw)

    assert letter.text.strip() == "See below"
    assert [a.content_type for a in letter.attachments] == ["message/rfc822"]


@pytest.mark.parametrize("name", [b"../../etc/passwd", b"C:\\\\Windows\\\\x.exe", b"a/b.txt", b"x" * 9000])
def test_a_file_name_never_leads_out_of_its_place(name: bytes) -> None:
    raw = header(b'Content-Type: application/x-y; name="' + name + b'"\nContent-Disposition: attachment')

    filename = parse(raw).attachments[0].filename

    assert "/" not in filename and "\\" not in filename and len(filename) <= 200


def test_mail_that_nests_deeper_than_the_stack_keeps_its_words() -> None:
    nested = b"From: a@b.example\nSubject: deep\n"
    for level in range(3000):
        nested += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)

    letter = parse(nested + b"\nthe words\n")

    assert (letter.sender.address, letter.subject) == ("a@b.example", "deep")
    assert "the words" in letter.text


def test_a_huge_mail_is_read_within_seconds() -> None:
    started = time.perf_counter()

    letter = parse(PLAIN + b"All work and no play\r\n" * 500_000)

    assert len(letter.text) > 10_000_000
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"From: " + b"a" * 100_000 + b"\n\n", id="a sender that is one long word"),
        pytest.param(b"From: <" + b" " * 20_000 + b"<\n\n", id="a sender of spaces between brackets"),
        pytest.param(b"Subject: " + b"=?a?b?x" * 14_000 + b"\n\n", id="encoded words that never end"),
        pytest.param(
            b"Content-Type: text/plain; " + b"a" * 100_000 + b"\n\n", id="a parameter without a value"
        ),
        pytest.param(
            b"Content-Transfer-Encoding: base64\nContent-Type: image/png\n\n" + b"QQ==" * 1_000_000,
            id="base64 that ends after every letter",
        ),
        pytest.param(b"Content-Type: text/html\n\n" + b"<div>" * 500_000, id="a page that nests without end"),
    ],
)
def test_mail_written_to_keep_us_busy_is_read_within_seconds(raw: bytes) -> None:
    started = time.perf_counter()

    parse(raw)

    assert time.perf_counter() - started < 10


@pytest.mark.parametrize("raw", [b"", b"\n", b"\x00", b"From ", b":", b"\xff\xfe", b"no header at all"])
def test_almost_nothing_is_read_as_almost_nothing(raw: bytes) -> None:
    assert parse(raw).sender == Address("", "")


@given(st.binary(max_size=2000))
def test_any_bytes_are_answered(raw: bytes) -> None:
    parse(raw)


@pytest.mark.parametrize("seed", range(20))
def test_torn_and_garbled_mail_is_answered(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        raw = bytearray(chance.choice((PLAIN, MIXED)))
        for _ in range(chance.randint(1, 9)):
            at = chance.randrange(len(raw))
            if chance.random() < 0.5:
                raw[at] = chance.randrange(256)
            else:
                raw[at : at + chance.randint(0, 40)] = chance.choice(
                    (b"", b"\x00", b"\n\n", b'charset="x"\n', b"=?", b"\xff")
                )
        parse(bytes(raw[: chance.randint(0, len(raw))]))
