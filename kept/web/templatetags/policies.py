"""What templates may ask for about a policy: its words as customers see them, and its terms in sentences."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from kept.text import markdown

register = template.Library()


@register.filter
def written(words: str, top: int = 3) -> SafeString:
    """``{{ wording.words|written }}``: Markdown as HTML. ``|written:4`` for words under an h3."""
    return mark_safe(markdown.to_html(words, top=top))  # noqa: S308  # cleaned: kept.text.markdown


@register.filter
def plain(words: str) -> str:
    """``{{ wording.words|plain }}``: the words without marks, to be read out."""
    return markdown.to_plain(words)
