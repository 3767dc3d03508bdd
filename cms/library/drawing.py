"""Slides of many assets drawn at once: bounded queries, and each drawing kept a while."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db.models import prefetch_related_objects
from django.utils.safestring import SafeString
from wagtail.images import get_image_model

from cms.assets.indexing import slide_title
from cms.brand.services import in_family
from cms.facts.references import facts_in
from cms.facts.scope import current_scope
from cms.slides.blocks import SlidesBlock
from cms.slides.context import SlideContext
from cms.slides.fitting import fitted, measure_unknown
from cms.slides.preview import preview_context
from cms.slides.printing import Slide
from cms.slides.screen import on_screen

KEPT = 600  # drawings a process keeps, about 6 KB each
SECONDS = 120.0  # for how long: a picture that is replaced shows after that

RawBlock = Mapping[str, Any]
D = TypeVar("D")

# Block and value of each wanted slide, by its place.
Values = dict[int, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class DrawnSlide:
    """A slide as `<t-slide>` shows it. `number` counts within its asset, from 1."""

    block_id: str
    number: int
    title: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class WantedSlide:
    """A slide block of an asset, as its StreamField stores it."""

    raw: RawBlock
    number: int
    total: int


class Drawings(Generic[D]):
    """Drawings by what they were made from; the oldest go first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[Any, tuple[float, D]] = OrderedDict()

    def get(self, key: Any) -> D | None:
        with self._lock:
            found = self._kept.get(key)
            if found is None or time.monotonic() - found[0] > SECONDS:
                return None
            self._kept.move_to_end(key)
            return found[1]

    def put(self, key: Any, drawn: D) -> None:
        with self._lock:
            self._kept[key] = (time.monotonic(), drawn)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


drawings: Drawings[DrawnSlide] = Drawings()
_block: SlidesBlock | None = None


def slides_block() -> SlidesBlock:
    global _block
    if _block is None:
        _block = SlidesBlock()
    return _block


def wanted_of(raw: Sequence[RawBlock], ids: Iterable[str] | None = None) -> list[WantedSlide]:
    """Return the slides `ids` of a stream's raw blocks in that order, or all of them."""
    total = len(raw)
    known = {
        block["id"]: WantedSlide(block, number, total) for number, block in enumerate(raw, start=1)
    }
    return [known[pk] for pk in (known if ids is None else ids) if pk in known]


def draw(wanted: Sequence[WantedSlide], family: str = "") -> list[DrawnSlide]:
    """Draw slides in the present brand, or in its look of another family. Call it inside a fact
    scope that holds their facts.

    One query for the brand; of slides not drawn lately, one for each kind of choice in them.
    """
    if not wanted:
        return []
    shared = preview_context()
    shared = replace(shared, theme=in_family(shared.theme, family))
    keys = [_key(slide, shared) for slide in wanted]
    found = [drawings.get(key) for key in keys]
    missing = [n for n, drawn in enumerate(found) if drawn is None]
    for n, drawn in zip(missing, _drawn([wanted[n] for n in missing], shared), strict=True):
        drawings.put(keys[n], drawn)
        found[n] = drawn
    return [drawn for drawn in found if drawn is not None]


def figures_key(ids: Iterable[int]) -> Any:
    """Return what the open scope would show of these facts, to know a drawing by."""
    scope = current_scope()
    facts = tuple(
        (pk, fact.current.display, fact.state, fact.as_of) if fact else (pk, "", "", "")
        for pk in sorted(ids)
        for fact in [scope.fact(pk)]
    )
    return (facts, scope.today, scope.show_expired)


def _key(slide: WantedSlide, shared: SlideContext) -> Any:
    place = (slide.number, slide.total, shared.theme, shared.company, shared.language)
    return (repr(slide.raw), figures_key(facts_in(slide.raw)), place)


def measure_all(wanted: Sequence[WantedSlide]) -> int:
    """Lay out the slides whose printed sizes are not known yet; return how many."""
    return measure_unknown(list(_slides(wanted, _values(wanted), preview_context())))


def _drawn(wanted: Sequence[WantedSlide], shared: SlideContext) -> Iterator[DrawnSlide]:
    values = _values(wanted)
    htmls = fitted(list(_slides(wanted, values, shared)))
    for place, (slide, html) in enumerate(zip(wanted, htmls, strict=True)):
        title = slide_title(Child(*values[place]))
        yield DrawnSlide(slide.raw["id"], slide.number, title, on_screen(html))


def _slides(
    wanted: Sequence[WantedSlide], values: Values, shared: SlideContext
) -> Iterator[Slide]:
    for place, slide in enumerate(wanted):
        context = replace(shared, number=slide.number, total=slide.total, as_of=_as_of(slide.raw))
        yield Slide(slide.raw["type"], values[place][1], context)


def _as_of(raw: RawBlock) -> date | None:
    """Return the day of the slide's oldest figure: the others are at least as new."""
    scope = current_scope()
    facts = [scope.fact(pk) for pk in facts_in(raw)]
    return min((fact.as_of for fact in facts if fact), default=None)


@dataclass(frozen=True, slots=True)
class Child:
    """As much of a StreamField's child as `slide_title` reads."""

    block: Any
    value: Any


def values_of(raw: Sequence[RawBlock]) -> Values:
    """Convert raw blocks to values, all of one type together: a query for each kind of choice."""
    places: dict[str, list[int]] = {}
    for place, block in enumerate(raw):
        places.setdefault(block["type"], []).append(place)
    found: Values = {}
    for block_type, rows in places.items():
        kind = slides_block().child_blocks[block_type]
        made = kind.bulk_to_python([raw[row]["value"] for row in rows])
        found.update({row: (kind, value) for row, value in zip(rows, made, strict=True)})
    return found


def _values(wanted: Sequence[WantedSlide]) -> Values:
    """Convert raw blocks to values, pictures with their renditions."""
    found = values_of([slide.raw for slide in wanted])
    pictures = [image for _block, value in found.values() for image in _images(value)]
    prefetch_related_objects(pictures, "renditions")
    return found


def _images(value: Any) -> Iterator[Any]:
    if isinstance(value, get_image_model()):
        yield value
    elif isinstance(value, Mapping):
        for child in value.values():
            yield from _images(child)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for child in value:
            yield from _images(child)
    elif hasattr(value, "bound_blocks") or hasattr(value, "_raw_data"):
        for child in value:
            yield from _images(child.value)
