"""Draft slides from a body: within the layouts' limits, and nothing dropped in silence."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks import StreamValue

from cms.assets.kinds import Article
from cms.assets.services import save_asset
from cms.errors import NotAllowed
from cms.importing.errors import ImportingError
from cms.importing.proposals import ICON_TEXT, POINT_ALONE, POINT_TEXT, POINTS, propose
from cms.importing.reviewing import add_proposed_slides
from cms.importing.slide_services import accept_proposals, drawn, proposals_for
from cms.importing.wording import plain
from cms.slides.blocks import SlidesBlock
from tests.cms.importing.test_conversion import RICH, parse, raw

SLIDES = SlidesBlock()


def slides_of(text):
    document = parse(text)
    return propose(document.title, document.summary, raw(document))


def test_headings_lists_quotes_and_tables_become_slides():
    found = slides_of(RICH)
    kinds = [slide.kind for slide in found.slides]
    assert kinds[0] == "title"
    assert {"bullets", "quote", "table", "statement"} <= set(kinds)
    assert any("code" in text for text in found.unused)


def test_every_proposal_is_a_valid_slide(db):
    found = slides_of(RICH)
    blocks = [{"type": s.kind, "value": s.value, "id": s.key} for s in found.slides]
    SLIDES.clean(StreamValue(SLIDES, blocks, is_lazy=True))


words = st.lists(st.text("abcdefg", min_size=1, max_size=8), min_size=1, max_size=40)


@given(st.lists(words, min_size=1, max_size=15))
def test_points_keep_the_limits_and_lose_no_word(items):
    texts = [" ".join(item) for item in items]
    found = slides_of("# T\n\n## Part\n\n" + "\n".join(f"- {text}" for text in texts))
    slides = [slide for slide in found.slides if slide.kind == "bullets"]
    assert sum(len(slide.value["items"]) for slide in slides) == len(texts)
    said = json.dumps([[s.value, s.left_out] for s in found.slides]) + json.dumps(found.unused)
    for slide in slides:
        assert len(slide.value["items"]) <= POINTS
        icons = slide.value["variant"] == "icons"
        for item in slide.value["items"]:
            headed, alone = (ICON_TEXT, ICON_TEXT + 3) if icons else (POINT_TEXT, POINT_ALONE)
            assert len(plain(item["text"]).split()) <= (headed if item["heading"] else alone)
            assert item["heading"] or item["text"]
    for text in texts:
        for word in text.split():
            assert re.search(rf"\b{word}", said)


def test_a_long_table_goes_on_and_a_wide_one_says_what_it_lacks():
    rows = "\n".join("|" + "|".join(str(cell) for cell in range(8)) + "|" for _ in range(13))
    head = "|" + "|".join(f"c{n}" for n in range(8)) + "|\n" + "|---" * 8 + "|\n"
    tables = [slide for slide in slides_of(f"# T\n\n## P\n\n{head}{rows}").slides
              if slide.kind == "table"]  # fmt: skip
    assert [len(slide.value["table"]["rows"]) for slide in tables] == [10, 3]
    assert all(len(slide.value["table"]["columns"]) == 6 for slide in tables)
    assert "c6, c7" in tables[0].left_out[0]


@pytest.fixture
def asset(library, marketer):
    document = parse(RICH)
    asset = Article(title="Title", summary="<p>Sum</p>", kind="article")
    asset.body = StreamValue(asset.body.stream_block, raw(document), is_lazy=True)
    save_asset(asset, user=marketer)
    return asset


def test_accepted_slides_stand_in_a_new_draft(asset, marketer):
    keys = [slide.key for slide in proposals_for(asset, user=marketer).slides][:2]
    before = asset.get_latest_revision().pk
    assert accept_proposals(asset, keys, user=marketer) == 2
    asset.refresh_from_db()
    draft = asset.get_latest_revision_as_object()
    assert draft.slides[0].block_type == "title"
    assert len(draft.slides) == 2
    assert asset.latest_revision_id != before
    assert not asset.live


def test_proposals_of_a_text_that_changed_are_refused(asset, marketer):
    with pytest.raises(ImportingError):
        accept_proposals(asset, ["gone"], user=marketer)


def test_sales_may_not_propose_slides(asset, rep):
    with pytest.raises(NotAllowed):
        proposals_for(asset, user=rep)
    with pytest.raises(NotAllowed):
        accept_proposals(asset, [], user=rep)


def test_a_proposal_is_drawn_and_measured_as_it_will_print(asset, marketer):
    found = proposals_for(asset, user=marketer).slides
    pictures = drawn(found)
    assert [picture.proposal for picture in pictures] == found
    assert "Title" in pictures[0].html
    long = replace(found[0], value={**found[0].value, "title": "Unbreakable" * 12})
    assert drawn([long])[0].notices


def test_many_drafts_get_the_slides_that_fit_once(asset, marketer):
    report = add_proposed_slides([asset.pk], user=marketer)
    assert not report["problems"]
    fitting = [s for s in drawn(proposals_for(asset, user=marketer).slides) if not s.notices]
    draft = Article.objects.get(pk=asset.pk).get_latest_revision_as_object()
    assert len(draft.slides) == len(fitting) > 2
    again = add_proposed_slides([asset.pk], user=marketer)
    assert [item["why"] for item in again["taken"]] == ["It has slides already."]
    draft = Article.objects.get(pk=asset.pk).get_latest_revision_as_object()
    assert len(draft.slides) == len(fitting)
