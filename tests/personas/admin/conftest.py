from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag


@pytest.fixture
def page(client) -> Callable[..., Tag]:
    """`page(user, url)`: the page's parsed HTML; the answer must be 200."""

    def get(user, url: str, **query: str) -> Tag:
        client.force_login(user)
        response = client.get(url, query)
        assert response.status_code == 200, (url, response.status_code)
        return BeautifulSoup(response.content, "html.parser")

    return get


@pytest.fixture
def rows(page) -> Callable[..., list[list[str]]]:
    """`rows(user, url)`: the texts of a listing's cells, row by row."""

    def get(user, url: str, **query: str) -> list[list[str]]:
        body = page(user, url, **query).select_one("table.listing tbody")
        if body is None:
            return []
        return [
            [" ".join(cell.get_text(" ").split()) for cell in row.find_all("td")]
            for row in body.find_all("tr", recursive=False)
        ]

    return get
