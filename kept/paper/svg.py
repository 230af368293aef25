"""A drawing as SVG: no style and no script inside; a class for the page, attributes for paper."""

from __future__ import annotations

from html import escape

from kept.paper.charts import Area, Box, Dot, Drawing, Line, Shape, Words

INK, SOFT, HAIRLINE, EDGE = "#16191f", "#474c56", "#d9d5cb", "#868a91"
KEPT, BROKEN, ACCENT = "#17693a", "#ae2319", "#2540b4"
# How a shape looks on paper. A page's style sheet overrides each by the class of the same name.
LOOKS: dict[str, dict[str, str]] = {
    "grid": {"stroke": HAIRLINE},
    "axis": {"stroke": EDGE},
    "mark": {"stroke": EDGE, "stroke-dasharray": "2 3"},
    "line": {"stroke": INK, "stroke-width": "2", "stroke-linecap": "round"},
    "alone": {"stroke": HAIRLINE, "stroke-width": "9"},
    "band": {"fill": "#e6e3db"},
    "dot": {"fill": INK},
    "few": {"fill": "#ffffff", "stroke": INK, "stroke-width": "1.5"},
    "kept": {"fill": KEPT},
    "kept-silent": {"fill": "#e4f2e8", "stroke": KEPT},
    "broken": {"fill": BROKEN},
    "broken-silent": {"fill": "#fbe8e5", "stroke": BROKEN},
    "service": {"fill": BROKEN},
    "disclosure": {"fill": "#6b7079"},
    "expectation": {"fill": "#d9d5cb", "stroke": EDGE},
    "goodwill": {"fill": "#ffffff", "stroke": KEPT, "stroke-dasharray": "3 2"},
    "words": {"fill": INK, "font-size": "13"},
    "words-soft": {"fill": SOFT, "font-size": "12"},
    "words-strong": {"fill": INK, "font-size": "14", "font-weight": "600"},
    "words-mark": {"fill": ACCENT, "font-size": "12", "font-weight": "600"},
}
FACE = 'font-family="Source Sans 3, DejaVu Sans"'


def written(drawing: Drawing, *, name: str = "", width: int | None = None) -> str:
    """The drawing as one ``<svg>``: as wide as its place, or as many pixels as ``width`` says.

    ``name`` makes the ids of its title and description unique on a page.
    """
    across = "100%" if width is None else str(width)
    head = (
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" width="{across}" height="{drawing.height}" '
        f'role="img" aria-labelledby="{name}-title {name}-told" {FACE}>'
        f'<title id="{name}-title">{escape(drawing.title)}</title>'
        f'<desc id="{name}-told">{escape(drawing.told)}</desc>'
    )
    return head + "".join(_shape(shape, drawing.height) for shape in drawing.shapes) + "</svg>"


def _shape(shape: Shape, height: int) -> str:
    look = _look(shape.look)
    if isinstance(shape, Line):
        ends = f'x1="{_share(shape.x1)}" y1="{_px(shape.y1)}" x2="{_share(shape.x2)}" y2="{_px(shape.y2)}"'
        return f"<line {ends} {look}/>"
    if isinstance(shape, Dot):
        return f'<circle cx="{_share(shape.x)}" cy="{_px(shape.y)}" r="{_px(shape.radius)}" {look}/>'
    if isinstance(shape, Area):
        corners = " ".join(f"{_px(1000 * x)},{_px(y)}" for x, y in shape.corners)
        stretched = f'width="100%" height="{height}" viewBox="0 0 1000 {height}" preserveAspectRatio="none"'
        return f'<svg x="0" y="0" {stretched}><polygon points="{corners}" {look}/></svg>'
    if isinstance(shape, Words):
        place = f'x="{_share(shape.x)}" y="{_px(shape.y)}" text-anchor="{shape.anchor}"'
        return f"<text {place} {look}>{escape(shape.said)}</text>"
    return _box(shape, look)


def _box(box: Box, look: str) -> str:
    down = f'y="{_px(box.y)}" height="{_px(box.height)}"'
    if box.side is None:
        return f'<rect x="{_share(box.x)}" width="{_share(box.width)}" {down} {look}/>'
    square = f'<rect x="{_px(-box.side / 2)}" width="{_px(box.side)}" {down} {look}/>'
    return f'<svg x="{_share(box.x)}" y="0" overflow="visible">{square}</svg>'


def _look(name: str) -> str:
    attributes = "".join(f' {key}="{value}"' for key, value in LOOKS[name].items())
    return f'class="chart-{name}"{attributes}'


def _share(value: float) -> str:
    return f"{_px(100 * value)}%"


def _px(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
