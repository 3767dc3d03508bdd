"""A clean tree of elements to the typed blocks of an asset's body. Pure.

Nothing is dropped in silence: what a block cannot hold is written in the nearest form that
it can, or counted in `notes`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cms.importing import inline, tables
from cms.importing.inline import BOLD, Run, Styles
from cms.importing.lists import ListWriter
from cms.importing.markup import Node
from cms.importing.notes import Note
from cms.importing.texts import STYLE_OF, InlineReader, is_block

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
HEADING_LENGTH = 250
_ALERT = re.compile(r"^\s*\[!(\w+)\]\s*")
_DASH = re.compile(r"^\s*[\u2012\u2013\u2014\u2015~-]{1,2}\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Block:
    """A body block in the JSON shape of its StreamField; a picture's `image` is a path."""

    type: str
    value: Any


@dataclass(slots=True)
class Converted:
    blocks: list[Block] = field(default_factory=list)
    notes: Counter[Note] = field(default_factory=Counter)
    # Paths of documents that are linked, and of pictures that are shown.
    targets: set[str] = field(default_factory=set)
    pictures: set[str] = field(default_factory=set)


def convert(tree: Node, reader: InlineReader, title: str = "") -> Converted:
    """Return the tree's blocks; a first heading that repeats the title is left to the title."""
    walk = _Walk(reader)
    walk.blocks_of(tree.children)
    blocks = heading_levels(_without_title(walk.blocks, title))
    return Converted(blocks, reader.notes, reader.targets, walk.pictures)


class _Walk:
    """Writes one block after another as the elements come."""

    def __init__(self, reader: InlineReader) -> None:
        self.reader = reader
        self.blocks: list[Block] = []
        self.pictures: set[str] = set()

    def add(self, kind: str, value: Any) -> None:
        self.blocks.append(Block(kind, value))

    # --- Order of elements ----------------------------------------------------------------
    def blocks_of(self, nodes: Sequence[Node | str]) -> None:
        """Write elements in order; texts and inline elements between blocks are paragraphs."""
        loose: list[Node | str] = []
        for node in nodes:
            if isinstance(node, Node) and is_block(node):
                self.paragraphs(loose)
                loose = []
                self.block(node)
            else:
                loose.append(node)
        self.paragraphs(loose)

    def block(self, node: Node) -> None:
        tag = node.tag
        if tag in HEADINGS:
            self.heading(node)
        elif tag in {"ul", "ol"}:
            self.list(node)
        elif tag == "table":
            self.table(node)
        elif tag == "pre":
            self.code(node)
        elif tag == "blockquote":
            self.quote(node)
        elif tag == "dl":
            self.definitions(node)
        elif tag in {"summary", "legend", "dt"}:
            self.paragraphs(node.children, (BOLD,))
        elif tag in {"p", "figcaption", "caption", "address"} and not _has_block(node):
            self.paragraphs(node.children)
        elif tag == "figure":
            self.figure(node)
        elif tag in STYLE_OF or tag == "a":
            self.blocks_of([_pushed_down(node, child) for child in node.children])
        elif tag != "hr":
            self.blocks_of(node.children)

    # --- Kinds of blocks ------------------------------------------------------------------
    def paragraphs(self, nodes: Sequence[Node | str], styles: Styles = ()) -> None:
        """Write inline content: a paragraph, more where two breaks follow, pictures between."""
        runs: list[Run] = []
        for piece in self.reader.pieces(nodes, styles):
            if isinstance(piece, Run):
                runs.append(piece)
            else:
                self.words(runs)
                runs = []
                self.picture(piece.attrs)
        self.words(runs)

    def words(self, runs: list[Run]) -> None:
        for part in split_at_breaks(runs):
            if inline.plain(part):
                self.add("paragraph", inline.paragraph(part, len(self.blocks)))

    def picture(self, attrs: dict[str, str], caption: str = "") -> None:
        self.pictures.add(attrs["path"])
        alt = " ".join(attrs.get("alt", "").split())
        if len(alt) > 300:
            self.reader.notes[Note.SHORTENED] += 1
        self.add("image", {"image": attrs["path"], "alt": alt[:300].strip(), "caption": caption})

    def heading(self, node: Node) -> None:
        pieces = self.reader.pieces(node.children)
        runs = [piece for piece in pieces if isinstance(piece, Run)]
        text = inline.plain(runs)
        if any(run.link is not None for run in runs):
            self.reader.notes[Note.HEADING_LINK] += 1
        if 0 < len(text) <= HEADING_LENGTH:
            self.add("heading", {"text": text, "level": node.tag})
        elif text:
            self.words([Run(run.text, (BOLD,), run.link) for run in runs])
        for piece in pieces:
            if not isinstance(piece, Run):
                self.picture(piece.attrs)

    def list(self, node: Node) -> None:
        for kind, value in ListWriter(self.reader).write(node, len(self.blocks)):
            if isinstance(value, Node):
                self.block(value)
            elif kind == "image":
                self.picture(value)
            else:
                self.add(kind, value)

    def table(self, node: Node) -> None:
        if tables.is_layout(node):
            for cell in tables.cells(node):
                self.blocks_of(cell.children)
            return
        pictures: list[dict[str, str]] = []
        value = tables.table(node, self.reader, pictures, seed=len(self.blocks))
        if value["columns"]:
            self.add("table", value)
        for attrs in pictures:
            self.picture(attrs)

    def code(self, node: Node) -> None:
        inner = node.find("code")
        classes = f"{node.attrs.get('class', '')} {inner.attrs.get('class', '') if inner else ''}"
        found = re.search(r"(?:language|lang|brush:?)[-\s]([\w+#.-]+)", classes)
        text = clean_code(node.text())
        if text:
            self.add("code", {"language": found.group(1)[:40] if found else "", "code": text})

    def quote(self, node: Node) -> None:
        """Write a quote; lists, headings and tables inside one stand between its parts."""
        children = [c for c in node.children if isinstance(c, Node) or c.strip()]
        first = children[0] if children else ""
        if found := _ALERT.match(first.text() if isinstance(first, Node) else first):
            self.alert(node, found.group(1))
            return
        parts: list[list[Run]] = []
        name = ""
        for group in _grouped(children):
            if isinstance(group, Node) and group.tag in {"footer", "cite"}:
                name = inline.plain(self.reader.runs(group.children))
            elif isinstance(group, Node) and _is_quotable(group):
                parts += split_at_breaks(self.reader.runs(group.children))
            elif isinstance(group, Node):
                self.quoted(parts, "")
                parts = []
                self.block(group)
            else:
                parts += split_at_breaks(self.reader.runs(group))
        self.quoted(parts, name)

    def quoted(self, parts: Sequence[Sequence[Run]], name: str) -> None:
        texts = [part for part in parts if inline.plain(part)]
        if not name and len(texts) > 1:
            last = inline.plain(texts[-1])
            if _DASH.match(last) and len(last) <= 200:
                name, texts = last, texts[:-1]
        name = _DASH.sub("", name)
        if len(name) > 200:
            texts, name = [*texts, [Run(name)]], ""
        if texts:
            seed = len(self.blocks)
            html = "".join(inline.paragraph(part, f"{seed}.{n}") for n, part in enumerate(texts))
            self.add("quote", {"quote": html, "attribution": name})

    def alert(self, node: Node, kind: str) -> None:
        """Write a note, tip or warning (`> [!NOTE]`) as paragraphs that say so."""
        start = len(self.blocks)
        self.blocks_of(node.children)
        label = [Run(f"{kind.capitalize()}:", (BOLD,)), Run(" ")]
        if len(self.blocks) > start and self.blocks[start].type == "paragraph":
            runs = self.reader.again(self.blocks[start].value)
            runs = _strip_alert(runs)
            self.blocks[start] = Block("paragraph", inline.paragraph([*label, *runs], start))

    def definitions(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, Node):
                self.block(child)

    def figure(self, node: Node) -> None:
        caption = node.find("figcaption")
        start = len(self.blocks)
        self.blocks_of([child for child in node.children if child is not caption])
        words = inline.plain(self.reader.runs(caption.children)) if caption else ""
        last = self.blocks[-1] if len(self.blocks) > start else None
        if last and words and last.type == "image" and len(words) <= 400:
            self.blocks[-1] = Block("image", {**last.value, "caption": words})
        elif last and words and last.type == "quote" and not last.value["attribution"]:
            self.blocks[-1] = Block("quote", {**last.value, "attribution": words[:200]})
        elif caption and words:
            self.paragraphs(caption.children)


# --- Small rules --------------------------------------------------------------------------
def clean_code(text: str) -> str:
    """Return code without empty lines at its ends; lines keep their indentation."""
    lines = [line.rstrip() for line in text.split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines)


def split_at_breaks(runs: Iterable[Run]) -> list[list[Run]]:
    """Split runs where two line breaks or more follow each other: a new paragraph."""
    parts: list[list[Run]] = [[]]
    breaks = 0
    for run in runs:
        for piece in re.split("(\n)", run.text):
            if piece == "\n":
                breaks += 1
                continue
            if not piece.strip(" \t"):
                if not breaks and piece:
                    parts[-1].append(Run(piece, run.styles, run.link))
                continue
            if breaks > 1 and parts[-1]:
                parts.append([])
            elif breaks and parts[-1]:
                parts[-1].append(Run("\n", run.styles, None))
            breaks = 0
            parts[-1].append(Run(piece, run.styles, run.link))
    return [part for part in parts if part]


_LAYERS = frozenset({"ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr"})


def _pushed_down(wrapper: Node, child: Node | str) -> Node:
    """Return a child of a link or style that spans blocks, with the wrapper inside it."""
    if isinstance(child, Node) and child.tag in _LAYERS:
        inner = [_pushed_down(wrapper, c) for c in child.children if isinstance(c, Node)]
        return Node(child.tag, child.attrs, [*inner])
    if isinstance(child, Node) and is_block(child):
        return Node(child.tag, child.attrs, [Node(wrapper.tag, wrapper.attrs, child.children)])
    return Node(wrapper.tag, wrapper.attrs, [child])


def _has_block(node: Node) -> bool:
    return any(isinstance(child, Node) and is_block(child) for child in node.children)


def _is_quotable(node: Node) -> bool:
    return node.tag in {"p", "div", "section", "figcaption", "address"} and not _has_block(node)


def _grouped(nodes: Sequence[Node | str]) -> list[Node | list[Node | str]]:
    groups: list[Node | list[Node | str]] = []
    for node in nodes:
        if isinstance(node, Node) and (is_block(node) or node.tag == "cite"):
            groups.append(node)
        elif groups and isinstance(groups[-1], list):
            groups[-1].append(node)
        else:
            groups.append([node])
    return groups


def _strip_alert(runs: list[Run]) -> list[Run]:
    for place, run in enumerate(runs):
        if run.text.strip():
            return [Run(_ALERT.sub("", run.text), run.styles, run.link), *runs[place + 1 :]]
    return runs


def _without_title(blocks: list[Block], title: str) -> list[Block]:
    for place, block in enumerate(blocks):
        if block.type == "heading":
            if same_words(block.value["text"], title):
                return blocks[:place] + blocks[place + 1 :]
            break
    return blocks


def same_words(left: str, right: str) -> bool:
    """Tell whether two titles say the same, whatever their marks and capitals."""
    return re.findall(r"\w+", left.casefold()) == re.findall(r"\w+", right.casefold())


def heading_levels(blocks: list[Block]) -> list[Block]:
    """Number the levels in use from h2 on, so that none is skipped; the deepest is h4."""
    used = sorted({block.value["level"] for block in blocks if block.type == "heading"})
    level = {tag: f"h{min(place + 2, 4)}" for place, tag in enumerate(used)}
    return [
        Block("heading", {**block.value, "level": level[block.value["level"]]})
        if block.type == "heading"
        else block
        for block in blocks
    ]


__all__ = ["Block", "Converted", "convert", "same_words"]
