"""What a deck's slides say now beside what its PDF says, slide by slide, for the rep to take."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.facts.scope import current_scope
from cms.likeness.side_by_side import Row, side_by_side
from cms.slides.screen import on_screen
from pitch_builder.builds.context import deck_context
from pitch_builder.builds.freshness import Reason, SlideFreshness
from pitch_builder.builds.live import freshness_of
from pitch_builder.builds.manifest import ManifestSlide
from pitch_builder.builds.models import Build
from pitch_builder.builds.reading import lines_of
from pitch_builder.decks.drawing import Drawing, draw, theme_style
from pitch_builder.decks.history.recording import locked_deck
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.problems import Problem
from pitch_builder.decks.resolving import ResolvedSlide, resolved
from pitch_builder.decks.rights import check_may_edit
from pitch_builder.enums import Freshness
from pitch_builder.rooms.slides import sections_of


@dataclass(frozen=True, slots=True)
class ChangedSlide:
    """One slide: as printed and as it is now. `after` is empty where there is nothing to show;
    `rows` hold its words side by side; `taken` says that the rep has looked and agreed."""

    number: int
    slide_id: int
    title: str
    asset_id: int | None
    asset_title: str
    block_id: str
    state: Freshness
    reasons: tuple[Reason, ...]
    problems: tuple[Problem, ...]
    before: SafeString
    after: SafeString
    rows: tuple[Row, ...]
    taken: bool
    fingerprint: str
    """Of what it says now."""
    replaced: bool = False
    """Another slide of marketing's was put in its place since."""
    is_locked: bool = False

    @property
    def words_changed(self) -> bool:
        return any(not row.same for row in self.rows) and not self.replaced

    @property
    def taken_label(self) -> str:
        return _("Replaced") if self.replaced else _("Taken")

    @property
    def may_be_replaced(self) -> bool:
        """It is marketing's and withdrawn; what the template locks is marketing's to replace."""
        return bool(self.problems and self.block_id and not self.is_locked)


@dataclass(frozen=True, slots=True)
class DeckChanges:
    """The changes since the newest PDF, in the deck's order."""

    build: Build
    slides: tuple[ChangedSlide, ...]
    style: str

    @property
    def open(self) -> int:
        """How many are neither taken nor withdrawn."""
        return sum(not slide.taken and not slide.problems for slide in self.slides)

    @property
    def withdrawn(self) -> int:
        return sum(bool(slide.problems) for slide in self.slides)


def changes_of(deck: Deck) -> DeckChanges | None:
    """Return what changed since the newest PDF; None where there is no PDF yet.

    Slides that came to the deck or left it since are no change of what a slide says.
    """
    build = Build.objects.built().filter(deck=deck).newest_first().first()
    if build is None:
        return None
    changed = {
        slide.slide_id: slide
        for slide in freshness_of([build])[build.pk].changed
        if slide.slide_id
    }
    printed = dict(enumerate(_sections(build), start=1))
    places = {slide.slide_id: slide for slide in build.manifest.slides}
    with resolved(deck) as slides:
        shared = deck_context(deck, total=len(slides))
        here = [
            slide
            for slide in slides
            if slide.slide and (slide.slide.pk in changed or slide.problems)
        ]
        drawn = draw(here, shared)
        differing = tuple(
            _changed(slide, drawing, changed.get(slide.slide.pk), printed, places)  # type: ignore[union-attr]
            for slide, drawing in zip(here, drawn, strict=True)
        )
        return DeckChanges(build, differing, theme_style(shared))


def _sections(build: Build) -> Sequence[str]:
    try:
        return sections_of(build)
    except FileNotFoundError:
        return ()


def _changed(
    slide: ResolvedSlide,
    now: Drawing,
    known: SlideFreshness | None,
    printed: dict[int, str],
    places: dict[int | None, ManifestSlide],
) -> ChangedSlide:
    assert slide.slide is not None  # noqa: S101 - chosen so by the caller
    place = places.get(slide.slide.pk)
    there = (slide.slide.asset_id, slide.block_id)
    replaced = bool(place and not slide.problems and place.gave_way(*there))
    before = printed.get(known.number, "") if known else ""
    # What is withdrawn may be looked at by the team, and is not what the next PDF will show.
    shown = SafeString("") if slide.problems else now.html
    now_says = fingerprint(slide)
    return ChangedSlide(
        number=slide.number,
        slide_id=slide.slide.pk,
        title=slide.title,
        asset_id=slide.asset.pk if slide.asset else None,
        asset_title=slide.asset.title if slide.asset else slide.slide.asset_title,
        block_id=slide.block_id,
        state=Freshness.WITHDRAWN if slide.problems else Freshness.OUTDATED,
        reasons=known.reasons if known else (),
        problems=slide.problems,
        before=mark_safe(on_screen(before)),
        after=shown,
        rows=tuple(side_by_side(lines_of(before), lines_of(shown))) if before and shown else (),
        taken=replaced or slide.slide.taken == now_says,
        fingerprint=now_says,
        replaced=replaced,
        is_locked=slide.slide.is_locked,
    )


def fingerprint(slide: ResolvedSlide) -> str:
    """Return the hash of what a slide says now: its words and the values of its figures.

    Call it inside the scope that `resolved` opens.
    """
    scope = current_scope()
    values = [
        [pk, value.display if (value := scope.get(pk)) else None] for pk in sorted(slide.fact_ids)
    ]
    packed = json.dumps([slide.digest, values, sorted(slide.image_ids)])
    return hashlib.sha256(packed.encode()).hexdigest()


@transaction.atomic
def take(deck: Deck, *, user: Any, slide_ids: Collection[int] | None = None) -> int:
    """Agree to what slides say now, all that changed by default; return how many.

    What is withdrawn cannot be taken. What changes again later asks again. Raises NotAllowed.
    """
    check_may_edit(user, deck)
    locked_deck(deck)  # a change that is under way writes whole slides
    found = changes_of(deck)
    rows = [
        DeckSlide(pk=slide.slide_id, taken=slide.fingerprint)
        for slide in (found.slides if found else ())
        if not (slide.taken or slide.problems)
        and (slide_ids is None or slide.slide_id in slide_ids)
    ]
    DeckSlide.objects.bulk_update(rows, ["taken"])
    return len(rows)
