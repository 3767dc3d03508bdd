"""What tells one portrait from another: skin, hair, clothes and mood."""

from __future__ import annotations

from dataclasses import dataclass

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
