"""Lists of a document to the body's list block. Pure.

An item of the editor is a line of text with, at most, lists below it. Lines of a longer item
are joined by breaks. A list has one type at all its levels: after a level of another type the
editor starts a new list, with new numbers. So bullets below numbers are numbered, and numbers
below bullets are written out. What an item cannot hold (a table, a picture, code of several lines)
follows the part of the list that leads up to it; a numbered list stays whole, so that its
numbers stay right, and what it cannot hold follows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cms.importing import inline
from cms.importing.inline import BOLD, CODE, Run, Styles
from cms.importing.markup import Node
from cms.importing.notes import Note
from cms.importing.texts import InlineReader

DEEPEST = 4
LARGE = frozenset({"table", "figure"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

# What stands in the place of a list: ("list", html), ("paragraph", html), ("image", attrs),
# or an element that needs a block of its own.
Part = tuple[str, Any]


class ListWriter:
    def __init__(self, reader: InlineReader) -> None:
        self.reader = reader
        self.after: list[Part] = []

    def write(self, node: Node, seed: object) -> Iterator[Part]:
        """Yield a list's parts in order."""
        if _start(node) > 1:
            yield from self._numbered_paragraphs(node, seed)
            return
        items = _items(node)
        html = ""
        for place, item in enumerate(items):
            html += self._item(item, 0, f"{seed}.{place}", tag=node.tag)
            if self.after and (node.tag == "ul" or place == len(items) - 1):
                yield from self._flush(node.tag, html)
                html = ""
        yield from self._flush(node.tag, html)

    def _flush(self, tag: str, html: str) -> Iterator[Part]:
        if html:
            yield "list", f"<{tag}>{html}</{tag}>"
        after, self.after = self.after, []
        yield from after

    def _numbered_paragraphs(self, node: Node, seed: object) -> Iterator[Part]:
        """A list that goes on with a later number: the editor's lists all start with 1."""
        for place, item in enumerate(_items(node)):
            number = _start(node) + place
            runs, below = self._content(item, whole=True)
            line = inline.paragraph([Run(f"{number}. "), *runs], f"{seed}.{place}")
            yield "paragraph", line
            for child in below:
                yield from ListWriter(self.reader).write(child, f"{seed}.{place}.0")
            yield from self._flush("ul", "")

    def _item(self, item: Node, depth: int, seed: str, *, tag: str, number: str = "") -> str:
        """Return an item with the lists below it; an empty item passes on its lists."""
        runs, below = self._content(item, whole=tag == "ol")
        inner = inline.write([Run(number), *runs] if inline.plain(runs) else [])
        # Without a text of its own, or too deep: the items below stand on this level.
        deeper = bool(inner) and depth < DEEPEST
        if below and inner and not deeper:
            self.reader.notes[Note.DEEP_LIST] += 1
        nested = "".join(
            self._item(
                child,
                depth + deeper,
                f"{seed}.{place}.{line}",
                tag=tag,
                number=f"{_start(inside) + line}. " if inside.tag == "ol" and tag == "ul" else "",
            )
            for place, inside in enumerate(below)
            for line, child in enumerate(_items(inside))
        )
        self.reader.notes[Note.MIXED_LIST] += sum(inside.tag != tag for inside in below)
        if not inner:
            return nested
        if deeper and nested:
            return self._line(inner, seed, f"<{tag}>{nested}</{tag}>")
        return self._line(inner, seed) + nested

    def _line(self, inner: str, seed: str, nested: str = "") -> str:
        return f'<li data-block-key="{inline.key_for(seed, inner)}">{inner}{nested}</li>'

    def _content(self, item: Node, *, whole: bool) -> tuple[list[Run], list[Node]]:
        """Return an item's text as lines, and the lists in it; set apart what is neither."""
        runs: list[Run] = []
        below: list[Node] = []
        self._collect(item, runs, below, (), whole=whole)
        return runs, below

    def _collect(
        self, node: Node, runs: list[Run], below: list[Node], styles: Styles, *, whole: bool
    ) -> None:
        for child in node.children:
            if isinstance(child, str):
                self._pieces([child], runs, styles)
            elif child.tag in {"ul", "ol"}:
                below.append(child)
            elif child.tag in LARGE or (child.tag == "pre" and not whole and _is_long(child)):
                self.after.append(("", child))
            elif child.tag == "pre":
                runs += [Run("\n"), *_code_lines(child), Run("\n")]
            elif child.tag in {"p", "div", "blockquote", "section", "details", "center", "dd"}:
                runs.append(Run("\n"))
                self._collect(child, runs, below, styles, whole=whole)
                runs.append(Run("\n"))
            elif child.tag in HEADINGS or child.tag in {"dt", "summary"}:
                runs.append(Run("\n"))
                self._collect(child, runs, below, (BOLD,), whole=whole)
                runs.append(Run("\n"))
            elif child.find("ul", "ol") is not None:
                self._collect(child, runs, below, styles, whole=whole)
            else:
                self._pieces([child], runs, styles)

    def _pieces(self, nodes: list[Node | str], runs: list[Run], styles: Styles) -> None:
        for piece in self.reader.pieces(nodes, styles):
            if isinstance(piece, Run):
                runs.append(piece)
            else:
                self.after.append(("image", piece.attrs))


def _items(node: Node) -> list[Node]:
    """Return a list's items; lists and texts that stand between them count as items."""
    items: list[Node] = []
    for child in node.children:
        if isinstance(child, str):
            if child.strip():
                items.append(Node("li", {}, [child]))
        elif child.tag == "li":
            items.append(child)
        elif child.tag in {"ul", "ol"} and items:
            items[-1] = Node("li", {}, [*items[-1].children, child])
        else:
            items.append(Node("li", {}, [child]))
    return items


def _start(node: Node) -> int:
    value = node.attrs.get("start", "1")
    return int(value) if node.tag == "ol" and value.isascii() and value.isdecimal() else 1


def _is_long(node: Node) -> bool:
    return "\n" in node.text().strip()


def _code_lines(node: Node) -> Iterator[Run]:
    for number, line in enumerate(node.text().strip("\n").split("\n")):
        if number:
            yield Run("\n", (CODE,))
        words = line.expandtabs(4).rstrip()
        indent = len(words) - len(words.lstrip())
        yield Run("\u00a0" * indent + words.lstrip(), (CODE,))
