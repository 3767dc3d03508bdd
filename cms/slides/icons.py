"""Drawings for slides, as SVG in literal colours: WeasyPrint takes no `currentColor` in files."""

from __future__ import annotations

from urllib.parse import quote

# On a grid of 24, stroked.
STROKES: dict[str, str] = {
    "chart": "M4 4v16h16M8 16v-4M12 16V8M16 16v-6",
    "check": "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M8 12.4l2.8 2.8L16 9.6",
    "clock": "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 7v5.2l3.4 2",
    "cloud": "M7 18.5a4 4 0 0 1-.6-7.95A5.6 5.6 0 0 1 17.2 9.2a4.7 4.7 0 0 1-.4 9.3z",
    "document": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "flag": "M5 21V4M5 4.6c4-2 7 2 14 0v9c-7 2-10-2-14 0",
    "gear": "M12 8.7a3.3 3.3 0 1 0 0 6.6a3.3 3.3 0 0 0 0-6.6M12 3v2.6M12 18.4V21M3 12h2.6"
    "M18.4 12H21M5.6 5.6l1.9 1.9M16.5 16.5l1.9 1.9M5.6 18.4l1.9-1.9M16.5 7.5l1.9-1.9",
    "globe": "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M3 12h18M12 3c3 3 3.6 6 3.6 9s-.6 6-3.6 9"
    "c-3-3-3.6-6-3.6-9S9 6 12 3",
    "link": "M10 14.2a4.2 4.2 0 0 0 6 0l3-3a4.2 4.2 0 0 0-6-6l-1 1M14 9.8a4.2 4.2 0 0 0-6 0l-3 3"
    "a4.2 4.2 0 0 0 6 6l1-1",
    "people": "M9 4.6a3.4 3.4 0 1 0 0 6.8a3.4 3.4 0 0 0 0-6.8M3 20c0-3.6 2.6-6 6-6s6 2.4 6 6"
    "M16 5a3.2 3.2 0 0 1 0 6.2M17.6 14.4c2.2.7 3.4 2.8 3.4 5.6",
    "pin": "M12 21c-4.4-4.8-6.6-8.3-6.6-11.3a6.6 6.6 0 0 1 13.2 0c0 3-2.2 6.5-6.6 11.3z"
    "M12 7.4a2.4 2.4 0 1 0 0 4.8a2.4 2.4 0 0 0 0-4.8",
    "route": "M6 16.6a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 0 0 0-4.4M18 3a2.2 2.2 0 1 0 0 4.4"
    "A2.2 2.2 0 0 0 18 3M8.2 18.8H15a3.4 3.4 0 0 0 0-6.8H9a3.4 3.4 0 0 1 0-6.8h6.8",
    "shield": "M12 3l7.4 2.8v5.4c0 4.6-3 8-7.4 9.8c-4.4-1.8-7.4-5.2-7.4-9.8V5.8zM8.8 12l2.3 2.3"
    "l4.2-4.4",
    "signal": "M4 20v-4M9.3 20v-7.5M14.7 20V9M20 20V4.5",
    "speech": "M4 5h16v11h-8.4L7 20v-4H4zM8 9h8M8 12.2h5",
    "target": "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8M12 12h.01",
    "truck": "M3 6h11v10H3zM14 10h4l3 3.2V16h-7M7 15.4a2 2 0 1 0 0 4a2 2 0 0 0 0-4"
    "M17 15.4a2 2 0 1 0 0 4a2 2 0 0 0 0-4",
    "wallet": "M4 7.4C4 6 5 5 6.4 5H17v3M4 7.4C4 8 4.6 8.4 5.4 8.4H20V19H5.6C4.7 19 4 18.3 4 17.4z"
    "M16 13.6h.01",
}


def data_uri(svg: str) -> str:
    """An address that may stand in single or double quotes in CSS and in HTML."""
    return "data:image/svg+xml," + quote(svg, safe="/:;,=+-.")


def icon(name: str, colour: str) -> str:
    """A data URI of the icon drawn in `colour`; a plain dot for an unknown name."""
    path = STROKES.get(name)
    drawing = (
        f"<path d='{path}' fill='none' stroke='{colour}' stroke-width='1.5' "
        "stroke-linecap='round' stroke-linejoin='round'/>"
        if path
        else f"<circle cx='12' cy='12' r='3.4' fill='{colour}'/>"
    )
    return data_uri(f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>{drawing}</svg>")
