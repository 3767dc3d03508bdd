"""Slides that marketing's content offers for a deck, for its persona and stage."""

from __future__ import annotations

from cms.library.finding import Criteria, FindPage, find
from pitch_builder.decks.models import Deck

MOST = 8


def suggest(deck: Deck, *, words: str = "", limit: int = MOST) -> FindPage:
    """Return assets whose slides may stand on the deck and do not yet, the fittest first.

    Without words the deck's own persona and stage are asked: what troubles this reader, and
    which question they have now.
    """
    persona, stage = deck.persona, deck.stage
    question = words.strip() or " ".join(
        filter(
            None,
            [stage.buyer_question if stage else "", _first(persona.pains) if persona else ""],
        )
    )
    return find(
        Criteria(
            words=question,
            for_persona=(persona.slug,) if persona else (),
            for_stage=(stage.slug,) if stage else (),
            visibility=("public", "by_link"),
            mixable_only=True,
            typing=bool(words),
        ),
        limit=limit,
        exclude=sorted({pk for pk in deck.deck_slides.values_list("asset_id", flat=True) if pk}),
    )


def _first(text: str, words: int = 40) -> str:
    return " ".join(text.split()[:words])
