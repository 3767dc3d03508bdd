"""Pages as parsed structure: tests ask what a reader meets, not how it is written."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup


def soup(response: Any) -> BeautifulSoup:
    """Parse the body of a response."""
    return BeautifulSoup(response.content, "html.parser")
