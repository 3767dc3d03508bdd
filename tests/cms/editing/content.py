"""Slides and body blocks with everything in them: facts, tables, charts, pictures, odd spaces."""

from __future__ import annotations

import re
import uuid
from itertools import count
from typing import Any

from cms.slides.samples import SAMPLES
from tests.cms.slides.cast import FIGURE_ITEMS, VARIANTS
from tests.factories.cms import block

_IDS = uuid.UUID("6c2f1f6e-0000-4000-8000-000000000000")


def slide_blocks(fact: Any, image: Any) -> list[dict[str, Any]]:
    """Each type of slide in each variant, filled to the last field, as a StreamField keeps it."""
    figure = f'<embed embedtype="fact" fallback="{fact.fallback}" id="{fact.pk}"/>'
    copy = f'<p data-block-key="k1x2y">It saves {figure}, <b>and {figure}</b> more (all in).</p>'
    filled: dict[str, dict[str, Any]] = {
        "title": {"picture": image.pk},
        "statement": {"statement": copy},
        "two_columns": {"left": {"heading": "Left", "text": copy}},
        "picture": {
            "image": image.pk,
            "alt": "A cold store",
            "caption": "Leeds, 2026",
            "text": copy,
            "figure": {"fact": fact.pk, "value": "", "unit": "", "label": "of the energy"},
        },
        "quote": {"quote": copy, "portrait": image.pk},
        "figures": {
            "reason": copy,
            "items": [
                {**FIGURE_ITEMS[0], "fact": None},
                {"fact": fact.pk, "value": "", "unit": "", "label": "with a fact"},
                {"fact": None, "value": "3", "label": "x", "before": 0.0, "now": 0.5},
            ],
        },
        "chart": {
            "rows": [
                {"label": "A", "fact": fact.pk, "value": None, "series": "", "signal": True},
                {"label": "B", "fact": None, "value": 1.5, "series": "", "signal": False},
                {"label": "C", "fact": None, "value": 0.0, "series": "", "signal": False},
            ],
            "figures": [{"fact": fact.pk, "value": "", "unit": "", "label": "beside"}],
        },
        "table": {
            "table": {
                "columns": [
                    {"type": "text", "heading": "Site"},
                    {"type": "number", "heading": "t"},
                    {"type": "fact", "heading": "Saved"},
                ],
                "rows": [
                    {"values": ["Leeds  & Derby", 12.5, fact.pk]},
                    {"values": ["", None, None]},
                    {"values": ["Total", 0.0, fact.pk]},
                ],
                "caption": "By site",
            },
            "total_row": True,
        },
        "logos": {"logos": [{"name": "Kisko", "image": image.pk}, {"name": "Melka"}]},
    }
    wanted = [*((name, {}) for name in SAMPLES), *VARIANTS]
    return [
        block(
            name,
            _stored({**SAMPLES[name], **filled.get(name, {}), **changes}, f"{name}{n}"),
            _id(f"{name}{n}"),
        )
        for n, (name, changes) in enumerate(wanted)
    ]


def body_blocks(fact: Any, image: Any) -> list[dict[str, Any]]:
    """Each type of body block, filled."""
    figure = f'<embed embedtype="fact" fallback="{fact.fallback}" id="{fact.pk}"/>'
    values: list[tuple[str, Any]] = [
        (
            "paragraph",
            (
                f'<p data-block-key="k1x2y">It saves {figure}, <i>then</i> <b>{figure}</b> '
                f'<a href="https://example.org/{fact.key}">and so on</a> <code>x = 1</code>.</p>'
            ),
        ),
        ("heading", {"text": "What it  costs", "level": "h3"}),
        (
            "list",
            (
                f'<ul><li data-block-key="a1b2c">One: {figure} each</li>'
                '<li data-block-key="zz9zz">Two</li></ul>'
            ),
        ),
        (
            "table",
            {
                "columns": [
                    {"type": "text", "heading": "Site"},
                    {"type": "number", "heading": "t"},
                    {"type": "fact", "heading": "Saved"},
                ],
                "rows": [
                    {"values": [f'<p data-block-key="c1c1c">Leeds {figure}</p>', 1.5, fact.pk]},
                    {"values": ['<p data-block-key="c2c2c">Derby</p>', None, None]},
                ],
                "caption": "By site",
            },
        ),
        (
            "quote",
            {
                "quote": f'<p data-block-key="q1q1q">We saved {figure}.</p>',
                "attribution": "Marit Solheim",
            },
        ),
        ("image", {"image": image.pk, "alt": "A door", "caption": "The door"}),
        ("code", {"language": "python", "code": "def f():\n    return 1\n\n\tx = 2\n"}),
    ]
    return [block(name, value, _id(f"body-{name}")) for name, value in values]


def _id(name: str) -> str:
    return str(uuid.uuid5(_IDS, name))


def _stored(value: Any, name: str) -> Any:
    """Give members of lists and paragraphs the ids that they have once they were saved."""
    if isinstance(value, dict):
        return {
            key: child if key == "table" else _stored(child, f"{name}.{key}")
            for key, child in value.items()
        }
    if isinstance(value, list):
        return [
            {"type": "item", "value": _stored(child, f"{name}.{n}"), "id": _id(f"{name}.{n}")}
            for n, child in enumerate(value)
        ]
    if isinstance(value, str):
        # Each paragraph has the key that the editor gave it.
        keys = (f"k{n:04d}" for n in count())
        return re.sub("<p>", lambda _match: f'<p data-block-key="{next(keys)}">', value)
    return value
