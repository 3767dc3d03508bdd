"""A deck read as a `State`, and brought to one: the only place that does either."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from pitch_builder.decks.history.deltas import Row, State, difference
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.references import index_references

DECK_FIELDS = (
    "title", "lead", "prospect_id", "deal_id", "persona_id", "stage_id", "template_id",
    "cover_picture_id", "outline",
)  # fmt: skip
SLIDE_FIELDS = (
    "sort_order", "section", "asset_id", "block_id", "own", "title", "asset_title", "reason",
    "start_slide_id", "hidden", "notes", "based_on_id", "based_digest", "alternatives", "taken",
)  # fmt: skip
# What the index of references, or a search, would have to know of.
_PLAIN = {"sort_order", "section", "hidden", "notes", "reason", "alternatives", "taken"}


def state_of(deck: Deck, slides: Iterable[DeckSlide]) -> State:
    """Return a deck, and its slides in any order, as plain data."""
    return State(
        {name: getattr(deck, name) for name in DECK_FIELDS},
        {slide.pk: _row(slide) for slide in slides},
    )


def _row(slide: DeckSlide) -> Row:
    row: Row = {name: getattr(slide, name) for name in SLIDE_FIELDS}
    row["own"] = DeckSlide.own.field.get_prep_value(slide.own)
    return row


def bring_to(deck: Deck, present: State, wanted: State) -> None:
    """Write what differs; slides keep their ids. What a row names and is gone becomes null."""
    delta = difference(present, wanted)
    made, kept, gone = [], [], []
    for key, (_before, after) in delta["slides"].items():
        pk = int(key)
        if after is None:
            gone.append(pk)
        elif pk in present.slides:
            kept.append(pk)
        else:
            made.append(pk)
    rows = _with_what_is_there({pk: wanted.slides[pk] for pk in [*made, *kept]})
    DeckSlide.objects.filter(pk__in=gone).delete()
    DeckSlide.objects.bulk_create([_slide(deck, pk, rows[pk]) for pk in made])
    if kept:
        DeckSlide.objects.bulk_update(
            [_slide(deck, pk, rows[pk]) for pk in kept], [_field(name) for name in SLIDE_FIELDS]
        )
    if delta["deck"]:
        for name, (_before, after) in delta["deck"].items():
            setattr(deck, name, after)
        _drop_what_is_gone(deck, delta["deck"])
        deck.save(update_fields=[*map(_field, delta["deck"]), "updated_at"])
    index_what_changed(deck, present, wanted)


def index_what_changed(deck: Deck, before: State, after: State) -> None:
    """Let Wagtail know which assets and pictures the deck names, where that may have changed."""
    changes = difference(before, after)["slides"].values()
    if any(None in pair or not pair[0].keys() <= _PLAIN for pair in changes):
        index_references(deck)


def _field(name: str) -> str:
    return name.removesuffix("_id") if name != "block_id" else name


def _slide(deck: Deck, pk: int, row: Row) -> DeckSlide:
    own = DeckSlide.own.field.to_python(row["own"])
    return DeckSlide(pk=pk, deck=deck, **{**row, "own": own})


def _with_what_is_there(rows: Mapping[int, Row]) -> dict[int, Row]:
    """Return the rows without the ids of assets, start slides and revisions that are gone."""
    found = {pk: dict(row) for pk, row in rows.items()}
    for name in ("asset_id", "start_slide_id", "based_on_id"):
        wanted = {row[name] for row in found.values() if row[name]}
        there = _there(_related(DeckSlide, name), wanted)
        for row in found.values():
            row[name] = row[name] if row[name] in there else None
    return found


def _drop_what_is_gone(deck: Deck, names: Iterable[str]) -> None:
    for name in names:
        pk = getattr(deck, name)
        if name.endswith("_id") and pk and pk not in _there(_related(Deck, name), {pk}):
            setattr(deck, name, None)


def _related(model: type[Model], name: str) -> Any:
    return model._meta.get_field(_field(name)).related_model


def _there(model: Any, ids: set[int]) -> set[int]:
    if not ids:
        return set()
    return set(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))
