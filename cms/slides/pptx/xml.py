"""DrawingML written out: lengths, colours, text and outlines of shapes. No ORM.

Elements follow the order of the schema (ECMA-376, part 1), which PowerPoint holds files to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml.ns import nsdecls

from cms.brand.themes import Theme
from cms.slides.metrics import theme_metrics
from cms.slides.pptx.shapes import BOTTOM, CENTRE, LEFT, MIDDLE, RIGHT, Box, Paragraph, Run, Text
from cms.slides.typography import PT

EMU = 36_000  # in one mm
BELOW = 0.2  # em, from the letters' foot to the end of a line of exact height
SPARE = 0.5  # mm, and a fiftieth of the width, for programs and fonts that set words wider
ALIGNED = {RIGHT: "r", CENTRE: "ctr"}
ANCHORED = {MIDDLE: "ctr", BOTTOM: "b"}
NAMESPACES = nsdecls("a", "r", "p")
DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext>'
    "</a:extLst>"
)
# A link keeps the colour of its words; PowerPoint gives it the theme's otherwise.
OWN_COLOUR = (
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr '
    'xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/>'
    "</a:ext></a:extLst>"
)
# The theme's slots, and the token that each holds.
SCHEME = {
    "dk1": "ink",
    "lt1": "paper",
    "dk2": "dark",
    "lt2": "tint",
    "accent1": "accent",
    "accent2": "signal",
    "accent3": "bar",
    "accent4": "soft",
    "accent5": "signal_text",
    "accent6": "muted",
    "hlink": "accent",
    "folHlink": "muted",
}
MAPPED = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}
LANGUAGES = {"en": "en-GB", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "it": "it-IT"}
Relate = Callable[[str], str]


def emu(millimetres: float) -> int:
    return round(millimetres * EMU)


def attribute(text: str) -> str:
    """A text as an attribute's value, in quotes."""
    return quoteattr(printable(text))


def printable(text: str) -> str:
    """`text` without the characters that XML cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))


@dataclass(frozen=True)
class Ink:
    """A theme's colours and faces as DrawingML names them."""

    theme: Theme
    language: str = "en"

    @cached_property
    def _slots(self) -> dict[str, str]:
        colours = self.theme.colours
        slots: dict[str, str] = {}
        for slot, token in SCHEME.items():
            if slot not in ("hlink", "folHlink"):
                slots.setdefault(getattr(colours, token), MAPPED.get(slot, slot))
        return slots

    def colour(self, token: str) -> str:
        """A token's colour: the theme's own slot where it has one, so that it can be changed."""
        value: str = getattr(self.theme.colours, token)
        slot = self._slots.get(value)
        if slot:
            return f'<a:schemeClr val="{slot}"/>'
        return f'<a:srgbClr val="{value[1:].upper()}"/>'

    def fill(self, token: str) -> str:
        return f"<a:solidFill>{self.colour(token)}</a:solidFill>"

    def stroke(self, token: str, thickness: float, *, round_ends: bool = False) -> str:
        """A line `thickness` mm strong."""
        ends = ' cap="rnd"' if round_ends else ""
        join = "<a:round/>" if round_ends else ""
        return f'<a:ln w="{emu(thickness)}"{ends}>{self.fill(token)}{join}</a:ln>'

    def lift(self, paragraph: Paragraph) -> float:
        """How much higher than presentations paper sets a line of this height, in mm.

        On paper a line's leading stands half over and half under its letters. Where the spacing
        is exact, presentations put all of it over them, and keep a fifth of the size below.
        """
        metrics = theme_metrics(self.theme)
        largest = max(paragraph.runs, key=lambda run: run.size, default=None)
        if largest is None:
            return 0.0
        face = metrics.text if largest.face == "text" else metrics.display
        return paragraph.line / 2 - (BELOW + face.sink) * largest.size * PT

    def run(self, run: Run, relate: Relate) -> str:
        look = self.look("a:rPr", run, relate)
        return f"<a:r>{look}<a:t>{escape(printable(run.text))}</a:t></a:r>"

    def look(self, tag: str, run: Run, relate: Relate | None = None) -> str:
        faces = self.theme.typefaces
        tracking = {"display": faces.display_tracking, "figure": faces.figure_tracking}
        spacing = round(tracking.get(run.face, 0.0) * run.size * 100)
        face = "+mn-lt" if run.face == "text" else "+mj-lt"
        parts = [
            f'<{tag} lang="{LANGUAGES.get(self.language, self.language)}"',
            f' sz="{round(run.size * 100)}" b="{int(run.bold)}" i="0" u="none"',
            f' spc="{spacing}"' if spacing else "",
            ' baseline="-20000"' if run.lowered else "",
            ' dirty="0">',
            self.fill(run.colour),
            f'<a:latin typeface="{face}"/>',
            f'<a:hlinkClick r:id="{relate(run.link)}">{OWN_COLOUR}</a:hlinkClick>'
            if run.link and relate
            else "",
            f"</{tag}>",
        ]
        return "".join(parts)

    def paragraph(self, paragraph: Paragraph, relate: Relate, *, number: bool = False) -> str:
        """`number` writes the words as a field that follows the slide's place."""
        hang = emu(paragraph.hang)
        indent = f' marL="{hang}" indent="{-hang}"' if hang else ' marL="0" indent="0"'
        align = ALIGNED.get(paragraph.align, "l")
        before = (
            f'<a:spcBef><a:spcPts val="{points(paragraph.before)}"/></a:spcBef>'
            if paragraph.before
            else '<a:spcBef><a:spcPts val="0"/></a:spcBef>'
        )
        body = "".join(self.run(run, relate) for run in paragraph.runs)
        if number and paragraph.runs:
            run = paragraph.runs[0]
            body = (
                '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
                f"{self.look('a:rPr', run)}<a:t>{escape(run.text)}</a:t></a:fld>"
            )
        return (
            f'<a:p><a:pPr{indent} algn="{align}"><a:lnSpc><a:spcPts '
            f'val="{points(paragraph.line)}"/></a:lnSpc>{before}<a:spcAft><a:spcPts val="0"/>'
            f"</a:spcAft><a:buNone/></a:pPr>{body}</a:p>"
        )

    def paragraphs(
        self, paragraphs: Iterable[Paragraph], relate: Relate, *, number: bool = False
    ) -> str:
        return "".join(self.paragraph(one, relate, number=number) for one in paragraphs)


def points(millimetres: float) -> int:
    """Hundredths of a point."""
    return round(millimetres / PT * 100)


def frame(box: Box, tag: str = "a:xfrm", turned: str = "") -> str:
    return (
        f'<{tag}{turned}><a:off x="{emu(box.left)}" y="{emu(box.top)}"/>'
        f'<a:ext cx="{max(emu(box.width), 0)}" cy="{max(emu(box.height), 0)}"/></{tag}>'
    )


def identity(number: int, name: str, *, alt: str = "", link: str = "", plain: bool = False) -> str:
    """A shape's id, name and description; `plain` marks decoration, `link` is a relation's id."""
    described = f" descr={attribute(alt)}" if alt else ""
    inner = f'<a:hlinkClick r:id="{link}"/>' if link else ""
    inner += DECORATIVE if plain else ""
    head = f'<p:cNvPr id="{number}" name={attribute(name)}{described}'
    return f"{head}>{inner}</p:cNvPr>" if inner else f"{head}/>"


def shape_of(box: Box, geometry: str, fill: str, line: str = "<a:ln><a:noFill/></a:ln>") -> str:
    return f"<p:spPr>{frame(box)}{geometry}{fill}{line}</p:spPr>"


RECTANGLE = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
ELLIPSE = '<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>'


def rounded(box: Box, radius: float) -> str:
    """A rectangle with corners of `radius` mm, as far as it has room for them."""
    shorter = min(box.width, box.height)
    if radius <= 0 or shorter <= 0:
        return RECTANGLE
    share = min(round(radius / shorter * 100_000), 50_000)
    return (
        '<a:prstGeom prst="roundRect"><a:avLst>'
        f'<a:gd name="adj" fmla="val {share}"/></a:avLst></a:prstGeom>'
    )


PLACEHOLDERS = {
    "title": '<p:ph type="title"/>',
    "company": '<p:ph type="ftr" sz="quarter" idx="11"/>',
    "date": '<p:ph type="dt" sz="half" idx="10"/>',
    "number": '<p:ph type="sldNum" sz="quarter" idx="12"/>',
}


def text_shape(text: Text, number: int, ink: Ink, relate: Relate) -> str:
    """A text box, or a placeholder where the text has a role."""
    box = text.box
    lift = ink.lift(text.paragraphs[0]) if text.paragraphs else 0.0
    hang = max((paragraph.hang for paragraph in text.paragraphs), default=0.0)
    needed = (text.width or box.width) * 1.02 + SPARE if text.wraps else box.width
    is_left = all(paragraph.align == LEFT for paragraph in text.paragraphs)
    width = max(box.width, needed) if is_left else box.width
    right = max(width - needed, 0.0) if is_left else 0.0
    placed = Box(box.left - hang, box.top - lift, width + hang, box.height)
    placeholder = PLACEHOLDERS.get(text.role, "")
    kind = (
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        if placeholder
        else '<p:cNvSpPr txBox="1"/>'
    )
    link = relate(text.link) if text.link else ""
    return (
        f"<p:sp {NAMESPACES}><p:nvSpPr>{identity(number, text.name, link=link)}"
        f"{kind}<p:nvPr>{placeholder}</p:nvPr></p:nvSpPr>"
        f"{shape_of(placed, RECTANGLE, '<a:noFill/>')}"
        f'<p:txBody><a:bodyPr vert="horz" wrap="{"square" if text.wraps else "none"}" lIns="0" '
        f'tIns="0" rIns="{emu(right)}" bIns="0" rtlCol="0" '
        f'anchor="{ANCHORED.get(text.anchor, "t")}"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
        f"{ink.paragraphs(text.paragraphs, relate, number=text.role == 'number')}"
        "</p:txBody></p:sp>"
    )
