"""The demo's Markdown and slide fields as the raw values of Wagtail's blocks."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from wagtail.blocks import ListBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.facts.blocks import CopyBlock, FactChooserBlock
from cms.importing.conversion import convert
from cms.importing.links import LinkMap
from cms.importing.mapping import DECLARED
from cms.importing.markup import markdown_tree
from cms.importing.texts import InlineReader
from cms.slides.blocks import SlidesBlock
from pitch_builder.demo.assets import FACT_REFERENCE, DemoAsset, Slide
from pitch_builder.demo.loading.shelf import Shelf

NAMESPACE = uuid.UUID("6f1f5f0e-3b5c-4e8e-9a53-0f6a3f7d9c11")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_PICTURE = re.compile(r"\]\(picture:([a-z0-9-]+)\)")
_ASSET = re.compile(r"\]\(asset:([a-z0-9-]+)\)")


def block_id(*parts: object) -> str:
    """Return the same id for the same place in the demo's files, load after load."""
    return str(uuid.uuid5(NAMESPACE, "/".join(map(str, parts))))


class BlockWriter:
    """Writes what the files say with the ids of what was loaded."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._blocks = SlidesBlock().child_blocks

    # --- Texts ----------------------------------------------------------------------------
    def with_facts(self, html: str) -> str:
        """Return HTML in which each `{{fact:key}}` is the fact itself."""
        return FACT_REFERENCE.sub(lambda match: self._embed(match.group(1)), html)

    def with_figures(self, text: str) -> str:
        """Return plain text in which each `{{fact:key}}` is its value now."""
        return FACT_REFERENCE.sub(lambda m: self.shelf.facts[m.group(1)].current.display, text)

    def rich(self, text: str) -> str:
        """Return a slide's or summary's text, which knows bold and facts, as rich text."""
        html = _BOLD.sub(r"<b>\1</b>", escape(text.strip(), quote=False))
        return "".join(
            f'<p data-block-key="{block_id(part)[:5]}">{self.with_facts(part)}</p>'
            for part in html.split("\n\n")
        )

    def _embed(self, key: str) -> str:
        fact = self.shelf.facts[key]
        return f'<embed embedtype="fact" fallback="{escape(fact.fallback)}" id="{fact.pk}"/>'

    # --- Body -----------------------------------------------------------------------------
    def body(self, asset: DemoAsset, page_id: Callable[[str], int | None]) -> list[Any]:
        """Return the Markdown body as raw blocks; links go to the pages that exist by now."""
        text = _ASSET.sub(r"](\1.md)", asset.body)
        names = set(_PICTURE.findall(text))
        text = _PICTURE.sub(r"](pictures/\1.png)", text)
        links = LinkMap(
            {f"{other.slug}.md": {} for other in self.shelf.content.assets},
            {f"pictures/{name}.png" for name in names},
            DECLARED,
        )
        reader = InlineReader(
            f"{asset.slug}.md", links, lambda path: page_id(path.removesuffix(".md"))
        )
        converted = convert(markdown_tree(text), reader, asset.title)
        return [
            {
                "type": block.type,
                "value": self._body_value(block.type, block.value),
                "id": block_id(asset.slug, "body", number),
            }
            for number, block in enumerate(converted.blocks)
        ]

    def _body_value(self, block_type: str, value: Any) -> Any:
        if block_type == "image":
            name = value["image"].removeprefix("pictures/").removesuffix(".png")
            return {**value, "image": self.shelf.image(name, value.get("alt", "")).pk}
        if block_type == "heading":
            return {**value, "text": self.with_figures(value["text"])}
        return self._deep(value)

    def _deep(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.with_facts(value)
        if isinstance(value, Mapping):
            return {name: self._deep(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self._deep(item) for item in value]
        return value

    # --- Slides ---------------------------------------------------------------------------
    def slides(self, asset: DemoAsset) -> list[Any]:
        return [
            {
                "type": slide.type,
                "value": self.slide(slide, asset.slug),
                "id": self.slide_id(asset.slug, slide.label),
            }
            for slide in asset.slides
        ]

    def slide_id(self, slug: str, label: str) -> str:
        return block_id(slug, "slide", label)

    def slide(self, slide: Slide, place: str) -> Any:
        """Return the raw value of one slide, as its block stores it."""
        fields = {**slide.fields, "variant": slide.variant}
        return self._raw(self._blocks[slide.type], fields, f"{place}/{slide.label}")

    def _raw(self, block: Any, value: Any, place: str) -> Any:
        if isinstance(block, TypedTableBlock):
            return self._table(value)
        if isinstance(block, StructBlock):
            return self._struct(block, value or {}, place)
        if isinstance(block, ListBlock):
            return [
                {
                    "type": "item",
                    "value": self._raw(block.child_block, item, f"{place}/{number}"),
                    "id": block_id(place, number),
                }
                for number, item in enumerate(value or ())
            ]
        if isinstance(block, FactChooserBlock):
            return self.shelf.facts[value].pk if value else None
        if isinstance(block, ImageChooserBlock):
            return self.shelf.image(value).pk if value else None
        if isinstance(block, CopyBlock):
            return self.rich(value) if value else ""
        if value is None:
            return block.get_prep_value(block.get_default())
        return self.with_figures(value) if isinstance(value, str) else value

    def _struct(self, block: StructBlock, value: Mapping[str, Any], place: str) -> dict[str, Any]:
        if "table" in block.child_blocks:
            value = {**value, "table": value}
        return {
            name: self._raw(child, value.get(name), f"{place}/{name}")
            for name, child in block.child_blocks.items()
        }

    def _table(self, value: Mapping[str, Any]) -> dict[str, Any]:
        kinds = [column["kind"] for column in value["columns"]]
        return {
            "columns": [
                {"type": kind, "heading": column["heading"]}
                for kind, column in zip(kinds, value["columns"], strict=True)
            ],
            "rows": [{"values": [self._cell(cell) for cell in row]} for row in value["rows"]],
            "caption": "",
        }

    def _cell(self, cell: Any) -> Any:
        if isinstance(cell, Mapping):
            return self.shelf.facts[cell["fact"]].pk
        return self.with_figures(cell) if isinstance(cell, str) else cell
