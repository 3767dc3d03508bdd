"""Links from texts to pages and documents: only to what the reader may open.

On the site a link leads to live pages and public assets, and elsewhere becomes plain text. A
room opens `links_through(room_link)` round its rendering to decide for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.rich_text import LinkHandler

from cms.assets.enums import Visibility
from cms.assets.rights import is_team
from cms.media.addresses import has_own_base, media_url

LinkTo = Callable[[Page], str | None]
"""The address of a page (an Asset where it is one) for this reader, None for plain text."""

_PAGE_LINK = re.compile(r'<a\b[^>]*?linktype=\\?"page\\?"[^>]*?>')
_ID = re.compile(r'\bid=\\?"(\d+)\\?"')
PLAIN = "<a>"


@dataclass(slots=True)
class Links:
    """The pages that one rendering links to, fetched together."""

    link_to: LinkTo
    pages: dict[int, Page | None] = field(default_factory=dict)

    def load(self, ids: Iterable[int]) -> None:
        missing = set(ids) - self.pages.keys()
        if not missing:
            return
        self.pages.update(dict.fromkeys(missing))
        rows = (
            Page.objects.filter(pk__in=missing)
            .select_related("asset", "content_type")
            .defer("asset__body", "asset__slides")
        )
        for page in rows:
            self.pages[page.pk] = getattr(page, "asset", page)

    def address(self, page_id: int) -> str | None:
        self.load([page_id])
        page = self.pages[page_id]
        return self.link_to(page) if page is not None else None


def site_link(request: HttpRequest | None = None) -> LinkTo:
    """Return the rule of the public site; colleagues' links lead to internal assets too."""
    team = is_team(getattr(request, "user", None))

    def link_to(page: Page) -> str | None:
        visibility = getattr(page, "visibility", Visibility.PUBLIC)
        is_open = page.live and getattr(page, "is_current", True)
        if not is_open or (visibility != Visibility.PUBLIC and not team):
            return None
        return str(page.get_url(request) or "") or None

    return link_to


_current: ContextVar[Links | None] = ContextVar("links", default=None)


def current_links() -> Links:
    """Return the links of the rendering that is under way, or the site's rule for outsiders."""
    return _current.get() or Links(site_link())


@contextmanager
def links_through(link_to: LinkTo, *, ids: Iterable[int] = ()) -> Iterator[Links]:
    """Decide links by `link_to` inside; the pages `ids` are fetched in one query.

    Inside another one the outer rule stays and is widened: a room's rule also holds where the
    page itself would open the site's.
    """
    outer = _current.get()
    if outer is not None:
        outer.load(ids)
        yield outer
        return
    links = Links(link_to)
    links.load(ids)
    token = _current.set(links)
    try:
        yield links
    finally:
        _current.reset(token)


def pages_linked_in(raw: Any) -> set[int]:
    """Return the ids of the pages that rich text anywhere in a StreamField's raw value names."""
    if isinstance(raw, str):
        if "linktype" not in raw:
            return set()
        tags = _PAGE_LINK.findall(raw)
        return {int(match.group(1)) for tag in tags if (match := _ID.search(tag))}
    if isinstance(raw, dict):
        raw = list(raw.values())
    if isinstance(raw, list | tuple):
        return set().union(*(pages_linked_in(item) for item in raw))
    return set()


class SitePageLinkHandler(LinkHandler):
    """`<a linktype="page" id="…">` as the reader's own link, or plain text."""

    identifier = "page"

    @staticmethod
    def get_model() -> type[Page]:
        return Page

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        links = current_links()
        ids = [_number(attrs.get("id", "")) for attrs in attrs_list]
        links.load(pk for pk in ids if pk is not None)
        return [_anchor(links.address(pk) if pk is not None else None) for pk in ids]

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Any:
        if _number(attrs.get("id", "")) is not None:
            yield Page, attrs["id"], "", ""


class SiteDocumentLinkHandler(LinkHandler):
    """`<a linktype="document" id="…">`: inside a room the file's address is the room's."""

    identifier = "document"

    @staticmethod
    def get_model() -> Any:
        return get_document_model()

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        return [_anchor(document_address(item)) for item in cls.get_many(attrs_list)]

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Any:
        if _number(attrs.get("id", "")) is not None:
            yield cls.get_model(), attrs["id"], "", ""


def document_address(document: Any) -> str | None:
    """Return where a document is served for this rendering."""
    if document is None:
        return None
    return media_url(document.file.name) if has_own_base() else str(document.url)


def _anchor(address: str | None) -> str:
    return format_html('<a href="{}">', address) if address else PLAIN


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def register_links(features: Any) -> None:
    """Take the place of Wagtail's link types; a hook, run after Wagtail's own."""
    features.register_link_type(SitePageLinkHandler)
    features.register_link_type(SiteDocumentLinkHandler)
