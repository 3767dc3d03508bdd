"""Reading a brief with what this site knows: its personas, trades, accounts and prospects."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
from django.db.models import Q
from django.db.models.functions import Lower

from cms.assets.enums import AssetKind
from cms.assets.indexing import key_of
from cms.assets.models import Asset
from cms.library.understanding import Vocabulary
from cms.library.vocabulary import present
from cms.taxonomy.models import Industry
from personas.accounts.models import Account
from personas.journey.models import JourneyStage
from personas.persona.models import Persona
from personas.prospects.models import Prospect
from pitch_builder.briefs import cues, reading
from pitch_builder.briefs.reading import Known, Reading, Segment, Term
from search import services as search
from search import vectors
from search.analysis import STOP_WORDS, words
from search.errors import SearchError

# What words for a trade have to reach: the cosine to an industry's name, and that to the stories
# of its customers, together. "Logistics" reaches 1.1 of road freight, "brewery" .54 of food and
# drink, "school" .52 of what is nearest to it. Words by which nothing speaks of a company have
# to say more: "supply chain law" reaches .69 of road freight.
TRADE, TRADE_ALONE = 0.53, 0.75
AS_NEAR, MOST_INDUSTRIES = 0.05, 3  # "Banking" is as near as "Banks"
OTHERS = 0.08
LOOKED_UP = 16  # words of a brief that are looked for among names


def read(brief: str, *, user: Any, ignored: Collection[str] = ()) -> Reading:
    """Read a brief; `ignored` are keys of terms that were taken away.

    Names are those of accounts and prospects that `user` may see. Six queries, and those of the
    vocabulary now and then. Raises search's errors where its model is missing.
    """
    parts = reading.segments(brief)
    vocabulary, of_lines = present()
    stages = list(JourneyStage.objects.values_list("slug", "name"))
    terms = reading.read_names(parts, vocabulary, list(known_in(brief, user)))
    moment, said = reading.read_meeting(parts)
    if moment is not None:
        terms.append(_meeting_term(moment, said, stages))
    slides, asked = reading.read_length(parts)
    if slides:
        terms.append(Term(f"slides:{slides}", "slides", str(slides), asked))
    if not any(term.facet == "persona" for term in terms):
        terms += reading.read_titles(parts, _personas())
    if not any(term.facet == "industry" for term in terms):
        terms += _trades(parts)
    topics = reading.read_topics(parts)
    live = [topic for topic in topics if topic.key not in ignored]
    terms += topics
    personas = [slug for term in terms if term.facet == "persona" for slug in term.slugs]
    terms += reading.read_lines(live, vocabulary, _near(live, vocabulary, of_lines, personas))
    return reading.assembled(
        terms,
        moment=None if moment is None or f"moment:{moment}" in ignored else moment,
        slides=slides,
        ignored=ignored,
    )


def _meeting_term(moment: cues.Moment, said: str, stages: Sequence[tuple[str, str]]) -> Term:
    slug = reading.stage_at(moment, stages)
    return Term(
        f"moment:{moment}", "stage", dict(stages).get(slug, ""), said, (slug,) if slug else ()
    )


def _personas() -> dict[str, tuple[str, str]]:
    rows = Persona.objects.live().order_by("name").values_list("slug", "name", "role")
    return {slug: (name, role) for slug, name, role in rows}


def _near(
    topics: Sequence[Term], vocabulary: Vocabulary, of_lines: Any, personas: Sequence[str]
) -> dict[str, dict[str, float]]:
    if not topics or not len(of_lines):
        return {}
    # What somebody else objects to or suffers from has to be said more plainly.
    others = [
        OTHERS if personas and line.kind != "question" and line.owner not in personas else 0.0
        for line in vocabulary.lines
    ]
    cosines = vectors.of_texts([topic.label for topic in topics]) @ of_lines.T - np.array(others)
    keys = [line.key for line in vocabulary.lines]
    return {
        topic.key: dict(zip(keys, map(float, row), strict=True))
        for topic, row in zip(topics, cosines, strict=True)
    }


# --- Trades -------------------------------------------------------------------------------
def _trades(parts: Sequence[Segment]) -> list[Term]:
    """Return the industry that the words of a trade are nearest to, if they are near."""
    for trade in reading.trades(parts):
        if found := industries_like(trade.said, TRADE if trade.is_told else TRADE_ALONE):
            names = ", ".join(row.name for row in found)
            return [reading.read_trade(trade, names, tuple(row.slug for row in found))]
    return []


def industries_like(said: str, least: float = TRADE) -> list[Industry]:
    """Return the industries that some words speak of: the nearest, and those as near.

    An industry is known by its name and by the stories of its customers. Two queries.
    """
    rows = list(Industry.objects.filter(assets__in=Asset.objects.live()).distinct())
    if not rows or not said.strip():
        return []
    same = said.strip().lower()
    for row in rows:
        if same in (row.slug, row.name.lower()):
            return [row]
    stories = _stories([row.pk for row in rows])
    vector = vectors.of_texts([said])[0]
    near = vectors.of_texts([row.name for row in rows]) @ vector + stories @ vector
    bar = max(least, float(near.max()) - AS_NEAR)
    order = np.argsort(-near)[:MOST_INDUSTRIES]
    return [rows[int(place)] for place in order if near[place] >= bar]


def _stories(industries: Sequence[int]) -> Any:
    """Return what each industry's case studies are about: (industries, dimensions)."""
    through = Asset.industries.through.objects.filter(
        industry__in=industries, asset__live=True, asset__kind=AssetKind.CASE_STUDY
    )
    pairs = list(through.values_list("industry_id", "asset_id"))
    try:
        known = search.vectors_of({key_of(asset) for _industry, asset in pairs})
    except SearchError:
        known = {}
    size = vectors.of_texts([""]).shape[1]
    found = np.zeros((len(industries), size))
    for industry, asset in pairs:
        if (vector := known.get(key_of(asset))) is not None:
            found[list(industries).index(industry)] += vector
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return found / np.maximum(lengths, 1e-9)


# --- Names --------------------------------------------------------------------------------
def known_in(brief: str, user: Any) -> Iterator[Known]:
    """Yield accounts and prospects that `user` may see and the brief names. Two queries.

    A company is named by all of its name, or by its first word with a capital where no other
    company begins so; a person by both names, by the last name alone with a capital where
    nobody else bears it, or by the e-mail address.
    """
    spoken = words(brief)
    capitals = {
        word for found in cues.WORD.findall(brief) if found[:1].isupper() for word in words(found)
    } - STOP_WORDS["en"]
    wanted = list(dict.fromkeys(w for w in spoken if len(w) > 2 and w not in STOP_WORDS["en"]))
    if not wanted:
        return
    yield from _people(spoken, capitals, wanted[:LOOKED_UP], brief, user)
    yield from _companies(spoken, capitals, wanted[:LOOKED_UP], user)


def _companies(
    spoken: Sequence[str], capitals: set[str], wanted: Sequence[str], user: Any
) -> Iterator[Known]:
    begins = reduce(or_, (Q(name__istartswith=word) for word in wanted))
    rows = Account.objects.visible_to(user).filter(begins).values_list("pk", "name")[:200]
    by_first: dict[str, list[tuple[int, str]]] = {}
    named = []
    for pk, name in rows:
        said = words(name)
        if _stands(said, spoken):
            named.append(Known("account", pk, name, tuple(said)))
        elif said:
            by_first.setdefault(said[0], []).append((pk, name))
    if named:
        yield max(named, key=lambda one: len(one.said))
        return
    for word, found in by_first.items():
        if word in capitals and len(found) == 1 and word not in cues.FILLER:
            pk, name = found[0]
            yield Known("account", pk, name, (word,))
            return


def _people(
    spoken: Sequence[str], capitals: set[str], wanted: Sequence[str], brief: str, user: Any
) -> Iterator[Known]:
    emails = [word.strip(".,;:()<>") for word in brief.split() if "@" in word]
    rows = (
        Prospect.objects.visible_to(user)
        .known()
        .alias(last=Lower("last_name"), address=Lower("email"))
        .filter(Q(last__in=wanted) | Q(address__in=[email.lower() for email in emails]))
    )
    by_last: dict[str, list[Any]] = {}
    for person in rows[:200]:
        first, last = words(person.first_name), words(person.last_name)
        if person.email and person.email.lower() in {email.lower() for email in emails}:
            yield Known("prospect", person.pk, person.full_name, tuple(words(person.email)))
            return
        if first and _stands([*first, *last], spoken):
            yield Known("prospect", person.pk, person.full_name, (*first, *last))
            return
        by_last.setdefault(" ".join(last), []).append(person)
    for name, found in by_last.items():
        if name in capitals and len(found) == 1:
            yield Known("prospect", found[0].pk, found[0].full_name, (name,))
            return


def _stands(said: Sequence[str], spoken: Sequence[str]) -> bool:
    count = len(said)
    return bool(said) and any(
        list(spoken[start : start + count]) == list(said)
        for start in range(len(spoken) - count + 1)
    )
