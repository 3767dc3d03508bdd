"""Flat portraits of the people in the demo, put together from parts."""

from __future__ import annotations

from dataclasses import dataclass

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import Canvas
from pitch_builder.demo.pictures.hair import BACK, FRONT
from pitch_builder.demo.pictures.palette import mix
from pitch_builder.demo.pictures.registry import drawing

WIDTH, HEIGHT, MIDDLE = 900, 1200, 450.0

FAIR, ROSE, OLIVE, TAN, BROWN, DEEP = (
    "#f2cdb5",
    "#e8b697",
    "#d9a77f",
    "#c08a61",
    "#94603f",
    "#6b4330",
)
BLACK, AUBURN, CHESTNUT, SAND, GREY, SILVER, RUST = (
    "#221a20",
    "#5a2f24",
    "#4a3426",
    "#c79a5b",
    "#8d868b",
    "#cfc8ca",
    "#a9512c",
)


@dataclass(frozen=True, slots=True)
class Person:
    """`face` is half its width; `jaw` from 0 (pointed) to 1 (square)."""

    name: str
    skin: str
    hair: str
    style: str
    clothes: str
    cloth: str
    ground: str
    motif: str
    face: float = 152
    jaw: float = 0.5
    mouth: str = "smile"
    brow: float = 0
    glasses: str = ""
    beard: str = ""
    lines: bool = False
    earring: bool = False
    turn: float = 0


def _ground(canvas: Canvas, person: Person) -> None:
    light = mix(person.ground, c.WHITE, 0.28)
    if person.motif == "window":
        canvas.rect(560, 120, 260, 420, light).rect(684, 120, 12, 420, person.ground).rect(
            560, 320, 260, 12, person.ground
        )
    elif person.motif == "rings":
        for k in range(6):
            canvas.ring(160, 260, 90 + k * 74, light, 14)
    elif person.motif == "hill":
        canvas.path("M0,760Q240,520 470,700T900,600L900,1200L0,1200Z", light)
        canvas.circle(710, 250, 86, mix(person.ground, c.WHITE, 0.5))
    elif person.motif == "stripes":
        for k in range(7):
            canvas.polygon(
                [
                    (k * 170 - 160, 0),
                    (k * 170 - 90, 0),
                    (k * 170 - 390, 1200),
                    (k * 170 - 460, 1200),
                ],
                light,
            )
    elif person.motif == "shelf":
        for row in range(4):
            canvas.rect(0, 250 + row * 230, 900, 14, light)
            for k in range(9):
                if (row * 5 + k * 3) % 4:
                    tall = 90 + 20 * ((row + k * 2) % 5)
                    canvas.rect(30 + k * 98, 250 + row * 230 - tall, 60, tall, light)
    elif person.motif == "arch":
        canvas.path("M150,1200L150,520A300,300 0 0 1 750,520L750,1200Z", light)


def _clothes(canvas: Canvas, person: Person) -> None:
    tone, dark = person.cloth, mix(person.cloth, c.NIGHT, 0.3)
    light = mix(person.cloth, c.WHITE, 0.35)
    wide = 400 if person.jaw > 0.6 else 358
    left, right = MIDDLE - wide, MIDDLE + wide
    body = f"M{left},1200C{left + 6},960 {left + 60},880 {MIDDLE - 120},832L{MIDDLE + 120},832C{right - 60},880 {right - 6},960 {right},1200Z"
    canvas.path(body, tone)
    canvas.path(
        f"M{MIDDLE + 40},1200L{MIDDLE + 120},832C{right - 60},880 {right - 6},960 {right},1200Z",
        dark,
        'fill-opacity="0.35"',
    )
    neck = (
        f"M{MIDDLE - 70},640L{MIDDLE - 74},830Q{MIDDLE},930 {MIDDLE + 74},830L{MIDDLE + 70},640Z"
    )
    canvas.path(neck, person.skin)
    canvas.path(
        f"M{MIDDLE - 70},690Q{MIDDLE},800 {MIDDLE + 70},690L{MIDDLE + 70},640L{MIDDLE - 70},640Z",
        mix(person.skin, c.PLUM, 0.26),
    )
    kind = person.clothes
    if kind in {"suit", "blazer"}:
        shirt = c.WHITE if kind == "suit" else mix(person.cloth, c.PALE, 0.75)
        canvas.polygon(
            [
                (MIDDLE - 92, 822),
                (MIDDLE, 1010),
                (MIDDLE + 92, 822),
                (MIDDLE + 40, 1200),
                (MIDDLE - 40, 1200),
            ],
            shirt,
        )
        canvas.path(
            f"M{MIDDLE - 74},826Q{MIDDLE},936 {MIDDLE + 74},826L{MIDDLE},1000Z",
            person.skin if kind == "blazer" else shirt,
        )
        if kind == "suit":
            canvas.polygon(
                [(MIDDLE - 22, 900), (MIDDLE + 22, 900), (MIDDLE + 34, 1200), (MIDDLE - 34, 1200)],
                c.ACCENT,
            )
            canvas.polygon(
                [(MIDDLE - 90, 812), (MIDDLE - 4, 904), (MIDDLE - 60, 960)], c.WHITE
            ).polygon([(MIDDLE + 90, 812), (MIDDLE + 4, 904), (MIDDLE + 60, 960)], c.MIST)
        canvas.polygon(
            [
                (MIDDLE - 104, 822),
                (MIDDLE - 190, 940),
                (MIDDLE - 130, 970),
                (MIDDLE - 24, 1200),
                (MIDDLE - 160, 1200),
            ],
            mix(tone, c.WHITE, 0.12),
        )
        canvas.polygon(
            [
                (MIDDLE + 104, 822),
                (MIDDLE + 190, 940),
                (MIDDLE + 130, 970),
                (MIDDLE + 24, 1200),
                (MIDDLE + 160, 1200),
            ],
            mix(tone, c.NIGHT, 0.12),
        )
    elif kind == "roll":
        canvas.path(
            f"M{MIDDLE - 100},850L{MIDDLE - 84},736Q{MIDDLE},790 {MIDDLE + 84},736L{MIDDLE + 100},850Q{MIDDLE},910 {MIDDLE - 100},850Z",
            light,
        )
    elif kind == "jumper":
        canvas.path(
            f"M{MIDDLE - 124},830Q{MIDDLE},1000 {MIDDLE + 124},830L{MIDDLE + 96},816Q{MIDDLE},950 {MIDDLE - 96},816Z",
            light,
        )
        for k in range(4):
            canvas.rect(
                left + 60 - k * 8,
                1010 + k * 56,
                wide * 2 - 120 + k * 16,
                12,
                light,
                0,
                'fill-opacity="0.5"',
            )
    elif kind == "vest":
        canvas.path(
            f"M{left + 70},900L{MIDDLE - 110},836L{MIDDLE - 20},1200L{left + 40},1200Z", c.LICHEN
        )
        canvas.path(
            f"M{right - 70},900L{MIDDLE + 110},836L{MIDDLE + 20},1200L{right - 40},1200Z",
            mix(c.LICHEN, c.NIGHT, 0.16),
        )
        for side in (-1, 1):
            canvas.polygon(
                [
                    (MIDDLE + side * 176, 868),
                    (MIDDLE + side * 224, 884),
                    (MIDDLE + side * 190, 1200),
                    (MIDDLE + side * 136, 1200),
                ],
                c.MIST,
            )
        canvas.polygon([(MIDDLE - 96, 816), (MIDDLE - 4, 900), (MIDDLE - 74, 948)], light).polygon(
            [(MIDDLE + 96, 816), (MIDDLE + 4, 900), (MIDDLE + 74, 948)], tone
        )
    elif kind == "shirt":
        canvas.polygon(
            [(MIDDLE - 100, 812), (MIDDLE - 2, 912), (MIDDLE - 78, 970)], light
        ).polygon([(MIDDLE + 100, 812), (MIDDLE + 2, 912), (MIDDLE + 78, 970)], light)
        canvas.rect(MIDDLE - 5, 912, 10, 288, dark)
        for k in range(3):
            canvas.circle(MIDDLE + 16, 990 + k * 84, 8, light)
    elif kind == "scarf":
        canvas.path(
            f"M{MIDDLE - 150},850Q{MIDDLE},720 {MIDDLE + 150},850Q{MIDDLE + 60},960 {MIDDLE - 60},950Q{MIDDLE - 150},930 {MIDDLE - 150},850Z",
            c.LICHEN,
        )
        canvas.path(
            f"M{MIDDLE + 10},930L{MIDDLE + 120},900L{MIDDLE + 150},1200L{MIDDLE + 30},1200Z",
            mix(c.LICHEN, c.NIGHT, 0.2),
        )
    elif kind == "captain":
        canvas.polygon(
            [(MIDDLE - 96, 816), (MIDDLE, 990), (MIDDLE + 96, 816), (MIDDLE, 880)], c.WHITE
        )
        canvas.rect(MIDDLE - 5, 980, 10, 220, dark)
        for side in (-1, 1):
            for k in range(3):
                canvas.circle(MIDDLE + side * 62, 1020 + k * 76, 13, c.GLOW)
            canvas.add(
                f'<g transform="translate({MIDDLE + side * 292},{912}) rotate({side * 28})"><rect x="-66" y="-20" width="132" height="40" fill="{c.NIGHT}"/><rect x="-50" y="-12" width="100" height="7" fill="{c.GLOW}"/><rect x="-50" y="4" width="100" height="7" fill="{c.GLOW}"/></g>'
            )


def _head(canvas: Canvas, person: Person) -> None:
    x, w, j = MIDDLE, person.face, person.jaw
    dark = mix(person.skin, c.PLUM, 0.24)
    for side in (-1, 1):
        canvas.add(
            f'<ellipse cx="{x + side * (w + 4)}" cy="484" rx="26" ry="44" fill="{person.skin if side < 0 else dark}"/>'
        )
    jaw_x, chin = w * (0.68 + 0.26 * j), 676 + 12 * j
    shape = (
        f"M{x - w},430C{x - w},250 {x + w},250 {x + w},430C{x + w},540 {x + jaw_x},{590 + 20 * j} {x + w * 0.34},{chin - 12}"
        f"Q{x},{chin + 14} {x - w * 0.34},{chin - 12}C{x - jaw_x},{590 + 20 * j} {x - w},540 {x - w},430Z"
    )
    canvas.path(shape, person.skin)
    canvas.defs.append(f'<clipPath id="head"><path d="{shape}"/></clipPath>')
    canvas.path(
        f"M{x + 44},240L{x + 300},240L{x + 300},760L{x + 20},760Q{x + 96},640 {x + 62},540Q{x + 30},420 {x + 44},240Z",
        dark,
        'fill-opacity="0.55" clip-path="url(#head)"',
    )
    blush = mix(person.skin, "#d4526a", 0.3)
    for side in (-1, 1):
        canvas.add(
            f'<ellipse cx="{x + side * w * 0.62}" cy="562" rx="34" ry="22" fill="{blush}" fill-opacity="0.55"/>'
        )


def _features(canvas: Canvas, person: Person) -> None:
    x, w = MIDDLE + person.turn, person.face
    ink = mix(person.skin, c.NIGHT, 0.82)
    shade = mix(person.skin, c.PLUM, 0.42)
    brow = mix(person.hair, c.NIGHT, 0.35) if person.hair not in (SILVER, GREY) else GREY
    for side in (-1, 1):
        ex, ey = x + side * w * 0.42, 478
        canvas.add(f'<ellipse cx="{ex}" cy="{ey}" rx="25" ry="15" fill="{c.WHITE}"/>')
        canvas.circle(ex + 3, ey, 13, ink).circle(ex + 7, ey - 5, 4, c.WHITE)
        canvas.path(
            f"M{ex - 30},{ey - 2}Q{ex},{ey - 27} {ex + 30},{ey - 2}",
            "none",
            f'stroke="{ink}" stroke-width="6" stroke-linecap="round"',
        )
        lift = person.brow * side
        canvas.path(
            f"M{ex - 36},{ey - 44 + lift}Q{ex},{ey - 66 - abs(person.brow) / 2} {ex + 36},{ey - 44 - lift}",
            "none",
            f'stroke="{brow}" stroke-width="11" stroke-linecap="round"',
        )
        if person.lines:
            out = ex + side * 44
            canvas.path(
                f"M{out},{ey + 4}l{side * 20},{-8}M{out},{ey + 16}l{side * 20},{4}",
                "none",
                f'stroke="{shade}" stroke-width="4" stroke-linecap="round"',
            )
    canvas.path(
        f"M{x + 4},486Q{x + 30},552 {x + 8},566Q{x - 8},572 {x - 20},562",
        "none",
        f'stroke="{shade}" stroke-width="7" stroke-linecap="round"',
    )
    mouths = {
        "smile": f"M{x - 46},606Q{x},640 {x + 46},604",
        "wry": f"M{x - 40},614Q{x + 6},628 {x + 48},598",
        "calm": f"M{x - 38},612Q{x},622 {x + 38},612",
    }
    if person.beard:
        _beard(canvas, person)
    if person.mouth == "laugh":
        canvas.path(
            f"M{x - 50},598Q{x},612 {x + 50},598Q{x + 30},650 {x},650Q{x - 30},650 {x - 50},598Z",
            "#7d2436",
        )
        canvas.path(
            f"M{x - 42},602Q{x},614 {x + 42},602L{x + 34},616Q{x},624 {x - 34},616Z", c.WHITE
        )
    else:
        canvas.path(
            mouths[person.mouth],
            "none",
            f'stroke="{mix(person.skin, "#7d1f3a", 0.68)}" stroke-width="9" stroke-linecap="round"',
        )
    if person.lines:
        for side in (-1, 1):
            canvas.path(
                f"M{x + side * 44},552Q{x + side * 72},580 {x + side * 68},612",
                "none",
                f'stroke="{shade}" stroke-width="4" stroke-linecap="round"',
            )


def _beard(canvas: Canvas, person: Person) -> None:
    x, w = MIDDLE, person.face
    tone = mix(person.hair, person.skin, 0.12)
    if person.beard == "full":
        canvas.path(
            f"M{x - w},500C{x - w},700 {x - 60},744 {x},744C{x + 60},744 {x + w},700 {x + w},500Q{x + w - 20},590 {x + 70},578Q{x},556 {x - 70},578Q{x - w + 20},590 {x - w},500Z",
            tone,
        )
        canvas.path(
            f"M{x - 40},606Q{x},590 {x + 40},606Q{x},640 {x - 40},606Z",
            mix(person.skin, c.PLUM, 0.2),
        )
    elif person.beard == "short":
        canvas.path(
            f"M{x - w},500C{x - w + 4},640 {x - 70},692 {x},692C{x + 70},692 {x + w - 4},640 {x + w},500Q{x + w - 16},600 {x + 60},590Q{x},572 {x - 60},590Q{x - w + 16},600 {x - w},500Z",
            tone,
            'fill-opacity="0.9"',
        )
    elif person.beard == "moustache":
        canvas.path(
            f"M{x},578Q{x - 70},572 {x - 76},612Q{x - 40},602 {x},598Q{x + 40},602 {x + 76},612Q{x + 70},572 {x},578Z",
            tone,
        )


def _glasses(canvas: Canvas, person: Person) -> None:
    x, w = MIDDLE + person.turn, person.face
    tone = c.NIGHT if person.glasses != "green" else c.MOSS
    for side in (-1, 1):
        ex = x + side * w * 0.42
        if person.glasses == "round":
            canvas.circle(
                ex, 482, 47, c.WHITE, f'fill-opacity="0.18" stroke="{tone}" stroke-width="8"'
            )
        else:
            canvas.rect(
                ex - 52,
                448,
                104,
                68,
                c.WHITE,
                18,
                f'fill-opacity="0.18" stroke="{tone}" stroke-width="9"',
            )
        canvas.line([(ex + side * 50, 472), (MIDDLE + side * w, 466)], tone, 7)
    canvas.line(
        [(x - w * 0.42 + 49, 474), (x, 468), (x + w * 0.42 - 49, 474)], tone, 8, curve=True
    )


def portrait(person: Person) -> Canvas:
    """The picture of a person, 900 by 1200, the face in its upper middle."""
    canvas = Canvas(person.ground, WIDTH, HEIGHT)
    _ground(canvas, person)
    canvas.add('<g transform="translate(450,570) scale(1.16) translate(-450,-530)">')
    BACK.get(person.style, lambda *_: None)(canvas, person.hair, person.face)
    canvas.add('<g transform="translate(0,-44)">')
    _clothes(canvas, person)
    canvas.add("</g>")
    _head(canvas, person)
    _features(canvas, person)
    FRONT.get(person.style, lambda *_: None)(canvas, person.hair, person.face)
    if person.glasses:
        _glasses(canvas, person)
    if person.earring:
        for side in (-1, 1):
            canvas.circle(MIDDLE + side * (person.face + 8), 546, 13, c.GLOW)
    return canvas.add("</g>")


PEOPLE = (
    # Those who are quoted.
    Person(
        "moira-tait",
        FAIR,
        RUST,
        "bob",
        "blazer",
        c.PLUM,
        c.LILAC,
        "window",
        mouth="wry",
        lines=True,
        earring=True,
        jaw=0.3,
        brow=-4,
    ),
    Person(
        "sander-kuipers",
        ROSE,
        SAND,
        "side",
        "vest",
        c.DUSK,
        c.STONE,
        "stripes",
        face=158,
        jaw=0.9,
        mouth="laugh",
        beard="short",
        lines=True,
    ),
    Person(
        "priya-nandra",
        TAN,
        BLACK,
        "long",
        "roll",
        c.LICHEN,
        c.MIST,
        "rings",
        face=144,
        jaw=0.2,
        mouth="smile",
        glasses="round",
    ),
    Person(
        "graham-oddie",
        ROSE,
        SILVER,
        "bald",
        "vest",
        c.DARK,
        c.HEATHER,
        "arch",
        face=162,
        jaw=0.95,
        mouth="calm",
        beard="moustache",
        lines=True,
    ),
    Person(
        "eilidh-manson",
        FAIR,
        AUBURN,
        "bun",
        "captain",
        c.NIGHT,
        c.LILAC,
        "hill",
        face=146,
        jaw=0.45,
        mouth="wry",
        lines=True,
        brow=-6,
    ),
    Person(
        "joost-verhey",
        FAIR,
        GREY,
        "receding",
        "suit",
        c.DARK,
        c.STONE,
        "shelf",
        face=150,
        jaw=0.6,
        mouth="calm",
        glasses="square",
        lines=True,
    ),
    Person(
        "dawn-petrie",
        BROWN,
        BLACK,
        "curly",
        "shirt",
        c.WHITE,
        c.LICHEN,
        "arch",
        face=150,
        jaw=0.35,
        mouth="laugh",
        earring=True,
    ),
    Person(
        "idris-bowen",
        DEEP,
        BLACK,
        "crop",
        "jumper",
        c.HEATHER,
        c.MIST,
        "stripes",
        face=150,
        jaw=0.7,
        mouth="smile",
        glasses="square",
        beard="short",
    ),
    Person(
        "fatima-el-amrani",
        OLIVE,
        c.ACCENT,
        "hijab",
        "blazer",
        c.DUSK,
        c.PALE,
        "rings",
        face=142,
        jaw=0.25,
        mouth="smile",
        brow=-3,
    ),
    Person(
        "helen-sadiq",
        TAN,
        CHESTNUT,
        "wavy",
        "vest",
        c.PLUM,
        c.STONE,
        "window",
        face=146,
        jaw=0.3,
        mouth="wry",
    ),
    Person(
        "owen-thrale",
        FAIR,
        CHESTNUT,
        "side",
        "jumper",
        c.MOSS,
        c.LILAC,
        "shelf",
        face=154,
        jaw=0.8,
        mouth="smile",
        beard="full",
        lines=True,
    ),
    Person(
        "hester-lund",
        FAIR,
        SILVER,
        "bob",
        "roll",
        c.DARK,
        c.HEATHER,
        "hill",
        face=142,
        jaw=0.2,
        mouth="calm",
        glasses="green",
        lines=True,
    ),
    # The team.
    Person(
        "nell-armitage",
        FAIR,
        BLACK,
        "pixie",
        "shirt",
        c.LILAC,
        c.PALE,
        "stripes",
        face=146,
        jaw=0.3,
        mouth="wry",
        earring=True,
        brow=-5,
    ),
    Person(
        "tobias-rehn",
        ROSE,
        SAND,
        "receding",
        "roll",
        c.ACCENT,
        c.STONE,
        "arch",
        face=156,
        jaw=0.75,
        mouth="smile",
        beard="short",
        glasses="round",
    ),
    Person(
        "callum-reay",
        FAIR,
        RUST,
        "quiff",
        "shirt",
        c.DUSK,
        c.MIST,
        "hill",
        face=152,
        jaw=0.65,
        mouth="laugh",
        beard="short",
    ),
    Person(
        "femke-brouwer",
        FAIR,
        SAND,
        "ponytail",
        "blazer",
        c.ACCENT,
        c.LILAC,
        "window",
        face=146,
        jaw=0.4,
        mouth="smile",
    ),
    Person(
        "anjali-deshmukh",
        BROWN,
        BLACK,
        "wavy",
        "scarf",
        c.DARK,
        c.STONE,
        "rings",
        face=144,
        jaw=0.3,
        mouth="calm",
        glasses="square",
        earring=True,
    ),
    # Stand-ins for the personas.
    Person(
        "persona-finance",
        OLIVE,
        BLACK,
        "bob",
        "suit",
        c.DUSK,
        c.MIST,
        "shelf",
        face=148,
        jaw=0.35,
        mouth="calm",
        glasses="round",
    ),
    Person(
        "persona-sustainability",
        DEEP,
        BLACK,
        "afro",
        "jumper",
        c.LICHEN,
        c.LILAC,
        "hill",
        face=146,
        jaw=0.3,
        mouth="smile",
        earring=True,
    ),
    Person(
        "persona-operations",
        ROSE,
        CHESTNUT,
        "helmet",
        "vest",
        c.DUSK,
        c.STONE,
        "stripes",
        face=158,
        jaw=0.85,
        mouth="wry",
        beard="short",
    ),
    Person(
        "persona-data",
        TAN,
        BLACK,
        "quiff",
        "roll",
        c.PLUM,
        c.PALE,
        "rings",
        face=148,
        jaw=0.55,
        mouth="smile",
        glasses="square",
    ),
    Person(
        "persona-procurement",
        FAIR,
        AUBURN,
        "long",
        "blazer",
        c.MOSS,
        c.HEATHER,
        "window",
        face=144,
        jaw=0.25,
        mouth="wry",
        lines=True,
    ),
)


def _register(person: Person) -> None:
    title = person.name.replace("-", " ").title()
    drawing(f"portrait-{person.name}", f"Portrait of {title}")(lambda: portrait(person))


for _person in PEOPLE:
    _register(_person)

__all__ = ["PEOPLE", "Person", "portrait"]
