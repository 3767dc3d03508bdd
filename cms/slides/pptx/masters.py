"""Theme, master and layouts of a presentation: what a slide that is added later looks like."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any
from xml.sax.saxutils import escape

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.util import Emu

from cms.brand.themes import Theme
from cms.slides.pptx.shapes import Box, Run
from cms.slides.pptx.xml import (
    NAMESPACES,
    PLACEHOLDERS,
    RECTANGLE,
    SCHEME,
    Ink,
    attribute,
    emu,
    frame,
    points,
)

WIDTH, HEIGHT = 320.0, 180.0  # mm
# As fonts are classed: the PANOSE number of Arial and of Times, and their pitch and family.
SANS, SERIF = ("020B0604020202020204", 34), ("02020603050405020304", 18)


@dataclass(frozen=True, slots=True)
class Ground:
    """A layout by the colour that it stands on, with the colours of its texts."""

    name: str
    ground: str
    ink: str
    muted: str
    has_text: bool = False


GROUNDS = (
    Ground("Slide", "paper", "ink", "muted"),
    Ground("Slide, tinted", "tint", "ink", "muted"),
    Ground("Slide, dark", "dark", "on_dark", "on_dark_muted"),
    Ground("Cover", "cover_ground", "cover_ink", "cover_muted"),
    Ground("Title and text", "paper", "ink", "muted", has_text=True),
)


def new_presentation(theme: Theme) -> tuple[Any, dict[str, Any]]:
    """An empty presentation in a theme, and its layouts by the token of their ground."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(emu(WIDTH)), Emu(emu(HEIGHT))
    size = deck.part._element.find(".//{*}sldSz")
    size.attrib.pop("type", None)
    _forget_leftovers(deck)
    ink = Ink(theme)
    master = deck.slide_master
    master.part.part_related_by(RT.THEME).blob = theme_xml(theme).encode()
    layouts = deck.slide_layouts
    for spare in list(layouts)[len(GROUNDS) :]:
        layouts.remove(spare)
    _fill(master._element, _common(GROUNDS[0], ink, is_master=True), _text_styles(ink))
    by_ground: dict[str, Any] = {}
    for layout, ground in zip(layouts, GROUNDS, strict=True):
        layout._element.set("type", "obj" if ground.has_text else "titleOnly")
        layout._element.set("preserve", "1")
        _fill(layout._element, _common(ground, ink))
        by_ground.setdefault(ground.ground, layout)
    return deck, by_ground


def _forget_leftovers(deck: Any) -> None:
    """Leave out the settings of a printer, and the picture of a deck that is not this one."""
    package = deck.part.package
    for rels, kind in ((deck.part.rels, RT.PRINTER_SETTINGS), (package._rels, RT.THUMBNAIL)):
        for relation in [key for key, rel in rels.items() if rel.reltype == kind]:
            rels.pop(relation)
    properties = package.part_related_by(RT.EXTENDED_PROPERTIES)
    properties.blob = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
        b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        b"<Application>Tandem</Application></Properties>"
    )


def _fill(element: Any, common: str, styles: str = "") -> None:
    """Put our slide data, and a master's text styles, into a master or layout."""
    slide = element.find("{*}cSld")
    element.replace(slide, parse_xml(common))
    if styles:
        element.replace(element.find("{*}txStyles"), parse_xml(styles))


def _common(ground: Ground, ink: Ink, *, is_master: bool = False) -> str:
    """The slide data of a master or layout: its ground and its placeholders."""
    quiet, title = Run("", 9, ground.muted), Run("Title", 34, ground.ink, "display")
    places = [_Place("Title", '<p:ph type="title"/>', Box(16, 14, 288, 30), title, 14)]
    if is_master or ground.has_text:
        kind = '<p:ph type="body" idx="1"/>' if is_master else '<p:ph idx="1"/>'
        text = Run("Text", 18, ground.ink)
        places.append(_Place("Text", kind, Box(16, 52, 288, 106), text, 9))
    places += [
        _Place("Date", PLACEHOLDERS["date"], Box(114, 167, 92, 4), quiet, 4),
        _Place("Company", PLACEHOLDERS["company"], Box(16, 167, 92, 4), quiet, 4),
        _Place("Number", PLACEHOLDERS["number"], Box(285.5, 167, 18.5, 4), quiet, 4, "r"),
    ]
    shapes = "".join(_placeholder(place, number, ink) for number, place in enumerate(places, 2))
    return (
        f"<p:cSld {NAMESPACES} name={attribute(ground.name)}><p:bg><p:bgPr>"
        f"{ink.fill(ground.ground)}<a:effectLst/></p:bgPr></p:bg><p:spTree><p:nvGrpSpPr>"
        '<p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        f"{shapes}</p:spTree></p:cSld>"
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A placeholder: `line` in mm, `side` as DrawingML says left and right."""

    name: str
    kind: str
    box: Box
    look: Run
    line: float
    side: str = "l"


NUMBER_FIELD = (
    '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
    '<a:rPr lang="en-GB"/><a:t>‹#›</a:t></a:fld>'
)


def _placeholder(place: _Place, number: int, ink: Ink) -> str:
    body = NUMBER_FIELD if place.name == "Number" else ""
    if place.look.text:
        body = f'<a:r><a:rPr lang="en-GB"/><a:t>{escape(place.look.text)}</a:t></a:r>'
    level = _level(1, place.look, place.line, ink, place.side)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={attribute(place.name)}/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{place.kind}</p:nvPr></p:nvSpPr><p:spPr>'
        f"{frame(place.box)}{RECTANGLE}</p:spPr><p:txBody>"
        '<a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="t">'
        f"<a:normAutofit/></a:bodyPr><a:lstStyle>{level}</a:lstStyle>"
        f'<a:p>{body}<a:endParaRPr lang="en-GB"/></a:p></p:txBody></p:sp>'
    )


def _level(
    level: int, look: Run, line: float, ink: Ink, side: str = "l", before: float = 0
) -> str:
    return (
        f'<a:lvl{level}pPr marL="0" indent="0" algn="{side}"><a:lnSpc><a:spcPts '
        f'val="{points(line)}"/></a:lnSpc><a:spcBef><a:spcPts val="{points(before)}"/></a:spcBef>'
        f"<a:buNone/>{ink.look('a:defRPr', look)}</a:lvl{level}pPr>"
    )


def _text_styles(ink: Ink) -> str:
    title = _level(1, Run("", 34, "ink", "display"), 14, ink)
    body = "".join(
        _level(level, Run("", size, "ink" if level == 1 else "muted"), line, ink, before=5)
        for level, (size, line) in enumerate(((18, 9), (16, 8), (14, 7), (14, 7), (14, 7)), 1)
    )
    other = _level(1, Run("", 16, "ink"), 8, ink)
    return (
        f"<p:txStyles {NAMESPACES}><p:titleStyle>{title}</p:titleStyle>"
        f"<p:bodyStyle>{body}</p:bodyStyle><p:otherStyle>{other}</p:otherStyle></p:txStyles>"
    )


def theme_xml(theme: Theme) -> str:
    """The theme's colours, by their slots and all by name, and its two faces.

    Fonts are named, not embedded: without them a presentation shows others.
    """
    colours = theme.colours
    slots = "".join(
        f'<a:{slot}><a:srgbClr val="{getattr(colours, token)[1:].upper()}"/></a:{slot}>'
        for slot, token in SCHEME.items()
    )
    named = "".join(
        f"<a:custClr name={attribute(field.name.replace('_', ' ').capitalize())}>"
        f'<a:srgbClr val="{getattr(colours, field.name)[1:].upper()}"/></a:custClr>'
        for field in fields(colours)
    )
    faces = theme.typefaces
    major = _face(faces.display, SERIF if faces.serif else SANS)
    name = attribute(f"{theme.company or 'Tandem'} ({theme.family})")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f"name={name}><a:themeElements><a:clrScheme name={name}>{slots}</a:clrScheme>"
        f"<a:fontScheme name={name}><a:majorFont>{major}</a:majorFont>"
        f"<a:minorFont>{_face(faces.text, SANS)}</a:minorFont></a:fontScheme>{FLAT}"
        "</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/>"
        f"<a:custClrLst>{named}</a:custClrLst></a:theme>"
    )


def _face(name: str, kind: tuple[str, int]) -> str:
    """A face by name, and its kind, by which another one is chosen where it is missing."""
    panose, pitch = kind
    return (
        f'<a:latin typeface={attribute(name)} panose="{panose}" pitchFamily="{pitch}" '
        'charset="0"/><a:ea typeface=""/><a:cs typeface=""/>'
    )


_SOLID = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = (
    '<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr">'
    f'{_SOLID}<a:prstDash val="solid"/></a:ln>'
)
_NO_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"
# No shadows, no gradients.
FLAT = (
    f'<a:fmtScheme name="Flat"><a:fillStyleLst>{_SOLID * 3}</a:fillStyleLst><a:lnStyleLst>'
    f"{''.join(_LINE.format(width=width) for width in (9000, 21600, 28800))}</a:lnStyleLst>"
    f"<a:effectStyleLst>{_NO_EFFECT * 3}</a:effectStyleLst>"
    f"<a:bgFillStyleLst>{_SOLID * 3}</a:bgFillStyleLst></a:fmtScheme>"
)
