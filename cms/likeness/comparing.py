"""A pair of near duplicates as the screen shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from cms.assets.models import Asset
from cms.library.usage import Subject, UseGroup, uses_of_many
from cms.likeness.models import NearPair
from cms.likeness.shingles import words
from cms.likeness.side_by_side import Row, side_by_side
from cms.likeness.sketching import document_of_draft, texts_of


@dataclass(frozen=True, slots=True)
class Side:
    """One asset of the two. `may_keep` says whether the other one may go for it."""

    asset: Asset
    edit_url: str
    delete_url: str
    words: int
    changed_at: datetime | None
    uses: list[UseGroup]
    may_keep: bool


def compared(pair: NearPair, user: Any) -> tuple[list[Side], list[Row]]:
    """Return both sides and their texts, line for line."""
    pks = [pair.first_id, pair.second_id]
    by_pk = {a.pk: a for a in Asset.objects.filter(pk__in=pks).specific()}
    first, second = (by_pk[pk] for pk in pks)
    lines = [_lines(asset) for asset in (first, second)]
    uses = uses_of_many(Subject.ASSET, pks, user)
    allowed = {a.pk: a.permissions_for_user(user) for a in (first, second)}
    sides = []
    for asset, other, text in ((first, second, lines[0]), (second, first, lines[1])):
        gone = allowed[other.pk]
        sides.append(
            Side(
                asset=asset,
                edit_url=reverse("wagtailadmin_pages:edit", args=[asset.pk]),
                delete_url=reverse("wagtailadmin_pages:delete", args=[asset.pk])
                if allowed[asset.pk].can_delete() and not asset.live
                else "",
                words=sum(len(words(line)) for line in text),
                changed_at=asset.latest_revision_created_at,
                uses=uses[asset.pk],
                may_keep=gone.can_edit()
                and (not other.live or (asset.live and gone.can_unpublish())),
            )
        )
    return sides, side_by_side(*lines)


def _lines(asset: Asset) -> list[str]:
    return [
        line.strip()
        for text in texts_of(document_of_draft(asset))
        for line in text.splitlines()
        if line.strip()
    ]
