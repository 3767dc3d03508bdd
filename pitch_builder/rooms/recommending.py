"""What a room recommends beside what was sent: for role and stage, with the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from cms.assets.models import Asset
from cms.recommendations import services
from cms.taxonomy.models import Industry, Product
from personas.prospects.models import Prospect
from pitch_builder.rooms.contents import Contents
from pitch_builder.rooms.models import Room

MOST = 3
KEEP_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Recommended:
    """An asset and one sentence, without its "Because", why it is offered to this reader."""

    asset: Asset
    reason: str


def audience(room: Room, prospect: Prospect | None) -> tuple[Any, Any]:
    """Return persona and stage that a room speaks to: the reader's own, else the room's."""
    persona = (prospect.persona if prospect else None) or room.persona
    stage = (prospect.stage if prospect else None) or room.stage
    return persona, stage


def recommended_ids(room: Room, prospect: Prospect | None, contents: Contents) -> list[int]:
    """Return the ids of assets that fit, the best first; kept for some minutes. No query then.

    Nothing is recommended to a reader whose role and stage nobody knows.
    """
    persona, stage = audience(room, prospect)
    if persona is None and stage is None:
        return []
    left_out = sorted(contents.sent_ids | contents.deck_asset_ids)
    mark = (
        f"{room.pk}:{prospect and prospect.pk}:{persona and persona.pk}:{stage and stage.pk}"
        f":{left_out}"
    )
    key = f"room-recommended:{hashlib.sha256(mark.encode()).hexdigest()[:32]}"
    cache = caches["renditions"]
    known = cache.get(key)
    if known is None:
        known = _chosen(room, prospect, persona, stage, left_out)
        cache.set(key, known, KEEP_SECONDS)
    return known


def _chosen(
    room: Room, prospect: Prospect | None, persona: Any, stage: Any, left_out: Sequence[int]
) -> list[int]:
    """Recommend beside what the room holds; logged as one list, shown when a person comes."""
    page = services.recommend(
        persona=persona,
        stage=stage,
        prospect=prospect,
        deck_keys=left_out,
        must_fit=True,
        limit=MOST,
        place=services.Place.ROOM,
        about=f"room:{room.pk}",
    )
    return [item.asset_id for item in page.items]


def recommend(
    room: Room, prospect: Prospect | None, contents: Contents, *, limit: int = MOST
) -> list[Recommended]:
    """Return what to offer, each with its true reason, in the order of their scores.

    One query. Nothing is offered that has neither the reader's persona nor their stage.
    """
    persona, stage = audience(room, prospect)
    ids = recommended_ids(room, prospect, contents)
    if not ids:
        return []
    industry = room.account.industry.strip()
    found = {
        asset.pk: asset
        for asset in Asset.objects.showable_to_prospects()
        .filter(pk__in=ids)
        .exclude(pk__in=contents.sent_ids)
        .annotate(
            fits_persona=_has("personas", "persona_id", persona),
            fits_stage=_has("stages", "journeystage_id", stage),
            trade=Subquery(
                Industry.objects.filter(
                    Q(name__iexact=industry) | Q(slug=industry), assets=OuterRef("pk")
                ).values("name")[:1]
            ),
        )
        .annotate(
            product=Subquery(
                Product.objects.filter(assets=OuterRef("pk"))
                .filter(assets__in=contents.sent_ids)
                .values("name")[:1]
            )
        )
        .select_related("hero_image")
        .defer("body", "slides")
    }
    shown = [found[pk] for pk in ids if pk in found and _fits(found[pk])][:limit]
    title = prospect.title.strip() if prospect else ""
    question = stage.buyer_question if stage else ""
    reasons = [reasons_for(asset, title=title, question=question) for asset in shown]
    return [
        Recommended(asset, reason) for asset, reason in zip(shown, different(reasons), strict=True)
    ]


def different(reasons: Sequence[Sequence[str]]) -> list[str]:
    """Choose one of each asset's reasons so that few are said twice; the pickiest choose first.

    Three cards with one sentence tell nothing: each says what the others do not.
    """
    chosen: dict[int, str] = {}
    for place in sorted(range(len(reasons)), key=lambda place: len(reasons[place])):
        said = set(chosen.values())
        free = (words for words in reasons[place] if words not in said)
        chosen[place] = next(free, reasons[place][0])
    return [chosen[place] for place in range(len(reasons))]


def _has(field: str, column: str, row: Any) -> Exists:
    through = Asset._meta.get_field(field).remote_field.through
    return Exists(
        through.objects.filter(asset_id=OuterRef("pk"), **{column: row.pk if row else None})
    )


def _fits(asset: Any) -> bool:
    return bool(asset.fits_persona or asset.fits_stage)


def reasons_for(asset: Any, *, title: str, question: str) -> list[str]:
    """Return the true reasons in words for the reader, the best first; at least one.

    They name role, question, trade and product, never what was watched.
    """
    reasons = []
    if asset.fits_stage and question:
        reasons.append(_("it answers the question “%(question)s”") % {"question": question})
    if asset.fits_persona:
        reasons.append(
            _("it was written for your role, %(title)s.") % {"title": title}
            if title
            else _("it was written for readers in your role.")
        )
    if asset.trade:
        reasons.append(_("it is about your trade, %(trade)s.") % {"trade": asset.trade.lower()})
    if asset.product:
        reasons.append(
            _("it is about %(product)s, as is what was sent to you.") % {"product": asset.product}
        )
    return reasons or [_("it was written for where you are now.")]
