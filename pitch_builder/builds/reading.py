"""The words of a slide as it is printed, line by line. No ORM."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

_LINES = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "td", "th", "dt", "dd", "title", "text")
_INSIDE = ("p", "h2", "h3", "h4", "li")


def lines_of(section: str) -> list[str]:
    """Return what a slide's HTML says, from top to bottom, its footer left out.

    A picture says its alternative text, a chart its title and labels.
    """
    page = BeautifulSoup(section, "html.parser")
    for footer in page.select(".footer"):
        footer.decompose()
    found = []
    for element in page.find_all([*_LINES, "img"]):
        if element.name == "img":
            found.append(_plain(str(element.get("alt", ""))))
        elif not _is_group(element):
            found.append(_plain(element.get_text(" ")))
    return [line for line in found if line]


def _is_group(element: Tag) -> bool:
    """Tell whether an element's words are lines of their own inside of it."""
    return element.name in ("li", "td", "th", "dd") and element.find(_INSIDE) is not None


def _plain(text: str) -> str:
    """Return a line as it is read: soft hyphens gone, one space between words."""
    return " ".join(text.replace("\u00ad", "").split()).replace(" .", ".").replace(" ,", ",")
