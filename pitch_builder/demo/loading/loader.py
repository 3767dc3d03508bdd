"""Loads the whole demo. What is there already stays, so a second time changes nothing."""

from __future__ import annotations

from collections.abc import Callable

from pitch_builder.demo.content import read
from pitch_builder.demo.loading import (
    content,
    drafts,
    people,
    present,
    recommending,
    selling,
    teamwork,
)
from pitch_builder.demo.loading.shelf import Shelf

Progress = Callable[[int, int, str], None]

STEPS: tuple[tuple[str, Callable[[Shelf], None]], ...] = (
    ("Team", people.load_team),
    ("Brand", content.load_brand),
    ("Personas and stages", people.load_personas),
    ("Industries and products", content.load_terms),
    ("Facts", content.load_facts),
    ("Assets", content.load_assets),
    ("Drafts", drafts.load_drafts),
    ("Accounts and prospects", people.load_accounts),
    ("Deals", people.load_deals),
    ("Deck templates", selling.load_templates),
    ("Decks", selling.load_decks),
    ("Teamwork", teamwork.load_teamwork),
    ("Rooms", selling.load_rooms),
    ("Recommendations", recommending.load_recommendations),
    ("Today", present.load_present),
    ("Requests", teamwork.load_requests),
)


def load(progress: Progress = lambda done, total, message: None) -> Shelf:
    """Load the demo's content; returns what is there afterwards, and how much was `made`."""
    shelf = Shelf(read())
    for done, (name, step) in enumerate(STEPS):
        progress(done, len(STEPS), name)
        step(shelf)
    progress(len(STEPS), len(STEPS), "")
    return shelf
