"""A deck resolved: every slide to its live block, every fact to its live version.

Six queries for a deck of any length: slides, assets, facts, and what the blocks choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from cms.assets.enums import Visibility
from cms.assets.indexing import slide_title
from cms.assets.models import Asset
from cms.facts.references import facts_in
from cms.facts.scope import FactScope, fact_scope
from cms.facts.values import FactState
from cms.library.drawing import Child, slides_block, values_of
from pitch_builder.builds.manifest import content_digest
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.outlines import DeckTemplate
from pitch_builder.decks.problems import Problem, ProblemCode
from pitch_builder.merging import MergeValues, merge, merge_raw, with_deal


@dataclass(frozen=True, slots=True)
class ResolvedSlide:
    """One slide, ready to be drawn. `value` is None where there is nothing to draw.

    A hidden slide has the number 0.
    """

    number: int
    slide: DeckSlide | None
    block_type: str
    value: Any
    raw: Any
    title: str
    section: str = ""
    asset: Asset | None = None
    block_id: str = ""
    problems: tuple[Problem, ...] = ()
    fact_ids: frozenset[int] = frozenset()
    digest: str = ""
    """The content digest of what is stored, its merge fields open; see `digest_of`."""
    base_digest: str = ""
    """Of an edited slide, the content digest of marketing's own as it is now."""
    base_raw: Any = None
    """Of an edited slide, marketing's own raw value as it is now."""

    @property
    def is_own(self) -> bool:
        return self.slide is not None and self.slide.is_own

    @property
    def is_edited(self) -> bool:
        return self.slide is not None and self.slide.is_edited

    @property
    def is_approved(self) -> bool:
        return not (self.is_own or self.is_edited)

    @property
    def base_changed(self) -> bool:
        """Marketing has changed its slide since the rep edited a copy of it."""
        return bool(
            self.slide
            and self.is_edited
            and self.base_digest
            and self.base_digest != self.slide.based_digest
        )

    @property
    def is_frame(self) -> bool:
        """Made from the deck's own fields: its cover, or the closing contact."""
        return self.slide is None

    @property
    def image_ids(self) -> set[int]:
        """Ids of the pictures that the block chooses."""
        if self.value is None:
            return set()
        image_model = get_image_model()
        block = slides_block().child_blocks[self.block_type]
        return {
            int(pk)
            for model, pk, *_path in block.extract_references(self.value)
            if model is image_model
        }


def merge_values(deck: Deck, day: date | None = None) -> MergeValues:
    """Return what the merge fields of a deck stand for on a day, by default today."""
    from django.utils.formats import date_format

    prospect, owner, deal = deck.prospect, deck.owner, deck.deal
    return MergeValues(
        account=deck.account.name,
        first_name=prospect.first_name if prospect else "",
        name=f"{prospect.first_name} {prospect.last_name}".strip() if prospect else "",
        rep=owner.get_full_name() if owner else "",
        date=date_format(day or timezone.localdate(), "j F Y"),
        deal=deal.name if deal else "",
        deal_value=deal.money if deal else "",
    )


@contextmanager
def resolved(
    deck: Deck, *, show_expired: bool = True, with_hidden: bool = False, day: date | None = None
) -> Iterator[list[ResolvedSlide]]:
    """Yield the deck's slides, cover first, inside the scope of all their facts, as of a day.

    Draw them inside the `with`: the scope holds the figures, and collects which were shown.
    """
    rows = deck.deck_slides.select_related("start_slide")
    slides = list(rows if with_hidden else rows.filter(hidden=False))
    assets = Asset.objects.in_bulk({slide.asset_id for slide in slides if slide.asset_id})
    values = merge_values(deck, day)
    found = [_find(deck, slide, assets.get(slide.asset_id), values) for slide in slides]
    ids = facts_in([one.raw for one in found])
    numbers = count(2)
    with fact_scope(ids, show_expired=show_expired, today=day) as scope:
        drawn = [
            _resolve(deck, 0 if slide.hidden else next(numbers), slide, one, value, scope)
            for slide, one, value in zip(slides, found, _values(found), strict=True)
        ]
        yield [_cover(deck, values), *drawn, *_closing(deck, values, drawn)]


@contextmanager
def resolved_alone(deck: Deck, raw: Mapping[str, Any], number: int) -> Iterator[ResolvedSlide]:
    """Yield a raw block as slide `number` of the deck would be, written by the rep."""
    slide = DeckSlide(deck=deck, own=[dict(raw)])
    found = _find(deck, slide, None, merge_values(deck))
    with fact_scope(facts_in(found.raw), show_expired=True) as scope:
        yield _resolve(deck, number, slide, found, _values([found])[0], scope)


def digest_of(deck: Deck, slide: DeckSlide, block_type: str, raw: Any) -> str:
    """Return the content digest of a slide; of a rep's with the name and value of the deal.

    The value is that of the database, not as readers write it: two languages have one digest.
    """
    if (slide.is_own or slide.is_edited) and (deal := deck.deal):
        value = "" if deal.value is None else f"{deal.value:.2f} {deal.currency}"
        raw = with_deal(raw, deal=deal.name, value=value)
    return content_digest(block_type, raw)


@dataclass(frozen=True, slots=True)
class _Found:
    """A slide's block type, empty where it is gone, and its raw value with merge fields filled.

    `digest` is of what is stored, `base` marketing's own block.
    """

    asset: Asset | None
    block_type: str = ""
    raw: Any = None
    digest: str = ""
    base: Any = None


def _find(deck: Deck, slide: DeckSlide, asset: Asset | None, values: MergeValues) -> _Found:
    base = None
    if asset is not None and not slide.is_own:
        base = next((b for b in asset.slides.raw_data if b.get("id") == slide.block_id), None)
    written = slide.is_own or slide.is_edited
    shown = next(iter(slide.own.raw_data), None) if written else base
    if shown is None:
        return _Found(asset, digest=content_digest("", None), base=base)
    block_type, raw = shown["type"], shown["value"]
    filled = merge_raw(raw, values) if written else raw
    return _Found(asset, block_type, filled, digest_of(deck, slide, block_type, raw), base)


def _values(found: Sequence[_Found]) -> list[Any]:
    """Return the Python value of each slide's block, None where there is none."""
    there = [place for place, one in enumerate(found) if one.block_type]
    made = values_of([{"type": found[n].block_type, "value": found[n].raw} for n in there])
    values: list[Any] = [None] * len(found)
    for row, place in enumerate(there):
        values[place] = made[row][1]
    return values


def _resolve(
    deck: Deck, number: int, slide: DeckSlide, found: _Found, value: Any, scope: FactScope
) -> ResolvedSlide:
    title = slide.title
    if found.block_type:
        child = slides_block().child_blocks[found.block_type]
        title = slide_title(Child(child, value)) or slide.title
    there = found.base if slide.block_id else found.block_type
    fact_ids = frozenset(facts_in(found.raw))
    return ResolvedSlide(
        number=number,
        slide=slide,
        block_type=found.block_type,
        value=value,
        raw=found.raw,
        title=title,
        section=slide.section,
        asset=found.asset,
        block_id=slide.block_id,
        problems=(
            *asset_problems(slide, found.asset, bool(there), deck.template),
            *_fact_problems(fact_ids, scope),
        ),
        fact_ids=fact_ids,
        digest=found.digest,
        base_digest=_base_digest(slide, found.base),
        base_raw=found.base["value"] if found.base and slide.is_edited else None,
    )


def _base_digest(slide: DeckSlide, base: Any) -> str:
    return content_digest(base["type"], base["value"]) if base and slide.is_edited else ""


def asset_problems(
    slide: DeckSlide, asset: Asset | None, found: bool, template: DeckTemplate | None = None
) -> Iterator[Problem]:
    """Yield what keeps a slide of an asset from decks; `found` tells that its block is there."""
    if slide.is_own:
        if not found:
            yield Problem(ProblemCode.EMPTY)
        return
    if asset is None:
        yield Problem(ProblemCode.ASSET_DELETED, slide.asset_title)
        return
    if asset.expired or (asset.expire_at and asset.expire_at <= timezone.now()):
        yield Problem(ProblemCode.ASSET_EXPIRED, asset.title)
    elif not asset.live:
        yield Problem(ProblemCode.ASSET_UNPUBLISHED, asset.title)
    elif asset.visibility == Visibility.INTERNAL:
        yield Problem(ProblemCode.ASSET_INTERNAL, asset.title)
    elif not asset.may_mix:
        yield Problem(ProblemCode.MAY_NOT_MIX, asset.title)
    elif template is not None and not template.allows(asset.kind):
        yield Problem(ProblemCode.KIND_NOT_ALLOWED, asset.title)
    if not found:
        yield Problem(ProblemCode.SLIDE_DELETED, asset.title)


def _fact_problems(fact_ids: frozenset[int], scope: FactScope) -> Iterator[Problem]:
    codes = {
        FactState.EXPIRED: ProblemCode.FACT_EXPIRED,
        FactState.UNPUBLISHED: ProblemCode.FACT_UNPUBLISHED,
    }
    for pk in sorted(fact_ids):
        fact = scope.fact(pk)
        if fact is None:
            yield Problem(ProblemCode.FACT_DELETED)
        elif code := codes.get(fact.current.state(scope.today)):
            yield Problem(code, fact.label)


def _frame(number: int, block_type: str, raw: dict[str, Any], title: str) -> ResolvedSlide:
    value = slides_block().child_blocks[block_type].to_python(raw)
    return ResolvedSlide(number, None, block_type, value, raw, title)


def _cover(deck: Deck, values: MergeValues) -> ResolvedSlide:
    title = merge(deck.title, values)
    raw: dict[str, Any] = {"title": title, "lead": merge(deck.lead, values), "variant": "split"}
    raw["picture"] = deck.cover_picture_id
    return _frame(1, "title", raw, title)


def _closing(
    deck: Deck, values: MergeValues, drawn: Sequence[ResolvedSlide]
) -> list[ResolvedSlide]:
    """The rep's contact ends each deck: on its own last slide, unless a slide has it already."""
    shown = [slide for slide in drawn if slide.number]
    if any(slide.block_type == "call_to_action" for slide in shown):
        return []
    title = _("Let us talk about what this means for %(account)s") % {"account": values.account}
    raw = {"title": title, "steps": [], "contact": True}
    return [_frame(len(shown) + 2, "call_to_action", raw, title)]
