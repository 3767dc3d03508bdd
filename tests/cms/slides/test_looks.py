"""Slides look as they were approved, and on screens as on paper."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from cms.brand.themes import Theme
from cms.slides.screen import framed
from tests.cms.slides import approved
from tests.cms.slides.cast import THEMES

pytestmark = pytest.mark.django_db
themes = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.family)
# Chromium sets letters in its own way: what is compared is where the dark and the light lie.
BLUR = 4.0
SCREEN_MOST = 0.01


@themes
def test_each_layout_looks_as_approved(theme: Theme, tmp_path: Path) -> None:
    """If this fails, look at the pictures named; if they are right: `make approve`."""
    if os.environ.get("APPROVE"):
        approved.keep(theme)
    differing = []
    for one in approved.pages(theme):
        known = approved.path(theme, one.name)
        if not known.exists():
            differing.append(f"{one.name}: was never approved")
            continue
        share = approved.difference(Image.open(known), one.picture)
        if share > approved.MOST:
            seen = tmp_path / f"{theme.family}-{one.name}.png"
            one.picture.save(seen)
            differing.append(f"{one.name}: {share:.2%} differ, see {seen} and {known}")
    assert not differing, "\n".join(differing)
    kept = {path.stem for path in (approved.FOLDER / theme.family).glob("*.png")}
    assert kept == {one.name for one in approved.pages(theme)}


def test_a_word_that_moved_is_a_difference() -> None:
    picture = approved.pages(THEMES[0])[1].picture
    width, height = approved.SIZE
    moved = picture.copy()
    moved.paste(picture.crop((20, 20, 200, 60)), (26, 24))
    assert approved.difference(picture, moved) > approved.MOST
    assert approved.difference(picture, picture.resize((width * 2, height * 2)).resize(
        (width, height)
    )) <= approved.MOST  # fmt: skip


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@themes
def test_each_layout_looks_on_screens_as_on_paper(
    theme: Theme, page: Any, live_server: Any, tmp_path: Path
) -> None:
    frames = "".join(str(framed(one.html, theme)) for one in approved.pages(theme))
    page.set_viewport_size({"width": 960, "height": 900})
    page.goto(f"{live_server.url}/static/cms/css/slides-screen.css")
    page.set_content(
        '<link rel="stylesheet" href="/static/cms/css/slides-screen.css">'
        f"<style>body {{ margin: 0 }}</style>{frames}"
    )
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    differing = []
    shown = page.locator(".slide-frame")
    for number, one in enumerate(approved.pages(theme)):
        seen = Image.open(io.BytesIO(shown.nth(number).screenshot())).resize(approved.SIZE)
        share = approved.difference(one.picture, seen, blur=BLUR)
        if share > SCREEN_MOST:
            seen.save(tmp_path / f"{theme.family}-{one.name}-screen.png")
            one.picture.save(tmp_path / f"{theme.family}-{one.name}-paper.png")
            differing.append(f"{one.name}: {share:.2%} differ, see {tmp_path}")
    assert not differing, "\n".join(differing)
