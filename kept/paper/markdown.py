"""A policy's Markdown as the blocks that a paper prints: the words stay, what paper cannot do is left out."""

from __future__ import annotations

from collections.abc import Iterable

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from kept.paper.kinds import Block, Run, Unprintable

DEEPEST = 5  # lists inside lists; deeper ones print as the fifth
NESTED = 40  # blocks inside blocks that are read; a list and its item are two


def blocks(markdown: str) -> tuple[Block, ...]:
    """Read CommonMark. HTML is printed as it is typed, pictures as their description, code as plain words.

    Raises Unprintable for blocks nested so deep that the parser would drop what stands in them.
    """
    tokens = MarkdownIt("commonmark", {"html": False, "maxNesting": NESTED}).parse(markdown)
    if any(token.level >= NESTED - 2 for token in tokens):
        raise Unprintable("lists inside lists, or quotes inside quotes, too deep to print")
    return _blocks(SyntaxTreeNode(tokens).children, depth=0)


def _blocks(nodes: Iterable[SyntaxTreeNode], *, depth: int) -> tuple[Block, ...]:
    return tuple(block for node in nodes for block in _of(node, depth))


def _of(node: SyntaxTreeNode, depth: int) -> tuple[Block, ...]:
    if node.type in ("bullet_list", "ordered_list"):
        if depth == DEEPEST:
            return _blocks((inner for item in node.children for inner in item.children), depth=depth)
        items = tuple(_blocks(item.children, depth=depth + 1) for item in node.children)
        first = int(node.attrs.get("start", 1))
        return (Block("bullets" if node.type == "bullet_list" else "numbers", items=items, first=first),)
    if node.type == "heading":
        return (Block("heading", runs=_runs(node)),)
    if node.type == "paragraph":
        return (Block("paragraph", runs=_runs(node)),)
    if node.type in ("fence", "code_block"):
        return (Block("paragraph", runs=(Run(node.content.rstrip("\n")),)),)
    return _blocks(node.children, depth=depth)  # a quote prints what it holds, a rule nothing


def _runs(node: SyntaxTreeNode) -> tuple[Run, ...]:
    return tuple(run for inline in node.children for run in _inline(inline, Run("")) if run.words)


def _inline(node: SyntaxTreeNode, like: Run) -> Iterable[Run]:
    if node.type == "text" or node.type == "code_inline":
        yield _as(like, node.content)
    elif node.type == "softbreak":
        yield _as(like, " ")
    elif node.type == "hardbreak":
        yield _as(like, "\n")
    elif node.type == "image":
        yield _as(like, node.content)
    else:
        like = Run(
            "",
            strong=like.strong or node.type == "strong",
            emphasised=like.emphasised or node.type == "em",
            link=str(node.attrs.get("href", "")) if node.type == "link" else like.link,
        )
        for inner in node.children:
            yield from _inline(inner, like)


def _as(like: Run, words: str) -> Run:
    return Run(words, like.strong, like.emphasised, like.link)
