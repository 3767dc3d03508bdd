"""What the reader of a room sees of a copy's check: versions, looks, old and new values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from cms.slides.screen import on_screen
from pitch_builder.builds.models import Build
from pitch_builder.enums import Freshness
from pitch_builder.rooms.contents import ShownDeck
from pitch_builder.rooms.presenting import theme_style
from pitch_builder.verification.presenting import Page, badge_of, page_of
from pitch_builder.verification.verdicts import Verdict, verdict_of


@dataclass(frozen=True, slots=True)
class Version:
    """One build of a deck that rooms have shown."""

    build: Build
    badge: tuple[str, str, str]
    is_shown: bool
    """It is the one that the room shows now."""


@dataclass(frozen=True, slots=True)
class CheckView:
    """A copy beside the deck as it is now."""

    said: Page
    shown: ShownDeck
    cover: SafeString
    style: str
    is_shown: bool
    """The copy is of the very build that the room shows, which perhaps is being updated."""


def versions_of(decks: Sequence[ShownDeck]) -> list[tuple[ShownDeck, list[Version]]]:
    """Return the released builds of each deck that have a code, the newest first.

    Their states are those that were noticed last: one query for all.
    """
    shown = {deck.build.pk for deck in decks}
    found: dict[int, list[Version]] = {deck.deck.pk: [] for deck in decks}
    builds = Build.objects.released().filter(deck__in=found).exclude(code=None)
    for build in builds.newest_first().defer("manifest_data", "noticed"):
        found[build.deck_id].append(
            Version(build, badge_of(Freshness(build.freshness)), build.pk in shown)
        )
    return [(deck, found[deck.deck.pk]) for deck in decks]


def view_of(build: Build, shown: ShownDeck) -> CheckView:
    """Compare a copy with the deck that the room shows."""
    verdict = verdict_of(build)
    is_shown = build.pk == shown.build.pk
    return CheckView(
        said=page_of(verdict, full=True, slides=() if is_shown else _looks(verdict, shown)),
        shown=shown,
        cover=mark_safe(on_screen(shown.section(1))),
        style=theme_style(shown, {}),
        is_shown=is_shown,
    )


def _looks(verdict: Verdict, shown: ShownDeck) -> list[tuple[int, str]]:
    """Return how the changed slides look now, by their number in the copy."""
    if verdict.manifest is None:
        return []
    now = {slide.slide_id: slide.number for slide in shown.manifest.slides if slide.slide_id}
    copied = {slide.number: slide.slide_id for slide in verdict.manifest.slides}
    looks: list[tuple[int, str]] = []
    for changed in verdict.changed:
        number = now.get(copied.get(changed.number) or 0)
        section = shown.section(number) if number else ""
        if section:
            looks.append((changed.number, mark_safe(on_screen(section))))
    return looks
