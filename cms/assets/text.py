"""An asset's words, with facts at their live value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.facts.scope import fact_scope

if TYPE_CHECKING:
    from cms.assets.models import Asset


def asset_text(asset: Asset) -> str:
    """Return all words of body and slides, block after block."""
    parts: list[str] = []
    with fact_scope(asset.fact_ids):
        for stream in (asset.body, asset.slides):
            if stream:
                parts += stream.stream_block.get_searchable_content(stream)
    return "\n".join(part for part in parts if part)
