"""Engagement in rooms, in one shape wherever it is recorded.

A slide seen has the asset as its subject and the block as its part, so that content and not
decks is what outcomes are counted for; the slide's number and build stand in `data`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from cms.assets.models import Asset
from personas.engagement.enums import Verb
from personas.engagement.services import EngagementEvent
from pitch_builder.builds.manifest import ManifestSlide
from pitch_builder.builds.models import Build
from pitch_builder.rooms.models import Visit


def slide_event(
    build: Build, slide: ManifestSlide, *, visit: Visit, **shared: Any
) -> EngagementEvent:
    """Return the event of a slide of a build being seen."""
    return EngagementEvent(
        Verb.SLIDE_SEEN,
        subject=Asset(pk=slide.asset) if slide.asset else build.deck,
        subject_part=slide.block or str(slide.number),
        label=slide.title[:255],
        data={
            "visit": visit.pk,
            "deck": build.deck_id,
            "build": str(build.pk),
            "slide": slide.number,
        },
        **shared,
    )


def deck_event(
    verb: Verb,
    subject: models.Model,
    *,
    visit: Visit,
    occurred_at: datetime | None = None,
    **shared: Any,
) -> EngagementEvent:
    """Return the event of something being done with a deck or an asset as a whole."""
    return EngagementEvent(
        verb,
        subject=subject,
        label=str(subject)[:255],
        occurred_at=occurred_at,
        data={"visit": visit.pk},
        **shared,
    )
