"""Drafts without tags, as they stand after an import: one of them says what an asset says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cms.assets.kinds import Article
from cms.assets.models import Asset
from cms.assets.services import library, save_asset
from pitch_builder.demo.content import FOLDER
from pitch_builder.demo.loading.blocks import block_id
from pitch_builder.demo.loading.shelf import Shelf
from pitch_builder.demo.reading import read_front_matter, typeset

IMPORT_KEY = "demo-draft:"
_HEADING = re.compile(r"^## (.+)$")


def load_drafts(shelf: Shelf) -> None:
    """Write the drafts that are not there yet; nobody has published or tagged them."""
    for path in sorted((FOLDER / "drafts").glob("*.md")):
        if Asset.objects.filter(import_key=IMPORT_KEY + path.stem).exists():
            continue
        fields, body = read_front_matter(path)
        slug = fields.text("slug")
        draft = Article(
            title=typeset(fields.text("title")),
            slug=slug,
            summary=typeset(fields.text("summary")),
            owner=shelf.users.get(fields.text("owner")),
            import_key=IMPORT_KEY + path.stem,
        )
        fields.done()
        raw = [
            {**block, "id": block_id(slug, "body", number)}
            for number, block in enumerate(_blocks(body))
        ]
        field: Any = Article._meta.get_field("body")
        draft.body = field.stream_block.to_python(raw)
        save_asset(draft, parent=library())
        shelf.made += 1


def _blocks(body: str) -> Iterator[dict[str, Any]]:
    for part in re.split(r"\n\s*\n", body.strip()):
        text = " ".join(part.split())
        if heading := _HEADING.match(text):
            yield {"type": "heading", "value": {"text": heading[1], "level": "h2"}}
        else:
            text = text.replace("&", "&amp;").replace("<", "&lt;")
            text = re.sub(r"`([^`]+)`", r"\1", text)
            text = re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", text)
            yield {"type": "paragraph", "value": f"<p>{text}</p>"}
