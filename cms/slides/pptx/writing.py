"""Shapes to a PowerPoint file: editable text, native tables and charts, notes, the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import segno
from django.utils.translation import gettext as _
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml

from cms.brand.themes import Theme
from cms.slides.errors import PictureUnavailable
from cms.slides.fetching import Refused, media_name, read_media
from cms.slides.pptx.charts import add_chart
from cms.slides.pptx.drawing import (
    area_shape,
    drawing_shape,
    line_shape,
    outline_shape,
    picture_shape,
    pixel_size,
    raster,
    svg_text,
)
from cms.slides.pptx.masters import new_presentation
from cms.slides.pptx.packing import repacked
from cms.slides.pptx.shapes import (
    QR,
    Area,
    ChartShape,
    Drawing,
    Line,
    Outline,
    Picture,
    SlideShapes,
    TableShape,
    Text,
)
from cms.slides.pptx.tables import table_shape
from cms.slides.pptx.xml import Ink, text_shape
from cms.slides.printing import Metadata

Read = Callable[[str], bytes]
Progress = Callable[[int, int, str], None]


def write_pptx(
    slides: Sequence[SlideShapes],
    theme: Theme,
    metadata: Metadata,
    *,
    read: Read = read_media,
    progress: Progress | None = None,
) -> bytes:
    """A presentation of slides. `read` opens `media:` names.

    Raises PictureUnavailable naming the slide, ValueError without slides.
    """
    if not slides:
        raise ValueError("A presentation needs at least one slide.")
    deck, layouts = new_presentation(theme)
    for number, slide in enumerate(slides, 1):
        if progress:
            progress(number - 1, len(slides), "")
        page = deck.slides.add_slide(layouts[slide.ground])
        _Page(page, Ink(theme, slide.language), number, read).fill(slide)
    _describe(deck.core_properties, metadata)
    packed = io.BytesIO()
    deck.save(packed)
    if progress:
        progress(len(slides), len(slides), "")
    return repacked(packed.getvalue(), metadata.created)


def _describe(properties: Any, metadata: Metadata) -> None:
    properties.title = metadata.title
    properties.author = metadata.author
    properties.last_modified_by = metadata.author
    properties.comments = metadata.description
    properties.keywords = ", ".join(metadata.keywords)
    properties.language = metadata.language
    properties.revision = 1
    properties.created = properties.modified = metadata.created.replace(tzinfo=None)


@dataclass(slots=True)
class _Page:
    """One slide of the presentation while its shapes are put on it, in their order."""

    page: Any
    ink: Ink
    number: int
    read: Read
    links: dict[str, str] = field(default_factory=dict)

    def fill(self, slide: SlideShapes) -> None:
        tree = self.page.shapes._spTree
        for empty in list(self.page.placeholders):
            tree.remove(empty._element)
        for shape in slide.shapes:
            if isinstance(shape, ChartShape):
                add_chart(self.page.shapes, shape, self.ink)
            else:
                tree.append(parse_xml(self._written(shape, len(tree))))
        if slide.notes:
            self.page.notes_slide.notes_text_frame.text = slide.notes

    def _written(self, shape: Any, number: int) -> str:
        match shape:
            case Text():
                return text_shape(shape, number, self.ink, self.relate)
            case TableShape():
                return table_shape(shape, number, self.ink, self.relate)
            case Area():
                return area_shape(shape, number, self.ink)
            case Line():
                return line_shape(shape, number, self.ink)
            case Outline():
                return outline_shape(shape, number, self.ink)
            case Drawing():
                return drawing_shape(shape, number, self.ink)
            case Picture():
                return self._picture(shape, number)
        raise TypeError(f"No such shape: {shape!r}")

    def relate(self, address: str) -> str:
        """The id of a link, the same for the same address."""
        if address not in self.links:
            part = self.page.part
            self.links[address] = part.relate_to(address, RT.HYPERLINK, is_external=True)
        return self.links[address]

    def _picture(self, picture: Picture, number: int) -> str:
        content = self._content(picture)
        _part, relation = self.page.part.get_or_add_image_part(io.BytesIO(content))
        link = self.relate(picture.link) if picture.link else ""
        return picture_shape(picture, number, relation, pixel_size(content), link)

    def _content(self, picture: Picture) -> bytes:
        """The file of a picture; drawings as PNG."""
        if picture.source.startswith(QR):
            return qr_png(picture.source[len(QR) :], self.ink.theme.colours.ink)
        if svg := svg_text(picture.source):
            return raster(svg, picture.box)
        name = media_name(picture.source)
        try:
            if name is None:
                raise Refused(picture.source, _("Only the site's own files may stand on slides"))
            return self.read(name)
        except OSError as error:
            words = _("The file cannot be read: %(name)s") % {"name": name}
            raise PictureUnavailable(self.number, words) from error
        except Refused as error:
            raise PictureUnavailable(self.number, str(error)) from error


def qr_png(address: str, ink: str) -> bytes:
    """A QR code as on paper: error level M, a quiet zone of four modules."""
    drawn = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawn, kind="png", scale=12, border=4, dark=ink, light="#ffffff")
    return drawn.getvalue()
