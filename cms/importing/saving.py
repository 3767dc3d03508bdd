"""Documents to assets: new ones, and changes to those that an earlier import made.

Each field of an asset goes by itself. Where only the document changed, the new value is
taken; where only Tandem's value changed, that one stays; where both did, Tandem's stays and
the report says so. What was written last is known by its hash (ImportedAsset.written).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from wagtail.blocks import StreamValue

from cms.assets.kinds import ASSET_TYPES
from cms.assets.models import Asset, reading_minutes
from cms.importing.conversion import Block
from cms.importing.documents import Document, Term
from cms.importing.inline import Run, paragraph
from cms.importing.matching import Content, match_blocks
from cms.importing.wording import plain
from cms.taxonomy.models import Industry

# Fields of rich text, which may carry facts.
RICH = frozenset({"summary", "challenge", "solution"})

RawBlock = dict[str, Any]
Values = dict[str, Any]

_KEYS = re.compile(r' data-block-key="[^"]*"')


@dataclass(slots=True)
class Merge:
    """What a document changes in an asset: values to take, and fields that both changed."""

    taken: Values = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)


def values_of(document: Document, images: Mapping[str, int]) -> Values:
    """Return a document as values by field of its asset; blocks have no ids yet."""
    values: Values = {
        "title": document.title,
        "summary": document.summary,
        "visibility": document.visibility,
        "body": [_raw(block, images) for block in document.body if _is_there(block, images)],
        "industries": document.industries,
        **document.fields,
    }
    return {
        name: paragraph([Run(value)], name) if name in RICH and value else value
        for name, value in values.items()
    }


def _is_there(block: Block, images: Mapping[str, int]) -> bool:
    return block.type != "image" or block.value["image"] in images


def _raw(block: Block, images: Mapping[str, int]) -> RawBlock:
    value = block.value
    if block.type == "image":
        value = {**value, "image": images[value["image"]]}
    return {"type": block.type, "value": value}


# --- Comparing ----------------------------------------------------------------------------
def digests(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the hash of each value, the same for a document's and for an asset's."""
    return {name: _digest(name, value) for name, value in values.items()}


def _digest(name: str, value: Any) -> str:
    if name == "body":
        value = [_content(block) for block in value]
    elif name == "industries":
        value = sorted(term.slug for term in value)
    elif isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, str):
        value = _KEYS.sub("", value)
    text = json.dumps(value or "", sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def _content(block: RawBlock) -> Content:
    """A block as it reads; the editor's keys and the block's id are no part of that."""
    text = json.dumps(block["value"], sort_keys=True, ensure_ascii=False)
    return block["type"], _KEYS.sub("", text.replace('\\"', '"'))


def values_now(asset: Asset, names: Sequence[str]) -> Values:
    """Return what an asset holds in these fields; give its latest revision's object."""
    values: Values = {name: getattr(asset, name) for name in names}
    if "body" in values:
        values["body"] = asset.body.get_prep_value()
    if "industries" in values:
        values["industries"] = list(asset.industries.all())
    return values


def merge(asset: Asset, new: Values, written: Mapping[str, str]) -> Merge:
    """Compare three versions of each field: last import's, Tandem's and the document's."""
    result = Merge(written=dict(written))
    now, then = digests(values_now(asset, list(new))), digests(new)
    for name in new:
        before = written.get(name)
        if then[name] == now[name]:
            result.written[name] = then[name]
        elif now[name] == before:
            result.taken[name] = new[name]
            result.written[name] = then[name]
        elif then[name] != before:
            result.conflicts.append(name)
    return result


# --- Writing ------------------------------------------------------------------------------
def new_asset(document: Document, values: Values) -> Asset:
    """Return an unsaved asset of the document's kind, with all its values."""
    asset = ASSET_TYPES[document.kind]()
    take(asset, values)
    return asset


def take(asset: Asset, values: Values) -> None:
    """Put values into an asset in memory; blocks keep the ids of those they go on from."""
    for name, value in values.items():
        if name == "body":
            asset.body = _stream(asset, _with_ids(_raw_body(asset), value))
        elif name == "industries":
            asset.industries = _industries(value)
        else:
            setattr(asset, name, value)
    asset.kind = asset.KIND
    if "body" in values:
        asset.minutes = reading_minutes(_words(values["body"]))


def _raw_body(asset: Asset) -> list[RawBlock]:
    return asset.body.get_prep_value() if asset.body else []


def _stream(asset: Asset, blocks: list[RawBlock]) -> StreamValue:
    # Lazy: what is written is what was converted, without a detour over block values.
    return StreamValue(asset.body.stream_block, blocks, is_lazy=True)


def _with_ids(old: Sequence[RawBlock], new: Sequence[RawBlock]) -> list[RawBlock]:
    pairs = match_blocks([_content(block) for block in old], [_content(block) for block in new])
    ids = {there: old[here]["id"] for there, here in pairs.items() if old[here].get("id")}
    return [{**block, "id": ids.get(place) or str(uuid4())} for place, block in enumerate(new)]


def _industries(terms: Sequence[Term | Industry]) -> list[Industry]:
    known = {term.slug: term for term in Industry.objects.filter(slug__in=[t.slug for t in terms])}
    found = []
    for term in terms:
        industry = known.get(term.slug) or Industry.objects.filter(name__iexact=term.name).first()
        found.append(industry or Industry.objects.create(slug=term.slug, name=term.name))
    return found


def _words(blocks: Sequence[RawBlock]) -> str:
    return plain(" ".join(_texts([block["value"] for block in blocks])))


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []
