"""The storyboard as plain data: sections with slides, what is wrong, what is not in the PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pitch_builder.builds.context import deck_context
from pitch_builder.builds.freshness import BuildFreshness, Reason
from pitch_builder.builds.gate import may_override
from pitch_builder.builds.live import freshness_of
from pitch_builder.builds.models import Build, BuildState
from pitch_builder.decks.alternatives import alternatives_of
from pitch_builder.decks.drawing import Drawing, draw, theme_style
from pitch_builder.decks.figures import NumberHint
from pitch_builder.decks.hints import EmptyField, empty_fields_of, numbers_of
from pitch_builder.decks.history.services import Steps, steps_of
from pitch_builder.decks.models import Deck
from pitch_builder.decks.problems import Problem
from pitch_builder.decks.resolving import ResolvedSlide, resolved
from pitch_builder.decks.sections import outline_of
from pitch_builder.decks.writing.drafts import drafts_of
from pitch_builder.decks.writing.models import SlideDraft
from pitch_builder.enums import Freshness
from pitch_builder.teamwork.approving import word_on
from pitch_builder.teamwork.commenting import open_counts
from pitch_builder.teamwork.models import DeckApproval

SECONDS_A_SLIDE = 45


@dataclass(frozen=True, slots=True)
class Card:
    """One slide on the board. `number` is 0 where it is hidden."""

    number: int
    slide_id: int | None
    title: str
    drawing: Drawing
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
    is_changed: bool = False
    """In the newest PDF with other content, though nobody but the rep has changed anything."""
    is_locked: bool = False
    """Kept in its place by the template."""
    others: int = 0
    """How many other slides were offered for its place."""
    is_hidden: bool = False
    is_edited: bool = False
    base_changed: bool = False
    """Marketing has changed its slide since the rep edited a copy of it."""
    notes: str = ""
    draft: SlideDraft | None = None
    """What the viewer has written on it and not put on the deck yet."""
    remarks: int = 0
    """How many comments on it wait for an answer."""
    numbers: tuple[NumberHint, ...] = ()
    """What there is to say of numbers that the rep has typed on it."""

    @property
    def restated(self) -> list[NumberHint]:
        """Numbers that a fact may be meant by."""
        return [hint for hint in self.numbers if hint.fact]

    @property
    def unheld(self) -> list[str]:
        """Numbers that no fact holds, in quotation marks."""
        return [f"“{hint.written}”" for hint in self.numbers if not hint.fact]


@dataclass(slots=True)
class BoardSection:
    """`wanted` and `required` are the template's; 0 and no where the rep's own section is."""

    name: str
    hint: str = ""
    pk: int | None = None
    wanted: int = 0
    required: bool = False
    cards: list[Card] = field(default_factory=list)
    drafts: list[SlideDraft] = field(default_factory=list)

    @property
    def shown(self) -> list[Card]:
        """The cards that are built."""
        return [card for card in self.cards if not card.is_hidden]

    @property
    def lacking(self) -> int:
        """How many slides the template wants more."""
        return max(0, self.wanted - len(self.shown))

    @property
    def minutes(self) -> int:
        return max(1, round(len(self.shown) * SECONDS_A_SLIDE / 60))

    @property
    def is_kept(self) -> bool:
        """The template requires it or locks a slide in it: its name stays."""
        return self.required or any(card.is_locked for card in self.cards)

    @property
    def may_go(self) -> bool:
        return not self.required and not self.cards


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
    steps: Steps
    remarks: int = 0
    """How many comments wait for an answer, those on the whole deck too."""
    approval: DeckApproval | None = None
    empty_fields: tuple[EmptyField, ...] = ()
    may_override: bool = False
    """The viewer may let the gate's findings pass, by name."""

    @property
    def cards(self) -> list[Card]:
        return [card for section in self.sections for card in section.cards]

    @property
    def shown(self) -> list[Card]:
        return [card for card in self.cards if not card.is_hidden]

    @property
    def problems(self) -> list[Card]:
        return [card for card in self.shown if card.problems]

    @property
    def doubtful(self) -> list[Card]:
        """Cards with numbers to look at."""
        return [card for card in self.shown if card.numbers]

    @property
    def numbers(self) -> int:
        return sum(len(card.numbers) for card in self.doubtful)

    @property
    def was_stopped(self) -> bool:
        """The newest build was stopped by the gate."""
        return self.latest is not None and self.latest.was_stopped

    @property
    def may_all_pass(self) -> bool:
        """Whether every slide that is stopped has something to show all the same."""
        return all(card.drawing.html for card in self.problems)

    @property
    def missing(self) -> list[BoardSection]:
        """Sections that the template requires, and that show nothing."""
        return [section for section in self.sections if section.required and not section.shown]

    @property
    def changes(self) -> int:
        """How many changes the PDF does not have: slides that differ, are new, or went away."""
        if self.freshness is None:
            return 0
        differing = [
            *(slide.slide_id or -slide.number for slide in self.freshness.changed),
            *(card.slide_id for card in self.shown if card.is_new or card.is_changed),
        ]
        return len(set(differing)) + len(self.removed) + self.moved

    @property
    def outdated(self) -> bool:
        """Whether slides say something else than the PDF does, by nobody's doing here."""
        return self.freshness is not None and bool(self.freshness.changed)

    @property
    def is_current(self) -> bool:
        return self.build is not None and not self.changes


def board_of(deck: Deck, user: Any) -> Board:
    """Return the storyboard of a deck as `user` sees it, with queries that do not grow."""
    builds = list(Build.objects.filter(deck=deck).newest_first()[:6])
    build = next((b for b in builds if b.state == BuildState.BUILT), None)
    if build:
        build.deck = deck  # with what was fetched with it
    freshness = freshness_of([build])[build.pk] if build else None
    drafts, remarks = drafts_of(deck, user), open_counts(deck)
    with resolved(deck, with_hidden=True) as slides:
        shared = deck_context(deck, total=len(slides))
        maker = _CardMaker(build, freshness, drafts, remarks, numbers_of(slides))
        empty_fields = empty_fields_of(deck, slides)
        cards = [
            maker.card(slide, drawing)
            for slide, drawing in zip(slides, draw(slides, shared), strict=True)
        ]
        style = theme_style(shared)
    shown = [card for card in cards if not card.is_hidden]
    present = {card.slide_id for card in shown}
    return Board(
        deck=deck,
        cover=cards[0],
        sections=_sections(deck, slides, cards, drafts),
        closing=cards[-1] if cards[-1].slide_id is None and len(cards) > 1 else None,
        style=style,
        build=build,
        latest=builds[0] if builds else None,
        freshness=freshness,
        removed=tuple(s.title for pk, s in maker.built.items() if pk not in present),
        moved=_moved([s.slide_id for s in freshness.slides] if freshness else [], shown),
        steps=steps_of(deck, user),
        remarks=remarks.total(),
        approval=word_on(build),
        empty_fields=empty_fields,
        may_override=may_override(user),
    )


class _CardMaker:
    """Makes cards of slides, with what the newest PDF and the drafts tell of each."""

    def __init__(
        self,
        build: Build | None,
        freshness: BuildFreshness | None,
        drafts: Sequence[SlideDraft],
        remarks: Counter[int | None],
        numbers: dict[int, tuple[NumberHint, ...]],
    ) -> None:
        self.build = build
        self.built = {s.slide_id: s for s in freshness.slides if s.slide_id} if freshness else {}
        printed = build.manifest.slides if build else ()
        self.printed = {slide.slide_id: slide for slide in printed}
        self.drafts = {draft.slide_id: draft for draft in drafts}
        self.remarks, self.numbers = remarks, numbers

    def card(self, slide: ResolvedSlide, drawing: Drawing) -> Card:
        row = slide.slide
        known = self.built.get(row.pk) if row else None
        printed = self.printed.get(row.pk) if row else None
        if known and row and printed and printed.gave_way(row.asset_id, row.block_id):
            # What became of the slide that stood here says nothing of this one.
            known = replace(known, state=Freshness.CURRENT, reasons=())
        state = _state(slide, known.state if known else Freshness.CURRENT)
        return Card(
            number=slide.number,
            slide_id=row.pk if row else None,
            title=slide.title,
            drawing=drawing,
            is_own=slide.is_own,
            asset_id=slide.asset.pk if slide.asset else None,
            asset_title=slide.asset.title if slide.asset else "",
            block_id=slide.block_id,
            why=row.reason if row else "",
            problems=slide.problems,
            state=state,
            reasons=known.reasons if known else (),
            is_new=bool(self.build and row and known is None),
            is_changed=bool(
                row
                and known
                and known.state is Freshness.CURRENT
                and not (printed and printed.content_digest == slide.digest)
            ),
            is_locked=bool(row and row.is_locked),
            others=len(alternatives_of(row)) if row else 0,
            is_hidden=bool(row and row.hidden),
            is_edited=slide.is_edited,
            base_changed=slide.base_changed,
            notes=row.notes if row else "",
            draft=self.drafts.get(row.pk) if row else None,
            remarks=self.remarks[row.pk] if row else 0,
            numbers=self.numbers.get(row.pk, ()) if row else (),
        )


def _state(slide: ResolvedSlide, built: Freshness) -> Freshness:
    if slide.problems:
        return Freshness.WITHDRAWN
    return Freshness.OUTDATED if slide.base_changed else built


def _sections(
    deck: Deck,
    slides: Sequence[ResolvedSlide],
    cards: Sequence[Card],
    drafts: Sequence[SlideDraft],
) -> tuple[BoardSection, ...]:
    rows = [slide.slide for slide in slides if slide.slide is not None]
    sections = {
        row.name: BoardSection(
            row.name,
            row.template.hint if row.template else "",
            row.template.pk if row.template else None,
            row.template.wanted if row.template else 0,
            row.required,
        )
        for row in outline_of(deck, rows)
    }
    for slide, card in zip(slides, cards, strict=True):
        if slide.slide is not None:
            sections[slide.section].cards.append(card)
    if not sections:
        sections[""] = BoardSection("")
    last = next(reversed(sections.values()))
    for draft in drafts:
        if draft.slide_id is None:
            sections.get(draft.section, last).drafts.append(draft)
    return tuple(sections.values())


def _moved(built: Sequence[int | None], cards: Sequence[Card]) -> bool:
    """Tell whether slides that both have stand in another order."""
    now = [card.slide_id for card in cards if card.slide_id]
    before = [pk for pk in built if pk in set(now)]
    return before != [pk for pk in now if pk in set(before)]
