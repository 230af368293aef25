"""Every paper is a tagged PDF/A-3a and PDF/UA-1, as far as its parts can be looked at without a validator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest

from kept.paper import examples, press
from kept.paper.tests import reading

PAPERS: dict[str, Callable[[], bytes]] = {
    "invoice": lambda: press.invoice(examples.sofa()),
    "invoice in German with taxes": lambda: press.invoice(examples.sofa(examples.jonas_sheet(), tax=19_000)),
    "invoice of many pages": lambda: press.invoice(examples.sofa(more=60)),
    "confirmation": lambda: press.confirmation(examples.booked()),
    "contract": lambda: press.contract(examples.membership()),
    "receipt": lambda: press.receipt(examples.left()),
}
ACTIONS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie")


@pytest.fixture(params=list(PAPERS))
def content(request: pytest.FixtureRequest) -> bytes:
    return PAPERS[request.param]()


@pytest.fixture
def pdf(content: bytes) -> Iterator[pikepdf.Pdf]:
    with reading.opened(content) as opened:
        yield opened


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every element of the structure tree, in reading order."""
    stack = [pdf.Root.StructTreeRoot.K]
    while stack:
        node = stack.pop()
        if isinstance(node, pikepdf.Array):
            stack.extend(reversed(list(node)))
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield node
            if "/K" in node:
                stack.append(node.K)


def test_it_says_that_it_is_pdf_a_3a_and_pdf_ua_1(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as meta:
        said = {key: meta[key] for key in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")}

    assert said == {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}


def test_its_syntax_is_sound_and_nothing_is_locked(content: bytes, pdf: pikepdf.Pdf) -> None:
    assert pdf.check_pdf_syntax() == []
    assert not pdf.is_encrypted
    assert content.startswith(b"%PDF-1.7\n%") and min(content[10:14]) > 127
    assert "/ID" in pdf.trailer


def test_its_title_and_language_are_said(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang).partition("-")[0] in ("en", "de")
    assert str(pdf.docinfo.Title).split()[-1] in ("INV-1042", "RE-2026-0042", "R-88")
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_its_colours_are_those_of_a_named_profile(pdf: pikepdf.Pdf) -> None:
    (intent,) = pdf.Root.OutputIntents

    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.N == 3
    assert b"acsp" in intent.DestOutputProfile.read_bytes()[:40]


def test_every_typeface_is_inside_with_its_letters(pdf: pikepdf.Pdf) -> None:
    fonts = [font for page in pdf.pages for font in page.resources.Font.values()]

    assert fonts
    for font in fonts:
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
        assert len(font.ToUnicode.read_bytes()) > 0


def test_nothing_in_it_runs(pdf: pikepdf.Pdf) -> None:
    links = [note for page in pdf.pages for note in page.obj.get("/Annots", [])]

    assert "/OpenAction" not in pdf.Root and "/AA" not in pdf.Root and "/AcroForm" not in pdf.Root
    assert {str(link.Subtype) for link in links} <= {"/Link"}
    assert {str(link.A.S) for link in links if "/A" in link} <= {"/URI", "/GoTo"}
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary):
            assert "/JS" not in thing and str(thing.get("/S", "")) not in ACTIONS


def test_every_word_is_tagged_or_set_aside_as_decoration(content: bytes, pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert reading.unmarked_runs(content) == 0
    assert [str(page.obj.Tabs) for page in pdf.pages] == ["/S"] * len(pdf.pages)


def test_its_headings_begin_with_one_title_and_leave_no_level_out(pdf: pikepdf.Pdf) -> None:
    levels = [int(str(one.S)[2:]) for one in elements(pdf) if str(one.S) in ("/H1", "/H2", "/H3", "/H4")]

    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_its_code_has_words_for_those_who_cannot_see_it(pdf: pikepdf.Pdf) -> None:
    figures = [one for one in elements(pdf) if str(one.S) == "/Figure"]

    assert [str(figure.Alt).rpartition(": ")[2] for figure in figures] == [examples.nora_sheet().page]


def test_the_policies_are_enclosed_word_for_word_and_say_what_they_are(pdf: pikepdf.Pdf) -> None:
    specs = list(pdf.Root.AF)
    source = [spec for spec in specs if str(spec.AFRelationship) == "/Source"]

    assert len(source) == 1
    assert {str(spec.UF) for spec in specs} == set(pdf.attachments)
    for spec in specs:
        assert str(spec.F) == str(spec.UF) and str(spec.Desc)
        assert "/Subtype" in spec.EF.F and "/ModDate" in spec.EF.F.Params


def test_the_heads_of_the_bill_are_heads_of_their_columns(pdf: pikepdf.Pdf) -> None:
    heads = [one for one in elements(pdf) if str(one.S) == "/TH"]
    cells = [one for one in elements(pdf) if str(one.S) == "/TD"]

    assert len([one for one in elements(pdf) if str(one.S) == "/Table"]) == bool(cells)
    assert all(str(head.A[0].Scope) == "/Column" for head in heads)
    assert all(len(cell.A[0].Headers) > 0 for cell in cells)


def test_its_links_say_where_they_lead(pdf: pikepdf.Pdf) -> None:
    links = [note for page in pdf.pages for note in page.obj.get("/Annots", [])]

    assert links
    assert all(str(link.Contents) and "/StructParent" in link for link in links)


def test_a_policy_in_another_language_says_so_to_a_screen_reader() -> None:
    french = examples.policy("Créneaux", "Nous venons dans un créneau de **4 heures**.", language="fr")

    made = press.invoice(examples.sofa(replace(examples.nora_sheet(), policies=(french,))))

    with reading.opened(made) as pdf:
        assert {str(one.Lang) for one in elements(pdf) if "/Lang" in one} == {"fr"}
