"""HTML of strangers: as plain words to read and search, and cleaned to be shown."""

from __future__ import annotations

import re

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


MOST_TAGS = 30_000  # twice as many, each inside the last, take the parsers four times as long: over a second
DEEPEST_QUOTE = 50
UNSEEN = _set("script style head title template noscript object iframe svg math select textarea")
BLOCKS = _set(
    "address article aside blockquote center dd div dl dt fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul"
)
SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "dl"}

SHOWN = _set(
    "a abbr address b bdi bdo blockquote br caption center cite code col colgroup dd del details div "
    "dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp "
    "small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr"
)
ATTRIBUTES = {
    "*": {"dir", "lang", "style", "align", "valign"},
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "width"},
    "th": {"colspan", "rowspan", "width"},
    "table": {"border", "cellpadding", "cellspacing", "width"},
    "font": {"color", "size"},
    "ol": {"start", "type"},
    "time": {"datetime"},
}
# None of these fetches anything: `background`, `content`, `list-style` and `cursor` are left out for that.
STYLES = _set(
    "background-color border border-collapse color font-family font-size font-style font-weight "
    "line-height margin margin-left padding padding-left text-align text-decoration white-space width"
)
PICTURE = re.compile(r"data:image/(png|gif|jpe?g|webp);base64,[A-Za-z0-9+/=\s]*\Z", re.IGNORECASE)
LINK = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)


def clean(html: str) -> str:
    """Make mail HTML safe to show in a sandboxed frame: no script, no form, nothing fetched from anywhere.

    Pictures stay only as ``cid:`` (parts of the same mail) or ``data:``; links open elsewhere, no referrer.
    """
    return nh3.clean(
        readable(html),
        tags=SHOWN,
        clean_content_tags={"script", "style", "title", "template", "noscript"},
        attributes=ATTRIBUTES,
        attribute_filter=_kept_attribute,
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        filter_style_properties=STYLES,
        set_tag_attribute_values={"a": {"target": "_blank"}},
        link_rel="noopener noreferrer nofollow",
    )


def _kept_attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if value.lower().startswith("cid:") or PICTURE.match(value) else None
    if name == "href":
        return value if LINK.match(value.strip()) else None
    if name == "style":
        return None if re.search(r"url|image|expression|@|\\|var\(", value, re.IGNORECASE) else value
    return value


def to_text(html: str) -> str:
    """Read HTML as a person would: paragraphs as lines, quotations with ``> ``, list items with ``- ``.

    Pictures become their alternative words; scripts, styles and invisible parts are left out. Never raises.
    """
    page = LexborHTMLParser(readable(html))
    root = page.body or page.root
    return _Page().read(root) if root is not None else ""


def readable(html: str) -> str:
    """The page; of one with more tags than a parser reads in good time, only what stands between them."""
    return html if html.count("<") <= MOST_TAGS else re.sub(r"<[^<>]*>", " ", html).replace("<", " ")


class _Page:
    """The words seen so far, line by line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line = ""
        self.quoted = 0
        self.exact = 0  # inside <pre>, where spaces and line ends are meant

    def read(self, root: LexborNode) -> str:
        """Walk the tree without recursion: mail nests deeper than Python's stack."""
        node: LexborNode | None = root
        while node is not None:
            child = node.child if self._open(node) else None
            if child is not None:
                node = child
                continue
            while node is not None and node.mem_id != root.mem_id:
                self._close(node)
                if node.next is not None:
                    break
                node = node.parent
            node = node.next if node is not None and node.mem_id != root.mem_id else None
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip("\n")

    def _open(self, node: LexborNode) -> bool:
        """Take what a node shows; answers whether to look inside."""
        tag = node.tag or ""
        if tag == "-text":
            self._words(node.text_content or "")
            return False
        if tag in UNSEEN or tag.startswith(("-", "!", "_")) or (tag != "body" and _hidden(node)):
            return False
        if tag == "br":
            self._break(even_empty=True)
        elif tag == "img":
            self._words(node.attributes.get("alt") or "")
        elif tag in ("td", "th") and self.line:
            self.line += " "
        if tag in BLOCKS:
            self._block(tag)
        self.quoted += tag == "blockquote"
        self.exact += tag == "pre"
        if tag == "li":
            self.line = "- "
        return True

    def _close(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if _hidden(node):
            return
        if tag == "a":
            self._words(_address(node))
        if tag in BLOCKS:
            self._break()
            self.quoted -= tag == "blockquote"
            self.exact -= tag == "pre"
            self._block(tag)

    def _words(self, words: str) -> None:
        if self.exact:
            *done, rest = words.split("\n")
            for line in done:
                self.line += line
                self._break(even_empty=True)
            self.line += rest
            return
        words = re.sub(r"[ \t\r\n\f]+", " ", words)
        self.line += words.lstrip(" ") if not self.line or self.line.endswith(" ") else words

    def _block(self, tag: str) -> None:
        self._break()
        if tag in SPACED and self.lines and self.lines[-1].strip("> "):
            self.lines.append(self._mark)

    def _break(self, *, even_empty: bool = False) -> None:
        line = self.line if self.exact else self.line.strip(" ")
        if line or even_empty:
            self.lines.append((self._mark + line).rstrip() if not self.exact else self._mark + line)
        self.line = ""

    @property
    def _mark(self) -> str:
        return "> " * min(self.quoted, DEEPEST_QUOTE)


def _hidden(node: LexborNode) -> bool:
    style = (node.attributes.get("style") or "").replace(" ", "").lower() if node.attributes else ""
    return "display:none" in style or "visibility:hidden" in style


def _address(node: LexborNode) -> str:
    """Where a link leads, when its words do not say so."""
    href = (node.attributes.get("href") or "").strip()
    shown = (node.text(deep=True) or "").strip() if href else ""
    if (
        not re.match(r"https?:", href, re.IGNORECASE)
        or len(href) > 200
        or re.sub(r"^https?://|/$", "", href) in shown
    ):
        return ""
    return f" ({href})" if shown else ""
