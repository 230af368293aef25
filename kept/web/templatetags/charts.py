"""What templates may ask for about drawings: the drawing itself, as SVG."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from kept.paper import svg
from kept.paper.charts import Drawing

register = template.Library()


@register.simple_tag
def chart(drawing: Drawing, name: str) -> SafeString:
    """``{% chart drawing "trend" %}``: as wide as its place; ``name`` is its own on the page."""
    return mark_safe(svg.written(drawing, name=name))  # noqa: S308  # every word in it was escaped there
