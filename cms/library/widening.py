"""What a reading adds to a search (pure): what is preferred, and the further words that rank."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from cms.library.understanding import Line, Reading, Vocabulary
from search.results import Expansion

PREFERRED = ("persona", "stage", "industry", "product", "kind")
BESIDE = 0.4  # weight of a persona's pains and a stage's question beside other words
SAID = 1.0  # of a line that the question repeats
LONGEST = 60  # words of a persona's pains that are searched for


def boosts_of(
    reading: Reading, chosen: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return what is preferred by facet. What was `chosen` by hand stands before what was read."""
    read = {facet: chosen.get(facet) or reading.slugs(facet) for facet in PREFERRED}
    return {facet: slugs for facet, slugs in read.items() if slugs}


def expansions_of(
    reading: Reading,
    vocabulary: Vocabulary,
    *,
    personas: tuple[str, ...] = (),
    stages: tuple[str, ...] = (),
    ignored: tuple[str, ...] = (),
) -> tuple[Expansion, ...]:
    """Return the further words: lines that were repeated, and what the personas suffer and the
    stages ask. These count fully where nothing else was asked."""
    made = [Expansion(line.text, SAID, why_of(line), line.kind) for line in reading.lines]
    used = {line.key for line in reading.lines} | set(ignored)
    weight = SAID if reading.only_names else BESIDE
    for owner in personas:
        lines = _lines(vocabulary, "pain", owner, used)
        text = " ".join(" ".join(line.text for line in lines).split()[:LONGEST])
        if text:
            why = _("Speaks to what troubles %(name)s") % {"name": lines[0].owner_name}
            made.append(Expansion(text, weight, why, "pain"))
    made += [
        Expansion(line.text, weight, why_of(line), "question")
        for owner in stages
        for line in _lines(vocabulary, "question", owner, used)
    ]
    return tuple(made)


def why_of(line: Line) -> str:
    """Say what an asset does that was found by a line."""
    words = {"name": line.owner_name, "line": line.text}
    if line.kind == "objection":
        return _("Answers the objection “%(line)s”") % words
    if line.kind == "pain":
        return _("Speaks to “%(line)s”") % words
    return _("Answers the question “%(line)s”") % words


def _lines(vocabulary: Vocabulary, kind: str, owner: str, used: set[str]) -> list[Line]:
    return [
        line
        for line in vocabulary.lines
        if line.kind == kind and line.owner == owner and line.key not in used
    ]
