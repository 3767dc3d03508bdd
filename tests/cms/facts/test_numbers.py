"""A number that nobody touched is no change."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks.base import BlockField

from cms.facts.numbers import FloatBlock, IntegerBlock


@pytest.mark.parametrize(
    ("block", "stored", "submitted"),
    [
        (FloatBlock(required=False), None, ""),
        (FloatBlock(), 1.5, "1.5"),
        (FloatBlock(), 12.0, "12.0"),
        (IntegerBlock(required=False), None, ""),
        (IntegerBlock(), 20, "20"),
    ],
)
def test_an_untouched_number_is_unchanged(block, stored, submitted):
    read = block.value_from_datadict({"n": submitted}, {}, "n")
    assert BlockField(block=block).has_changed(stored, read) is False
    assert BlockField(block=block).has_changed(7, read) is True


def test_words_are_refused_by_validation():
    block = FloatBlock()
    with pytest.raises(ValidationError):
        block.clean(block.value_from_datadict({"n": "many"}, {}, "n"))
