from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from cms.slides.blocks import SlidesBlock
from cms.slides.samples import SAMPLES
from tests.cms.slides.cast import BLOCK, value

TYPES = {
    "title",
    "statement",
    "bullets",
    "two_columns",
    "picture",
    "quote",
    "figures",
    "chart",
    "table",
    "logos",
    "agenda",
    "comparison",
    "timeline",
    "call_to_action",
}


def clean(block_type: str, **changes: Any) -> Any:
    return BLOCK.child_blocks[block_type].clean(value(block_type, **changes))


def test_there_are_fourteen_kinds_of_slides_each_with_a_sample() -> None:
    assert set(BLOCK.child_blocks) == TYPES == set(SAMPLES)


def test_each_kind_says_what_it_is_for() -> None:
    for block in BLOCK.child_blocks.values():
        assert str(block.meta.description)
        assert str(block.meta.group)


@pytest.mark.django_db
@pytest.mark.parametrize("block_type", sorted(TYPES - {"picture"}))
def test_samples_are_valid(block_type: str) -> None:
    cleaned = clean(block_type)
    stored = BLOCK.child_blocks[block_type].get_prep_value(cleaned)
    assert BLOCK.child_blocks[block_type].to_python(stored) is not None


@pytest.mark.parametrize(
    ("block_type", "changes"),
    [
        ("title", {"title": ""}),
        ("bullets", {"title": "word " * 41}),
        ("figures", {"items": []}),
        ("figures", {"items": [{"value": "", "label": "x"}]}),
        ("figures", {"items": [{"value": "3", "label": "x", "before": 2.0}]}),
        ("figures", {"items": [{"value": str(n), "label": "x"} for n in range(5)]}),
        ("picture", {"image": None}),
        ("chart", {"rows": [{"label": "A", "value": 1.0}]}),
        ("chart", {"rows": [{"label": f"{n}", "value": float(n)} for n in range(10)]}),
        ("chart", {"rows": [{"label": "A", "value": -1.0}, {"label": "B", "value": 1.0}]}),
        ("chart", {"rows": [{"label": "A", "value": None}, {"label": "B", "value": 1.0}]}),
        (
            "chart",
            {
                "kind": "line",
                "rows": [{"label": "A", "value": 1.0, "series": f"s{n}"} for n in range(5)],
            },
        ),
        (
            "table",
            {
                "table": {
                    "columns": [{"type": "text", "heading": "A"}],
                    "rows": [{"values": ["x"]}],
                    "caption": "",
                }
            },
        ),
        ("comparison", {"rows": [{"criterion": "x", "cells": ["only one"]}]}),
        (
            "comparison",
            {
                "columns": [{"name": "A", "own": True}, {"name": "B", "own": True}],
                "rows": [{"criterion": "x", "cells": ["1", "2"]}],
            },
        ),
        (
            "timeline",
            {
                "phases": [
                    {"name": "A", "start": 3.0, "end": 2.0},
                    {"name": "B", "start": 3.0, "end": 4.0},
                ]
            },
        ),
    ],
)
def test_it_refuses_what_cannot_be_drawn(block_type: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        clean(block_type, **changes)


def test_a_picture_slide_needs_no_figure() -> None:
    block = BLOCK.child_blocks["picture"].child_blocks["figure"]
    assert not block.clean(block.to_python({"value": ""}))["value"]


def test_the_stream_writes_its_migration() -> None:
    path, _args, _kwargs = SlidesBlock().deconstruct()
    assert path.endswith("StreamBlock") or "SlidesBlock" in path


def posted(block_type: str, pasted: str, **fields: str) -> Any:
    """What an editor's form holds of a chart or a table without rows, and of pasted cells."""
    empty = {
        "chart": {
            "x-rows-count": "0",
            "x-figures-count": "0",
            "x-kind": "bar",
            "x-measure": "MWh",
        },
        "table": {"x-table-column-count": "0", "x-table-row-count": "0", "x-table-caption": ""},
    }
    data = {**empty[block_type], "x-title": "Venlo needs most", "x-pasted": pasted, **fields}
    block = BLOCK.child_blocks[block_type]
    return block.value_from_datadict(QueryDict("", mutable=True) | data, {}, "x")


def test_pasted_cells_become_the_rows_of_a_chart() -> None:
    block = BLOCK.child_blocks["chart"]
    value = posted("chart", "Site\tMWh\nVenlo\t1,200\nTilburg\t860")
    stored = block.get_prep_value(block.clean(value))
    rows = [(row["value"]["label"], row["value"]["value"]) for row in stored["rows"]]
    assert rows == [("Venlo", 1200), ("Tilburg", 860)]
    assert "pasted" not in stored


def test_pasted_cells_become_a_table() -> None:
    block = BLOCK.child_blocks["table"]
    value = posted("table", "Site\tMWh\tKept\nVenlo\t1,200\tyes\nTilburg\t860\t")
    table = block.get_prep_value(block.clean(value))["table"]
    assert [(c["type"], c["heading"]) for c in table["columns"]] == [
        ("text", "Site"),
        ("number", "MWh"),
        ("text", "Kept"),
    ]
    assert [row["values"] for row in table["rows"]] == [
        ["Venlo", 1200, "yes"],
        ["Tilburg", 860, ""],
    ]


def test_cells_that_cannot_be_read_stay_in_the_form_and_are_said() -> None:
    block = BLOCK.child_blocks["chart"]
    text = "Venlo\t3\nTilburg\tmany"
    value = posted("chart", text)
    assert value["pasted"] == text
    with pytest.raises(ValidationError) as refused:
        block.clean(value)
    assert "is not a number" in str(refused.value.block_errors["pasted"])
