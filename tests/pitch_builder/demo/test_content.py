"""The demo's content: enough of it, all references lead somewhere, words within limits."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest

from pitch_builder.demo import content as demo
from pitch_builder.demo.assets import (
    FACT_REFERENCE,
    PICTURE_REFERENCE,
    CaseStudy,
    DemoAsset,
    ProductSheet,
    Slide,
    Video,
)
from pitch_builder.demo.content import DemoContent, facts_of, pictures_of
from pitch_builder.demo.pictures import drawings
from pitch_builder.demo.slide_fields import SLIDE_FIELDS, VARIANTS

FILLER = re.compile(
    r"\b(seamless\w*|leverag\w+|robust|cutting.edge|game.chang\w+|unlock\w*|empower\w*|holistic"
    r"|best.in.class|world.class|revolution\w*|synerg\w*|innovati\w+|delve|streamlin\w*"
    r"|lorem|ipsum|solutions? provider|state.of.the.art|unparalleled|elevate|supercharge\w*"
    r"|next.gen\w*|turnkey|paradigm|actionable|TODO|TBD)\b",
    re.IGNORECASE,
)
# Words at most, by slide type and field; see the layouts of the decks.
LIMITS = {
    ("title", "title"): 6,
    ("title", "lead"): 14,
    ("bullets", "heading"): 6,
    ("bullets", "text"): 16,
    ("two_columns", "text"): 75,
    ("picture", "caption"): 30,
    ("picture", "text"): 35,
    ("quote", "quote"): 24,
    ("figures", "label"): 18,
    ("figures", "note"): 40,
    ("figures", "reason"): 40,
    ("agenda", "heading"): 4,
    ("agenda", "text"): 8,
    ("comparison", "cells"): 5,
    ("timeline", "text"): 6,
    ("call_to_action", "title"): 9,
    ("call_to_action", "text"): 8,
    ("statement", "statement"): 20,
    ("statement", "text"): 14,
    ("statement", "heading"): 4,
}


@pytest.fixture(scope="module")
def content() -> DemoContent:
    return demo.read()


def words(text: str) -> int:
    return len(FACT_REFERENCE.sub("figure", text).replace("**", "").split())


def slides(content: DemoContent) -> list[tuple[DemoAsset, Slide]]:
    return [(asset, slide) for asset in content.assets for slide in asset.slides]


def test_there_is_enough_of_everything(content: DemoContent) -> None:
    kinds = Counter(asset.kind for asset in content.assets)
    assert len(content.assets) >= 40
    assert kinds["case_study"] >= 10
    assert kinds["article"] >= 12
    assert kinds["product_sheet"] >= 4
    assert kinds["comparison"] == 3
    assert kinds["video"] == kinds["ebook"] == kinds["landing_page"] == 2
    assert len(content.personas) == len(content.stages) == len(content.team) == 5
    assert len(content.facts) >= 30
    assert (len(content.accounts), len(content.prospects)) == (6, 12)
    deals = Counter(deal.state for deal in content.deals)
    assert set(deals) == {"open", "won", "lost"} and 8 <= deals.total() <= 14
    assert len({deal.owner for deal in content.deals}) >= 3
    assert (len(content.templates), len(content.decks)) == (4, 4)


def test_every_slide_type_and_variant_occurs(content: DemoContent) -> None:
    found = {(slide.type, slide.variant) for _, slide in slides(content)}
    wanted = {(kind, v) for kind in SLIDE_FIELDS for v in VARIANTS.get(kind, ("",))}
    assert wanted - found == set()
    assert {s.fields["kind"] for _, s in slides(content) if s.type == "chart"} == {"bar", "line"}


def test_each_asset_has_two_to_six_slides_and_350_to_900_words(content: DemoContent) -> None:
    for asset in content.assets:
        assert 2 <= len(asset.slides) <= 6, asset.slug
        assert 350 <= words(asset.body) <= 900, (asset.slug, words(asset.body))
        assert "## " in asset.body, asset.slug


def test_every_fact_is_used_in_an_asset(content: DemoContent) -> None:
    used: set[str] = set()
    for asset in content.assets:
        used.update(FACT_REFERENCE.findall(asset.summary + asset.body))
        if isinstance(asset.details, CaseStudy):
            used.update(figure.fact for figure in asset.details.results)
        if isinstance(asset.details, ProductSheet):
            used.update(FACT_REFERENCE.findall(asset.details.price_note))
            used.update(figure.fact for figure in asset.details.specifications)
        for slide in asset.slides:
            used.update(facts_of(slide))
    assert {fact.key for fact in content.facts} - used == set()


def test_every_picture_is_drawn(content: DemoContent) -> None:
    wanted = {content.company.logo, content.company.logo_on_dark, content.company.cover_picture}
    wanted |= {member.portrait for member in content.team}
    wanted |= {persona.photo for persona in content.personas}
    for asset in content.assets:
        wanted.add(asset.hero)
        wanted |= {name for _, name in PICTURE_REFERENCE.findall(asset.body)}
        if isinstance(asset.details, CaseStudy):
            wanted.add(asset.details.logo)
        if isinstance(asset.details, Video):
            wanted.add(asset.details.poster)
        for slide in asset.slides:
            wanted.update(pictures_of(slide))
    assert wanted - set(drawings.names()) == set()


def test_titles_are_sentences_of_at_most_twelve_words(content: DemoContent) -> None:
    for asset, slide in slides(content):
        title = slide.fields.get("title", "")
        assert words(title) <= 12, (asset.slug, title)
        assert not title.endswith("."), (asset.slug, title)


def test_texts_keep_to_the_limits_of_their_layout(content: DemoContent) -> None:
    too_long = []
    for asset, slide in slides(content):
        for name, text in slide.texts():
            limit = LIMITS.get((slide.type, name))
            if limit is not None and words(text) > limit:
                too_long.append((asset.slug, slide.label, name, words(text), limit))
    assert too_long == []


def test_slides_have_as_many_parts_as_their_layout_holds(content: DemoContent) -> None:
    wrong = []
    for asset, slide in slides(content):
        fields = slide.fields
        counts = {
            "bullets": (3, 4 if slide.variant == "numbers" else 6, "items"),
            "figures": (1, 4, "items"),
            "agenda": (2, 5, "items"),
            "timeline": (3, 5, "phases"),
            "call_to_action": (3, 4, "steps"),
            "comparison": (3, 6, "rows"),
            "table": (1, 11, "rows"),
            "logos": (6, 12, "logos"),
        }
        if slide.type in counts:
            least, most, name = counts[slide.type]
            if not least <= len(fields[name]) <= most:
                wrong.append((asset.slug, slide.label))
        if slide.type == "comparison":
            width = len(fields["columns"])
            wrong += [
                (asset.slug, slide.label, row["criterion"])
                for row in fields["rows"]
                if len(row["cells"]) != width
            ]
        if slide.type == "table":
            width = len(fields["columns"])
            wrong += [
                (asset.slug, slide.label, row[0]) for row in fields["rows"] if len(row) != width
            ]
        if slide.type == "chart" and fields["kind"] == "bar" and len(fields["rows"]) > 9:
            wrong.append((asset.slug, slide.label))
        if slide.type == "statement":
            whole = fields["statement"] + " " + fields.get("emphasis", "")
            if words(whole) > 20:
                wrong.append((asset.slug, slide.label, words(whole)))
    assert wrong == []


def test_one_idea_per_slide_wears_signal(content: DemoContent) -> None:
    for asset, slide in slides(content):
        if slide.type in {"figures", "timeline"}:
            parts = slide.fields.get("items") or slide.fields.get("phases")
            assert sum(bool(part.get("signal")) for part in parts) <= 1, (asset.slug, slide.label)


def test_no_filler_words(content: DemoContent) -> None:
    found = [
        (asset.slug, place, match.group())
        for asset in content.assets
        for place, text in asset.all_text()
        for match in FILLER.finditer(text)
    ]
    assert found == []


def test_no_two_assets_share_a_paragraph_or_a_title(content: DemoContent) -> None:
    seen: dict[str, str] = {}
    for asset in content.assets:
        for paragraph in asset.body.split("\n\n"):
            plain = paragraph.strip()
            if plain.startswith((">", "#", "!", "|")) or words(plain) < 12:
                continue
            assert seen.setdefault(plain, asset.slug) == asset.slug, plain
    titles = Counter(
        slide.fields["title"] for _, slide in slides(content) if slide.fields.get("title")
    )
    assert [title for title, count in titles.items() if count > 1] == []
    assert len({asset.summary for asset in content.assets}) == len(content.assets)


def test_most_cells_of_persona_and_stage_have_content(content: DemoContent) -> None:
    cells = {(p, s) for asset in content.assets for p in asset.personas for s in asset.stages}
    assert len(cells) >= 19
    assert len(cells) < 25, "a demo without gaps cannot show the gaps report"


def test_heading_levels_are_not_skipped(content: DemoContent) -> None:
    for asset in content.assets:
        levels = [len(mark) for mark in re.findall(r"^(#+) ", asset.body, re.MULTILINE)]
        assert levels and levels[0] == 2, asset.slug
        assert all(b - a <= 1 for a, b in pairwise(levels)), asset.slug


def test_addresses_are_example_domains(content: DemoContent) -> None:
    addresses = [prospect.email for prospect in content.prospects]
    addresses += [member.email for member in content.team]
    assert all(address.endswith(".example") for address in addresses)
    assert all(account.domain.endswith(".example") for account in content.accounts)
    domains = {account.slug: account.domain for account in content.accounts}
    assert all(p.email.split("@")[1] == domains[p.account] for p in content.prospects)


def test_numbers_and_units_are_bound(content: DemoContent) -> None:
    for asset in content.assets:
        for place, text in asset.all_text():
            assert not re.search(r"\d %", text), (asset.slug, place, text[:80])


def test_visits_come_after_the_link_and_see_slides_that_exist(content: DemoContent) -> None:
    lengths = {deck.slug: len(deck.slides) for deck in content.decks}
    for room in content.rooms:
        longest = max((lengths[slug] for slug in room.decks), default=0)
        for link in room.links:
            assert link.sent_day >= room.created_day, room.slug
            for visit in link.visits:
                assert link.sent_day <= visit.day <= 0, (room.slug, link.prospect)
                assert all(1 <= view.number <= longest for view in visit.slides), room.slug


def test_internal_assets_are_in_no_deck_and_no_room(content: DemoContent) -> None:
    internal = {asset.slug for asset in content.assets if asset.visibility == "internal"}
    shown = {slug for room in content.rooms for slug in room.assets}
    shown |= {choice.asset for deck in content.decks for choice in deck.slides}
    assert internal & shown == set()
    for asset in content.assets:
        if asset.slug not in internal:
            assert not any(f"(asset:{slug})" in asset.body for slug in internal), asset.slug


def test_comments_and_approvals_speak_of_what_is_there(content: DemoContent) -> None:
    teamwork = content.teamwork
    lengths = {deck.slug: len(deck.slides) - 1 for deck in content.decks}  # without the cover
    for remark in teamwork.comments:
        assert 0 <= remark.slide <= lengths[remark.deck], remark.text
        assert remark.day <= 0
    asking = {template.slug for template in content.templates if template.needs_approval}
    templates = {deck.slug: deck.template for deck in content.decks}
    for deck in {*(a.deck for a in teamwork.approvals), *(a.deck for a in teamwork.asked)}:
        assert templates[deck] in asking, deck
    owners = {deck.slug: deck.owner for deck in content.decks}
    assert all(shared.by == owners[shared.deck] for shared in teamwork.shares)


def test_what_is_taken_back_was_read_and_is_on_no_deck(content: DemoContent) -> None:
    read = {
        reading.asset
        for room in content.rooms
        for link in room.links
        for visit in link.visits
        for reading in visit.reads
    }
    shown = {choice.asset for deck in content.decks for choice in deck.slides}
    for recall in content.teamwork.recalls:
        assert recall.asset in read
        assert recall.asset not in shown
        assert not any(f"(asset:{recall.asset})" in asset.body for asset in content.assets)
