"""Which block of a new text is which block of the old one. Pure.

A block's id is its identity: what points at it (a deck's slide, a passage, a comment) must
find it again after a re-import. Equal blocks keep their ids wherever they moved to; a changed
one takes the id of the block that it most resembles, else of the one in its place.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

ALIKE = 0.6
# Above this number of pairs only neighbours are compared.
MANY = 4000

Content = tuple[str, str]
"""A block as its type and a text that stands for its value."""


def match_blocks(old: Sequence[Content], new: Sequence[Content]) -> dict[int, int]:
    """Return, by place in `new`, the place in `old` that it goes on from; each once."""
    pairs = _equal(old, new)
    left_old = [place for place in range(len(old)) if place not in set(pairs.values())]
    left_new = [place for place in range(len(new)) if place not in pairs]
    near = len(left_old) * len(left_new) > MANY
    candidates = []
    gaps_old, gaps_new = _gaps(old, new, pairs)
    for there in left_new:
        for here in left_old:
            if old[here][0] != new[there][0]:
                continue
            same_gap = gaps_old[here] == gaps_new[there]
            if near and not same_gap:
                continue
            alike = _likeness(old[here][1], new[there][1])
            if alike >= ALIKE:
                candidates.append((-alike, not same_gap, there, here))
    taken = set(pairs.values())
    for _alike, _far, there, here in sorted(candidates):
        if there not in pairs and here not in taken:
            pairs[there] = here
            taken.add(here)
    _by_place(old, new, pairs, taken, gaps_old, gaps_new)
    return pairs


def _equal(old: Sequence[Content], new: Sequence[Content]) -> dict[int, int]:
    """Pair equal blocks: in sequence first, then those that moved."""
    pairs: dict[int, int] = {}
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for here, there, length in matcher.get_matching_blocks():
        pairs |= {there + step: here + step for step in range(length)}
    taken = set(pairs.values())
    moved: dict[Content, deque[int]] = defaultdict(deque)
    for place, content in enumerate(old):
        if place not in taken:
            moved[content].append(place)
    for place, content in enumerate(new):
        if place not in pairs and moved[content]:
            pairs[place] = moved[content].popleft()
    return pairs


def _likeness(left: str, right: str) -> float:
    matcher = SequenceMatcher(a=left.split(), b=right.split(), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def _gaps(
    old: Sequence[Content], new: Sequence[Content], pairs: Mapping[int, int]
) -> tuple[list[int], list[int]]:
    """Number each place by the last pair before it that both texts have in one order."""
    anchors = sorted(pairs.items())
    rising: list[tuple[int, int]] = []
    for there, here in anchors:
        if not rising or here > rising[-1][1]:
            rising.append((there, here))
    gaps_old, gaps_new = [0] * len(old), [0] * len(new)
    for number, (there, here) in enumerate(rising, start=1):
        gaps_old[here:] = [number] * (len(old) - here)
        gaps_new[there:] = [number] * (len(new) - there)
    return gaps_old, gaps_new


def _by_place(
    old: Sequence[Content],
    new: Sequence[Content],
    pairs: dict[int, int],
    taken: set[int],
    gaps_old: Sequence[int],
    gaps_new: Sequence[int],
) -> None:
    """Pair what is left of one type between the same neighbours, in order."""
    waiting: dict[tuple[int, str], deque[int]] = defaultdict(deque)
    for here, content in enumerate(old):
        if here not in taken:
            waiting[gaps_old[here], content[0]].append(here)
    for there, content in enumerate(new):
        queue = waiting[gaps_new[there], content[0]]
        if there not in pairs and queue:
            pairs[there] = queue.popleft()
            taken.add(pairs[there])
