"""Assets as search sees them, and the events that send them there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.blocks import Block, ChoiceBlock
from wagtail.models import Page

from cms.assets.indexing import AssetSource, assets_using, document_of, key_of
from cms.assets.kinds import Article
from cms.assets.models import Asset
from cms.assets.services import save_asset, unpublish_asset
from cms.facts.models import Fact
from search.models import IndexOutbox
from tests.factories.cms import ArticleFactory, FactFactory, IndustryFactory, ProductFactory, block
from tests.factories.personas import JourneyStageFactory, PersonaFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_index")]


def embed(fact: Fact) -> str:
    return f'<embed embedtype="fact" fallback="{fact.fallback}" id="{fact.pk}"/>'


def body(*blocks) -> str:
    return json.dumps(list(blocks))


def heading(text: str, level: str = "h2", block_id: str = "") -> dict:
    return block("heading", {"text": text, "level": level}, block_id or f"id-{text}")


def words(text: str) -> str:
    """`text` with plain spaces: a figure and its unit keep together on a line."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def waiting() -> set[str]:
    keys = set(IndexOutbox.objects.values_list("key", flat=True))
    IndexOutbox.objects.all().delete()
    return keys


@pytest.fixture
def fact(db):
    return FactFactory(key="saving", value=68, unit="%")


@pytest.fixture
def asset(fact):
    asset = ArticleFactory(
        title="Which meter",
        summary=f"<p>It saves {embed(fact)} a year.</p>",
        body=body(
            block("paragraph", "<p>Before any heading.</p>", "opening"),
            heading("Costs"),
            block("paragraph", f"<p>Costs fell by {embed(fact)}.</p>", "costs-text"),
            heading("Per site", "h3"),
            block("paragraph", "<p>One meter a site.</p>", "site-text"),
            heading("Next"),
            block("quote", {"quote": "<p>We asked twice.</p>", "attribution": "A. Buyer"}, "q"),
        ),
        slides=json.dumps(
            [
                block("title", {"title": "Half the peak", "variant": "split"}, "slide-title"),
                block(
                    "figures",
                    {"title": "What changed", "items": [{"fact": fact.pk, "label": "less"}]},
                    "slide-figures",
                ),
            ]
        ),
        publish=False,
    )
    asset.personas.set([PersonaFactory(slug="cfo")])
    asset.stages.set([JourneyStageFactory(slug="compare"), JourneyStageFactory(slug="decide")])
    asset.industries.set([IndustryFactory(slug="metals")])
    asset.products.set([ProductFactory(slug="ledger")])
    save_asset(asset, publish=True)
    waiting()
    return asset


def test_a_body_is_cut_under_its_headings(asset):
    sections = [section for section in document_of(asset).sections if section.kind == "body"]
    assert [(section.headings, section.anchor) for section in sections] == [
        ((), "opening"),
        (("Costs",), "id-Costs"),
        (("Costs", "Per site"), "id-Per site"),
        (("Next",), "id-Next"),
    ]
    assert sections[2].text == "One meter a site."
    assert "We asked twice." in sections[3].text
    assert "A. Buyer" in sections[3].text


def test_slides_are_sections_with_their_block_as_anchor(asset):
    slides = [section for section in document_of(asset).sections if section.kind == "slide"]
    assert [(slide.anchor, slide.headings) for slide in slides] == [
        ("slide-title", ("Half the peak",)),
        ("slide-figures", ("What changed",)),
    ]


def test_facts_stand_in_the_text_with_their_live_value(asset):
    texts = {
        (section.kind, section.anchor): words(section.text)
        for section in document_of(asset).sections
    }
    assert texts["summary", ""] == "It saves 68 % a year."
    assert texts["body", "id-Costs"] == "Costs fell by 68 %."
    assert "68" in texts["slide", "slide-figures"]


def test_filters_carry_slugs_and_rules(asset):
    assert document_of(asset).filters == {
        "kind": ("article",),
        "visibility": ("public",),
        "mixable": ("yes",),
        "persona": ("cfo",),
        "stage": ("compare", "decide"),
        "industry": ("metals",),
        "product": ("ledger",),
    }
    asset.may_mix = False
    assert document_of(asset).filters["mixable"] == ("no",)
    assert document_of(ArticleFactory()).filters["mixable"] == ("no",), "it has no slide"


def test_the_source_hands_over_what_is_live(asset):
    draft = ArticleFactory(publish=False)
    source = AssetSource()
    assert list(source.keys()) == [key_of(asset.pk)]
    keys = [key_of(asset.pk), key_of(draft.pk), key_of(99999), "other:1"]
    assert [document.key for document in source.documents(keys)] == [key_of(asset.pk)]


def test_documents_cost_the_same_number_of_queries_however_many(asset):
    def cost() -> int:
        keys = list(AssetSource().keys())
        with CaptureQueriesContext(connection) as queries:
            assert len(list(AssetSource().documents(keys))) == len(keys)
        return len(queries)

    ArticleFactory(summary=asset.summary)
    two = cost()
    for _number in range(4):
        ArticleFactory(summary=asset.summary, slides=json.dumps(asset.slides.get_prep_value()))
    assert cost() == two


def test_fact_ids_ask_the_database_nothing(asset, fact, django_assert_num_queries):
    fresh = Article.objects.get(pk=asset.pk)
    with django_assert_num_queries(0):
        assert fresh.fact_ids == {fact.pk}


# --- Events -------------------------------------------------------------------------------
def test_publishing_unpublishing_moving_and_deleting_reach_the_outbox(asset):
    key = {key_of(asset.pk)}
    asset.title = "Another"
    save_asset(asset)
    assert waiting() == set(), "a draft is nothing to search"
    save_asset(asset, publish=True)
    assert waiting() == key
    unpublish_asset(asset)
    assert waiting() == key
    asset.refresh_from_db()
    home = asset.get_parent().get_parent()
    asset.move(home, pos="last-child")
    assert waiting() == key
    Page.objects.get(pk=asset.pk).delete()
    assert waiting() == key


def test_what_expires_by_the_clock_reaches_the_outbox(asset):
    Asset.objects.filter(pk=asset.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    asset.refresh_from_db()
    assert (asset.live, asset.expired) == (False, True)
    assert waiting() == {key_of(asset.pk)}


def test_a_fact_sends_every_asset_that_uses_it_and_no_other(asset, fact):
    only_slides = ArticleFactory(slides=json.dumps(asset.slides.get_prep_value()))
    ArticleFactory()
    assert assets_using(fact) == [asset.pk, only_slides.pk]
    waiting()
    fact.value = 70
    fact.save_revision()
    assert waiting() == set(), "a draft of a fact changes no text"
    fact.save_revision().publish()
    assert waiting() == {key_of(asset.pk), key_of(only_slides.pk)}
    document = next(AssetSource().documents([key_of(asset.pk)]))
    assert words(document.sections[0].text) == "It saves 70 % a year."


def test_withdrawing_or_deleting_a_fact_sends_its_assets_too(asset, fact):
    fact.unpublish()
    assert waiting() == {key_of(asset.pk)}
    document = next(AssetSource().documents([key_of(asset.pk)]))
    assert words(document.sections[0].text) == "It saves about two thirds a year."
    fact.delete()
    assert waiting() == {key_of(asset.pk)}


def blocks_in(block: Block) -> Iterator[Block]:
    yield block
    children = list(getattr(block, "child_blocks", {}).values())
    for child in [*children, *filter(None, [getattr(block, "child_block", None)])]:
        yield from blocks_in(child)


@pytest.mark.parametrize("name", ["body", "slides"])
def test_what_an_editor_chose_for_the_look_is_no_word_of_the_text(name):
    stream = Article._meta.get_field(name).stream_block
    choices = [one for one in blocks_in(stream) if isinstance(one, ChoiceBlock)]
    assert choices
    for choice in choices:
        value = next(value for value, label in choice.field.choices if value)
        assert choice.get_searchable_content(value) == []
