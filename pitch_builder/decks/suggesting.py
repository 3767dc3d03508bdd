"""Slides that marketing's content offers for a deck, for its persona and stage."""

from __future__ import annotations

from cms.library.finding import Criteria, FindPage, find
from pitch_builder.decks.models import Deck
from pitch_builder.decks.outlines import TemplateSection

MOST = 8


def suggest(
    deck: Deck, *, words: str = "", section: TemplateSection | None = None, limit: int = MOST
) -> FindPage:
    """Return assets whose slides may stand on the deck and do not yet, the fittest first.

    Without words the section's own question is asked, and where there is none the deck's
    persona and stage: what troubles this reader, and which question they have now.
    """
    persona, stage = deck.persona, (section.stage if section else None) or deck.stage
    own = section.query or section.hint if section else ""
    question = (
        words.strip()
        or own
        or " ".join(
            filter(
                None,
                [stage.buyer_question if stage else "", _first(persona.pains) if persona else ""],
            )
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
