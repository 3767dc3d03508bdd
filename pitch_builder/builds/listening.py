"""Listens to changes of content, and starts the job that looks after the builds that show it.

Every process imports this at its start. What the job does is in `reactions`, which loads all that
draws and builds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from cms.operations import jobs
from cms.operations.enums import Queue
from personas.deals.models import Deal
from pitch_builder.builds.models import Build
from pitch_builder.decks.outlines import DeckTemplate

JOB_KIND = "builds.react"
BRAND, DEAL, TEMPLATE = "brand", "deal", "template"


def wake(kind: str, object_id: int) -> None:
    """Start a job that looks after the builds of one changed asset, fact, image, deal or
    template; of kind `brand`, after all builds."""
    if showing(kind, object_id).exists():
        jobs.start(
            JOB_KIND,
            owner=None,
            args={"kind": kind, "object_id": object_id},
            queue=Queue.INTERACTIVE,
            label=_("Look after the decks that show a change"),
            coalesce=True,
        )


def showing(kind: str, object_id: int) -> Any:
    """The builds that may show it; of a deal, those of the decks that are to win it."""
    builds: Any = Build.objects.all()
    if kind == BRAND:
        return builds
    if kind == DEAL:
        return builds.filter(deck__deal=object_id)
    if kind == TEMPLATE:
        return builds.filter(deck__template=object_id)
    return builds.filter(uses__kind=kind, uses__object_id=object_id)


def on_content_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A page or fact was published, unpublished or is about to be deleted; a picture was saved
    or deleted; the brand got a new version; a deal or a template was saved."""
    from cms.assets.models import Asset
    from cms.brand.models import BrandVersion
    from cms.facts.models import Fact

    kinds: Iterable[tuple[type[Any], str]] = (
        (Asset, "asset"),
        (Fact, "fact"),
        (get_image_model(), "image"),
        (BrandVersion, BRAND),
        (Deal, DEAL),
        (DeckTemplate, TEMPLATE),
    )
    for model, kind in kinds:
        if isinstance(instance, model):
            pk = 0 if kind == BRAND else instance.pk
            transaction.on_commit(lambda kind=kind, pk=pk: wake(kind, pk))  # type: ignore[misc]


def connect() -> None:
    """Listen to Wagtail's events; called once, when the app is ready."""
    from django.db.models.signals import post_delete, post_save
    from wagtail.signals import page_published, page_unpublished, published, unpublished

    from cms.brand.models import BrandVersion

    for signal in (page_published, page_unpublished, published, unpublished, post_delete):
        signal.connect(on_content_changed, dispatch_uid=f"build-reactions-{id(signal)}")
    for model in (get_image_model(), BrandVersion, Deal, DeckTemplate):
        post_save.connect(
            on_content_changed, sender=model, dispatch_uid=f"build-reactions-{model.__name__}"
        )
