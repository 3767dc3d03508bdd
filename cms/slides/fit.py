"""Whether a laid-out slide fits: a walk over WeasyPrint's boxes.

Each element with `data-frame` is a frame of fixed size. No line of text, picture or table in it
may reach over its right or bottom edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from cms.slides.printing import Excess

TOLERANCE = 1.0  # CSS px
PX = 25.4 / 96  # mm


@dataclass(frozen=True, slots=True)
class _Frame:
    name: str
    right: float
    bottom: float


def _children(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        yield child._box if isinstance(child, AbsolutePlaceholder) else child


def _is_content(box: Any) -> bool:
    return isinstance(box, boxes.TextBox | boxes.ReplacedBox | boxes.TableBox)


def overflow(page_box: Any) -> tuple[Excess, ...]:
    """The frames of one page that hold too much, each once with its largest excess."""
    found: dict[str, tuple[float, float, list[str]]] = {}

    def walk(box: Any, frame: _Frame) -> None:
        name = box.element.get("data-frame") if box.element is not None else None
        if name and name != frame.name and isinstance(box, boxes.BlockLevelBox):
            frame = _Frame(
                name,
                box.content_box_x() + box.width,
                box.content_box_y() + box.height,
            )
        elif _is_content(box):
            across = box.position_x + box.margin_width() - frame.right
            down = _bottom(box) - frame.bottom
            if max(across, down) > TOLERANCE:
                before = found.get(frame.name, (0.0, 0.0, []))
                text = getattr(box, "text", "") if down > TOLERANCE else ""
                found[frame.name] = (
                    max(before[0], across),
                    max(before[1], down),
                    [*before[2], *text.split()],
                )
        for child in _children(box):
            walk(child, frame)

    page = _Frame("slide", page_box.margin_width(), page_box.margin_height())
    walk(page_box, page)
    return tuple(
        Excess(name, max(across, 0) * PX, max(down, 0) * PX, max(len(words), 1))
        for name, (across, down, words) in found.items()
    )


def _bottom(box: Any) -> float:
    """The foot of what is seen: a line's descent, without the air that its leading adds."""
    if isinstance(box, boxes.TextBox):
        size = float(box.style["font_size"])
        return float(box.position_y + box.baseline + 0.24 * size)
    return float(box.position_y + box.margin_height())


def crossing(page_box: Any) -> tuple[tuple[str, str], ...]:
    """Pairs of frames that share ground though none stands in the other."""
    frames: list[tuple[str, float, float, float, float, int]] = []

    def walk(box: Any, depth: int) -> None:
        name = box.element.get("data-frame") if box.element is not None else None
        if name and isinstance(box, boxes.BlockLevelBox):
            x, y = box.border_box_x(), box.border_box_y()
            frames.append((name, x, y, x + box.border_width(), y + box.border_height(), depth))
            depth += 1
        for child in _children(box):
            walk(child, depth)

    walk(page_box, 0)
    return tuple(
        (one[0], other[0])
        for index, one in enumerate(frames)
        for other in frames[index + 1 :]
        if one[5] == other[5]
        and min(one[3], other[3]) - max(one[1], other[1]) > TOLERANCE
        and min(one[4], other[4]) - max(one[2], other[2]) > TOLERANCE
    )


def drawn_text(page_box: Any) -> str:
    """All text that stands on a page."""
    parts: list[str] = []

    def walk(box: Any) -> None:
        if isinstance(box, boxes.TextBox):
            parts.append(box.text)
        for child in _children(box):
            walk(child)

    walk(page_box)
    return "".join(parts)
