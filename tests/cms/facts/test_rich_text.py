"""Facts inside rich text: on the page, in the editor, and back unchanged."""

from __future__ import annotations

import json
from datetime import date

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import ReferenceIndex
from wagtail.rich_text import expand_db_html

from cms.facts.blocks import plain_lines, plain_text
from cms.facts.references import facts_in
from cms.facts.rich_text import FactConverter
from cms.facts.scope import fact_scope
from tests.factories.cms import ArticleFactory, FactFactory

pytestmark = pytest.mark.django_db


def embed(pk, fallback="about two thirds"):
    return f'<embed embedtype="fact" fallback="{fallback}" id="{pk}"/>'


def through_the_editor(html):
    converter = FactConverter(["bold", "italic", "link", "fact", "ul", "ol"])
    return converter.to_database_format(converter.from_database_format(html))


def test_a_page_shows_the_live_value():
    fact = FactFactory()
    html = expand_db_html(f"<p>Saves {embed(fact.pk)} of it.</p>")
    assert (
        html == f'<p>Saves <span class="fact" data-fact="{fact.key}">68\u00a0%</span> of it.</p>'
    )


def test_a_published_change_is_shown_at_once_and_a_draft_is_not():
    fact = FactFactory()
    fact.value = 71
    fact.save_revision()
    assert "68" in expand_db_html(embed(fact.pk))
    fact.latest_revision.publish()
    assert "71" in expand_db_html(embed(fact.pk))


def test_an_expired_fact_shows_the_authors_words():
    fact = FactFactory(valid_until=date(2020, 1, 1))
    assert expand_db_html(f"<p>Saves {embed(fact.pk)}.</p>") == "<p>Saves about two thirds.</p>"


def test_a_deleted_fact_shows_the_authors_words():
    fact = FactFactory()
    text = embed(fact.pk, "a good part &amp; more")
    fact.delete()
    assert expand_db_html(text) == "a good part &amp; more"


def test_an_unpublished_fact_is_not_shown():
    fact = FactFactory()
    fact.unpublish()
    assert expand_db_html(embed(fact.pk)) == "about two thirds"


def test_broken_ids_show_the_fallback_and_break_nothing():
    assert expand_db_html('<embed embedtype="fact" fallback="most" id="x"/>') == "most"
    assert expand_db_html('<embed embedtype="fact" fallback="most"/>') == "most"


@pytest.mark.parametrize(
    "template",
    [
        '<p data-block-key="a1b2c">Saves {} of it.</p>',
        '<p data-block-key="a1b2c">{} of it</p>',
        '<p data-block-key="a1b2c">It saves {}</p>',
        '<p data-block-key="a1b2c">({}), <b>{}</b> and {} {} more.</p>',
        '<ul><li data-block-key="a1b2c">One: {} each</li><li data-block-key="zz9zz">{}</li></ul>',
        '<p data-block-key="a1b2c"><b>Bold {} bold</b> plain</p>',
    ],
)
def test_opening_and_saving_leaves_the_html_unchanged(template):
    fact = FactFactory()
    html = template.replace("{}", embed(fact.pk))
    assert through_the_editor(html) == html
    assert through_the_editor(through_the_editor(html)) == html


def test_the_editor_shows_the_value_now_and_its_state():
    fact = FactFactory()
    state = json.loads(
        ContentstateConverter(["fact"]).from_database_format(f"<p>A {embed(fact.pk)} b</p>")
    )
    block = state["blocks"][0]
    assert block["text"] == "A 68\u00a0% b"
    assert block["entityRanges"] == [{"key": 0, "offset": 2, "length": 4}]
    assert state["entityMap"]["0"]["data"]["state"] == "live"


def test_many_facts_cost_one_query(django_assert_num_queries):
    facts = FactFactory.create_batch(5)
    texts = [f"<p>{embed(fact.pk)}</p>" for fact in facts]
    with django_assert_num_queries(1), fact_scope(facts_in(texts)):
        for text in texts:
            expand_db_html(text)


def test_the_words_of_a_fact_reach_the_search_text():
    fact = FactFactory()
    assert plain_text(f"<p>Saves {embed(fact.pk)} a year</p>") == "Saves 68\u00a0% a year"


def test_each_paragraph_heading_and_item_of_a_list_is_a_line():
    fact = FactFactory()
    source = (
        "<h3>What we\n  need</h3><p>A list <b>of</b>  meters&amp;tariffs.<br/>"
        f"And {embed(fact.pk)}</p><ul><li>Names</li><li><p>Sites</p></li></ul><hr/><p></p>"
        "<blockquote>Quiet</blockquote>"
    )
    assert plain_lines(source).split("\n") == [
        "What we need",
        "A list of meters&tariffs.",
        "And 68\u00a0%",
        "Names",
        "Sites",
        "Quiet",
    ]


def test_lines_of_many_links_cost_one_query(django_assert_num_queries):
    pages = ArticleFactory.create_batch(3)
    links = [f'<p><a linktype="page" id="{page.pk}">x</a></p>' for page in pages]
    plain_lines(links[0])  # which site this is, is known from here on
    with django_assert_num_queries(1):
        plain_lines("".join(links))


def test_facts_are_found_in_raw_content():
    raw = [
        {"type": "paragraph", "value": f"<p>{embed(3)}</p>"},
        {"type": "figures", "value": {"items": [{"type": "item", "value": {"fact": 4}}]}},
        {
            "type": "table",
            "value": {
                "columns": [{"type": "text", "heading": "a"}, {"type": "fact", "heading": "b"}],
                "rows": [{"values": ["12", 5]}, {"values": ["12", None]}],
            },
        },
    ]
    assert facts_in(raw) == {3, 4, 5}


def test_a_fact_knows_its_state_for_the_reference_index():
    assert ReferenceIndex.model_is_indexable(type(FactFactory.build()))
