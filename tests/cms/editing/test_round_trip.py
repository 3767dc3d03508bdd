"""Opening an asset in the editor and saving it changes nothing: value, ids, or page."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.blocks import BlockField, StreamValue

from cms.assets.body import BodyBlock
from cms.facts.scope import fact_scope
from cms.slides.blocks import SlidesBlock
from cms.slides.rendering import render_slide
from cms.slides.samples import SAMPLES
from tests.cms.editing.content import body_blocks, slide_blocks
from tests.cms.editing.forms import as_saved
from tests.cms.slides.cast import VARIANTS, context
from tests.factories.cms import FactFactory, ImageFactory

pytestmark = pytest.mark.django_db

SLIDES, BODY = SlidesBlock(), BodyBlock()
SLIDE_NAMES = [*SAMPLES, *(f"{name}-{n}" for n, (name, _changes) in enumerate(VARIANTS))]


@pytest.mark.parametrize("number", range(len(SLIDE_NAMES)), ids=SLIDE_NAMES)
def test_a_slide_comes_back_from_its_form_as_it_was(number):
    raw = [slide_blocks(FactFactory(), ImageFactory())[number]]
    first, saved = as_saved(SLIDES, raw)
    # What was written without a form lacks fields that were left out; the form fills them in.
    stored = SLIDES.get_prep_value(saved)
    assert without_blanks(stored) == without_blanks(raw)
    before, after = as_saved(SLIDES, stored)
    assert SLIDES.get_prep_value(after) == stored
    assert not BlockField(SLIDES).has_changed(before, after)
    assert len({drawn(stream) for stream in (first, saved, before, after)}) == 1


def drawn(stream: StreamValue) -> str:
    with fact_scope():
        return render_slide(stream[0].block_type, stream[0].value, context())


def without_blanks(raw: Any) -> Any:
    """The stored content without fields that hold nothing."""
    if isinstance(raw, dict):
        kept = {key: without_blanks(value) for key, value in raw.items()}
        return {
            key: value for key, value in kept.items() if value not in (None, "", False, [], {})
        }
    if isinstance(raw, list):
        return [without_blanks(value) for value in raw]
    return raw


@pytest.mark.parametrize("number", range(7), ids=list(BodyBlock().child_blocks))
def test_a_block_of_the_body_comes_back_from_its_form_as_it_was(number):
    raw = [body_blocks(FactFactory(), ImageFactory())[number]]
    before, after = as_saved(BODY, raw)
    assert BODY.get_prep_value(after) == raw
    assert not BlockField(BODY).has_changed(before, after)
    assert before.render_as_block() == after.render_as_block()
