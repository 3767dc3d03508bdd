"""A deck of every layout and variant, from the samples that editors see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from cms.brand.themes import FOLIO, VECTOR, Theme
from cms.slides.blocks import SlidesBlock
from cms.slides.context import ContactDetails, SlideContext
from cms.slides.printing import Slide
from cms.slides.samples import SAMPLES

THEMES = (FOLIO, VECTOR)
BLOCK = SlidesBlock()

CONTACT = ContactDetails(
    "Ines Aldana",
    "Key Account Director",
    "+44 20 7946 0173",
    "ines.aldana@northway.example",
    link="https://northway.example/book/ines",
)

FIGURE_ITEMS: list[dict[str, Any]] = [
    {
        "value": "£1.17m",
        "unit": "",
        "label": "lower running cost",
        "note": "From £1.73m",
        "before_label": "last year",
        "before": 1.73,
        "now": 1.17,
        "signal": True,
    },
    {"value": "£298k", "unit": "", "label": "yearly cost, all in", "note": "Licences and support"},
    {"value": "3.9×", "unit": "", "label": "return in year one", "note": "Even after four months"},
    {"value": "212", "unit": "t", "label": "less CO₂e", "note": "About 80,000 litres of diesel"},
]

LINE_ROWS = [
    {
        "label": f"Week {week}",
        "value": 94 + (week * 0.4 if series == "Two hubs" else week % 3 * 0.1),
        "series": series,
        "signal": False,
    }
    for series in ("Two hubs", "five other hubs")
    for week in range(1, 13)
]

VARIANTS: list[tuple[str, dict[str, Any]]] = [
    ("title", {"variant": "full"}),
    ("title", {"variant": "section"}),
    (
        "statement",
        {
            "variant": "evidence",
            "statement": "<p>Most empty running is not a shortage of freight. It is a "
            "<b>shortage</b> of notice.</p>",
            "emphasis": "",
            "proofs": [
                {
                    "heading": "What waits",
                    "text": "<p>38 % of return loads are known a day before.</p>",
                },
                {
                    "heading": "Why it waits",
                    "text": "<p>The offer goes out after the lorry left.</p>",
                },
                {"heading": "Who sees it", "text": "<p>Nobody, until the next morning.</p>"},
            ],
        },
    ),
    ("bullets", {"variant": "icons"}),
    (
        "two_columns",
        {
            "variant": "panel",
            "right": {"heading": "Leeds against Derby", "text": ""},
            "figures": [
                {"value": "26", "unit": "min", "label": "gate open per trailer; Derby 15 min"},
                {"value": "7.4", "unit": "", "label": "empty trips per 1,000; Derby 1.9"},
                {"value": "£412k", "unit": "", "label": "loss in twelve months; Derby £73k"},
            ],
        },
    ),
    ("quote", {"variant": "dark"}),
    ("picture", {"variant": "full", "figure": {}}),
    (
        "figures",
        {
            "title": "",
            "items": [
                {"value": "68", "unit": "%", "label": "fewer empty kilometres after 12 weeks"}
            ],
            "reason": "<p>Volume grew by 4 %. The result is not a lucky season.</p>",
        },
    ),
    ("figures", {"items": FIGURE_ITEMS[:2]}),
    ("figures", {"items": FIGURE_ITEMS, "note": "Assumes the pilot rate at all hubs."}),
    ("chart", {"kind": "line", "unit": "%", "rows": LINE_ROWS, "figures": []}),
]


def value(block_type: str, **changes: Any) -> Any:
    """The Python value of a sample block with some children changed."""
    return BLOCK.child_blocks[block_type].to_python({**SAMPLES[block_type], **changes})


def context(theme: Theme = FOLIO, number: int = 1, total: int = 1, **changes: Any) -> SlideContext:
    base = SlideContext(
        number=number,
        total=total,
        company="Northway",
        recipient="Halden & Moor Foods",
        as_of=date(2026, 10, 31),
        date=date(2026, 11, 24),
        verify_text="tndm.to/k7q4m2",
        verify_link="https://tndm.to/k7q4m2",
        contact=CONTACT,
        theme=theme,
        section=1,
    )
    return replace(base, **changes)


def slide(block_type: str, theme: Theme = FOLIO, number: int = 1, **changes: Any) -> Slide:
    return Slide(block_type, value(block_type, **changes), context(theme, number))


def whole_deck(theme: Theme = FOLIO) -> list[Slide]:
    """Each type once as the sample has it, then each other variant."""
    wanted = [*((name, {}) for name in SAMPLES), *VARIANTS]
    return [
        Slide(name, value(name, **changes), context(theme, number, len(wanted)))
        for number, (name, changes) in enumerate(wanted, 1)
    ]
