"""Two revisions side by side, as a lead reads them before an approval."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.cms.editing.content import body_blocks, slide_blocks
from tests.factories.cms import ArticleFactory, FactFactory, ImageFactory, block
from tests.factories.pitch import embed

pytestmark = pytest.mark.django_db


@pytest.fixture
def compare(client, marketing_lead):
    client.force_login(marketing_lead)

    def rows(page) -> dict[str, BeautifulSoup]:
        url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", "latest"])
        answer = client.get(url)
        assert answer.status_code == 200
        table = BeautifulSoup(answer.content, "html.parser").find("table", class_="listing")
        cells = [row.find_all("td", recursive=False) for row in table.tbody.find_all("tr")]
        return {cell[0].get_text(strip=True): cell[1] for cell in cells if len(cell) == 2}

    return rows


def change(page, **fields):
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision()


def test_only_the_slide_that_changed_is_shown_and_of_it_the_line(compare):
    slides = slide_blocks(FactFactory(), ImageFactory())
    article = ArticleFactory(slides=slides)
    slides[2] = {**slides[2], "value": {**slides[2]["value"], "title": "Next steps by Friday"}}
    change(article, slides=slides)
    shown = compare(article)
    assert list(shown) == ["Slides:"]
    text = shown["Slides:"].get_text(" ", strip=True)
    assert text.startswith("3. Call to action Title")
    assert "Next steps by Friday" in text.replace("  ", " ")
    assert f"{len(slides) - 1} others are unchanged." in text
    assert "None" not in text


def test_facts_stand_with_their_value(compare):
    old, new = FactFactory(value=68), FactFactory(value=71)
    slide = block("statement", {"statement": f"<p>It saves {embed(old)} now.</p>"})
    article = ArticleFactory(slides=[slide], summary=f"Saves {embed(old)}.")
    changed = {**slide, "value": {"statement": f"<p>It saves {embed(new)} now.</p>"}}
    change(article, slides=[changed], summary=f"Saves {embed(new)}.")
    shown = compare(article)
    for cell in (shown["Summary:"], shown["Slides:"]):
        removed = cell.find("span", class_="deletion").get_text()
        added = cell.find("span", class_="addition").get_text()
        assert "68" in removed
        assert "71" in added
        assert "embed" not in cell.get_text()


def test_tables_and_charts_are_compared_by_row(compare):
    fact, image = FactFactory(value=68), ImageFactory()
    body = body_blocks(fact, image)
    article = ArticleFactory(body=body)
    table = next(item for item in body if item["type"] == "table")
    table["value"]["rows"][0]["values"][1] = 99.5
    change(article, body=body)
    text = compare(article)["Web body:"].get_text("", strip=True)
    assert "Row 1" in text
    assert "99.5" in text
    assert "Row 2" not in text


def test_new_removed_and_moved_slides_are_named(compare):
    one, two, three = (block("title", {"title": name}) for name in ("One", "Two", "Three"))
    article = ArticleFactory(slides=[one, two])
    change(article, slides=[three, two])
    text = compare(article)["Slides:"].get_text(" ", strip=True)
    assert "1. Title, new" in text
    assert "1. Title, removed" in text
    assert "One other is unchanged." in text

    article = ArticleFactory(slides=[one, two])
    change(article, slides=[two, one])
    assert "moved from place 2 to 1" in compare(article)["Slides:"].get_text(" ", strip=True)


def test_saving_without_a_change_shows_no_difference(compare):
    chart = {
        "title": "T",
        "measure": "m",
        "rows": [{"label": "A", "value": 1}, {"label": "B", "value": 2}],
    }
    points = {"title": "T", "items": [{"heading": "One", "icon": None}]}
    first, second = block("chart", chart), block("bullets", points)
    article = ArticleFactory(slides=[first, second])
    rows = [{"label": "A", "value": 1.0}, {"label": "B", "value": 2.0}]
    items = [{"heading": "One", "icon": "", "text": ""}]
    change(
        article,
        slides=[
            {**first, "value": {**chart, "rows": rows, "source": ""}},
            {**second, "value": {**points, "items": items}},
        ],
    )
    assert compare(article) == {}
