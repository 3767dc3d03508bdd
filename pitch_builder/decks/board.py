"""The storyboard as plain data: sections with slides, what is wrong, what is not in the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from pitch_builder.briefs.alternatives import alternatives_of
from pitch_builder.builds.context import deck_context
from pitch_builder.builds.freshness import BuildFreshness, Reason
from pitch_builder.builds.live import freshness_of
from pitch_builder.builds.models import Build, BuildState
from pitch_builder.decks.drawing import draw, theme_style
from pitch_builder.decks.models import Deck
from pitch_builder.decks.problems import Problem
from pitch_builder.decks.resolving import ResolvedSlide, resolved
from pitch_builder.enums import Freshness

SECONDS_A_SLIDE = 45


@dataclass(frozen=True, slots=True)
class Card:
    """One slide on the board."""

    number: int
    slide_id: int | None
    title: str
    html: SafeString
    is_own: bool
    asset_id: int | None
    asset_title: str
    block_id: str
    why: str
    problems: tuple[Problem, ...]
    state: Freshness
    reasons: tuple[Reason, ...] = ()
    is_new: bool = False
    """Not in the newest PDF."""
    is_locked: bool = False
    """Kept in its place by the template."""
    others: int = 0
    """How many other slides were offered for its place."""


@dataclass(slots=True)
class BoardSection:
    """`wanted` and `required` are the template's; 0 and no where the rep's own section is."""

    name: str
    hint: str = ""
    pk: int | None = None
    wanted: int = 0
    required: bool = False
    cards: list[Card] = field(default_factory=list)

    @property
    def lacking(self) -> int:
        """How many slides the template wants more."""
        return max(0, self.wanted - len(self.cards))

    @property
    def minutes(self) -> int:
        return max(1, round(len(self.cards) * SECONDS_A_SLIDE / 60))


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the storyboard shows; `removed` are slides that only the PDF still has."""

    deck: Deck
    cover: Card
    sections: tuple[BoardSection, ...]
    closing: Card | None
    style: str
    build: Build | None
    latest: Build | None
    freshness: BuildFreshness | None
    removed: tuple[str, ...]
    moved: bool

    @property
    def cards(self) -> list[Card]:
        return [card for section in self.sections for card in section.cards]

    @property
    def problems(self) -> list[Card]:
        return [card for card in self.cards if card.problems]

    @property
    def missing(self) -> list[BoardSection]:
        """Sections that the template requires, and that are empty."""
        return [section for section in self.sections if section.required and not section.cards]

    @property
    def changes(self) -> int:
        """How many changes the PDF does not have: slides that differ, are new, or went away."""
        if self.freshness is None:
            return 0
        return (
            len(self.freshness.changed)
            + sum(card.is_new for card in self.cards)
            + len(self.removed)
            + self.moved
        )

    @property
    def is_current(self) -> bool:
        return self.build is not None and not self.changes


def board_of(deck: Deck) -> Board:
    """Return the storyboard of a deck, with queries that do not grow with its slides."""
    builds = list(Build.objects.filter(deck=deck).newest_first()[:6])
    build = next((b for b in builds if b.state == BuildState.BUILT), None)
    freshness = freshness_of([build])[build.pk] if build else None
    with resolved(deck) as slides:
        shared = deck_context(deck, total=len(slides))
        by_id = {s.slide_id: s for s in freshness.slides if s.slide_id} if freshness else {}
        cards = []
        for slide, html in zip(slides, draw(slides, shared), strict=True):
            known = by_id.get(slide.slide.pk) if slide.slide else None
            cards.append(
                Card(
                    number=slide.number,
                    slide_id=slide.slide.pk if slide.slide else None,
                    title=slide.title,
                    html=html,
                    is_own=slide.is_own,
                    asset_id=slide.asset.pk if slide.asset else None,
                    asset_title=slide.asset.title if slide.asset else "",
                    block_id=slide.block_id,
                    why=slide.slide.reason if slide.slide else "",
                    problems=slide.problems,
                    state=_state(slide, known.state if known else Freshness.CURRENT),
                    reasons=known.reasons if known else (),
                    is_new=bool(build and slide.slide and known is None),
                    is_locked=bool(slide.slide and slide.slide.is_locked),
                    others=len(alternatives_of(slide.slide)) if slide.slide else 0,
                )
            )
        style = theme_style(shared)
    present = {card.slide_id for card in cards}
    return Board(
        deck=deck,
        cover=cards[0],
        sections=_sections(deck, slides, cards),
        closing=cards[-1] if cards[-1].slide_id is None and len(cards) > 1 else None,
        style=style,
        build=build,
        latest=builds[0] if builds else None,
        freshness=freshness,
        removed=tuple(s.title for pk, s in by_id.items() if pk not in present),
        moved=_moved([s.slide_id for s in freshness.slides] if freshness else [], cards),
    )


def _state(slide: ResolvedSlide, built: Freshness) -> Freshness:
    return Freshness.WITHDRAWN if slide.problems else built


def _sections(
    deck: Deck, slides: Sequence[ResolvedSlide], cards: Sequence[Card]
) -> tuple[BoardSection, ...]:
    outline = deck.template.sections.all() if deck.template else ()
    sections = {
        row.name: BoardSection(row.name, row.hint, row.pk, row.wanted, row.required)
        for row in outline
    }
    for slide, card in zip(slides, cards, strict=True):
        if slide.slide is not None:
            sections.setdefault(slide.section, BoardSection(slide.section)).cards.append(card)
    if not sections:
        sections[""] = BoardSection("")
    return tuple(sections.values())


def _moved(built: Sequence[int | None], cards: Sequence[Card]) -> bool:
    """Tell whether slides that both have stand in another order."""
    now = [card.slide_id for card in cards if card.slide_id]
    before = [pk for pk in built if pk in set(now)]
    return before != [pk for pk in now if pk in set(before)]
