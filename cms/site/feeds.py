"""An Atom feed of the newest public assets, with their facts at the value of now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from cms.assets.models import Asset
from cms.facts.scope import fact_scope
from cms.site.brand import public_brand
from cms.site.links import links_through, pages_linked_in, site_link

NEWEST = 20


class AtomWithText(Atom1Feed):
    """Atom whose entries carry their whole text beside the summary."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement(
            "content", item["text"], {"type": "html", "xml:base": item["base"]}
        )


class LibraryFeed(Feed):
    feed_type = AtomWithText
    link = "/"
    description_template = None
    title_template = None

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        newest = list(Asset.objects.public().order_by("-last_published_at", "-pk")[:NEWEST])
        request.feed_assets = newest  # type: ignore[attr-defined]
        for asset in newest:
            asset.feed_request = request
        facts = set().union(*(asset.fact_ids for asset in newest))
        pages = set().union(*(pages_linked_in(asset.body.get_prep_value()) for asset in newest))
        with fact_scope(facts), links_through(site_link(request), ids=pages):
            return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        return str(_("%(company)s: library") % {"company": public_brand(request).name})

    def items(self, request: HttpRequest) -> list[Asset]:
        return request.feed_assets  # type: ignore[attr-defined]

    def item_title(self, item: Asset) -> str:
        return str(item.title)

    def item_description(self, item: Asset) -> str:
        return item.summary_text

    def item_link(self, item: Asset) -> str:
        return str(item.get_url(item.feed_request) or "/")

    def item_pubdate(self, item: Asset) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: Asset) -> datetime | None:
        return item.last_published_at

    def item_extra_kwargs(self, item: Asset) -> dict[str, str]:
        """The whole text without pictures; its links are relative to the site."""
        return {
            "text": render_to_string("cms/site/feed_entry.html", {"blocks": _texts(item)}),
            "base": item.feed_request.build_absolute_uri("/"),
        }


def _texts(asset: Asset) -> list[Any]:
    """The body's blocks but for pictures, which are not even read."""
    raw = asset.body.raw_data if asset.body else ()
    return [asset.body[place] for place, data in enumerate(raw) if data["type"] != "image"]
