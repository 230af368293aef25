"""Words in Markdown: safe as HTML whatever was typed, readable without their marks, and never different."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from kept.text.markdown import to_html, to_plain


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param("We come **once**.", "<p>We come <strong>once</strong>.</p>", id="strong words"),
        pytest.param("One\ntwo", "<p>One<br>\ntwo</p>", id="a line end stays"),
        pytest.param("# When", "<h3>When</h3>", id="a heading takes its place on the page"),
        pytest.param(
            "<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", id="HTML is words"
        ),
        pytest.param("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>", id="a script is no link"),
        pytest.param("[x](//evil.example)", "<p>[x](//evil.example)</p>", id="a link says where it leads"),
    ],
)
def test_markdown_is_shown(typed: str, shown: str) -> None:
    assert to_html(typed) == shown


def test_a_picture_is_never_fetched() -> None:
    assert "<img" not in to_html("![door](https://else.example/door.png)")


@given(st.text(st.sampled_from("<>\"'&[]()!`*_#-\n :/ajxhtpscriond=1."), max_size=200))
def test_nothing_that_is_typed_becomes_a_script_or_an_event(typed: str) -> None:
    page = LexborHTMLParser(to_html(typed))
    assert page.body is not None

    found = [node for node in page.body.traverse() if node.tag not in ("-text", "body")]

    assert not {node.tag for node in found} & {"script", "img", "iframe", "style", "svg"}
    assert {name for node in found for name in node.attributes} <= {"href", "title", "rel", "start"}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("We come **once** a *day*.", "We come once a day.", id="marks go"),
        pytest.param("One\ntwo\n\nthree", "One\ntwo\n\nthree", id="lines and paragraphs stay"),
        pytest.param("- one\n- two", "- one\n- two", id="a list keeps its signs"),
        pytest.param("3. März\n4. April", "3. März\n4. April", id="dates are not counted anew"),
        pytest.param(
            "[our page](https://a.example/p)", "our page (https://a.example/p)", id="where a link leads"
        ),
        pytest.param("[write](mailto:a@b.example)", "write (a@b.example)", id="an address to write to"),
        pytest.param("<https://a.example>", "https://a.example", id="a link that says so itself"),
        pytest.param("a < b & c", "a < b & c", id="signs stay signs"),
    ],
)
def test_markdown_is_read_out(typed: str, read: str) -> None:
    assert to_plain(typed) == read


@given(st.lists(st.from_regex(r"[A-Z][a-zäöü ]{0,30}[a-z]\.", fullmatch=True), min_size=1, max_size=6))
def test_words_without_marks_stay_as_they_are(lines: list[str]) -> None:
    assert to_plain("\n".join(lines)) == "\n".join(lines)
