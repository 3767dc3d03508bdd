"""Shapes without words: grounds, lines, outlines, icons and pictures as DrawingML."""

from __future__ import annotations

import io
from dataclasses import replace
from urllib.parse import unquote

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from PIL import Image

from cms.slides.pptx.shapes import LEFT, Area, Box, Drawing, Line, Outline, Picture
from cms.slides.pptx.xml import (
    ELLIPSE,
    NAMESPACES,
    RECTANGLE,
    Ink,
    frame,
    identity,
    rounded,
    shape_of,
)

EMPTY = (
    '<p:txBody><a:bodyPr rtlCol="0"/><a:lstStyle/><a:p><a:endParaRPr lang="en-GB"/></a:p>'
    "</p:txBody>"
)
PNG_PER_MM = 12  # 300 dpi


def _sp(number: int, name: str, body: str) -> str:
    return (
        f"<p:sp {NAMESPACES}><p:nvSpPr>{identity(number, name, plain=True)}<p:cNvSpPr/><p:nvPr/>"
        f"</p:nvSpPr>{body}{EMPTY}</p:sp>"
    )


def area_shape(area: Area, number: int, ink: Ink) -> str:
    geometry = ELLIPSE if area.is_round else rounded(area.box, area.radius)
    return _sp(number, area.name, shape_of(area.box, geometry, ink.fill(area.colour)))


def outline_shape(outline: Outline, number: int, ink: Ink) -> str:
    half, box = outline.thickness / 2, outline.box
    inner = Box(box.left + half, box.top + half, box.width - 2 * half, box.height - 2 * half)
    line = ink.stroke(outline.colour, outline.thickness)
    return _sp(number, outline.name, shape_of(inner, RECTANGLE, "<a:noFill/>", line))


def line_shape(line: Line, number: int, ink: Ink) -> str:
    half = line.thickness / 2
    box = (
        Box(line.left + half, line.top, 0, line.length)
        if line.is_upright
        else Box(line.left, line.top + half, line.length, 0)
    )
    stroke = ink.stroke(line.colour, line.thickness)
    return (
        f"<p:cxnSp {NAMESPACES}><p:nvCxnSpPr>{identity(number, line.name, plain=True)}"
        "<p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr>"
        f'<p:spPr>{frame(box)}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>{stroke}</p:spPr>'
        "</p:cxnSp>"
    )


def drawing_shape(drawing: Drawing, number: int, ink: Ink) -> str:
    """An icon as a freeform, whose colour and size can be changed."""
    scale = 1000
    extent = round(drawing.grid * scale)
    path = _path(drawing.path, scale)
    geometry = (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{extent}" h="{extent}" fill="none">{path}</a:path></a:pathLst></a:custGeom>'
    )
    thickness = drawing.thickness / drawing.grid * drawing.box.width
    line = ink.stroke(drawing.colour, thickness, round_ends=True)
    return _sp(number, drawing.name, shape_of(drawing.box, geometry, "<a:noFill/>", line))


def _path(words: str, scale: int) -> str:
    """SVG path data in DrawingML's words; arcs become curves."""
    pen = RecordingPen()
    parse_path(words, pen)
    tags = {"moveTo": "moveTo", "lineTo": "lnTo", "curveTo": "cubicBezTo", "qCurveTo": "quadBezTo"}
    parts = []
    for operation, points in pen.value:
        if operation == "closePath":
            parts.append("<a:close/>")
        elif operation in tags:
            inner = "".join(
                f'<a:pt x="{round(x * scale)}" y="{round(y * scale)}"/>' for x, y in points
            )
            parts.append(f"<a:{tags[operation]}>{inner}</a:{tags[operation]}>")
    return "".join(parts)


def picture_shape(
    picture: Picture, number: int, relation: str, size: tuple[int, int], link: str = ""
) -> str:
    """A picture cut to its box, or whole within it. `size` is that of the file, in pixels."""
    box, crop = picture.box, ""
    if picture.is_whole:
        box = whole_in(box, size, picture.place)
    else:
        crop = _crop(box, size)
    geometry = ELLIPSE if picture.is_round else RECTANGLE
    named = identity(number, picture.name, alt=picture.alt, link=link, plain=not picture.alt)
    return (
        f"<p:pic {NAMESPACES}><p:nvPicPr>{named}"
        '<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{relation}"/>{crop}<a:stretch><a:fillRect/></a:stretch>'
        f"</p:blipFill><p:spPr>{frame(box)}{geometry}</p:spPr></p:pic>"
    )


def whole_in(box: Box, size: tuple[int, int], place: str) -> Box:
    """The largest frame of the picture's own shape that the box holds."""
    width, height = size
    scale = min(box.width / width, box.height / height)
    shown = replace(box, width=width * scale, height=height * scale)
    across = 0.0 if place == LEFT else (box.width - shown.width) / 2
    return replace(shown, left=box.left + across, top=box.top + (box.height - shown.height) / 2)


def _crop(box: Box, size: tuple[int, int]) -> str:
    """Cut what reaches over a box that the picture covers, equally on both sides."""
    wanted, has = box.width / box.height, size[0] / size[1]
    across = max(1 - wanted / has, 0) / 2
    down = max(1 - has / wanted, 0) / 2
    left, top = round(across * 100_000), round(down * 100_000)
    if left < 100 and top < 100:
        return ""
    return f'<a:srcRect l="{left}" t="{top}" r="{left}" b="{top}"/>'


def svg_text(source: str) -> str:
    """The SVG that a source is, or carries as a data URI; empty for anything else."""
    if source.lstrip().startswith("<"):
        return source
    head, comma, body = source.partition(",")
    return unquote(body) if comma and head.startswith("data:image/svg+xml") else ""


def raster(svg: str, box: Box) -> bytes:
    """SVG as PNG at 300 dpi of its box; drawings have no pixels of their own."""
    import vl_convert

    plain: bytes = vl_convert.svg_to_png(svg, scale=1)
    width, height = pixel_size(plain)
    wanted = min(box.width / width, box.height / height) * PNG_PER_MM
    drawn: bytes = vl_convert.svg_to_png(svg, scale=max(wanted, 0.05))
    return drawn


def pixel_size(content: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(content)) as image:
        return image.size
