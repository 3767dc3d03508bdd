"""Can a brand's colours be read? Which choice is at fault, and what would do instead. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cms.brand import web
from cms.brand.contrast import TooFaint, mix
from cms.brand.themes import Theme, with_colours

STEPS = 100


class Where(StrEnum):
    """What a pair of colours stands on."""

    SLIDES = "slides"
    LIGHT = "light"
    DARK = "dark"


# Which choice a token follows from, where it is not itself one.
SOURCES = {
    "signal_text": "signal",
    "signal_on_dark": "signal",
    "muted": "ink",
    "cover_ink": "ink",
    "cover_muted": "ink",
    "ink_2": "ink",
    "control": "ink",
    "on_dark": "dark",
    "on_dark_muted": "dark",
    "cover_ground": "dark",
    "accent_hover": "accent",
    "accent_soft": "accent",
    "on_accent": "accent",
    "bg": "tint",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A pair that cannot be read, and the name of the choice that it comes from, if one."""

    pair: TooFaint
    where: Where
    choice: str = ""


def faults(base: Theme, chosen: Mapping[str, str]) -> tuple[Fault, ...]:
    """Return the pairs below their limit, of a family with a brand's colours: those of slides,
    or those of public pages where all slides can be read.

    ValueError for what is no colour.
    """
    theme = with_colours(base, chosen)
    places = [(Where.SLIDES, theme.too_faint())]
    if not places[0][1]:
        places = [
            (Where.LIGHT, web.unreadable_light(theme)),
            (Where.DARK, web.unreadable_dark(theme)),
        ]
    found = [
        Fault(pair, where, _choice(pair, chosen)) for where, pairs in places for pair in pairs
    ]
    plain = {fault.choice for fault in found if fault.pair.foreground == fault.choice}
    # What follows from a choice is not spoken of where the choice itself cannot be read.
    return tuple(
        fault
        for fault in found
        if fault.choice not in plain or fault.pair.foreground == fault.choice
    )


def _choice(pair: TooFaint, chosen: Mapping[str, str]) -> str:
    """The foreground's choice if it was made, else the ground's."""
    for token in (pair.foreground, pair.ground):
        name = SOURCES.get(token, token)
        if chosen.get(name):
            return name
    return ""


def nearest(base: Theme, chosen: Mapping[str, str], name: str) -> str:
    """Return the colour nearest to the chosen one, darker or lighter, with which no pair is
    laid to this choice; empty where there is none."""
    for step in range(1, STEPS + 1):
        for toward in ("#000000", "#ffffff"):
            colour = mix(chosen[name].lower(), toward, step / STEPS)
            found = faults(base, {**chosen, name: colour})
            if not any(fault.choice == name for fault in found):
                return colour
    return ""
