"""What templates may ask for about a policy: its words as customers see them, and its terms in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kept.complaints import reasons
from kept.policies.queries import wording_in
from kept.policies.starters import Starter, Text
from kept.policies.terms import Said
from kept.text import markdown
from kept.web.policies.say import TERMS, language_name, say

if TYPE_CHECKING:
    from kept.policies.models import Version

register = template.Library()


@register.filter
def written(words: str, top: int = 3) -> SafeString:
    """``{{ wording.words|written }}``: Markdown as HTML. ``|written:4`` for words under an h3."""
    return mark_safe(markdown.to_html(words, top=top))  # noqa: S308  # cleaned: kept.text.markdown


@register.filter
def plain(words: str) -> str:
    """``{{ wording.words|plain }}``: the words without marks, to be read out."""
    return markdown.to_plain(words)


@register.filter
def sentence(said: Said) -> str:
    """``{{ term.said|sentence }}``: what a term says, in the reader's language."""
    return say(said)


@register.filter
def titled(version: Version) -> str:
    """``{{ version|titled }}``: a policy's title in the reader's language, else in the first that it has."""
    return wording_in(version, (get_language() or "en")[:2]).title


@register.filter
def reason(words: str) -> str:
    """``{{ row.why|reason }}``: what was lacking to have told it properly, in the reader's language."""
    return reasons.in_language(words, (get_language() or "en")[:2])


@register.filter
def term_name(key: str) -> str:
    """``{{ term.key|term_name }}``: what a term is called; "old_appliance" as "old appliance"."""
    return str(TERMS.get(key, key.replace("_", " ")))


@register.simple_tag(name="language_name")
def name_of_language(code: str) -> str:
    """``{% language_name wording.language %}``: "Deutsch"."""
    return language_name(code)


@register.filter
def text_of(starter: Starter) -> Text:
    """``{{ starter|text_of }}``: a starter in the reader's language, in English where it has none."""
    return starter.texts.get((get_language() or "en")[:2]) or starter.texts["en"]
