"""An uploaded logo as SVG: only drawing is let through. Pure."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError, register_namespace, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

SVG = "http://www.w3.org/2000/svg"
LARGEST = 64 * 1024
ELEMENTS = frozenset(
    """svg g defs title desc path rect circle ellipse line polyline polygon
    linearGradient radialGradient stop clipPath""".split()  # noqa: SIM905
)
ATTRIBUTES = frozenset(
    """id d x y x1 y1 x2 y2 cx cy r rx ry width height viewBox points transform fill fill-rule
    fill-opacity stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray
    stroke-opacity opacity offset stop-color stop-opacity gradientUnits gradientTransform
    clip-path clip-rule preserveAspectRatio""".split()  # noqa: SIM905
)
PAINT = re.compile(r'\b(fill|stroke|stop-color)="(?!none)[^"]*"')
OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|javascript:|data:|expression\(", re.IGNORECASE)


class NotADrawing(ValueError):
    """The text is not SVG, or too large, or draws nothing that is let through."""


def sanitised(text: str) -> str:
    """The drawing without scripts, styles, links, fonts, pictures and what lies outside it.

    Raises NotADrawing, with a sentence for people.
    """
    if len(text.encode()) > LARGEST:
        raise NotADrawing("The drawing is larger than 64 KB.")
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise NotADrawing("This is not an SVG drawing.") from error
    if root.tag != f"{{{SVG}}}svg":
        raise NotADrawing("This is not an SVG drawing.")
    _clean(root)
    if "viewBox" not in root.attrib:
        width, height = (_number(root.get(name, "")) for name in ("width", "height"))
        if not width or not height:
            raise NotADrawing("The drawing has neither a viewBox nor a size.")
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    if not any(
        _name(element) in ("path", "rect", "circle", "ellipse", "polygon", "polyline", "line")
        for element in root.iter()
    ):
        raise NotADrawing("Nothing in the drawing can be shown: turn its text into paths.")
    register_namespace("", SVG)
    return tostring(root, encoding="unicode")


def in_one_colour(text: str, colour: str) -> str:
    """A sanitised drawing with every fill and stroke in `colour`, for dark grounds."""
    painted = PAINT.sub(lambda found: f'{found[1]}="{colour}"', text)
    return (
        painted.replace("<svg ", f'<svg fill="{colour}" ', 1)
        if " fill=" not in (painted.split(">", 1)[0])
        else painted
    )


def _name(element: Element) -> str:
    return element.tag.removeprefix(f"{{{SVG}}}") if isinstance(element.tag, str) else ""


def _clean(element: Element) -> None:
    for name in list(element.attrib):
        if name not in ATTRIBUTES or OUTSIDE.search(element.attrib[name]):
            del element.attrib[name]
    for child in list(element):
        if _name(child) not in ELEMENTS or not child.tag.startswith(f"{{{SVG}}}"):
            element.remove(child)
        else:
            _clean(child)


def _number(text: str) -> float:
    found = re.match(r"\d+(?:\.\d+)?", text)
    return float(found[0]) if found else 0.0
