"""The page that verifies, in a real browser without network: served, and as the file that is kept."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import translation
from playwright.sync_api import Browser, FilePayload, Page, expect

from kept.ledger.examples import HOUR, MONDAY, signer, sofa_shop, wording
from kept.ledger.rules import reading
from kept.ledger.rules.proofs import Ledger, Receipt
from kept.ledger.rules.verify import verify
from kept.ledger.tests.attacks import NOW, OURS, honest, line_up
from kept.ledger.tests.restores import CASES
from kept.ledger.tests.test_attacks import back_dated, edited, inserted, removed, reordered
from kept.web.proofs import page as the_page
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window

pytestmark = pytest.mark.browser

ASK = """async ({papers, pinned, witness, now, byNoble}) => {
  const {read} = await import("/static/proofs/reading.js");
  const {verify} = await import("/static/proofs/verify.js");
  if (byNoble) crypto.subtle.importKey = () => { throw new Error("as in an older browser"); };
  const [receipts, ledgers] = [[], []];
  for (const [name, text] of papers) {
    const {receipt, ledger} = await read(new TextEncoder().encode(text), name);
    if (ledger) ledgers.push(ledger); else receipts.push(receipt);
  }
  return await verify(receipts, {ledgers, pinned, witness, now});
}"""
READ = """async (text) => {
  const {read} = await import("/static/proofs/reading.js");
  try {
    return (await read(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)), "paper")) && "";
  } catch (flaw) { return flaw.path ?? String(flaw); }
}"""

CHANGES = [
    (b'"origin"', b'"origins"'),
    (b'"receipt/1"', b'"receipt/2"'),
    (b'"number": 1', b'"number": 1.0'),
    (b'"number": 1', b'"number": -1'),
    (b'"number": 1', b'"number": 9007199254740993'),
    (b'"number": 1', b'"number": true'),
    (b'"number": 1', b'"number": 1, "number": 1'),
    (b"12:00:00+00:00", b"12:00:00Z"),
    (b"12:00:00+00:00", b"12:00:00.000000+00:00"),
    (b"2026-03-02T12", b"2026-02-30T12"),
    (b'"salt": "', b'"salt": "0'),
    (b'"payload": {', b'"payload": {"n": 1e999, '),
    (b'"payload": {', b'"payload": {"n": "\\ud800", '),
    (b'"proof": [', b'"proof": ["AAAA", '),
    (b'"version": 3', b'"version": "3"'),
    (b"4-hour", b"4-\xffhour"),
    (b"4-hour", b"4-\nhour"),
    (b"}\n", b""),
    (b'"forks": []', b'"forks": null'),
]


@dataclass
class Kept:
    """Somebody who kept the page as a file, and opens it with the network cut."""

    browser: Browser
    file: Path

    def open(self, size: tuple[int, int] = DESKTOP, scheme: str = "light") -> Page:
        window = {"width": size[0], "height": size[1]}
        context = self.browser.new_context(viewport=window, color_scheme=scheme)  # type: ignore[arg-type]
        context.set_offline(True)
        page = context.new_page()
        page.clock.set_fixed_time(NOW)
        page.goto(self.file.as_uri())
        return page


@pytest.fixture
def kept_page(chromium: Browser, tmp_path: Path) -> Iterator[Kept]:
    file = tmp_path / "kept-verify.html"
    with translation.override("en"):
        file.write_text(the_page.whole())
    yield Kept(chromium, file)
    for context in chromium.contexts:
        context.close()


def paper(receipt: Receipt) -> FilePayload:
    return {"name": receipt.name, "mimeType": "application/json", "buffer": receipt.write()}


def give(page: Page, *papers: FilePayload) -> None:
    page.get_by_label("Choose files").set_input_files(list(papers))
    expect(page.locator("#verdict")).to_be_visible()
    expect(page.locator("#verdict")).to_have_attribute("aria-busy", "false")


def ordered(found: list[dict[str, object]]) -> list[str]:
    return sorted(json.dumps(each, sort_keys=True) for each in found)


@pytest.mark.parametrize("by_noble", [False, True], ids=["by the browser", "by noble"])
def test_the_page_and_the_command_find_the_same_in_every_case(visitor: Visitor, by_noble: bool) -> None:
    page = visitor.open("/proofs/")

    for name, build in CASES.items():
        held = build()
        files = [(each.name, each.write().decode()) for each in held.files]
        asked = {"papers": files, "pinned": held.pinned, "witness": held.witness, "byNoble": by_noble}
        theirs = page.evaluate(ASK, asked | {"now": NOW.timestamp() * 1000})
        ours = verify(*held.files, now=NOW, pinned=held.pinned, witness=held.witness).findings

        assert ordered(theirs) == ordered(
            [{"code": each.code, "where": each.where, "facts": dict(each.facts)} for each in ours]
        ), name


def ledgers() -> Iterator[tuple[str, list[Receipt | Ledger]]]:
    """Whole ledgers, honest and bent, beside what a customer holds."""
    for bend in (list, removed, reordered, inserted, back_dated, edited):
        book = sofa_shop()
        held = book.receipt(1, at=MONDAY + 74 * HOUR, words=[wording()])
        bent = line_up(book, bend(book.entries))
        yield f"{bend.__name__}, not signed anew", [bent.ledger(), held]
        bent.checkpoints.clear()
        yield f"{bend.__name__}, in no checkpoint", [bent.ledger()]
        bent.publish(MONDAY + 75 * HOUR)
        yield f"{bend.__name__}, signed anew", [bent.ledger(), held]
    book = sofa_shop()
    lost = book.receipt(6, at=MONDAY + 74 * HOUR, name="lost")
    book.restore(5, MONDAY + 80 * HOUR)
    book.record("rating.given", at=MONDAY + 81 * HOUR, by="customer:3", stars=2)
    yield "restored, the last entry unsealed", [book.ledger(), lost]
    book.erase(1)
    book.publish(MONDAY + 82 * HOUR)
    yield "restored, and one erased", [book.ledger(), lost]
    book.entries[2] = replace(book.entries[2], payload={"by": "staff:9"})
    del book.entries[3]
    yield "a payload changed and a number missing", [book.ledger()]


def test_the_page_and_the_command_find_the_same_in_whole_ledgers(visitor: Visitor) -> None:
    page = visitor.open("/proofs/")

    for name, files in ledgers():
        raw = [(each.name, each.write()) for each in files]
        texts = [(called, text if isinstance(text, bytes) else b"".join(text)) for called, text in raw]
        asked = {"papers": [(called, text.decode()) for called, text in texts], "pinned": [OURS]}
        theirs = page.evaluate(ASK, asked | {"witness": [], "byNoble": False, "now": NOW.timestamp() * 1000})
        again = [reading.opened(BytesIO(text), called) for called, text in texts]
        ours = verify(*again, now=NOW, pinned=[OURS]).findings

        assert ordered(theirs) == ordered(
            [{"code": each.code, "where": each.where, "facts": dict(each.facts)} for each in ours]
        ), name


def test_a_whole_ledger_is_verified_from_the_kept_file_and_a_broken_line_is_named(kept_page: Kept) -> None:
    book = sofa_shop()
    book.publish(MONDAY + 74 * HOUR)
    page, whole = kept_page.open(), b"".join(book.ledger().write())

    give(page, {"name": "ledger.jsonl", "mimeType": "text/plain", "buffer": whole})
    expect(page.get_by_role("heading", name="Verified")).to_be_visible()
    expect(page.locator("#verdict")).to_contain_text("fits every checkpoint that was published")

    broken = whole.replace(b'"number":2', b'"numer":2')
    give(page, {"name": "ledger.jsonl", "mimeType": "text/plain", "buffer": broken})
    expect(page.get_by_role("heading", name="This file cannot be read")).to_be_visible()
    expect(page.locator("#held")).to_contain_text("line 4")


def test_the_page_and_the_command_refuse_the_same_files(visitor: Visitor) -> None:
    page = visitor.open("/proofs/")
    raw = honest().write()

    for change in CHANGES:
        bent = raw.replace(*change, 1)
        assert bent != raw, change
        with pytest.raises(reading.Unreadable) as refused:
            reading.read(bent)

        assert page.evaluate(READ, b64encode(bent).decode()) == refused.value.path, change


def test_a_good_receipt_is_verified_from_the_kept_file_without_network(kept_page: Kept) -> None:
    page = kept_page.open()

    give(page, paper(honest()))

    verdict = page.locator("#verdict")
    expect(verdict.get_by_role("heading", name="Verified")).to_be_visible()
    expect(verdict).to_contain_text("The text “When we come” is word for word the one that entry 1 names")
    expect(verdict).to_contain_text("We come within a 4-hour window.")
    expect(verdict.get_by_role("heading", name="What is wrong")).to_be_hidden()
    expect(page.get_by_text("That a person read what was sent or shown to them.")).to_be_visible()


@pytest.mark.parametrize("name", [name for name, build in CASES.items() if build().wrong])
def test_each_tampering_is_shown(kept_page: Kept, name: str) -> None:
    held = CASES[name]()
    page = kept_page.open()
    page.get_by_text("I hold the key of this business").click()
    page.get_by_label("The key, as it stands").fill("".join(held.pinned))

    witness: list[FilePayload] = [
        {"name": "witness.txt", "mimeType": "text/plain", "buffer": note.encode()} for note in held.witness
    ]
    give(page, *map(paper, held.files), *witness)

    expect(page.get_by_role("heading", name="Something is wrong")).to_be_visible()
    expect(page.locator("[data-outcome=wrong] li")).not_to_have_count(0)
    expect(page.locator("[data-outcome=wrong]")).not_to_contain_text("undefined")


def test_a_file_that_cannot_be_read_says_where(kept_page: Kept) -> None:
    page = kept_page.open()

    give(page, paper(honest()) | {"buffer": honest().write().replace(b'"entries"', b'"entrees"')})

    expect(page.get_by_role("heading", name="This file cannot be read")).to_be_visible()
    expect(page.locator("#held")).to_have_text("receipt: entries is missing")


def test_a_second_paper_is_held_against_the_first(kept_page: Kept) -> None:
    page = kept_page.open()
    old, new = CASES["the_ledger_rewritten_and_signed_with_the_true_key"]().files

    give(page, paper(old))
    expect(page.get_by_role("heading", name="Verified")).to_be_visible()
    give(page, paper(new))

    expect(page.get_by_role("heading", name="Something is wrong")).to_be_visible()
    expect(page.locator("#verdict")).to_contain_text("Entry 1 reads one way here and another way in old")
    page.get_by_role("button", name="Start again").click()
    expect(page.locator("#verdict")).to_be_hidden()


def test_a_key_that_the_reader_holds_is_checked_and_a_mistyped_one_is_said(kept_page: Kept) -> None:
    page = kept_page.open()
    give(page, paper(honest()))
    expect(page.locator("[data-outcome=unknown]")).to_contain_text("Whether this is really the key")
    page.get_by_text("I hold the key of this business").click()
    field = page.get_by_label("The key, as it stands")

    field.fill(OURS[:-1])
    expect(page.get_by_text("This is not a whole key.")).to_be_visible()

    field.fill(OURS)
    expect(page.locator("[data-outcome=proven]")).to_contain_text("signed with the key that you gave")

    field.fill(signer(9).vkey)
    expect(page.get_by_role("heading", name="Something is wrong")).to_be_visible()


def test_a_hostile_text_stays_text(kept_page: Kept) -> None:
    page = kept_page.open()
    hostile = wording("<img src=x onerror=alert(1)>", title="<script>alert(1)</script>")
    book = sofa_shop()
    book.record("policy.told", at=MONDAY + 73 * HOUR, by="<i>me</i>", words=hostile.sha256)
    book.record("<b>told</b>", at=MONDAY + 73 * HOUR, by="<i>me</i>")

    give(page, paper(book.receipt(7, 8, at=MONDAY + 74 * HOUR, words=[hostile])))

    expect(page.get_by_role("heading", name="Verified")).to_be_visible()
    assert page.locator("#verdict :is(img, script, b, i)").count() == 0


def test_a_paper_can_be_dropped_and_nothing_leaves_the_browser(visitor: Visitor) -> None:
    page = visitor.open("/proofs/")
    page.clock.set_fixed_time(NOW)
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.evaluate(
        """(text) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([text], "receipt.kept.json"));
          document.querySelector("#drop").dispatchEvent(new DragEvent("drop", {dataTransfer, bubbles: true}));
        }""",
        honest().write().decode(),
    )

    expect(page.get_by_role("heading", name="Verified")).to_be_visible()
    assert asked == []


def test_it_speaks_german(chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "kept-verify.html"
    with translation.override("de"):
        file.write_text(the_page.whole())
    page = Kept(chromium, file).open()

    page.get_by_label("Dateien wählen").set_input_files([paper(honest())])

    expect(page.get_by_role("heading", name="Es stimmt")).to_be_visible()
    expect(page.locator("[data-outcome=proven]")).to_contain_text("Eintrag 1")
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_stands_in_anybodys_way(kept_page: Kept, scheme: str, size: tuple[int, int]) -> None:
    page = kept_page.open(size, scheme)
    give(page, *map(paper, CASES["the_ledger_rewritten_and_signed_with_the_true_key"]().files))
    for fold in page.locator("summary").all():
        fold.click()

    assert barriers(page) == []
    assert not is_wider_than_the_window(page)
