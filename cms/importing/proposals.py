"""Draft slides from an asset's body: what stands there, in the layouts' limits. Pure.

A proposal never says what the body does not say. Text that a layout has no room for goes on
on the next slide or is named in `left_out`; a block that no layout takes is named as unused.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.importing.inline import Run, paragraph
from cms.importing.markup import Node, parse
from cms.importing.wording import plain

# Words a layout takes; the table of limits that the slides are drawn by.
TITLE, LEAD = 12, 14
# Characters of a title that leaves room for a lead.
COVER_SIZE = 44
STATEMENT_SIZE = 130
STATEMENT, QUOTE = 20, 22
POINT_HEADING, POINT_TEXT, POINT_ALONE, POINTS, POINTS_NUMBERED = 6, 16, 30, 6, 4
ICON_HEADING, ICON_TEXT = 3, 14
ROWS, COLUMNS = 10, 6
AGENDA, AGENDA_WORDS = 5, 4
CAPTION = 14

RawBlock = Mapping[str, Any]


@dataclass(slots=True)
class Proposal:
    """One draft slide: type and value as SlidesBlock stores them, and what is left out."""

    kind: str
    value: dict[str, Any]
    lines: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Hash of the slide, the same as long as the body says the same."""
        text = json.dumps([self.kind, self.value], sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


@dataclass(slots=True)
class Proposals:
    slides: list[Proposal] = field(default_factory=list)
    # Blocks that no slide takes, in words.
    unused: list[str] = field(default_factory=list)


def propose(title: str, summary: str, body: Sequence[RawBlock]) -> Proposals:
    """Return draft slides for an asset, in the order of its body."""
    found = Proposals()
    sections = list(_sections(title, body))
    found.slides.append(_cover(title, summary))
    names = [name for name, _blocks in sections if name != title]
    if len(names) >= 3:
        found.slides.append(_agenda(names))
    for name, blocks in sections:
        start = len(found.slides)
        prose = [plain(block["value"]) for block in blocks if block["type"] == "paragraph"]
        for block in blocks:
            _block(found, name, block)
        if len(found.slides) == start and prose:
            found.slides.append(_statement(name, prose))
        elif prose:
            words = sum(len(text.split()) for text in prose)
            found.unused.append(
                _("%(count)d words of prose under “%(name)s”") % {"count": words, "name": name}
            )
    return found


def _sections(title: str, body: Sequence[RawBlock]) -> Iterator[tuple[str, list[RawBlock]]]:
    name = title
    blocks: list[RawBlock] = []
    for block in body:
        if block["type"] == "heading":
            if blocks:
                yield name, blocks
            name, blocks = block["value"]["text"], []
        else:
            blocks.append(block)
    if blocks:
        yield name, blocks


def _block(found: Proposals, name: str, block: RawBlock) -> None:
    kind, value = block["type"], block["value"]
    if kind == "list":
        found.slides += _bullets(name, value)
    elif kind == "quote":
        found.slides.append(_quote(value))
    elif kind == "table":
        slides = list(_tables(name, value))
        found.slides += slides
        if not slides:
            found.unused.append(_("a table of one column under “%(name)s”") % {"name": name})
    elif kind == "image" and value.get("image"):
        found.slides.append(_picture(name, value))
    elif kind == "code":
        lines = value["code"].count("\n") + 1
        found.unused.append(
            ngettext(
                "%(count)d line of code under “%(name)s”",
                "%(count)d lines of code under “%(name)s”",
                lines,
            )
            % {"count": lines, "name": name}
        )


# --- Words --------------------------------------------------------------------------------
def fitted(text: str, most: int, left_out: list[str], what: str, size: int = 250) -> str:
    """Return at most `most` words: whole sentences where one ends in time; note the rest."""
    words = text.split()
    if len(words) <= most and len(text) <= size:
        return text
    cut = words[:most]
    for end in range(len(cut), max(most // 3, 1), -1):
        if cut[end - 1].endswith((".", "!", "?")) and len(" ".join(cut[:end])) <= size:
            cut = cut[:end]
            rest = words[end:]
            break
    else:
        while len(" ".join(cut)) > size - 1 and len(cut) > 1:
            cut.pop()
        rest = words[len(cut) :]
        cut = [*cut[:-1], cut[-1].rstrip(",;:–-")[: size - 1] + "…"]
    left_out.append(f"{what}: {' '.join(rest)}")
    return " ".join(cut)


def _rich(text: str) -> str:
    return paragraph([Run(text)], "slide")


def _numbered(name: str, number: int, total: int) -> str:
    return f"{name} ({number}/{total})" if total > 1 else name


# --- Slides -------------------------------------------------------------------------------
def _cover(title: str, summary: str) -> Proposal:
    left: list[str] = []
    shown = fitted(title, TITLE, left, _("Title"))
    if len(shown) > COVER_SIZE and summary:
        left.append(_("Lead: %(text)s") % {"text": summary})
        summary = ""
    value: dict[str, Any] = {
        "title": shown,
        "lead": fitted(summary, LEAD, left, _("Lead"), 200) if summary else "",
        "picture": None,
        "variant": "split",
    }
    return Proposal("title", value, [value["title"], value["lead"]], left)


def _agenda(names: Sequence[str]) -> Proposal:
    left: list[str] = []
    items: list[dict[str, Any]] = [
        {"heading": fitted(name, AGENDA_WORDS + 2, left, name, 32), "text": "", "minutes": None}
        for name in names[:AGENDA]
    ]
    left += [_("Point: %(name)s") % {"name": name} for name in names[AGENDA:]]
    value = {"title": _("What this is about"), "items": items, "when": ""}
    return Proposal("agenda", value, [item["heading"] for item in items], left)


def _statement(name: str, prose: Sequence[str]) -> Proposal:
    left: list[str] = []
    statement = fitted(prose[0], STATEMENT, left, name, STATEMENT_SIZE)
    left += [f"{name}: {text}" for text in prose[1:]]
    value = {
        "statement": _rich(statement),
        "emphasis": "",
        "source": "",
        "proofs": [],
        "variant": "dark",
    }
    return Proposal("statement", value, [statement], left)


def _bullets(name: str, html: str) -> Iterator[Proposal]:
    points = list(_points(parse(html)))
    pages = [points[start : start + POINTS] for start in range(0, len(points), POINTS)]
    for number, page in enumerate(pages, start=1):
        left: list[str] = []
        icons = len(page) > POINTS_NUMBERED
        items = [_point(text, lead, icons, left) for text, lead in page]
        title = fitted(_numbered(name, number, len(pages)), TITLE, left, _("Title"))
        value = {"title": title, "items": items, "variant": "icons" if icons else "numbers"}
        lines = [": ".join(filter(None, [item["heading"], plain(item["text"])])) for item in items]
        yield Proposal("bullets", value, [title, *lines], left)


def _points(node: Node) -> Iterator[tuple[str, str]]:
    """Yield an item's text and its bold lead; deeper items are part of the text."""
    for top in node.children:
        for item in top.children if isinstance(top, Node) else []:
            if isinstance(item, Node) and item.tag == "li":
                first = item.children[0] if item.children else None
                bold = isinstance(first, Node) and first.tag == "b"
                lead = " ".join(first.text().split()) if isinstance(first, Node) and bold else ""
                yield _line(item), lead


def _line(item: Node) -> str:
    parts: list[str] = []
    for child in item.children:
        if isinstance(child, Node) and child.tag in {"ul", "ol"}:
            parts.append("; ".join(_line(c) for c in child.children if isinstance(c, Node)))
        else:
            parts.append(child if isinstance(child, str) else child.text())
    return " ".join(" ".join(parts).split())


def _point(text: str, lead: str, icons: bool, left: list[str]) -> dict[str, Any]:
    most, room = (ICON_HEADING, ICON_TEXT) if icons else (POINT_HEADING, POINT_TEXT)
    if lead and len(lead.split()) <= most + 2:
        heading, rest = lead.rstrip(" :.–-"), text.removeprefix(lead).lstrip(" :.–-")
    else:
        heading, rest = _headed(text, most + 2)
    size = 75 if icons else 125
    if not heading:
        room, size = (ICON_TEXT + ICON_HEADING, 100) if icons else (POINT_ALONE, 175)
    rest = fitted(rest, room, left, heading or _("Point"), size) if rest else ""
    return {"heading": heading[:80], "text": _rich(rest) if rest else "", "icon": ""}


def _headed(text: str, most: int) -> tuple[str, str]:
    """Split a point where its first clause ends; one that has no such place has no heading."""
    if len(text.split()) <= most and len(text) <= 80:
        return text, ""
    clause = re.match(r"(.{3,70}?)(?:[.:;!?]|\s[–—-])\s+", text)
    if clause and len(clause.group(1).split()) <= most:
        return clause.group(1), text[clause.end() :]
    return "", text


def _quote(value: Mapping[str, Any]) -> Proposal:
    left: list[str] = []
    text = plain(value["quote"]).strip('“”"„‟ ')
    name, _comma, role = str(value.get("attribution") or "").partition(",")
    if not name.strip():
        statement = fitted(text, STATEMENT, left, _("Quote"), STATEMENT_SIZE)
        empty = {"emphasis": "", "source": "", "proofs": [], "variant": "dark"}
        return Proposal("statement", {"statement": _rich(statement), **empty}, [statement], left)
    quote = fitted(text, QUOTE, left, _("Quote"))
    slide = {
        "quote": _rich(quote),
        "name": fitted(name.strip(), 20, left, _("Name"), 80),
        "role": fitted(role.strip(), 20, left, _("Role"), 120) if role.strip() else "",
        "portrait": None,
        "variant": "dark",
    }
    return Proposal("quote", slide, [f"“{quote}”", f"{name.strip()}, {role.strip()}"], left)


def _tables(name: str, value: Mapping[str, Any]) -> Iterator[Proposal]:
    columns = value.get("columns") or []
    rows = value.get("rows") or []
    if len(columns) < 2 or not rows:
        return
    pages = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
    for number, page in enumerate(pages, start=1):
        left: list[str] = []
        if len(columns) > COLUMNS:
            names = ", ".join(column["heading"] or "–" for column in columns[COLUMNS:])
            left.append(_("Columns: %(names)s") % {"names": names})
        head = [dict(column) for column in columns[:COLUMNS]]
        cells = [
            {
                "values": [
                    plain(cell) if column["type"] == "text" and cell else cell
                    for column, cell in zip(head, row["values"], strict=False)
                ]
            }
            for row in page
        ]
        title = _numbered(value.get("caption") or name, number, len(pages))
        title = fitted(title, TITLE, left, _("Title"))
        table = {"columns": head, "rows": cells, "caption": ""}
        slide = {"title": title, "table": table, "total_row": False, "note": ""}
        lines = [" | ".join(str(cell or "") for cell in row["values"]) for row in cells[:3]]
        yield Proposal("table", slide, [title, *lines], left)


def _picture(name: str, value: Mapping[str, Any]) -> Proposal:
    left: list[str] = []
    caption = value.get("caption") or ""
    title = fitted(name, TITLE, left, _("Title"))
    slide = {
        "title": title,
        "image": value["image"],
        "alt": (value.get("alt") or caption or name)[:240],
        "caption": fitted(caption, CAPTION, left, _("Caption"), 160) if caption else "",
        "text": "",
        "figure": {"fact": None, "value": "", "unit": "", "label": ""},
        "variant": "inset",
    }
    return Proposal("picture", slide, [title, slide["alt"]], left)
