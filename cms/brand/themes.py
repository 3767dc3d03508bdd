"""Themes: two families of type and colour, and what a brand changes in them. Pure.

A theme changes tokens only, never a position or a size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from cms.brand.contrast import SLIDE_PAIRS, TooFaint, mix, too_faint, until_readable


@dataclass(frozen=True, slots=True)
class Typefaces:
    """Names of the cut fonts (see cms/slides/fonts) and of their families in CSS."""

    display: str
    text: str
    display_files: tuple[tuple[str, int], ...]
    text_files: tuple[tuple[str, int], ...]
    display_tracking: float  # em
    figure_tracking: float  # em
    figure_top: float  # em, from the top of a figure's line box to its cap height
    serif: bool = False  # the display face; office programs ask

    @property
    def files(self) -> tuple[tuple[str, str, int], ...]:
        """Family, name of the file without its ending, weight."""
        return (
            *((self.display, name, weight) for name, weight in self.display_files),
            *((self.text, name, weight) for name, weight in self.text_files),
        )


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours on slides, each `#rrggbb`."""

    ink: str
    muted: str
    line: str
    paper: str
    tint: str
    dark: str
    on_dark: str
    on_dark_muted: str
    accent: str
    soft: str
    bar: str
    signal: str
    signal_text: str
    signal_on_dark: str
    cover_ground: str
    cover_ink: str
    cover_muted: str

    @property
    def dark_line(self) -> str:
        return mix(self.dark, self.on_dark, 0.22)

    def ramp(self) -> tuple[str, ...]:
        """Nine steps for pictures, from dark over the accent and pale to the signal."""
        middle = mix(self.dark, self.accent, 0.55)
        return (
            self.dark,
            middle,
            self.accent,
            mix(self.accent, self.bar, 0.5),
            self.bar,
            self.soft,
            mix(self.soft, self.paper, 0.6),
            mix(self.signal, self.paper, 0.45),
            self.signal,
        )


@dataclass(frozen=True, slots=True)
class Theme:
    """What slides and public pages take from the brand.

    `logo` is SVG text or a `media:` name, `logo_on_dark` the same for dark grounds; `cover_tall`
    and `cover_wide` are `media:` names of the brand's picture, cut for the two covers.
    """

    family: str
    typefaces: Typefaces
    colours: Colours
    radius: float  # mm
    company: str = ""
    logo: str = ""
    logo_on_dark: str = ""
    cover_tall: str = ""
    cover_wide: str = ""
    version: int = 0

    def too_faint(self) -> tuple[TooFaint, ...]:
        return too_faint(asdict(self.colours), SLIDE_PAIRS)


FOLIO = Theme(
    family="folio",
    typefaces=Typefaces(
        display="Folio Display",
        text="Folio Text",
        display_files=(("folio-display", 400),),
        text_files=(("folio-text", 400), ("folio-text-strong", 600)),
        display_tracking=-0.014,
        figure_tracking=-0.022,
        figure_top=0.19,
        serif=True,
    ),
    colours=Colours(
        ink="#15271f",
        muted="#50625a",
        line="#d0d8d2",
        paper="#ffffff",
        tint="#f3f4ec",
        dark="#10332a",
        on_dark="#f6f8f1",
        on_dark_muted="#b4c9bd",
        accent="#1a6b52",
        soft="#cfe2d6",
        bar="#a6c6b5",
        signal="#dd6f0c",
        signal_text="#a84c00",
        signal_on_dark="#ffb257",
        cover_ground="#f3f4ec",
        cover_ink="#15271f",
        cover_muted="#50625a",
    ),
    radius=0,
)

VECTOR = Theme(
    family="vector",
    typefaces=Typefaces(
        display="Vector Display",
        text="Vector Text",
        display_files=(("vector-display", 400),),
        text_files=(("vector-text", 400), ("vector-text-strong", 600)),
        display_tracking=-0.022,
        figure_tracking=-0.034,
        figure_top=0.17,
    ),
    colours=Colours(
        ink="#12151f",
        muted="#545b6e",
        line="#d6dae5",
        paper="#ffffff",
        tint="#f2f4fa",
        dark="#111a3e",
        on_dark="#f8f9ff",
        on_dark_muted="#b5bfe2",
        accent="#2546d8",
        soft="#d4dcfb",
        bar="#adbbf2",
        signal="#e8336d",
        signal_text="#bd1550",
        signal_on_dark="#ff8bad",
        cover_ground="#111a3e",
        cover_ink="#f8f9ff",
        cover_muted="#b5bfe2",
    ),
    radius=3,
)

FAMILIES: Mapping[str, Theme] = {theme.family: theme for theme in (FOLIO, VECTOR)}
CHANGEABLE = ("ink", "tint", "dark", "accent", "signal")


def with_colours(base: Theme, chosen: Mapping[str, str]) -> Theme:
    """`base` with a brand's own colours; all that follows from a chosen colour is derived.

    `chosen` names any of CHANGEABLE; an empty string keeps the family's own.
    """
    given = {name: value.lower() for name, value in chosen.items() if value}
    unknown = set(given) - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"Not a colour that a brand may choose: {', '.join(sorted(unknown))}")
    if not given:
        return base
    old = base.colours
    ink, tint = given.get("ink", old.ink), given.get("tint", old.tint)
    dark, accent = given.get("dark", old.dark), given.get("accent", old.accent)
    signal = given.get("signal", old.signal)
    light_grounds = (old.paper, tint)
    derived: dict[str, str] = {}
    if "ink" in given or "tint" in given:
        derived |= {
            "muted": until_readable(mix(ink, old.paper, 0.3), light_grounds, ink),
            "line": mix(old.paper, ink, 0.18),
        }
    if "dark" in given:
        light = mix("#ffffff", dark, 0.03)
        derived |= {
            "on_dark": light,
            "on_dark_muted": until_readable(mix(light, dark, 0.3), (dark,), light),
        }
    if "accent" in given:
        derived |= {"soft": mix(accent, old.paper, 0.8), "bar": mix(accent, old.paper, 0.62)}
    if "signal" in given or "dark" in given or "tint" in given:
        derived |= {
            "signal_text": until_readable(signal, light_grounds, "#000000", 5.0),
            "signal_on_dark": until_readable(signal, (dark,), "#ffffff", 5.0),
        }
    chosen_colours = replace(old, **{**given, **derived})
    if old.cover_ground == old.dark:
        cover = (dark, chosen_colours.on_dark, chosen_colours.on_dark_muted)
    else:
        cover = (tint, ink, chosen_colours.muted)
    colours = replace(
        chosen_colours, cover_ground=cover[0], cover_ink=cover[1], cover_muted=cover[2]
    )
    return replace(base, colours=colours)


def with_typefaces(base: Theme, titles: str = "", texts: str = "") -> Theme:
    """`base` with titles and figures in the typeface of one family, and texts in another's.

    Both are names of FAMILIES; an empty one keeps the theme's own.
    """
    display = FAMILIES[titles].typefaces if titles else base.typefaces
    text = FAMILIES[texts].typefaces if texts else base.typefaces
    return replace(base, typefaces=replace(display, text=text.text, text_files=text.text_files))


def _mixed(theme: Theme) -> dict[str, str]:
    """The families that typefaces are from, as names of arguments of `with_typefaces`; empty
    where both are of the theme's own."""
    own, set_in = FAMILIES[theme.family].typefaces, theme.typefaces
    found = {}
    for family, other in FAMILIES.items():
        if set_in.display == other.typefaces.display != own.display:
            found["titles"] = family
        if set_in.text == other.typefaces.text != own.text:
            found["texts"] = family
    return found


def css_variables(theme: Theme) -> str:
    """The theme as CSS custom properties, for a style attribute or a `:root` rule."""
    faces = theme.typefaces
    values = {
        **{
            item.name.replace("_", "-"): getattr(theme.colours, item.name)
            for item in fields(theme.colours)
        },
        "dark-line": theme.colours.dark_line,
        "display": f"'{faces.display}', serif",
        "text": f"'{faces.text}', sans-serif",
        "display-tracking": f"{faces.display_tracking}em",
        "figure-tracking": f"{faces.figure_tracking}em",
    }
    return "; ".join(f"--{name}: {value}" for name, value in values.items())


def to_tokens(theme: Theme) -> dict[str, Any]:
    """A theme as JSON data, for versions and manifests."""
    mixed = _mixed(theme)
    return {
        "family": theme.family,
        **({"typefaces": mixed} if mixed else {}),
        "colours": asdict(theme.colours),
        "company": theme.company,
        "logo": theme.logo,
        "logo_on_dark": theme.logo_on_dark,
        "cover_tall": theme.cover_tall,
        "cover_wide": theme.cover_wide,
    }


def from_tokens(tokens: Mapping[str, Any], version: int = 0) -> Theme:
    """The theme that `to_tokens` wrote; KeyError for a family that is gone."""
    base = with_typefaces(FAMILIES[tokens["family"]], **tokens.get("typefaces", {}))
    return replace(
        base,
        colours=replace(base.colours, **tokens["colours"]),
        company=tokens.get("company", ""),
        logo=tokens.get("logo", ""),
        logo_on_dark=tokens.get("logo_on_dark", ""),
        cover_tall=tokens.get("cover_tall", ""),
        cover_wide=tokens.get("cover_wide", ""),
        version=version,
    )
