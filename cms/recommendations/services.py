"""Recommending: one service for a prospect, a persona and stage, a deck, an asset or a brief."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.cache import caches
from django.utils import timezone

from cms.assets.enums import Visibility
from cms.recommendations.candidates import Wanted
from cms.recommendations.exploration import Placed
from cms.recommendations.log import Context, Entry, log_sent, log_taken, write
from cms.recommendations.making import Asked, Scored, scored
from cms.recommendations.models import Place, What
from cms.recommendations.results import Recommendation, RecommendationPage
from cms.recommendations.versions import InForce, in_force

__all__ = [
    "Place",
    "Recommendation",
    "RecommendationPage",
    "Shortlist",
    "What",
    "log_sent",
    "log_shown",
    "log_taken",
    "recommend",
    "shortlist",
]

SHOWABLE = (Visibility.PUBLIC.value, Visibility.BY_LINK.value)
KEEP_SECONDS = 900


def recommend(
    *,
    words: str = "",
    persona: Any = None,
    stage: Any = None,
    prospect: Any = None,
    deck_keys: Collection[int] = (),
    like: Sequence[int] = (),
    exclude: Collection[int] = (),
    kinds: Sequence[str] = (),
    visibility: Sequence[str] = SHOWABLE,
    mixable_only: bool = False,
    must_fit: bool = False,
    limit: int = 8,
    place: str,
    about: str = "",
    user: Any = None,
    now: datetime | None = None,
    explore: bool = True,
    logged: bool = True,
    batch: UUID | None = None,
    by_tags: bool = False,
) -> RecommendationPage:
    """Return what to offer, the best first, each with the terms that add up to its score.

    `words` are a brief in plain words; without them what this persona asks at this stage is
    asked. `deck_keys` are ids of assets that stand beside the list already: they are left out,
    and what resembles them comes later. `like` are ids of assets to resemble. Persona and stage
    default to the prospect's own; `must_fit` leaves out what is made for neither. `about` names
    in the log what the list was made for, such as "deck:7"; `user` is who sees it.

    The same list is returned for a quarter of an hour where nothing else is asked, so that it
    does not change under the reader's eyes. `logged=False` (typing, previews) writes nothing and
    tries nothing. `now` looks back, at what was known then; `batch` is then its id. `by_tags`
    asks the library instead of search, as is done where search does not answer.

    Four queries, six where the list is new; weights and outcomes are asked now and then.
    """
    persona = persona or (prospect.persona if prospect else None)
    stage = stage or (prospect.stage if prospect else None)
    wanted = Wanted(
        words=words,
        persona=persona,
        stage=stage,
        like=tuple(like),
        exclude=frozenset({*exclude, *deck_keys, *like}),
        kinds=tuple(kinds),
        visibility=tuple(visibility),
        mixable_only=mixable_only,
        must_fit=must_fit,
        now=now,
        fallback=by_tags,
    )
    beside = tuple(sorted(set(deck_keys)))
    force = in_force()
    found = scored(Asked(wanted, prospect, beside, now or timezone.now()), force.weights)
    context = Context(Place(place), about, persona, stage, prospect, user)
    if not logged:
        return _page(found, found.placed(limit, 0.0, UUID(int=0)), force)
    key = "" if now else _key(wanted, context, force, limit, explore)
    return _kept(found, key) or _new(
        found, context, force, limit, batch or uuid4(), explore=explore, at=now, key=key
    )


@dataclass(frozen=True, slots=True)
class Shortlist:
    """All that may be offered for a question, the best first, for a caller that makes its own
    list of it. Nothing is logged: `log_shown` does that, once it is known what was shown."""

    items: tuple[Recommendation, ...]
    weak: bool
    found: Scored
    context: Context
    version: int


def shortlist(
    *,
    words: str,
    persona: Any = None,
    stage: Any = None,
    prospect: Any = None,
    keep: Mapping[str, tuple[str, ...]] | None = None,
    exclude: Collection[int] = (),
    slides: int = 3,
    place: str,
) -> Shortlist:
    """Return what may stand on a deck, as `recommend` scores it, with no regard to variety.

    `keep` are filters of search, such as an industry: the best of what they leave are on it
    whatever answers better. `slides` is how many passages of slides each item names. One query,
    two for a prospect. Raises search's errors.
    """
    wanted = Wanted(
        words=words,
        persona=persona,
        stage=stage,
        exclude=frozenset(exclude),
        keep=keep or {},
        visibility=SHOWABLE,
        mixable_only=True,
        slides=slides,
    )
    force = in_force()
    found = scored(Asked(wanted, prospect, (), timezone.now()), force.weights)
    whole = [Placed(place, 1.0, False) for place in range(len(found.known))]
    context = Context(Place(place), "", persona, stage, prospect)
    return Shortlist(found.items(whole), found.weak, found, context, force.version)


def log_shown(
    short: Shortlist, asset_ids: Sequence[int], *, about: str, user: Any = None
) -> UUID | None:
    """Log that these of a shortlist were shown, in this order; two statements.

    Returns the batch for `log_taken`; None where none of them is on the shortlist or the
    database refuses. Nothing was drawn by lot: each stood where it stood for certain.
    """
    at = {pk: place for place, pk in enumerate(short.found.pool.assets)}
    placed = [Placed(at[pk], 1.0, False) for pk in dict.fromkeys(asset_ids) if pk in at]
    if not placed:
        return None
    batch = uuid4()
    context = replace(short.context, about=about, user=user)
    items = short.found.items(placed)
    entry = Entry(batch, context, short.version, short.found.pool, placed, items)
    return batch if write(entry) else None


def _kept(found: Scored, key: str) -> RecommendationPage | None:
    """Return the list that was made a while ago, if all of it may still be shown."""
    kept = caches["default"].get(key) if key else None
    if kept is None:
        return None
    named, version, rows = kept
    at = {pk: place for place, pk in enumerate(found.pool.assets)}
    if not all(pk in at for pk, _propensity, _explored in rows):
        return None
    placed = [Placed(at[pk], propensity, explored) for pk, propensity, explored in rows]
    return RecommendationPage(found.items(placed), version, UUID(named), found.weak)


def _new(
    found: Scored,
    context: Context,
    force: InForce,
    limit: int,
    batch: UUID,
    *,
    explore: bool,
    at: datetime | None,
    key: str,
) -> RecommendationPage:
    """Make a list, log it and keep it."""
    placed = found.placed(limit, force.weights.trials if explore else 0.0, batch)
    page = _page(found, placed, force)
    entry = Entry(
        batch, context, force.version, found.pool, placed, page.items, at or timezone.now()
    )
    if not page.items or not write(entry):
        return page
    if key:
        rows = [
            (item.asset_id, where.propensity, where.explored)
            for item, where in zip(page.items, placed, strict=True)
        ]
        caches["default"].set(key, (str(batch), force.version, rows), KEEP_SECONDS)
    return replace(page, batch=batch)


def _page(found: Scored, placed: Sequence[Placed], force: InForce) -> RecommendationPage:
    return RecommendationPage(found.items(placed), force.version, weak=found.weak)


def _key(wanted: Wanted, context: Context, force: InForce, limit: int, explore: bool) -> str:
    mark = [
        wanted.question,
        sorted(wanted.like),
        sorted(wanted.exclude),
        wanted.kinds,
        wanted.visibility,
        wanted.mixable_only,
        wanted.must_fit,
        context.place.value,
        context.about,
        *(getattr(row, "pk", None) for row in (context.persona, context.stage)),
        *(getattr(row, "pk", None) for row in (context.prospect, context.user)),
        force.version,
        limit,
        explore,
    ]
    return f"recommended:{hashlib.sha256(repr(mark).encode()).hexdigest()[:40]}"
