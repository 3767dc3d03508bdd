"""A slide as shapes, as plain data: what stands where, in mm and pt. Pure.

Colours are named by the theme's tokens, faces by their role; the writer knows what they are in
a theme. Shapes stand in reading order, what lies under others first.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cms.charts.data import ChartData

QR = "qr:"  # begins the source of a picture that is an address as a QR code
LEFT, RIGHT, CENTRE = "left", "right", "centre"
TOP, MIDDLE, BOTTOM = "top", "middle", "bottom"


@dataclass(frozen=True, slots=True)
class Box:
    """A frame on the slide, in mm from its top left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def lower(self, by: float) -> Box:
        """The frame without its uppermost `by` mm."""
        return replace(self, top=self.top + by, height=self.height - by)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: `size` in pt, `line` in mm; `strong` is the colour of bold words in the
    display face, which has one weight."""

    size: float
    line: float
    colour: str = "ink"
    face: str = "text"
    bold: bool = False
    strong: str = "accent"
    emphasis: str = "signal_text"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look. `face` is text, display or figure (the display face, set closer)."""

    text: str
    size: float
    colour: str = "ink"
    face: str = "text"
    bold: bool = False
    lowered: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`line` and `before` in mm; the first line begins `hang` mm left of the others."""

    runs: tuple[Run, ...]
    line: float
    before: float = 0.0
    align: str = LEFT
    hang: float = 0.0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in its frame. `width` is where lines break, in mm, 0 for the frame's own.

    `role` is `title`, `company`, `date` or `number` for the parts that a master slide knows.
    """

    name: str
    box: Box
    paragraphs: tuple[Paragraph, ...]
    role: str = ""
    width: float = 0.0
    anchor: str = TOP
    wraps: bool = True
    link: str = ""

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Area:
    """A coloured ground, bar or disc; it says nothing that words do not say too."""

    name: str
    box: Box
    colour: str
    radius: float = 0.0
    is_round: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line `thickness` mm strong, whose upper or left edge lies on its box."""

    name: str
    left: float
    top: float
    length: float
    thickness: float
    colour: str
    is_upright: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """A frame drawn round nothing, its line inside the box."""

    name: str
    box: Box
    thickness: float
    colour: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """An icon: paths in SVG's words on a square of `grid` units, stroked."""

    name: str
    box: Box
    path: str
    colour: str
    grid: float = 24.0
    thickness: float = 1.5


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that covers its box, or stands whole in it where `is_whole`.

    `source` is a `media:` name, a data URI, SVG text, or QR and an address. Without `alt` it is
    decoration.
    """

    name: str
    box: Box
    source: str = field(repr=False)
    alt: str = ""
    is_round: bool = False
    is_whole: bool = False
    place: str = CENTRE
    link: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A line along a cell, `thickness` in mm."""

    thickness: float
    colour: str


@dataclass(frozen=True, slots=True)
class Cell:
    """`before` and `after` are the room left and right of the words, in mm."""

    paragraph: Paragraph
    before: float = 0.0
    after: float = 0.0
    below: float = 0.0
    anchor: str = MIDDLE
    ground: str = ""
    top: Edge | None = None
    bottom: Edge | None = None


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table; the first row holds headings, the first column names. All in mm."""

    name: str
    box: Box
    columns: tuple[float, ...]
    rows: tuple[tuple[float, tuple[Cell, ...]], ...]
    alt: str = ""
    has_total: bool = False


@dataclass(frozen=True, slots=True)
class ChartShape:
    """A chart with its numbers, as it may be edited."""

    name: str
    box: Box
    data: ChartData
    alt: str = ""


Shape = Text | Area | Line | Outline | Drawing | Picture | TableShape | ChartShape


@dataclass(frozen=True, slots=True)
class SlideShapes:
    """One slide: `ground` is the token of its colour, `title` what outlines call it."""

    ground: str
    title: str
    shapes: tuple[Shape, ...]
    notes: str = ""
    language: str = "en"

    @property
    def words(self) -> str:
        """All text of the slide in reading order, tables row by row."""
        parts = []
        for shape in self.shapes:
            if isinstance(shape, Text):
                parts.append(shape.text)
            elif isinstance(shape, TableShape):
                parts += [cell.paragraph.text for _height, row in shape.rows for cell in row]
        return "\n".join(parts)
