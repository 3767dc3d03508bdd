"""The nearest replacement of a slide that may not be shown any more, put in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cms.assets.models import Asset
from cms.assets.text import words_of
from cms.facts.scope import current_scope
from cms.library.drawing import Child, slides_block
from cms.library.usage import Subject
from pitch_builder.briefs import candidates
from pitch_builder.briefs.candidates import Asked, Near
from pitch_builder.briefs.roles import FRAMES, Role
from pitch_builder.briefs.storylines import Part
from pitch_builder.decks.alternatives import Alternative, check_usable, free_place, show
from pitch_builder.decks.history.recording import changing
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.resolving import ResolvedSlide, resolved
from pitch_builder.errors import Conflict
from pitch_builder.recalls.models import Recall

LEAST = 0.35  # cosine to the withdrawn slide below which another is no replacement
SAME_TYPE = 0.08  # what a slide of the same kind gains
LONGEST = 1200  # characters of a slide that are compared
_OPERATORS = re.compile(r"[\"“”„«»]|(?:(?<=\s)|^)-")  # what a search would read as its own


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A slide of marketing's that may not be shown: what it said, and what is at fault."""

    slide: DeckSlide
    block_type: str
    text: str
    asset_id: int | None = None
    fact_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement:
    """What may stand there instead; `named` by marketing, in a recall."""

    slide: Alternative
    named: bool = False


def replacement_for(deck: Deck, slide_id: int) -> Replacement | None:
    """Return what may take a withdrawn slide's place: of the asset that a recall names the slide
    most like it, else the most like it of all that the deck's template allows.

    None where the slide may be shown, is locked or the rep's own, or where nothing is near. About
    twenty queries. Raises search's errors, and Conflict where the slide is gone.
    """
    gone = _withdrawn(deck, slide_id)
    if gone is None:
        return None
    standing = set(deck.deck_slides.values_list("asset_id", "block_id"))
    return _named(deck, gone, standing) or _nearest(deck, gone, standing)


def replace_slide(
    deck: Deck, *, user: Any, slide_id: int, asset_id: int, block_id: str, token: str = ""
) -> DeckSlide:
    """Put the replacement that is offered in a withdrawn slide's place, as one step.

    What the rep had written on the slide goes, and comes back with the step. Raises what `swap`
    raises, and search's errors.
    """
    offered = replacement_for(deck, slide_id)
    wanted = offered.slide if offered else None
    with changing(deck, user=user, token=token) as step:
        slide = free_place(step, slide_id)
        if wanted is None or (wanted.asset_id, wanted.block_id) != (asset_id, block_id):
            raise Conflict(_("Another slide is the nearest to this one by now."))
        check_usable(step.deck, wanted)
        step.label = _("“%(title)s” replaced by “%(other)s”") % {
            "title": slide,
            "other": wanted.title,
        }
        slide.alternatives = _without(slide.alternatives, wanted)
        show(slide, wanted)
        slide.save()
    return slide


def _without(kept: Any, wanted: Alternative) -> Any:
    """Return a place's alternatives without the one that stands there from now on."""
    if not kept:
        return None
    key = (wanted.asset_id, wanted.block_id)
    slides = [one for one in kept["slides"] if (one["asset"], one["block"]) != key]
    return {**kept, "slides": slides} if slides else None


# --- What is gone -------------------------------------------------------------------------
def _withdrawn(deck: Deck, slide_id: int) -> Withdrawn | None:
    """Return a slide that may not be shown and may be replaced."""
    with resolved(deck, with_hidden=True) as slides:
        one = next((one for one in slides if one.slide and one.slide.pk == slide_id), None)
        if one is None or one.slide is None:
            raise Conflict(_("This slide is no longer on the deck."))
        if not one.problems or one.is_own or one.slide.is_locked:
            return None
        asset = one.asset
        return Withdrawn(
            slide=one.slide,
            block_type=one.block_type,
            text=_text(one),
            asset_id=asset.pk if asset and not _is_usable(asset) else None,
            fact_ids=tuple(_faulty(one.fact_ids)),
        )


def _text(one: ResolvedSlide) -> str:
    """Return what a slide said, under its asset's title as the index has it."""
    slide = one.slide
    titles = [slide.asset_title if slide else "", one.title]
    words: list[str] = []
    if one.value is not None:
        words = words_of(Child(slides_block().child_blocks[one.block_type], one.value))
    lines = dict.fromkeys(line.strip() for line in (*titles, *words))
    return "\n".join(filter(None, lines))[:LONGEST]


def _is_usable(asset: Asset) -> bool:
    return Asset.objects.usable_in_decks().filter(pk=asset.pk).exists()


def _faulty(fact_ids: Iterable[int]) -> Iterator[int]:
    scope = current_scope()
    for pk in sorted(fact_ids):
        if not candidates.is_live(scope.fact(pk), scope):
            yield pk


# --- What may stand there instead ---------------------------------------------------------
def _named(deck: Deck, gone: Withdrawn, standing: set[tuple[int, str]]) -> Replacement | None:
    """Return the slide most like it of what a recall names in its place."""
    recall = (
        Recall.objects.filter(replacement__isnull=False)
        .filter(
            Q(subject=Subject.ASSET.value, object_id=gone.asset_id or 0)
            | Q(subject=Subject.FACT.value, object_id__in=gone.fact_ids)
        )
        .first()
    )
    if recall is None:
        return None
    assets = Asset.objects.usable_in_decks().filter(pk=recall.replacement_id)
    found = candidates.slides_near(assets, gone.text, deck.template)
    best = _best(found, gone, standing)
    if best is None:
        return None
    words = {"title": recall.label, "why": recall.why}
    said = _("Marketing names this instead of “%(title)s”: %(why)s") % words
    return Replacement(_alternative(best, said), named=True)


def _nearest(deck: Deck, gone: Withdrawn, standing: set[tuple[int, str]]) -> Replacement | None:
    """Return the slide most like it of the whole library, where one is like it at all."""
    text = " ".join(_OPERATORS.sub(" ", gone.text).split())
    asked = Asked(
        parts=(Part("", Role.GENERAL, text),),
        topics=(),
        persona=deck.persona,
        stage=deck.stage,
        prospect=deck.prospect,
        template=deck.template,
    )
    found = candidates.find(asked)
    cosines = found.material.questions[0]
    near = [
        Near(found.assets[offer.asset], offer, float(cosine))
        for offer, cosine in zip(found.material.offers, cosines, strict=True)
        if cosine >= LEAST
    ]
    best = _best(near, gone, standing)
    if best is None:
        return None
    if best.offer.type == gone.block_type:
        said = _("The nearest in meaning to the slide that may not be shown, and of its kind.")
    else:
        said = _("The nearest in meaning to the slide that may not be shown.")
    return Replacement(_alternative(best, said))


def _best(found: Iterable[Near], gone: Withdrawn, standing: set[tuple[int, str]]) -> Near | None:
    """Return the slide most like it, its own kind preferred; frames replace frames only."""
    free = [
        one
        for one in found
        if (one.offer.asset, one.offer.block) not in standing
        and (one.offer.type not in FRAMES or one.offer.type == gone.block_type)
    ]
    return max(
        free,
        key=lambda one: one.cosine + SAME_TYPE * (one.offer.type == gone.block_type),
        default=None,
    )


def _alternative(best: Near, reason: str) -> Alternative:
    return Alternative(
        best.offer.asset,
        best.offer.block,
        best.offer.title[:250],
        best.asset.title[:255],
        reason[:300],
    )
