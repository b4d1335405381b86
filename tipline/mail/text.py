"""HTML as text: breaks of blocks, links, lists and quotes kept; scripts, styles and pictures left out."""

import html
import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tipline.mail import charsets

LONGEST = 2_000_000
"""Bytes of HTML that are looked at."""
DEEPEST = 500
MOST = 50_000
"""Elements within each other, and tags in all, above which tags are cut out: parsing takes the square of the depth."""

SILENT = frozenset(("script", "style", "head", "title", "template", "noscript", "iframe", "object", "select", "svg"))
APART = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "table"))
BLOCKS = APART | frozenset(
    (
        "div",
        "li",
        "tr",
        "dd",
        "dt",
        "section",
        "article",
        "header",
        "footer",
        "address",
        "form",
        "figure",
        "main",
        "center",
    )
)
# Elements without an end, or whose end is mostly left out: they do not pile up.
LOOSE = frozenset(
    ("p", "li", "br", "hr", "img", "input", "meta", "link", "td", "th", "tr", "dd", "dt", "option", "tbody", "!doctype")
)
TAG = re.compile(r"<(/?)([a-zA-Z!][^\s/>]*)[^>]*>?")
UNSEEN = re.compile(r"<(script|style|head|title)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
WHITE = re.compile(r"[ \t\n\r\f]+")
LINK = re.compile(r"(?:https?://|mailto:|tel:)\S", re.IGNORECASE)


def from_html(data: bytes, declared: str) -> str:
    """The text of an HTML part."""
    source = charsets.decode(data[:LONGEST], declared)
    if _is_hostile(source):
        return _without_tags(source)
    body = LexborHTMLParser(source).body
    if body is None:
        return ""
    page = _Page()
    _read(body, page)
    return page.text()


@dataclass(slots=True)
class _Page:
    """Text as it is laid out: finished lines, the line being written, and how deep in quotes it is."""

    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    quotes: int = 0
    verbatim: int = 0
    links: list[int] = field(default_factory=list)

    def write(self, text: str) -> None:
        if self.verbatim:
            first, *others = text.split("\n")
            self.line.append(first)
            for other in others:
                self.end_line()
                self.line.append(other)
            return
        words = WHITE.sub(" ", text)
        if not self.line or self.line[-1].endswith(" "):
            words = words.lstrip(" ")
        if words:
            self.line.append(words)

    def end_line(self) -> None:
        self.lines.append("> " * self.quotes + "".join(self.line).rstrip())
        self.line.clear()

    def break_block(self, *, apart: bool) -> None:
        if self.line:
            self.end_line()
        if apart and self.lines and self.lines[-1].strip("> "):
            self.end_line()

    def text(self) -> str:
        self.break_block(apart=False)
        return "\n".join(self.lines).strip("\n")


def _read(body: LexborNode, page: _Page) -> None:
    """Down and up again along the pointers of the tree, without recursion."""
    node: LexborNode | None = body.child
    while node is not None:
        below = _enter(node, page)
        if below is not None:
            node = below
            continue
        while node is not None and node.next is None:
            node = node.parent
            if node is None or node.tag == "body":
                return
            _leave(node, page)
        if node is not None:
            node = node.next


def _enter(node: LexborNode, page: _Page) -> LexborNode | None:
    """Write what a node begins with, and give what is below it, if that is to be read."""
    tag = node.tag or ""
    if tag == "-text":
        page.write(node.text_content or "")
        return None
    if tag in SILENT or tag.startswith(("-", "!")):
        return None
    if tag == "br":
        page.end_line()
        return None
    if tag in BLOCKS:
        page.break_block(apart=tag in APART)
    if tag == "li":
        page.write("- ")
    elif tag == "hr":
        page.break_block(apart=False)
        page.write("---")
        page.break_block(apart=False)
    page.quotes += tag == "blockquote"
    page.verbatim += tag == "pre"
    if tag == "a":
        page.links.append(len(page.line))
    below = node.child
    if below is None:
        _leave(node, page)
    return below


def _leave(node: LexborNode, page: _Page) -> None:
    tag = node.tag or ""
    if tag == "a" and page.links:
        _end_link(node, page, page.links.pop())
    elif tag in ("td", "th"):
        page.write(" ")
    if tag in BLOCKS:
        page.break_block(apart=False)
    page.quotes -= tag == "blockquote"
    page.verbatim -= tag == "pre"
    if tag in APART:
        page.break_block(apart=True)


def _end_link(node: LexborNode, page: _Page, begun: int) -> None:
    """Where a link leads is told behind its words, unless they say it."""
    target = (node.attributes.get("href") or "").strip()[:2000]
    said = "".join(page.line[begun:]).strip()
    bare = re.sub(r"^(?:mailto:|tel:|https?://)", "", target, flags=re.IGNORECASE).rstrip("/")
    if LINK.match(target) and bare not in said:
        page.write(f" <{target}> " if said else f"<{target}> ")


def _is_hostile(source: str) -> bool:
    """Whether there are too many tags, or too many within each other: an upper bound, told cheaply."""
    depth = 0
    for count, tag in enumerate(TAG.finditer(source)):
        if tag.group(2).lower() not in LOOSE:
            depth = max(0, depth + (-1 if tag.group(1) else 1))
        if depth > DEEPEST or count > MOST:
            return True
    return False


def _without_tags(source: str) -> str:
    seen = UNSEEN.sub(" ", source)
    broken = re.sub(r"<(?:br|/?(?:p|div|tr|li|h[1-6]|blockquote))\b[^>]*>", "\n", seen, flags=re.IGNORECASE)
    lines = html.unescape(TAG.sub("", broken)).split("\n")
    return charsets.tidy("\n".join(line for line in (WHITE.sub(" ", line).strip() for line in lines) if line))
