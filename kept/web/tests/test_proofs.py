"""The page that verifies is open to all, can reach nobody, and is one file when it is kept."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import translation

from kept.ledger import actions
from kept.ledger.rules import notes
from kept.ledger.rules.wording import LIMITS, SENTENCES
from kept.web.proofs import page


@pytest.mark.django_db
def test_a_stranger_opens_the_page_and_it_may_reach_nobody() -> None:
    answer = Client().get("/proofs/")

    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert "connect-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_the_page_can_be_kept_as_a_file() -> None:
    answer = Client().get("/proofs/page.html")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="kept-verify.html"'
    assert answer.content.decode().startswith("<!doctype html>")


@pytest.mark.django_db
def test_a_stranger_reads_our_keys_and_the_newest_checkpoint_and_can_be_our_witness() -> None:
    point = actions.checkpoint(now=datetime(2026, 3, 2, tzinfo=UTC))

    note = Client().get("/proofs/checkpoint").content.decode()
    keys = Client().get("/proofs/keys").content.decode().split()

    assert note == point.note
    assert notes.Checkpoint.parse(notes.opened(note, keys)).size == point.size


@pytest.mark.django_db
def test_before_the_first_checkpoint_nothing_is_published() -> None:
    assert [Client().get(f"/proofs/{name}").content for name in ("keys", "checkpoint")] == [b"", b""]


@pytest.mark.parametrize("address", ["/proofs/", "/proofs/page.html"])
@pytest.mark.django_db
def test_nothing_can_be_posted_to_it_that_is_read(address: str) -> None:
    assert b"csrf" not in Client().get(address).content


def test_the_kept_file_names_no_address_and_allows_only_its_own_script_and_style() -> None:
    whole = page.whole()

    script = re.findall(r'<script type="module">(.*?)</script>', whole, re.DOTALL)
    style = re.findall(r"<style>(.*?)</style>", whole, re.DOTALL)
    assert re.findall(r'(?:src|href)="([^"]*)"', whole) == ["#main"]
    assert set(re.findall(r"url\(([^)]{0,10})", style[0])) == {'"data:font'}
    assert [len(script), len(style), whole.count("</script>")] == [1, 1, 2]
    for part in (*script, *style):
        hashed = base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        assert f"&#x27;sha256-{hashed}&#x27;" in whole
    assert not re.search(r"""^(import .*["']\.|export )""", script[0], re.MULTILINE)


def test_every_sentence_is_said_in_german_with_the_same_facts() -> None:
    with translation.override("de"):
        german = page.context()

    for code, (_outcome, words) in SENTENCES.items():
        said = german["sentences"]["findings"][code][1]
        assert said != words, code
        assert sorted(re.findall(r"\{\w+\}", said)) == sorted(re.findall(r"\{\w+\}", words)), code
    assert not set(LIMITS) & set(german["limits"])
