"""What is going on in the demo today: a text that waits for approval, slides that changed.

First screens would be empty in a company where nothing happens.
"""

from __future__ import annotations

from typing import Any

from cms.assets.models import Asset
from cms.assets.services import publish_asset
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.demo.loading.shelf import Shelf

IN_APPROVAL = "estimated-readings"
AS_SENTENCE, AS_CLAUSE = " Checked in November.", ", checked in November"


def load_present(shelf: Shelf) -> None:
    """Make the day's work, once: when the decks were made in this very load."""
    if not shelf.new_decks:
        return
    _submit_for_approval(shelf)
    for row in shelf.content.decks[1::2]:
        _revise_one_slide(shelf.decks[row.slug])


def _submit_for_approval(shelf: Shelf) -> None:
    """A marketer has changed an article, and asks a lead to publish it."""
    author = next(m for m in shelf.content.team if m.role == "marketer")
    user = shelf.users[author.username]
    asset = Asset.objects.get(pk=shelf.assets[IN_APPROVAL].pk).specific
    asset.search_description = "What an estimated reading costs, and how to find yours."
    asset.save_revision(user=user, log_action=True)
    workflow = asset.get_workflow()
    if workflow is not None:
        workflow.start(asset, user)
    shelf.made += 1


def _revise_one_slide(deck: Deck) -> None:
    """Marketing has changed the source line of a slide since the deck was built."""
    for slide in deck.deck_slides.exclude(asset=None):
        if _used_once(slide) and (asset := _with_new_source(slide)):
            asset.save_revision(user=asset.owner, log_action=True)
            publish_asset(asset)
            return


def _used_once(slide: DeckSlide) -> bool:
    return DeckSlide.objects.filter(block_id=slide.block_id).count() == 1


def _with_new_source(slide: DeckSlide) -> Any:
    asset = Asset.objects.get(pk=slide.asset_id).specific
    for child in asset.slides:
        if child.id == slide.block_id and child.value.get("source"):
            source = child.value["source"]
            child.value["source"] = source + (AS_SENTENCE if source.endswith(".") else AS_CLAUSE)
            return asset
    return None
