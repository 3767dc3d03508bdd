from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag


@pytest.fixture
def home(client) -> Callable[..., Tag]:
    """`home(user)`: the parsed first screen."""

    def get(user) -> Tag:
        client.force_login(user)
        response = client.get("/admin/")
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return get
