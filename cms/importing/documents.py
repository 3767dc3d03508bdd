"""One source document as an asset's fields and blocks. Pure: what it links to is by path."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from pathlib import PurePosixPath

from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.assets.enums import AssetKind
from cms.importing import notes, wording
from cms.importing.conversion import Block, Converted, convert, heading_levels
from cms.importing.errors import DocumentRefused
from cms.importing.links import LinkMap
from cms.importing.mapping import KindMapping
from cms.importing.markup import Node, html_meta, html_tree, markdown_tree
from cms.importing.reading import Meta, SourceText
from cms.importing.texts import InlineReader

TITLE_LENGTH = 255
SUMMARY_LENGTH = 400
LONG_LENGTH = 600
LINE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Term:
    """An industry or topic by the name that it gets and the slug that it is found by."""

    slug: str
    name: str


@dataclass(slots=True)
class Document:
    """What an asset is made of. `fields` are those of its kind and may lack required ones."""

    path: str
    kind: str
    visibility: str
    title: str
    summary: str
    body: list[Block]
    fields: dict[str, str | date | None]
    industries: tuple[Term, ...]
    targets: frozenset[str]
    pictures: frozenset[str]
    # Addresses of the text that lead to no page yet.
    waiting: tuple[str, ...]
    notes: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def digest_of(source: SourceText, mapping: KindMapping) -> str:
    """Hash of all that an asset is made from: text, data and mapping."""
    meta = json.dumps(source.meta, sort_keys=True)
    parts = [FORMAT, mapping.digest, meta, str(source.is_html), source.text]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


# Raised when the conversion itself changes, so that a re-import takes up unchanged files.
FORMAT = "1"


def parse_document(
    source: SourceText,
    mapping: KindMapping,
    links: LinkMap,
    page_id: Callable[[str], int | None] = lambda path: None,
) -> Document:
    """Return the document with its links looked up. Raises DocumentRefused."""
    meta: Meta = {**html_meta(source.text), **source.meta} if source.is_html else source.meta
    reader = InlineReader(source.path, links, page_id)
    try:
        tree = html_tree(source.text) if source.is_html else markdown_tree(source.text)
        title, found = _titled(tree_title=mapping.value(meta, "title"), tree=tree, reader=reader)
    except RecursionError as error:
        raise DocumentRefused(_("Its elements are nested too deeply.")) from error
    title = title or _from_file_name(source.path)
    if not found.blocks and not mapping.value(meta, "summary"):
        raise DocumentRefused(_("It holds no text."))
    target = mapping.target(mapping.value(meta, "kind"))
    document = Document(
        path=source.path,
        kind=target.kind,
        visibility=target.visibility,
        title=wording.shortened(title, TITLE_LENGTH),
        summary=_summary(meta, mapping, found.blocks),
        body=found.blocks,
        fields=_fields_of_kind(target.kind, title, meta, mapping, found.blocks),
        industries=_terms(mapping.values(meta, "industries")),
        targets=frozenset(found.targets),
        pictures=frozenset(found.pictures),
        waiting=tuple(sorted(reader.waiting)[:200]),
        notes=[*source.notes, *notes.sentences(found.notes)],
    )
    if not target.known:
        document.notes.append(
            _("no line of the mapping names the kind “%(kind)s”: an internal article")
            % {"kind": mapping.value(meta, "kind")}
        )
    document.missing = [name for name in required(target.kind) if not _value(document, name)]
    return document


def required(kind: str) -> tuple[str, ...]:
    """Return the fields without which an asset of the kind cannot be published."""
    own = {
        AssetKind.CASE_STUDY.value: ("customer", "challenge", "solution"),
        AssetKind.COMPARISON.value: ("competitor",),
    }
    return ("summary", *own.get(kind, ()))


def _value(document: Document, name: str) -> object:
    return document.summary if name == "summary" else document.fields.get(name)


def _titled(tree_title: str, tree: Node, reader: InlineReader) -> tuple[str, Converted]:
    title = " ".join(unescape(tree_title).split())
    found = convert(tree, reader, title)
    if title:
        return title, found
    for place, block in enumerate(found.blocks):
        if block.type == "heading":
            title = block.value["text"]
            found.blocks = heading_levels([*found.blocks[:place], *found.blocks[place + 1 :]])
            break
    return title, found


def _from_file_name(path: str) -> str:
    pure = PurePosixPath(path)
    stem = pure.parent.name if pure.stem.lower() in {"index", "_index"} else pure.stem
    words = re.sub(r"[-_.\s]+", " ", stem or pure.stem).strip()
    return words[:1].upper() + words[1:] or pure.name


def _summary(meta: Meta, mapping: KindMapping, blocks: Sequence[Block]) -> str:
    if given := wording.plain_line(mapping.value(meta, "summary")):
        return wording.shortened(given, SUMMARY_LENGTH)
    texts = [wording.block_text(b) for b in blocks if b.type in {"paragraph", "quote", "list"}]
    for text in texts:
        if len(text.split()) >= 8:
            return wording.shortened(text, SUMMARY_LENGTH)
    return wording.shortened(" ".join(texts), SUMMARY_LENGTH)


def _fields_of_kind(
    kind: str, title: str, meta: Meta, mapping: KindMapping, blocks: Sequence[Block]
) -> dict[str, str | date | None]:
    if kind == AssetKind.CASE_STUDY:
        return _case_study(meta, mapping, blocks)
    if kind == AssetKind.COMPARISON:
        named = wording.plain_line(mapping.value(meta, "competitor"))
        return {"competitor": (named or wording.competitor(title))[:LINE_LENGTH].strip()}
    if kind == AssetKind.ARTICLE:
        return {"published_on": wording.day(mapping.value(meta, "date"))}
    return {}


def _case_study(
    meta: Meta, mapping: KindMapping, blocks: Sequence[Block]
) -> dict[str, str | date | None]:
    def line(name: str) -> str:
        return wording.shortened(wording.plain_line(mapping.value(meta, name)), LINE_LENGTH)

    def passage(name: str) -> str:
        return wording.shortened(wording.plain_line(mapping.value(meta, name)), LONG_LENGTH)

    story = wording.story(blocks)
    customer = wording.organisation(mapping.value(meta, "customer"))
    return {
        "customer": wording.shortened(customer, LINE_LENGTH),
        "customer_industry": line("industries"),
        "customer_size": line("customer_size"),
        "challenge": passage("challenge") or wording.shortened(story.challenge, LONG_LENGTH),
        "solution": passage("solution") or wording.shortened(story.solution, LONG_LENGTH),
    }


def _terms(values: Sequence[str]) -> tuple[Term, ...]:
    terms: dict[str, Term] = {}
    for value in values[:20]:
        name = wording.term(value)
        slug = slugify(name)[:80].strip("-")
        if slug:
            terms.setdefault(slug, Term(slug, name[:80].strip()))
    return tuple(sorted(terms.values(), key=lambda term: term.slug))
