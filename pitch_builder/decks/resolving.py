"""A deck resolved: every slide to its live block, every fact to its live version.

Six queries for a deck of any length: slides, assets, facts, and what the blocks choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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
from cms.slides.blocks import SlidesBlock
from pitch_builder.builds.manifest import content_digest
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.outlines import DeckTemplate
from pitch_builder.decks.problems import Problem, ProblemCode
from pitch_builder.merging import MergeValues, merge, merge_raw, with_deal


@dataclass(frozen=True, slots=True)
class ResolvedSlide:
    """One slide, ready to be drawn. `value` is None where there is nothing to draw."""

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

    @property
    def is_own(self) -> bool:
        return self.slide is not None and self.slide.is_own

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
        block = _slides_block().child_blocks[self.block_type]
        return {
            int(pk)
            for model, pk, *_path in block.extract_references(self.value)
            if model is image_model
        }


_block: SlidesBlock | None = None


def _slides_block() -> SlidesBlock:
    global _block
    if _block is None:
        _block = SlidesBlock()
    return _block


def merge_values(deck: Deck) -> MergeValues:
    """Return what the merge fields of a deck stand for today."""
    from django.utils.formats import date_format

    prospect, owner, deal = deck.prospect, deck.owner, deck.deal
    return MergeValues(
        account=deck.account.name,
        first_name=prospect.first_name if prospect else "",
        name=f"{prospect.first_name} {prospect.last_name}".strip() if prospect else "",
        rep=owner.get_full_name() if owner else "",
        date=date_format(timezone.localdate(), "j F Y"),
        deal=deal.name if deal else "",
        deal_value=deal.money if deal else "",
    )


@contextmanager
def resolved(deck: Deck, *, show_expired: bool = True) -> Iterator[list[ResolvedSlide]]:
    """Yield the deck's slides, cover first, inside the scope of all their facts.

    Draw them inside the `with`: the scope holds the figures, and collects which were shown.
    """
    slides = list(deck.deck_slides.select_related("start_slide"))
    assets = Asset.objects.in_bulk({slide.asset_id for slide in slides if slide.asset_id})
    values = merge_values(deck)
    found = [_find(slide, assets.get(slide.asset_id)) for slide in slides]
    ids = facts_in([raw for _type, raw in found])
    with fact_scope(ids, show_expired=show_expired) as scope:
        drawn = [
            _resolve(
                number,
                slide,
                assets.get(slide.asset_id),
                block_type,
                raw,
                scope,
                values,
                template=deck.template,
                digest=digest_of(deck, slide, block_type, raw),
            )
            for number, (slide, (block_type, raw)) in enumerate(
                zip(slides, found, strict=True), start=2
            )
        ]
        yield [_cover(deck, values), *drawn, *_closing(deck, values, drawn)]


def digest_of(deck: Deck, slide: DeckSlide, block_type: str, raw: Any) -> str:
    """Return the content digest of a slide; of an own one with the name and value of the deal.

    The value is that of the database, not as readers write it: two languages have one digest.
    """
    if slide.is_own and (deal := deck.deal):
        value = "" if deal.value is None else f"{deal.value:.2f} {deal.currency}"
        raw = with_deal(raw, deal=deal.name, value=value)
    return content_digest(block_type, raw)


def _find(slide: DeckSlide, asset: Asset | None) -> tuple[str, Any]:
    """Return block type and raw value of a slide; an empty type where it is gone."""
    if slide.is_own:
        own = next(iter(slide.own.raw_data), None)
        return (own["type"], own["value"]) if own else ("", None)
    if asset is not None:
        for block in asset.slides.raw_data:
            if block.get("id") == slide.block_id:
                return block["type"], block["value"]
    return "", None


def _resolve(
    number: int,
    slide: DeckSlide,
    asset: Asset | None,
    block_type: str,
    raw: Any,
    scope: FactScope,
    values: MergeValues,
    *,
    template: DeckTemplate | None,
    digest: str,
) -> ResolvedSlide:
    value, title = None, slide.title
    if block_type:
        child = _slides_block().child_blocks[block_type]
        raw = merge_raw(raw, values) if slide.is_own else raw
        value = child.to_python(raw)
        title = slide_title(_Child(child, value)) or slide.title
    fact_ids = frozenset(facts_in(raw))
    return ResolvedSlide(
        number=number,
        slide=slide,
        block_type=block_type,
        value=value,
        raw=raw,
        title=title,
        section=slide.section,
        asset=asset,
        block_id=slide.block_id,
        problems=(
            *asset_problems(slide, asset, bool(block_type), template),
            *_fact_problems(fact_ids, scope),
        ),
        fact_ids=fact_ids,
        digest=digest,
    )


@dataclass(frozen=True, slots=True)
class _Child:
    """As much of a StreamField's child as `slide_title` reads."""

    block: Any
    value: Any


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
    value = _slides_block().child_blocks[block_type].to_python(raw)
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
    if any(slide.block_type == "call_to_action" for slide in drawn):
        return []
    title = _("Let us talk about what this means for %(account)s") % {"account": values.account}
    raw = {"title": title, "steps": [], "contact": True}
    return [_frame(len(drawn) + 2, "call_to_action", raw, title)]
