"""Suggesting tags for many assets, and what a person says to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.assets.models import Asset
from cms.assets.tagging import add_tags
from cms.errors import NotAllowed
from cms.importing.reviewing import for_each
from cms.likeness import sketching
from cms.operations.handlers import Progress
from cms.operations.reports import Report
from cms.tagging.models import SuggestionState, TagField, TagSuggestion
from cms.tagging.suggesting import suggest_many
from personas.access.roles import is_marketing

BATCH = 32


def check_may_tag(user: Any) -> None:
    """Raise NotAllowed unless `user` is of marketing; each asset has its own rights besides."""
    if user is not None and not (user.is_superuser or is_marketing(user)):
        raise NotAllowed(_("Tags are marketing's to give."))


def suggest(ids: Sequence[int], *, user: Any, progress: Progress | None = None) -> Report:
    """Look for tags of these assets, and keep them as open suggestions. Nothing is tagged.

    What was declined is not suggested again. Raises NotAllowed.
    """
    check_may_tag(user)
    total = len(ids)
    tell = progress or (lambda done, total, message="": None)
    sketching.refresh(ids, lambda done, of, message="": tell(done // 2, total, _("Reading")))
    for start in range(0, total, BATCH):
        _suggest_batch(ids[start : start + BATCH])
        tell((total + min(start + BATCH, total)) // 2, total, _("Comparing with what is tagged"))
    found = TagSuggestion.objects.open().filter(asset__in=ids)
    assets = found.values("asset").distinct().count()
    return {
        "summary": ngettext(
            "%(assets)d of %(total)d assets: a tag is suggested.",
            "%(tags)d tags are suggested for %(assets)d of %(total)d assets.",
            found.count(),
        )
        % {"tags": found.count(), "assets": assets, "total": total}
    }


def _suggest_batch(pks: Sequence[int]) -> None:
    assets = list(Asset.objects.filter(pk__in=pks).specific())
    carried = {asset.pk: _carried(asset) for asset in assets}
    found = suggest_many(list(carried), carried)
    with transaction.atomic():
        TagSuggestion.objects.open().filter(asset__in=list(carried)).delete()
        TagSuggestion.objects.bulk_create(
            [
                TagSuggestion(
                    asset_id=pk,
                    field=suggestion.field,
                    term=suggestion.term,
                    confidence=suggestion.confidence,
                    why=suggestion.why,
                )
                for pk, suggestions in found.items()
                for suggestion in suggestions
            ],
            ignore_conflicts=True,
        )


def _carried(asset: Asset) -> dict[TagField, set[int]]:
    draft = asset.get_latest_revision_as_object()
    return {field: {term.pk for term in getattr(draft, field.value).all()} for field in TagField}


def accept(
    chosen: Mapping[int, Mapping[str, Sequence[int]]],
    *,
    user: Any,
    progress: Progress | None = None,
) -> Report:
    """Add the chosen terms, by asset and field, as `user`; what they may not change is reported.

    Raises NotAllowed, and KeyError for a field that is none.
    """
    check_may_tag(user)
    fields = {field.value for field in TagField}
    if unknown := {name for terms in chosen.values() for name in terms} - fields:
        raise KeyError(*unknown)

    def tag(asset: Asset) -> str:
        remark = add_tags(asset, chosen[asset.pk], user=user)
        for name, pks in chosen[asset.pk].items():
            TagSuggestion.objects.filter(asset=asset, field=name, term__in=pks).update(
                state=SuggestionState.ACCEPTED, decided_by=user, decided_at=timezone.now()
            )
        return remark

    report = for_each(list(chosen), tag, progress)
    done = len(chosen) - len(report["problems"])
    report["summary"] = ngettext(
        "%(count)d asset was tagged.", "%(count)d assets were tagged.", done
    ) % {"count": done}
    return report


def accept_suggestions(
    ids: Sequence[int], *, user: Any, progress: Progress | None = None
) -> Report:  # fmt: skip
    """Accept these open suggestions."""
    chosen: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    rows = TagSuggestion.objects.open().filter(pk__in=ids)
    for asset, field, term in rows.values_list("asset_id", "field", "term"):
        chosen[asset][field].append(term)
    return accept(chosen, user=user, progress=progress)


def decline(ids: Sequence[int], *, user: Any) -> int:
    """Remember that these suggestions are wrong; return how many. Raises NotAllowed."""
    check_may_tag(user)
    rows = TagSuggestion.objects.open().filter(pk__in=ids)
    assets = Asset.objects.filter(pk__in=rows.values("asset"))
    for asset in assets:
        if user is not None and not asset.permissions_for_user(user).can_edit():
            raise NotAllowed(_("You may not change this asset."))
    return int(
        rows.update(state=SuggestionState.DECLINED, decided_by=user, decided_at=timezone.now())
    )


def declined_of(asset: Asset) -> set[tuple[str, int]]:
    """Return the (field, term) that somebody declined for this asset."""
    rows = TagSuggestion.objects.filter(asset=asset, state=SuggestionState.DECLINED)
    return set(rows.values_list("field", "term"))
