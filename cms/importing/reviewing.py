"""After an import: tags, slides, publishing of many assets, a transaction for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.assets.batches import indexed_once
from cms.assets.models import Asset
from cms.assets.services import publish_asset
from cms.assets.tagging import add_tags
from cms.errors import NotAllowed
from cms.importing.slide_services import accept_proposals, drawn, proposals_for
from cms.operations.handlers import Progress
from cms.operations.reports import Item, Report

BATCH = 50
TERMS = ("personas", "stages", "industries")


def tag_assets(
    ids: Sequence[int],
    *,
    user: Any,
    personas: Sequence[int] = (),
    stages: Sequence[int] = (),
    industries: Sequence[int] = (),
    progress: Progress | None = None,
) -> Report:
    """Add tags to assets, next to those that they have.

    A live asset without other changes is published anew where `user` may; else the tags wait
    in its draft. Assets that `user` may not change are reported.
    """
    chosen = dict(zip(TERMS, (personas, stages, industries), strict=True))

    def tag(asset: Asset) -> str:
        return add_tags(asset, chosen, user=user)

    report = for_each(ids, tag, progress)
    done = len(ids) - len(report["problems"])
    report["summary"] = ngettext(
        "%(count)d asset was tagged.", "%(count)d assets were tagged.", done
    ) % {"count": done}
    return report


def publish_assets(
    ids: Sequence[int], *, user: Any, progress: Progress | None = None
) -> Report:  # fmt: skip
    """Publish the latest draft of each asset; those that lack something are reported."""

    def publish(asset: Asset) -> str:
        if asset.live and not asset.has_unpublished_changes:
            return ""
        if not asset.live or asset.has_unpublished_changes:
            publish_asset(asset, user=user)
        return ""

    report = for_each(ids, publish, progress)
    done = len(ids) - len(report["problems"])
    report["summary"] = ngettext(
        "%(count)d asset is published.", "%(count)d assets are published.", done
    ) % {"count": done}
    return report


def add_proposed_slides(
    ids: Sequence[int], *, user: Any, progress: Progress | None = None
) -> Report:
    """Add proposed slides that fit to the drafts of assets that have no slides yet."""
    added = 0

    def add(asset: Asset) -> str:
        nonlocal added
        if asset.get_latest_revision_as_object().slides:
            return _("It has slides already.")
        slides = drawn(proposals_for(asset, user=user).slides)
        fitting = [slide.proposal.key for slide in slides if not slide.notices]
        added += accept_proposals(asset, fitting, user=user)
        left = len(slides) - len(fitting)
        if not left:
            return ""
        return ngettext(
            "%(count)d proposed slide is too long and was left.",
            "%(count)d proposed slides are too long and were left.",
            left,
        ) % {"count": left}

    report = for_each(ids, add, progress)
    report["summary"] = ngettext(
        "%(count)d slide was added to drafts.", "%(count)d slides were added to drafts.", added
    ) % {"count": added}
    return report


def act_on(
    action: str,
    ids: Sequence[int],
    *,
    user: Any,
    terms: Mapping[str, Sequence[int]],
    progress: Progress | None = None,
) -> Report:
    """Do one of "tag", "slides" and "publish" to assets. Raises KeyError for another."""
    if action == "tag":
        return tag_assets(ids, user=user, progress=progress, **terms)
    return {"slides": add_proposed_slides, "publish": publish_assets}[action](
        ids, user=user, progress=progress
    )


def for_each(
    ids: Sequence[int], act: Callable[[Asset], str], progress: Progress | None
) -> Report:  # fmt: skip
    """Act on each asset in a transaction of its own; return remarks, and what was left and why."""
    problems: list[Item] = []
    taken: list[Item] = []
    total = len(ids)
    for done, asset in enumerate(_assets(ids)):
        if progress:
            progress(done, total, asset.title)
        changed: list[Asset] = []
        try:
            with transaction.atomic(), indexed_once(changed):
                remark = act(asset)
                changed.append(asset)
        except NotAllowed as error:
            problems.append(_item(asset, str(error)))
        except ValidationError as error:
            problems.append(_item(asset, _lacking(asset, error)))
        else:
            if remark:
                taken.append(_item(asset, remark))
    return Report(problems=problems, taken=taken)


def _assets(ids: Sequence[int]) -> Iterator[Asset]:
    """Yield the assets, read some at a time.

    No query stays open in between: on SQLite one that does cannot be written beside, as soon
    as another process has written.
    """
    pks = list(Asset.objects.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        batch = Asset.objects.filter(pk__in=pks[start : start + BATCH]).order_by("pk")
        yield from list(batch.specific())


def _item(asset: Asset, why: str) -> Item:
    from django.urls import reverse

    return Item(what=asset.title, why=why, url=reverse("wagtailadmin_pages:edit", args=[asset.pk]))


def _lacking(asset: Asset, error: ValidationError) -> str:
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    lines = [
        f"{asset._meta.get_field(name).verbose_name}: {' '.join(texts)}"
        if name != "__all__"
        else " ".join(texts)
        for name, texts in error.message_dict.items()
    ]
    return "; ".join(lines)
