"""The editor's form as a browser posts it."""

from __future__ import annotations

import json
from typing import Any

from pitch_builder.decks.models import DeckSlide


def quote_form(quote: str, name: str = "Rosa Okafor", **fields: object) -> dict[str, str]:
    """A quote, as yet without what is left empty."""
    blocks = [
        {
            "key": "a1b2c", "type": "unstyled", "depth": 0, "text": quote,
            "inlineStyleRanges": [], "entityRanges": [],
        }
    ]  # fmt: skip
    return {
        "own-count": "1",
        "own-0-deleted": "",
        "own-0-order": "0",
        "own-0-type": "quote",
        "own-0-id": "",
        "own-0-value-quote": json.dumps({"blocks": blocks, "entityMap": {}}),
        "own-0-value-name": name,
        "own-0-value-role": "Head of Quality",
        "own-0-value-portrait": "",
        "own-0-value-variant": "dark",
        "number": "2",
        **{key: str(value) for key, value in fields.items()},
    }


def bullets_form(*points: tuple[str, str], title: str = "Three things change") -> dict[str, str]:
    """Bullets with these headings and texts."""
    form = {
        "own-count": "1", "own-0-deleted": "", "own-0-order": "0", "own-0-type": "bullets",
        "own-0-id": "", "own-0-value-title": title, "own-0-value-variant": "numbers",
        "own-0-value-items-count": str(len(points)), "number": "2",
    }  # fmt: skip
    for place, (heading, text) in enumerate(points):
        part = f"own-0-value-items-{place}"
        blocks = [{"key": "a", "type": "unstyled", "depth": 0, "text": text,
                   "inlineStyleRanges": [], "entityRanges": []}]  # fmt: skip
        form |= {
            f"{part}-deleted": "",
            f"{part}-order": str(place),
            f"{part}-type": "item",
            f"{part}-id": "",
            f"{part}-value-heading": heading,
            f"{part}-value-text": json.dumps(
                {"blocks": blocks, "entityMap": {}} if text else None
            ),
            f"{part}-value-icon": "",
        }
    return form


def stream(quote: str) -> Any:
    """The StreamField value that a valid form with this quote gives."""
    raw = {"quote": f"<p>{quote}</p>", "name": "Me", "role": "", "portrait": None}
    block = DeckSlide._meta.get_field("own").stream_block
    return block.to_python([{"type": "quote", "value": {**raw, "variant": "dark"}, "id": "q"}])
