"""Inline elements to runs of text, with links looked up and pictures set apart. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from cms.importing.inline import BOLD, CODE, ITALIC, STRIKE, SUPER, Link, Run, Styles, styles
from cms.importing.links import External, Internal, LinkMap, is_relative, is_web
from cms.importing.markup import MEDIA, Node, parse
from cms.importing.notes import Note

STYLE_OF = {
    "b": BOLD, "strong": BOLD,
    "i": ITALIC, "em": ITALIC, "cite": ITALIC, "dfn": ITALIC, "var": ITALIC,
    "code": CODE, "tt": CODE, "kbd": CODE, "samp": CODE,
    "s": STRIKE, "del": STRIKE, "strike": STRIKE,
    "sup": SUPER,
}  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "label", "legend", "li", "main", "nav", "ol", "p", "pre", "section",
    "summary", "table", "ul",
})  # fmt: skip
_BELOW = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def is_block(node: Node) -> bool:
    """Tell whether an element is a block, or is wrapped round one, as links may be."""
    if node.tag in BLOCKS:
        return True
    return node.tag not in {"code", "pre"} and any(
        isinstance(child, Node) and is_block(child) for child in node.children
    )


class InlineReader:
    """Reads the inline content of one document.

    `page_id` gives the page of a document's path where there is one by now; a link to
    another document of the folder is plain text until then, and named in `targets`.
    """

    def __init__(
        self, base: str, links: LinkMap, page_id: Callable[[str], int | None] = lambda path: None
    ) -> None:
        self.base = base
        self.links = links
        self.page_id = page_id
        self.notes: Counter[Note] = Counter()
        self.targets: set[str] = set()
        # Addresses that lead to no page yet, and may once more documents are there.
        self.waiting: set[str] = set()

    def runs(self, nodes: Sequence[Node | str], start: Styles = ()) -> list[Run]:
        """Return inline content as runs; pictures of the folder leave their description."""
        return [
            piece if isinstance(piece, Run) else Run(piece.attrs.get("alt", ""))
            for piece in self.pieces(nodes, start)
        ]

    def pieces(
        self, nodes: Sequence[Node | str], start: Styles = (), link: Link = None
    ) -> list[Run | Node]:
        """Return runs and, in their place, pictures of the folder (`img` with its `path`)."""
        found: list[Run | Node] = []
        for node in nodes:
            if isinstance(node, str):
                # White space is free in HTML: line feeds are spaces, breaks are elements.
                found.append(Run(re.sub(r"\s*\n\s*", " ", node), start, link))
            else:
                found += self._element(node, start, link)
        return found

    def again(self, html: str) -> list[Run]:
        """Return the runs of rich text that `inline.write` wrote."""
        return _reread(parse(html).children, (), None)

    def _element(self, node: Node, start: Styles, link: Link) -> list[Run | Node]:
        tag = node.tag
        if tag == "br":
            return [Run("\n", start, None)]
        if tag == "img":
            return self._picture(node, start, link)
        if tag in MEDIA:
            return self._media(node, start)
        if tag == "a":
            return self.pieces(node.children, start, self._link(node.attrs.get("href")) or link)
        if tag == "sub":
            return self._below(node, start, link)
        if tag == "q":
            inner = self.pieces(node.children, start, link)
            return [Run("“", start, link), *inner, Run("”", start, link)]
        if tag in BLOCKS:
            # A block inside a line: on lines of its own.
            inner = self.pieces(node.children, start, link)
            return [Run("\n", start), *inner, Run("\n", start)]
        style = STYLE_OF.get(tag)
        return self.pieces(node.children, styles(*start, style) if style else start, link)

    def _link(self, href: str | None) -> Link:
        if href is None:
            return None
        target = self.links.resolve(href, self.base)
        if isinstance(target, External):
            return target.href
        if isinstance(target, Internal):
            self.targets.add(target.path)
            page = self.page_id(target.path)
            if page is None:
                self.waiting.add(href)
            return page
        if not target.anchor and is_relative(href):
            self.waiting.add(href)
        self.notes[Note.ANCHOR if target.anchor else Note.DEAD_LINK] += 1
        return None

    def _picture(self, node: Node, start: Styles, link: Link) -> list[Run | Node]:
        src = node.attrs.get("src", "").strip()
        alt = " ".join(node.attrs.get("alt", "").split())
        if path := self.links.picture(src, self.base):
            return [Node("img", {"path": path, "alt": alt})]
        address = f"https:{src}" if src.startswith("//") else src
        if is_web(address):
            self.notes[Note.REMOTE_PICTURE] += 1
            words = _("Picture: %(name)s") % {"name": alt or _file_name(address)}
            return [Run(words, start, link or address), Run(" ", start)]
        self.notes[Note.BAD_PICTURE] += 1
        return [Run(alt, start, link)] if alt else []

    def _media(self, node: Node, start: Styles) -> list[Run | Node]:
        found: list[Run | Node] = []
        address = node.attrs.get("src", "").strip()
        address = f"https:{address}" if address.startswith("//") else address
        if is_web(address):
            self.notes[Note.EMBED] += 1
            host = urlsplit(address).netloc.removeprefix("www.")
            found += [Run(_("Embedded: %(host)s") % {"host": host}, start, address), Run(" ")]
        return found + self.pieces(node.children, start)

    def _below(self, node: Node, start: Styles, link: Link) -> list[Run | Node]:
        text = node.text()
        lowered = text.translate(_BELOW)
        if any(char == low for char, low in zip(text, lowered, strict=True)):
            self.notes[Note.SUBSCRIPT] += 1
            return self.pieces(node.children, start, link)
        return [Run(lowered, start, link)]


def _file_name(address: str) -> str:
    parts = urlsplit(address)
    return unquote(parts.path.rsplit("/", 1)[-1]) or parts.netloc


def _reread(nodes: Sequence[Node | str], start: Styles, link: Link) -> list[Run]:
    runs: list[Run] = []
    for node in nodes:
        if isinstance(node, str):
            runs.append(Run(node, start, link))
        elif node.tag == "br":
            runs.append(Run("\n", start, link))
        else:
            here = _href(node.attrs) if node.tag == "a" else link
            style = STYLE_OF.get(node.tag)
            runs += _reread(node.children, styles(*start, style) if style else start, here)
    return runs


def _href(attrs: Mapping[str, str]) -> Link:
    return int(attrs["id"]) if attrs.get("linktype") == "page" else attrs.get("href")
