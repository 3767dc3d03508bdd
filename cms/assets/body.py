"""The blocks of an asset's web body. Imported documents and written ones use the same."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.facts.blocks import CopyBlock, FactChooserBlock
from cms.facts.numbers import FloatBlock

INLINE = [
    "bold",
    "italic",
    "link",
    "document-link",
    "code",
    "superscript",
    "strikethrough",
    "fact",
]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Heading"), max_length=250)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("h2", _("Section")), ("h3", _("Part")), ("h4", _("Small part"))],
        default="h2",
        search_index=False,
    )

    class Meta:
        icon = "title"
        template = "cms/body/heading.html"
        label_format = "{text}"


class QuoteBlock(blocks.StructBlock):
    quote = CopyBlock(label=_("Quote"), features=INLINE)
    attribution = blocks.CharBlock(label=_("Who said it"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        template = "cms/body/quote.html"
        label_format = "{attribution}"


class CodeTextBlock(blocks.TextBlock):
    """Text whose indentation counts; browsers send line ends of their own, which it undoes."""

    @cached_property
    def field(self) -> forms.CharField:
        field = super().field
        field.strip = False
        return field

    def value_from_form(self, value: Any) -> str:
        return str(super().value_from_form(value)).replace("\r\n", "\n").replace("\r", "\n")

    class Meta:
        icon = "code"


class CodeBlock(blocks.StructBlock):
    language = blocks.CharBlock(label=_("Language"), required=False, max_length=40)
    code = CodeTextBlock(label=_("Code"))

    class Meta:
        icon = "code"
        template = "cms/body/code.html"
        label_format = "{language}"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("What it shows"),
        required=False,
        max_length=300,
        help_text=_("Read aloud instead of the picture. Empty only for decoration."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=400)

    class Meta:
        icon = "image"
        template = "cms/body/picture.html"
        label_format = "{caption}"


class CellBlock(CopyBlock):
    """A table cell: a line of rich text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": INLINE, "required": False, **kwargs})


def body_table() -> TypedTableBlock:
    """Return the table block: columns of text, of numbers, or of facts."""
    return TypedTableBlock(
        [
            ("text", CellBlock(label=_("Text"))),
            ("number", FloatBlock(label=_("Number"), required=False)),
            ("fact", FactChooserBlock()),
        ],
        label=_("Table"),
        icon="table",
        template="cms/body/table.html",
    )


class BodyBlock(blocks.StreamBlock):
    """Everything that stands between an asset's summary and its end."""

    paragraph = CopyBlock(
        label=_("Paragraph"), features=INLINE, template="cms/body/paragraph.html"
    )
    heading = HeadingBlock(label=_("Heading"))
    list = CopyBlock(
        label=_("List"),
        icon="list-ul",
        features=["ul", "ol", *INLINE],
        template="cms/body/list.html",
    )
    table = body_table()
    quote = QuoteBlock(label=_("Quote"))
    image = PictureBlock(label=_("Picture"))
    code = CodeBlock(label=_("Code"))

    class Meta:
        required = False
