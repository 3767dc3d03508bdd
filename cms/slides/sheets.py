"""The slides' style sheet for paper and, made from it, the one for screens."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from cms.brand.themes import FAMILIES

SOURCE = Path(__file__).resolve().parents[1] / "static" / "cms" / "css"
WIDTH = 320.0  # mm
PAGE = "@page { size: 320mm 180mm; margin: 0 } html, body { margin: 0; padding: 0 }"
LENGTH = re.compile(r"(?<![\w#-])(-?\d*\.?\d+)(mm|pt)\b")


def paper_sheet() -> str:
    """The sheet of the PDF without its fonts."""
    return (SOURCE / "slides.css").read_text(encoding="utf-8")


def print_sheet() -> str:
    """The sheet of the PDF with its page's size, still without its fonts."""
    return f"{PAGE}\n{paper_sheet()}"


def _in_container_units(match: re.Match[str]) -> str:
    millimetres = float(match[1]) * (25.4 / 72 if match[2] == "pt" else 1.0)
    return f"{millimetres / WIDTH * 100:.5g}cqw"


@lru_cache(maxsize=1)
def screen_sheet() -> str:
    """The sheet for screens: fonts, all lengths in parts of the slide's width, and the phone.

    Kept in cms/static/cms/css/slides-screen.css; a test compares the two. A slide stands in an
    element of the class `slide-frame`, which carries the theme's variables.
    """
    body = LENGTH.sub(_in_container_units, paper_sheet())
    body = body.replace("break-after: page;", "")
    phone = (SOURCE / "slides-phone.css").read_text(encoding="utf-8")
    parts = (
        "/* Made from slides.css by cms/slides/sheets.py. */",
        _web_fonts(),
        FRAME,
        body,
        phone,
    )
    return "\n".join(parts)


FRAME = """.slide-frame { container-type: inline-size; width: 100%; aspect-ratio: 16 / 9;
  overflow: hidden; }
.slide-frame .slide { width: 100cqw; height: 56.25cqw; box-sizing: content-box; }
.slide-frame .slide .chart-data { display: block; position: absolute; width: 1px; height: 1px;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap; }"""


def _web_fonts() -> str:
    return "\n".join(
        f"@font-face {{ font-family: '{family}'; font-weight: {weight}; font-display: swap; "
        f"src: url('../fonts/{name}.woff2') format('woff2'); }}"
        for theme in FAMILIES.values()
        for family, name, weight in theme.typefaces.files
    )
