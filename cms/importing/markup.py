"""Markdown and HTML to a clean tree of elements. Pure.

Everything passes nh3: scripts, styles, handlers, forms' fields and links other than to the
web, mail, telephone or another document are gone before anything else looks at the text.
Frames, films and sounds keep their address only, so that a link can stand in their place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from html.parser import HTMLParser

import nh3
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from cms.importing.errors import DocumentRefused
from cms.importing.reading import Meta

DEPTH = 120

STRUCTURE = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "label", "legend", "li", "main", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
INLINE = {
    "a", "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr",
}  # fmt: skip
MEDIA = {"audio", "embed", "iframe", "source", "video"}
DROPPED = {
    "button", "canvas", "head", "input", "math", "noscript", "object", "option", "script",
    "select", "style", "svg", "template", "textarea", "title",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "code": {"class"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "pre": {"class"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    **{tag: {"src"} for tag in MEDIA},
}
VOID = frozenset({"br", "embed", "hr", "img", "source", "wbr"})
SCHEMES = {"http", "https", "mailto", "tel"}

# Code points that no text needs and that editors, PDF fonts or XML refuse.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufffe\uffff]")


@dataclass(slots=True)
class Node:
    """An element. Children are elements and texts."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def text(self) -> str:
        """All text inside, as it stands."""
        return "".join(
            child if isinstance(child, str) else "\n" if child.tag == "br" else child.text()
            for child in self.children
        )

    def find(self, *tags: str) -> Node | None:
        """Return the first element of one of these tags, in document order."""
        for child in self.children:
            if isinstance(child, Node):
                if child.tag in tags:
                    return child
                if found := child.find(*tags):
                    return found
        return None


@cache
def _markdown() -> MarkdownIt:
    return (
        MarkdownIt("commonmark", {"html": True})
        .enable(["table", "strikethrough"])
        .use(footnote_plugin)
        .use(deflist_plugin)
        .use(gfm_autolink_plugin)
    )


def markdown_tree(text: str) -> Node:
    """Return Markdown (CommonMark, tables, footnotes, definitions, raw HTML) as a tree."""
    return parse(sanitise(_markdown().render(_CONTROL.sub("", text))))


def html_tree(text: str) -> Node:
    """Return what an HTML page says: its main part, without navigation and footer."""
    tree = parse(sanitise(_CONTROL.sub("", text)))
    main = tree.find("main")
    if main is None:
        articles = [node for node in _descend(tree) if node.tag == "article"]
        main = articles[0] if len(articles) == 1 else None
    if main is not None:
        return main
    return _without(tree, {"nav", "footer", "aside"})


_TITLE = re.compile(r"<title[^>]*>(.*?)</title\s*>", re.I | re.S)
_META = re.compile(r"<meta\s[^>]*>", re.I)
_PAIR = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_META_NAMES = {
    "description": "description",
    "og:description": "description",
    "date": "date",
    "article:published_time": "date",
    "kind": "kind",
}


def html_meta(text: str) -> Meta:
    """Return title, description, date and kind that an HTML page's head states."""
    head = text[: 64 * 1024]
    meta: Meta = {}
    if found := _TITLE.search(head):
        meta["title"] = unescape(found.group(1)).strip()
    for tag in _META.findall(head):
        pairs = {name.lower(): unescape(a or b) for name, a, b in _PAIR.findall(tag)}
        name = _META_NAMES.get((pairs.get("name") or pairs.get("property") or "").lower())
        if name and pairs.get("content"):
            meta.setdefault(name, pairs["content"].strip())
    return meta


def sanitise(html: str) -> str:
    """Return the HTML with nothing in it that could run, load or ask for anything."""
    return nh3.clean(
        html,
        tags=STRUCTURE | INLINE | MEDIA,
        clean_content_tags=DROPPED,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("body")
        self.stack = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].children.append(node)
        if tag in VOID:
            return
        if len(self.stack) > DEPTH:
            raise DocumentRefused(_("Its elements are nested too deeply."))
        self.stack.append(node)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.stack) - 1, 0, -1):
            if self.stack[place].tag == tag:
                del self.stack[place:]
                return

    def handle_data(self, data: str) -> None:
        children = self.stack[-1].children
        if children and isinstance(children[-1], str):
            children[-1] += data
        else:
            children.append(data)


def parse(html: str) -> Node:
    """Return sanitised HTML as a tree. Raises DocumentRefused where it is nested absurdly."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


def _descend(node: Node) -> list[Node]:
    found = [node]
    for child in node.children:
        if isinstance(child, Node):
            found += _descend(child)
    return found


def _without(node: Node, tags: set[str]) -> Node:
    node.children = [
        child if isinstance(child, str) else _without(child, tags)
        for child in node.children
        if isinstance(child, str) or child.tag not in tags
    ]
    return node
