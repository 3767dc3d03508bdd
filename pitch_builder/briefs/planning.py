"""Which slides fill which part (pure): the best of each, none twice, none too like another.

A slide is scored for each part by five things: how near it is to the part's question and to what
the brief says, how well its asset is recommended there, and how well the kind of slide, the kind
of asset and the trade serve the part. What is not near enough is not taken: a part stays empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pitch_builder.briefs.roles import FRAMES, SHOWING_FIGURES
from pitch_builder.briefs.storylines import Part

Floats = NDArray[np.float64]

# What each thing is worth; together 1.
NEARNESS, ASSET, TYPE, KIND, TRADE = 0.36, 0.2, 0.16, 0.12, 0.16
# Cosines between which a slide goes from "about something else" to "says just that".
FAR, NEAR = 0.1, 0.55
# A slide is taken only where the part's question or what the brief says is this near to it.
LEAST, LEAST_KNOWN = 0.22, 0.3  # the second for what is only known of the persona
WELL = 0.4  # an asset that is recommended so well is proof, whatever its slides say
VARIETY = 0.12  # what a slide loses that says the same as one on the deck
SAME = 0.93  # so like another slide that both say the same
STORY = 0.08  # what belonging to the story that a part tells is worth
AGAIN = 0.07  # what a second slide of the same kind within a part loses
NAMED = 0.05  # a product or kind that the brief names
FACTS = 0.03  # a figure that marketing keeps, in a part for figures
MOST_OF_ONE, MOST_OF_STORY = 3, 4  # slides of one asset on a deck
ALTERNATIVES = 2
SAME_TYPE = 0.03  # what an alternative of the same kind of slide gains


@dataclass(frozen=True, slots=True)
class Offer:
    """A slide that might stand on the deck. `place` counts within its asset; `trade` is 1 for the
    account's trade, 0.5 for any, 0 for another; `facts` tells that figures on it are kept."""

    asset: int
    block: str
    type: str
    kind: str
    place: int
    title: str = ""
    trade: float = 0.5
    facts: bool = False
    wanted: float = 0.0
    """How far product and kind are those that the brief names, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A place of a part: the offer that stands there and those to swap it for, by their number."""

    offer: int
    alternatives: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """What a deck is filled from: n offers for p parts.

    `questions` (p, n) and `topics` (t, n) are cosines of each part's question and each topic to
    each offer, `weights` (t,) what a topic counts, 0 to 1; `assets` (p, n) is how well each
    offer's asset is recommended for the part, 0 to 1, NaN where it is not; `likeness` (n, n) is
    between offers.
    """

    offers: Sequence[Offer]
    questions: Floats
    topics: Floats
    weights: Floats
    assets: Floats
    likeness: Floats


Slide = tuple[int, str]  # an asset, and the id of its block


def scores(material: Material, parts: Sequence[Part]) -> Floats:
    """Return (p, n) scores, 0 to about 1; -inf for what may not stand in a part."""
    return np.stack([_scored(material, number, part) for number, part in enumerate(parts)])


def _scored(material: Material, number: int, part: Part) -> Floats:
    serving, offers = part.serving, material.offers
    near, enough = nearness(material, number, part)
    types = np.array([serving.types.get(one.type, serving.others) for one in offers])
    kinds = np.array([serving.kinds.get(one.kind, serving.other_kinds) for one in offers])
    trades = np.array([one.trade for one in offers])
    named = np.array([one.wanted for one in offers])
    facts = np.array([one.facts for one in offers]) * (serving.types.get("figures", 0.0) >= 1.0)
    assets = material.assets[number]
    # Beside the best of this library: where nothing is tagged, nothing can be recommended much.
    best = max(float(np.nanmax(assets, initial=0.0)), 1e-9)
    total = (
        NEARNESS * near
        + ASSET * np.nan_to_num(assets) / best
        + TYPE * types
        + KIND * kinds
        + TRADE * (serving.industry * trades + (1 - serving.industry) * 0.5)
        + FACTS * facts
        + NAMED * named
    )
    allowed = (types > 0) & (kinds > 0) & enough & ~np.isnan(assets)
    allowed &= np.array([one.type not in FRAMES for one in offers])
    result: Floats = np.where(allowed, total, -np.inf)
    return result


def nearness(material: Material, number: int, part: Part) -> tuple[Floats, NDArray[np.bool_]]:
    """Return how near each offer is to what a part asks, 0 to 1, and whether that is enough."""
    question = material.questions[number]
    near, enough = _scale(question), question >= LEAST
    if len(material.topics):
        weighed = material.weights[:, None] * material.topics
        topics = _scale(weighed).max(axis=0)
        least = np.where(material.weights == 1.0, LEAST, LEAST_KNOWN)[:, None]
        said = (material.topics >= least).any(axis=0)
        weight = part.serving.topics
        near = (1 - weight) * near + weight * topics
        enough = said if weight >= 0.7 else enough | said
    if part.serving.one_story:
        trades = np.array([one.trade for one in material.offers])
        enough = enough | (trades == 1.0) | (np.nan_to_num(material.assets[number]) >= WELL)
    return near, enough


def _scale(cosines: Floats) -> Floats:
    return np.clip((cosines - FAR) / (NEAR - FAR), 0.0, 1.0)


def plan(
    material: Material,
    parts: Sequence[Part],
    wanted: Sequence[int],
    standing: Collection[Slide] = (),
) -> list[list[Filled]]:
    """Fill `wanted[p]` places of each part as far as offers fit; each part in reading order.

    Every part has its first slide before any has a second, and the surest choice of the whole
    deck is made first: a part that comes early takes no slide that a later one needs more.
    `standing` are slides that stand on the deck already.
    """
    if not material.offers:
        return [[] for _part in parts]
    table = scores(material, parts)
    for number, one in enumerate(material.offers):
        if (one.asset, one.block) in standing:
            table[:, number] = -np.inf
    chosen = _chosen(material, parts, wanted, table, standing)
    return _with_alternatives(material, table, chosen)


def _chosen(
    material: Material,
    parts: Sequence[Part],
    wanted: Sequence[int],
    table: Floats,
    standing: Collection[Slide],
) -> list[list[int]]:
    offers = material.offers
    chosen: list[list[int]] = [[] for _part in parts]
    on_deck: Counter[int] = Counter(asset for asset, _block in standing)
    free = table.copy()
    there = [n for n, one in enumerate(offers) if (one.asset, one.block) in standing]
    nearest = material.likeness[there].max(axis=0, initial=0.0)
    free[:, nearest >= SAME] = -np.inf
    for number, part in enumerate(parts):
        free[number, free[number] < part.serving.least] = -np.inf
        if part.serving.one_story:
            free[number] = _of_the_trade(offers, free[number])
    while True:
        gain = free - VARIETY * nearest
        for number, part in enumerate(parts):
            if len(chosen[number]) >= wanted[number]:
                gain[number] = -np.inf
            elif chosen[number]:
                gain[number] += _beside(offers, chosen[number], part)
                if part.serving.one_story and wanted[number] - len(chosen[number]) == 1:
                    gain[number] = _with_a_figure(offers, chosen[number], gain[number])
        stories = [n for n, part in enumerate(parts) if part.serving.one_story]
        begun = [number for number, rows in enumerate(chosen) if rows]
        if np.isfinite(gain[stories]).any():  # a story is told whole before others take of it
            gain[[n for n in range(len(parts)) if n not in stories]] = -np.inf
        elif np.isfinite(np.delete(gain, begun, axis=0)).any():
            gain[begun] = -np.inf
        if not np.isfinite(gain.max()):
            return [_in_order(offers, rows) for rows in chosen]
        number, row = map(int, np.unravel_index(int(np.argmax(gain)), gain.shape))
        one = offers[row]
        most = MOST_OF_STORY if parts[number].serving.one_story else MOST_OF_ONE
        if on_deck[one.asset] >= most:
            free[number, row] = -np.inf
            continue
        chosen[number].append(row)
        on_deck[one.asset] += 1
        free[:, row] = -np.inf
        free[:, material.likeness[row] >= SAME] = -np.inf
        nearest = np.maximum(nearest, material.likeness[row])


def _of_the_trade(offers: Sequence[Offer], scores: Floats) -> Floats:
    """Keep what is of the account's trade, where there is any: it tells the story best."""
    mine = np.array([one.trade == 1.0 for one in offers]) & np.isfinite(scores)
    kept: Floats = np.where(mine, scores, -np.inf)
    return kept if mine.any() else scores


def _beside(offers: Sequence[Offer], rows: Sequence[int], part: Part) -> Floats:
    """Return what each offer gains or loses beside those that a part has already."""
    types = {offers[row].type for row in rows}
    assets = Counter(offers[row].asset for row in rows)
    change = np.array([-AGAIN if one.type in types else 0.0 for one in offers])
    if part.serving.one_story:
        change += np.array([STORY if one.asset in assets else -STORY for one in offers])
    return change


def _with_a_figure(offers: Sequence[Offer], rows: Sequence[int], gain: Floats) -> Floats:
    """Keep a story's last place for a figure of its own, where it has none yet."""
    if any(offers[row].type in SHOWING_FIGURES for row in rows):
        return gain
    told = {offers[row].asset for row in rows}
    figure = np.array([one.asset in told and one.type in SHOWING_FIGURES for one in offers])
    kept: Floats = np.where(figure, gain, -np.inf)
    return kept if np.isfinite(kept).any() else gain


def _in_order(offers: Sequence[Offer], rows: Sequence[int]) -> list[int]:
    """Return the slides of a part as they are told: asset by asset, each in its own order."""
    first: dict[int, int] = {}
    for place, row in enumerate(rows):
        first.setdefault(offers[row].asset, place)
    return sorted(rows, key=lambda row: (first[offers[row].asset], offers[row].place))


def _with_alternatives(
    material: Material, table: Floats, chosen: Sequence[Sequence[int]]
) -> list[list[Filled]]:
    """Give each place its alternatives: none of the deck's slides, and as long as there are
    others none that another place offers."""
    offers = material.offers
    fresh = table.copy()
    for row in (row for rows in chosen for row in rows):
        fresh[:, row] = -np.inf
    free = fresh.copy()
    found: dict[int, list[int]] = {row: [] for rows in chosen for row in rows}
    for _round in range(ALTERNATIVES):
        for number, rows in enumerate(chosen):
            for row in rows:
                same = np.array([SAME_TYPE * (one.type == offers[row].type) for one in offers])
                for left in (free[number], fresh[number]):
                    gain = left + same
                    gain[found[row]] = -np.inf
                    best = int(np.argmax(gain))
                    if np.isfinite(gain[best]):
                        found[row].append(best)
                        free[:, best] = -np.inf
                        break
    return [[Filled(row, tuple(found[row])) for row in rows] for rows in chosen]
