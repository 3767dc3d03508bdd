"""QR codes on slides: error level M, ink on paper, a quiet zone of four modules."""

from __future__ import annotations

from functools import lru_cache

import segno
from django.utils.html import escape


@lru_cache(maxsize=256)
def qr_svg(address: str, ink: str, title: str) -> str:
    """An inline SVG with a title; the page around it gives the size."""
    code = segno.make(address, error="m", micro=False)
    size = code.symbol_size(border=4)[0]
    runs = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                runs.append(f"M{x + 4} {y + 4}h{length}v1h-{length}z")
            x += max(length, 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" '
        f'class="qr" shape-rendering="crispEdges"><title>{escape(title)}</title>'
        f'<rect width="{size}" height="{size}" fill="#ffffff"/>'
        f'<path d="{"".join(runs)}" fill="{ink}"/></svg>'
    )
