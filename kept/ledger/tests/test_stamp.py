"""A time stamp over the day's checkpoint: from a real authority on loopback, and from unfit ones."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from django.db import IntegrityError, transaction
from pytest_django import Settings
from rfc3161_client import TimestampRequestBuilder

from kept.ledger import actions, queries, tasks, timestamps
from kept.ledger.models import Checkpoint
from kept.ledger.rules import reading, stamps
from kept.ledger.rules.verify import verify
from kept.ledger.tests.writing import DAY, NOW, entries

NOTE = "desk.example.com/ledger\n5\n"

AUTHORITY = """
[tsa]
default_tsa = clock
[clock]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
"""

Answering = Callable[[bytes], bytes]


class Authority:
    """openssl's own time stamps, by a certificate made for the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "tsa.cnf").write_text(AUTHORITY.format(folder=folder))
        self._openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=Clock", "-days", "2",
            "-addext", "extendedKeyUsage=critical,timeStamping",
            "-addext", "keyUsage=critical,digitalSignature",
        )  # fmt: skip

    @property
    def certificate(self) -> x509.Certificate:
        return stamps.certificate((self.folder / "cert.pem").read_bytes())

    def __call__(self, query: bytes) -> bytes:
        (self.folder / "query").write_bytes(query)
        self._openssl(
            "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-inkey", "key.pem",
            "-signer", "cert.pem", "-out", "answer",
        )  # fmt: skip
        return (self.folder / "answer").read_bytes()

    def _openssl(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@contextmanager
def serving(answer: Answering) -> Iterator[str]:
    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            with suppress(BrokenPipeError, ConnectionResetError):  # who asked did not wait
                self.send_response(200 if body else 503)
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing into the test's output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsa"
    finally:
        server.shutdown()
        server.server_close()


def test_the_answer_proves_that_the_authority_saw_exactly_this_note(authority: Authority) -> None:
    with serving(authority) as url:
        answer = timestamps.ask(url, NOTE)

    assert stamps.check(answer, NOTE, [authority.certificate])[0] == "CN=Clock"
    with pytest.raises(stamps.Unproven):
        stamps.check(answer, NOTE + "x", [authority.certificate])


def slow(_: bytes) -> bytes:
    time.sleep(2)
    return b"late"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        pytest.param(lambda _: b"<html>hello</html>", "proves nothing", id="rubbish"),
        pytest.param(lambda _: b"", "cannot be reached", id="an error"),
        pytest.param(lambda _: b"0" * 100_000, "more than a time stamp", id="without end"),
        pytest.param(slow, "cannot be reached", id="slow"),
    ],
)
def test_an_authority_that_cannot_be_used_is_said_so(answer: Answering, words: str) -> None:
    with serving(answer) as url, pytest.raises(timestamps.NoTimestamp, match=words):
        timestamps.ask(url, NOTE, seconds=0.3)


def test_nobody_listening_is_said_so() -> None:
    with pytest.raises(timestamps.NoTimestamp, match="cannot be reached"):
        timestamps.ask("http://127.0.0.1:9/tsa", NOTE)


def test_a_stamp_over_something_else_is_not_taken(authority: Authority) -> None:
    other = TimestampRequestBuilder().data(b"something else").build().as_bytes()

    with (
        serving(lambda _: authority(other)) as url,
        pytest.raises(timestamps.NoTimestamp, match="proves nothing"),
    ):
        timestamps.ask(url, NOTE)


def test_a_stamp_whose_signature_was_bent_is_not_taken(authority: Authority) -> None:
    def bent(query: bytes) -> bytes:
        return authority(query)[:-8] + bytes(8)

    with serving(bent) as url, pytest.raises(timestamps.NoTimestamp, match="proves nothing"):
        timestamps.ask(url, NOTE)


@pytest.mark.django_db
def test_the_day_s_checkpoint_is_stamped_once_and_its_receipt_carries_that(
    authority: Authority, settings: Settings
) -> None:
    asked: list[bytes] = []
    written = entries(1)
    tasks.sign_the_day.call()

    def counted(query: bytes) -> bytes:
        asked.append(query)
        return authority(query)

    with serving(counted) as settings.TIMESTAMP_URL:
        tasks.stamp_the_day.call()
        tasks.stamp_the_day.call()

    point = Checkpoint.objects.get()
    assert len(asked) == 1
    receipt = reading.read(actions.prove(written, now=point.at))
    assert receipt.timestamp is not None
    assert stamps.check(receipt.timestamp, receipt.checkpoint, [authority.certificate])


@pytest.mark.django_db
def test_a_receipt_asked_for_later_stands_under_the_first_stamp_that_saw_its_entries() -> None:
    written = []
    for day in range(3):
        written += entries(1, at=NOW + day * DAY)
        actions.stamp(actions.checkpoint(now=NOW + day * DAY), token=b"stamp of day %d" % day)
    written += entries(1, at=NOW + 3 * DAY)

    asked = [reading.read(actions.prove([each], now=NOW + 3 * DAY)) for each in written]

    assert [each.timestamp for each in asked] == [
        b"stamp of day 0",
        b"stamp of day 1",
        b"stamp of day 2",
        None,
    ]
    assert all(verify(each, now=NOW + 3 * DAY).ok for each in asked)


@pytest.mark.django_db
def test_without_a_stamp_the_day_s_checkpoint_stands_and_it_is_asked_again(
    authority: Authority, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    tasks.sign_the_day.call()

    with serving(lambda _: b"rubbish") as settings.TIMESTAMP_URL:
        tasks.stamp_the_day.call()

    assert "No time stamp" in caplog.text
    with serving(authority) as settings.TIMESTAMP_URL:
        tasks.stamp_the_day.call()
    assert Checkpoint.objects.get().timestamp is not None


@pytest.mark.django_db
def test_where_no_authority_is_named_nobody_is_asked(settings: Settings) -> None:
    tasks.sign_the_day.call()
    settings.TIMESTAMP_URL = ""

    tasks.stamp_the_day.call()

    assert Checkpoint.objects.get().timestamp is None


@pytest.mark.django_db
def test_a_stamp_never_changes() -> None:
    point = actions.checkpoint(now=NOW)
    actions.stamp(point, token=b"first")

    actions.stamp(point, token=b"second")

    assert bytes(Checkpoint.objects.get().timestamp or b"") == b"first"
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Checkpoint.objects.update(timestamp=b"second")


@pytest.mark.django_db
def test_timed_work_that_cannot_seal_says_why_and_does_not_fail(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    tasks.sign_the_day.call()
    entries(1)
    settings.SECRET_KEY = "another " * 8

    tasks.seal.call()
    tasks.sign_the_day.call()

    assert "kept ledger rotate --lost" in caplog.text
    assert queries.latest_checkpoint() == Checkpoint.objects.get()
