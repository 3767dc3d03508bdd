"""An asset's words, with facts at their live value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.facts.scope import fact_scope

if TYPE_CHECKING:
    from cms.assets.models import Asset


def asset_text(asset: Asset) -> str:
    """Return all words of body and slides, block after block."""
    with fact_scope(asset.fact_ids):
        return "\n".join(
            words
            for stream in (asset.body, asset.slides)
            for child in (stream or ())
            for words in words_of(child)
        )


def words_of(child: Any) -> list[str]:
    """Return the texts of one StreamField block; open a fact scope round many of them."""
    texts = child.block.get_searchable_content(child.value)
    # Wagtail writes a missing value as the word None.
    return [text for text in map(str.strip, texts) if text and text != "None"]
