"""The fact editor and its preview."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.factories.cms import FactFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("value", "shown"), [("168", "168"), ("0.5", "0.5"), ("1200", "1200"), ("99.96", "99.96")]
)
def test_a_value_is_shown_as_it_was_typed(value, shown, client, marketer):
    fact = FactFactory(value=value)
    client.force_login(marketer)
    answer = client.get(reverse(fact.snippet_viewset.get_url_name("edit"), args=[fact.pk]))
    field = BeautifulSoup(answer.content, "html.parser").find("input", attrs={"name": "value"})
    assert field["value"] == shown


def test_the_preview_is_styled_by_a_file_since_inline_styles_are_refused():
    answer = FactFactory().make_preview_request()
    soup = BeautifulSoup(answer.content, "html.parser")
    assert "68" in soup.find(class_="figure").get_text()
    assert not soup.find_all("style")
    sheet = soup.find("link", rel="stylesheet")["href"]
    assert finders.find(sheet.removeprefix("/static/"))
