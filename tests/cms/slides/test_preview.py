from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from cms.slides import preview
from cms.slides.printing import Slide
from cms.slides.samples import SAMPLES
from tests.cms.slides.cast import BLOCK, context, value

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


def stream(*blocks: tuple[str, dict[str, Any]]) -> Any:
    return BLOCK.to_python(
        [{"type": name, "value": {**SAMPLES[name], **changes}} for name, changes in blocks]
    )


def test_authors_read_what_is_too_long() -> None:
    endless = [{"heading": "Point", "text": f"<p>{'word ' * 90}</p>", "icon": ""}] * 4
    shown = preview.preview_stream(stream(("title", {}), ("bullets", {"items": endless})))
    assert shown[0].notices == ()
    assert len(shown[1].notices) == 4
    assert "Too long: “text 1”" in shown[1].notices[0]
    assert "words" in shown[1].notices[0]


def test_the_preview_page_shows_every_slide(rf: RequestFactory) -> None:
    response = preview.preview_response(
        rf.get("/"), stream(*((name, {}) for name in SAMPLES)), title="All slides"
    )
    assert "style-src-attr 'unsafe-inline'" in response["Content-Security-Policy"]
    assert "script-src 'self'" in response["Content-Security-Policy"]
    html = response.content.decode()
    assert html.count('class="slide-frame"') == len(SAMPLES)
    assert "media:" not in html
    assert 'class="notice"' not in html


def test_no_slides_is_an_invitation(rf: RequestFactory) -> None:
    html = preview.preview_response(rf.get("/"), [], title="Empty").content.decode()
    assert "No slides yet" in html


def test_every_block_has_a_preview_in_the_picker() -> None:
    for block in BLOCK.child_blocks.values():
        assert block.is_previewable
        sample = block.get_preview_value()
        shown = block.get_preview_context(sample, {})["slide"]
        assert "slide-frame" in shown and f"slide--{block.name}" in shown


def test_a_picture_that_is_gone_is_a_notice_not_an_error(monkeypatch: Any) -> None:
    from dataclasses import replace

    contact = replace(context().contact, portrait="media:gone.jpg")  # type: ignore[type-var]
    slide = Slide("call_to_action", value("call_to_action"), context(contact=contact))
    assert "cannot be read" in preview.preview(slide).notices[0]
