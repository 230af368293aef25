"""Words written in Markdown: as safe HTML to show, and as plain words to read out or to mail.

CommonMark without raw HTML and without pictures. A line end stays a line end, as the writer sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p"}
TAGS |= {"pre", "strong", "ul"}
SCHEMES = {"http", "https", "mailto"}
LINK = re.compile(r"(https?|mailto):", re.IGNORECASE)
DEEPEST = 6  # headings


class _Reader(MarkdownIt):
    """CommonMark as above; a link that leads anywhere else stays as the words it was typed in."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # the parser's own name
        return LINK.match(url) is not None and super().validateLink(url)


_READER = _Reader("commonmark", {"html": False, "breaks": True}).disable("image")


def to_html(words: str, *, top: int = 3) -> str:
    """The words as HTML that is safe to put into a page. ``# Heading`` becomes a heading of level ``top``."""
    tokens = _READER.parse(words)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + top - 1, DEEPEST)}"
    html = _READER.renderer.render(tokens, _READER.options, {})
    return nh3.clean(
        html, tags=TAGS, attributes={"a": {"href", "title"}, "ol": {"start"}}, url_schemes=SCHEMES
    ).strip()


def to_plain(words: str) -> str:
    """The words as people write them without marks: lists keep their signs, links say where they lead."""
    return re.sub(r"\n{3,}", "\n\n", "".join(_plain(_READER.parse(words)))).strip()


def _plain(tokens: Sequence[Token]) -> Iterator[str]:
    """Block by block. A list is a stack entry: its next number, or None where it has dots."""
    lists: list[int | None] = []
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                lists.append(None)
            case "ordered_list_open":
                lists.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
                yield "" if lists else "\n"
            case "list_item_open":
                number = lists[-1]
                yield "  " * (len(lists) - 1) + ("- " if number is None else f"{number}. ")
                lists[-1] = None if number is None else number + 1
            case "inline":
                yield "".join(_line(token.children or []))
            case "paragraph_close" | "heading_close":
                yield "\n" if lists else "\n\n"
            case "fence" | "code_block":
                yield f"{token.content}\n"
            case "hr":
                yield "---\n\n"


def _line(tokens: Sequence[Token]) -> Iterator[str]:
    shown, leads = "", ""
    for token in tokens:
        match token.type:
            case "text" | "code_inline":
                shown += token.content
                yield token.content
            case "softbreak" | "hardbreak":
                yield "\n"
            case "link_open":
                shown, leads = "", str(token.attrs.get("href", ""))
            case "link_close":
                target = leads.removeprefix("mailto:")
                if re.sub(r"^https?://|/$", "", target) not in shown:
                    yield f" ({target})"
