"""Assets as a source of search documents, and the events that send them there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wagtail.models import Page, ReferenceIndex

from cms.assets.models import Asset
from cms.assets.text import words_of
from cms.facts.models import Fact
from cms.facts.scope import fact_scope
from search.documents import BODY, SLIDE, SUMMARY, Document, Section

PREFIX = "asset:"
BATCH = 100


def key_of(pk: int) -> str:
    return f"{PREFIX}{pk}"


def pk_of(key: str) -> int:
    return int(key.removeprefix(PREFIX))


class AssetSource:
    """Hands published assets to search; what is not live is not there."""

    name = "assets"

    def keys(self) -> Iterator[str]:
        for pk in Asset.objects.live().order_by("pk").values_list("pk", flat=True).iterator():
            yield key_of(pk)

    def documents(self, keys: Sequence[str]) -> Iterator[Document]:
        pks = [pk_of(key) for key in keys if key.startswith(PREFIX)]
        for start in range(0, len(pks), BATCH):
            assets = (
                Asset.objects.live()
                .filter(pk__in=pks[start : start + BATCH])
                .prefetch_related("locale", "personas", "stages", "industries", "products")
                .specific()
            )
            batch = list(assets)
            with fact_scope(set().union(*(asset.fact_ids for asset in batch))):
                for asset in batch:
                    yield document_of(asset)


def document_of(asset: Asset) -> Document:
    """Return an asset as search sees it: sections under headings, and values to filter by."""

    def slugs(relation: Any) -> tuple[str, ...]:
        return tuple(sorted(term.slug for term in relation.all()))

    return Document(
        key=key_of(asset.pk),
        title=asset.title,
        sections=tuple(_sections(asset)),
        language=asset.locale.language_code.split("-")[0],
        filters={
            "kind": (asset.kind,),
            "visibility": (asset.visibility,),
            "mixable": ("yes" if asset.may_mix and len(asset.slides) else "no",),
            "persona": slugs(asset.personas),
            "stage": slugs(asset.stages),
            "industry": slugs(asset.industries),
            "product": slugs(asset.products),
        },
        visible_from=None,
        visible_until=asset.expire_at,
        updated_at=asset.last_published_at,
    )


def text_of(asset: Asset) -> Document:
    """Return an asset's words alone, of a draft too, cut as search cuts them.

    Open a fact scope round it. `language` costs a query where the locale is not at hand.
    """
    language = asset.locale.language_code.split("-")[0]
    return Document(key_of(asset.pk or 0), asset.title, tuple(_sections(asset)), language)


def _sections(asset: Asset) -> Iterator[Section]:
    yield Section(text=asset.summary_text, kind=SUMMARY)
    yield from _body_sections(asset)
    for child in asset.slides:
        text = _words(child)
        if text:
            yield Section(
                text=text,
                headings=tuple(filter(None, [slide_title(child)])),
                anchor=child.id or "",
                kind=SLIDE,
            )


def _body_sections(asset: Asset) -> Iterator[Section]:
    path: list[tuple[str, str]] = []
    texts: list[str] = []
    anchor = ""
    for child in asset.body:
        if child.block_type == "heading":
            if texts:
                yield Section("\n".join(texts), tuple(text for _, text in path), anchor, BODY)
            texts, anchor = [], child.id or ""
            level = child.value["level"] or "h2"
            path = [(above, text) for above, text in path if above < level]
            path.append((level, child.value["text"]))
        elif words := _words(child):
            anchor = anchor or child.id or ""
            texts.append(words)
    if texts:
        yield Section("\n".join(texts), tuple(text for _, text in path), anchor, BODY)


def _words(child: Any) -> str:
    return "\n".join(words_of(child))


def slide_title(child: Any) -> str:
    """Return what a slide block calls itself: its title, statement or quote, as plain text."""
    from cms.facts.blocks import plain_text

    for name in ("title", "statement", "quote"):
        value = child.value.get(name) if hasattr(child.value, "get") else None
        if value:
            return plain_text(getattr(value, "source", str(value)))
    return str(child.block.label)


# --- Events -------------------------------------------------------------------------------
def assets_using(fact: Fact) -> list[int]:
    """Return the ids of the assets whose published content names a fact."""
    from django.contrib.contenttypes.models import ContentType

    page_type = ContentType.objects.get_for_model(Page)
    return sorted(
        {
            int(reference)
            for reference in ReferenceIndex.get_references_to(fact)
            .filter(base_content_type=page_type)
            .values_list("object_id", flat=True)
        }
    )


def enqueue_assets(pks: Iterable[int], reason: str) -> None:
    """Send assets to the index after the present transaction."""
    from search import services as search

    search.enqueue([key_of(pk) for pk in pks], reason=reason)


def on_page_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Published, unpublished, moved, expired: the index takes or drops the asset.

    `sender` tells the type; the instance that a move names is a plain Page.
    """
    if issubclass(sender, Asset):
        enqueue_assets([instance.pk], "changed")


def on_page_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Asset):
        enqueue_assets([instance.pk], "deleted")


def on_fact_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A fact's new value is part of the words of each asset that uses it."""
    if isinstance(instance, Fact):
        enqueue_assets(assets_using(instance), f"fact {instance.key}")


def connect() -> None:
    """Listen to Wagtail's events, and register the source; called once, when the app is ready."""
    from django.db.models.signals import post_delete, pre_delete
    from wagtail.signals import (
        page_published,
        page_unpublished,
        post_page_move,
        published,
        unpublished,
    )

    from search.sources import register

    register(AssetSource())
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(on_page_changed, dispatch_uid=f"asset-index-{id(signal)}")
    post_delete.connect(on_page_deleted, dispatch_uid="asset-index-delete")
    for signal in (published, unpublished):
        signal.connect(on_fact_changed, sender=Fact, dispatch_uid=f"fact-index-{id(signal)}")
    pre_delete.connect(on_fact_changed, sender=Fact, dispatch_uid="fact-index-delete")
