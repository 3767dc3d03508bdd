"""The manifest of a build that is being printed: what stands on each slide, and from where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.utils import timezone
from wagtail.images import get_image_model

from cms.brand.services import brand_now
from cms.facts.scope import current_scope
from pitch_builder.builds.context import theme_of
from pitch_builder.builds.manifest import (
    Manifest,
    ManifestFact,
    ManifestOverride,
    ManifestPicture,
    ManifestSlide,
    PrintedFrom,
)
from pitch_builder.builds.models import Build
from pitch_builder.decks.models import Deck
from pitch_builder.decks.resolving import ResolvedSlide, merge_values


def describe(
    build: Build,
    deck: Deck,
    slides: Sequence[ResolvedSlide],
    steps: Sequence[int],
    moment: datetime,
    printed_from: PrintedFrom,
    overrides: tuple[ManifestOverride, ...] = (),
) -> Manifest:
    """Return the manifest of a build made at a moment, in UTC; call it inside the scope that
    `resolved` opens."""
    image_ids = {slide.number: slide.image_ids for slide in slides}
    digests = dict(
        get_image_model()
        .objects.filter(pk__in=set().union(*image_ids.values()))
        .values_list("pk", "file_hash")
    )
    brand = brand_now()
    return Manifest(
        build=str(build.pk),
        code=build.code or "",
        deck=deck.pk,
        deck_title=slides[0].title,
        number=build.number,
        built_at=moment.isoformat(),
        account=deck.account.name,
        recipient=str(deck.prospect or ""),
        language=deck.prospect.language if deck.prospect else "en",
        theme=theme_of(deck).family,
        theme_version=brand.version,
        renderer=printed_from.renderer[0] if printed_from.renderer else "",
        merge=asdict(merge_values(deck, timezone.localdate(moment))),
        printed_from=printed_from,
        overrides=overrides,
        slides=tuple(
            ManifestSlide(
                number=slide.number,
                title=slide.title,
                kind=slide.block_type,
                slide_id=slide.slide.pk if slide.slide else None,
                block=slide.block_id,
                asset=slide.asset.pk if slide.asset else None,
                asset_title=slide.asset.title if slide.asset else "",
                revision=_revision(slide),
                content_digest=slide.digest,
                facts=_facts(slide),
                pictures=tuple(
                    ManifestPicture(pk, digests.get(pk, ""))
                    for pk in sorted(image_ids[slide.number])
                ),
                approved=slide.is_approved,
                fit_step=step,
                edited=slide.is_edited,
                base_digest=slide.slide.based_digest if slide.slide and slide.is_edited else "",
            )
            for slide, step in zip(slides, steps, strict=True)
        ),
    )


def _revision(slide: ResolvedSlide) -> int | None:
    """Return the revision that is shown, or that the rep's edit was made from."""
    if slide.slide is not None and slide.is_edited:
        return slide.slide.based_on_id
    return slide.asset.live_revision_id if slide.asset else None


def _facts(slide: ResolvedSlide) -> tuple[ManifestFact, ...]:
    scope = current_scope()
    values = [scope.get(pk) for pk in sorted(slide.fact_ids)]
    return tuple(
        ManifestFact(
            id=value.id,
            key=value.key,
            label=value.label,
            version=value.version,
            display=value.display,
            as_of=value.as_of.isoformat() if value.as_of else None,
        )
        for value in values
        if value is not None
    )
