"""Reading what somebody asked (pure): which words name a persona, a stage, an industry, a kind,
a product, and which of a persona's own objections or pains the question repeats.

What is understood prefers and widens; it never filters, so no word can empty the page.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from search.analysis import STOP_WORDS, stems, words
from search.query import parse

ENGLISH = frozenset({"en"})
STOPS = STOP_WORDS["en"]
FACET_ORDER = ("persona", "product", "industry", "kind", "stage")
SHORT = 3  # words: in so short a question a name of one word is meant as the name
COVERED = 0.5  # share of a line's telling words that a question has to repeat
# Cosine of question and line from which they say the same, by the line's kind. Set with the
# packaged model on tests/cms/library/said.py: of 70 ways to say the lines of five personas and
# stages in other words, .84 are read as the line that they repeat; of 60 questions that repeat
# none, one is read as one. At .45 two are, for one line more; at .55 only .77 are read.
NEAR = {"objection": 0.5, "pain": 0.5, "question": 0.5}
LEAST_FOR_A_QUESTION = 3  # telling words; fewer name a subject, and not what a stage asks
MOST_LINES = 2
BEFORE = frozenset("in for at from inside within across".split())  # noqa: SIM905
AFTER = frozenset(
    """account business buyer client company customer firm group industry market operator
    prospect retailer sector maker manufacturer provider supplier""".split()  # noqa: SIM905
)
HEADS = frozenset(
    "chief department director head lead leader manager officer people team vp".split()  # noqa: SIM905
)
_QUOTED = re.compile(r"[\"“”„«»][^\"“”„«»]*[\"“”„«»]")

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A way to say a term. One that is `plain` is an everyday word too, and counts only where
    the question gives a sign that the term is meant."""

    facet: str
    slugs: tuple[str, ...]
    label: str
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that a persona or stage is known by. `kind` is objection, pain or question;
    `owner` the slug of the persona, or of the stage whose question it is."""

    kind: str
    owner: str
    owner_name: str
    text: str
    key: str
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What can be recognised. `weights` tells how telling a stem is among the lines."""

    names: Mapping[Stems, Name] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    longest: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """Something that was understood. `key` names it where it is taken away again."""

    key: str
    facet: str
    slugs: tuple[str, ...]
    label: str
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question was understood as, in the order of its words; lines last.

    `only_names` says that beside the names nothing telling was asked.
    """

    terms: tuple[Term, ...] = ()
    only_names: bool = False

    def slugs(self, facet: str) -> tuple[str, ...]:
        """Return the slugs of the terms of one facet."""
        found = (slug for term in self.terms if term.facet == facet for slug in term.slugs)
        return tuple(dict.fromkeys(found))

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(term.line for term in self.terms if term.line)


def stems_of(text: str) -> Stems:
    """Return the stems of all words of a text, in their order."""
    return tuple(_stem(word) for word in words(text))


def telling_stems(text: str) -> frozenset[str]:
    """Return the stems of the words that carry meaning."""
    return frozenset(_stem(word) for word in words(text) if word not in STOPS)


def make_vocabulary(
    names: Iterable[tuple[str, Name]], lines: Iterable[tuple[str, str, str, str]]
) -> Vocabulary:
    """Build a vocabulary from (words, Name) and from (kind, owner, owner's name, text).

    Names that read the same within a facet become one term with the slugs of all; between
    facets the earlier of FACET_ORDER keeps the words.
    """
    known: dict[Stems, Name] = {}
    order = {facet: place for place, facet in enumerate(FACET_ORDER)}
    for said, name in sorted(names, key=lambda pair: order.get(pair[1].facet, len(order))):
        key = stems_of(said)
        if not key:
            continue
        before = known.get(key)
        if before is None:
            known[key] = name
        elif before.facet == name.facet and before.label != name.label:
            slugs = tuple(dict.fromkeys((*before.slugs, *name.slugs)))
            known[key] = Name(before.facet, slugs, before.label, before.plain and name.plain)
    made = tuple(
        Line(kind, owner, owner_name, text, _key(kind, owner, text), telling_stems(text))
        for kind, owner, owner_name, text in lines
        if telling_stems(text)
    )
    counts = Counter(stem for line in made for stem in line.stems)
    weights = {stem: 1 + math.log(len(made) / count) for stem, count in counts.items()}
    return Vocabulary(known, made, weights, max(map(len, known), default=0))


def ways_to_say_role(name: str) -> list[str]:
    """Return a job title as it may be typed: itself, its initials, its subject with any head.

    "Chief financial officer" is a CFO; "Procurement manager" leads to "head of procurement".
    """
    parts = words(name)
    ways = [name]
    if 3 <= len(parts) <= 4 and not STOPS & set(parts):
        ways.append("".join(part[0] for part in parts).upper())
    subject = " ".join(part for part in parts if part not in HEADS)
    if subject and parts[-1] in HEADS:
        for said in dict.fromkeys([subject, *subject.split(" and ")]):
            ways += [f"{said} {head}" for head in sorted(HEADS)]
            ways += [f"{head} of {said}" for head in ("head", "director", "vp", "chief")]
    return ways


def recognise(
    asked: str,
    vocabulary: Vocabulary,
    *,
    ignored: Collection[str] = (),
    near: Mapping[str, float] | None = None,
) -> Reading:
    """Read a question. `ignored` are keys of terms that were taken away; `near` gives the
    cosine of the question to lines, by their key, where it is known."""
    meant = parse(_QUOTED.sub(" ", asked)).text
    tokens = words(meant)
    found = names_among(tokens, meant, vocabulary)
    terms = [term for term, _span in found if term.key not in ignored]
    named = {place for _term, span in found for place in span}
    rest = [word for n, word in enumerate(tokens) if n not in named and word not in STOPS]
    terms += [
        Term(line.key, line.kind, (line.owner,), line.text, line)
        for line in lines_among(frozenset(map(_stem, rest)), vocabulary, near or {})
        if line.key not in ignored
    ][:MOST_LINES]
    unique = {term.key: term for term in terms}
    return Reading(tuple(unique.values()), only_names=bool(terms) and not rest)


def names_among(
    tokens: Sequence[str], meant: str, vocabulary: Vocabulary
) -> list[tuple[Term, range]]:
    """Return the names that stand in some words, the longest at each place, and their places.

    `tokens` are the words of the text `meant`, as `search.analysis.words` gives them.
    """
    found: list[tuple[Term, range]] = []
    stemmed = [_stem(token) for token in tokens]
    place = 0
    while place < len(tokens):
        for length in range(min(vocabulary.longest, len(tokens) - place), 0, -1):
            span = range(place, place + length)
            name = vocabulary.names.get(tuple(stemmed[place : place + length]))
            if name and _is_meant(name, tokens, span, meant):
                key = f"{name.facet}:{name.slugs[0]}"
                found.append((Term(key, name.facet, name.slugs, name.label), span))
                place += length
                break
        else:
            place += 1
    return found


def _is_meant(name: Name, tokens: Sequence[str], span: range, meant: str) -> bool:
    said = tokens[span.start : span.stop]
    if all(word in STOPS for word in said) and not _is_shouted(" ".join(said), meant):
        return False
    if not name.plain or len(tokens) <= SHORT:
        return True
    before = tokens[span.start - 1] if span.start else ""
    if before in {"a", "an", "the"} and span.start > 1:
        before = tokens[span.start - 2]
    after = tokens[span.stop] if span.stop < len(tokens) else ""
    return before in BEFORE or _singular(after) in AFTER


def _is_shouted(said: str, meant: str) -> bool:
    """Tell whether words stand in capitals in a question that does not: IT is a trade, it not."""
    return not meant.isupper() and re.search(rf"\b{re.escape(said.upper())}\b", meant) is not None


def lines_among(
    asked: frozenset[str], vocabulary: Vocabulary, near: Mapping[str, float]
) -> list[Line]:
    """Return the lines that a question of these stems repeats, in words or in meaning, the
    nearest first. `near` gives the question's cosine to lines, by their key."""
    scored = []
    for line in vocabulary.lines:
        shared = asked & line.stems
        whole = sum(vocabulary.weights[stem] for stem in line.stems)
        covered = sum(vocabulary.weights[stem] for stem in shared) / whole
        said = covered if len(shared) >= 2 and covered >= COVERED else 0.0
        close = near.get(line.key, 0.0)
        enough = LEAST_FOR_A_QUESTION if line.kind == "question" else 1
        if len(asked) < enough or close < NEAR.get(line.kind, 1.0):
            close = 0.0
        score = max(said, close)
        if score:
            scored.append((-score, line.key, line))
    return [line for _score, _key, line in sorted(scored)]


def _stem(word: str) -> str:
    found = stems(word, ENGLISH)
    return found[0][0] if found and found[0] else word


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _key(kind: str, owner: str, text: str) -> str:
    return f"{kind}:{owner}:{zlib.crc32(text.encode()):08x}"
