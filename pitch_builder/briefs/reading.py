"""Reading a brief (pure): who it is for, which meeting it is, what worries them, what they ask.

Nothing here is certain: each understood thing is a term that can be taken away.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cms.library.understanding import Line, Vocabulary, lines_among, names_among, telling_stems
from pitch_builder.briefs import cues
from pitch_builder.briefs.cues import Kind, Moment
from search.analysis import STOP_WORDS, words

STOPS = STOP_WORDS["en"]
MOST_TOPICS = 6
MOST_LINES = 3
LONGEST_TRADE = 4  # words of what may name a trade
MOST_SLIDES = 30

Spoken = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """An account or prospect whose name stands in the brief as the words `said`."""

    facet: str
    pk: int
    name: str
    said: Spoken


@dataclass(frozen=True, slots=True)
class Term:
    """Something that was understood. `key` names it where it is taken away again; `said` are the
    brief's words for it; `slugs` its values, or an id."""

    key: str
    facet: str
    label: str
    said: str = ""
    slugs: Spoken = ()
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a brief was understood as. `left` is how many of its telling words nothing was
    understood of."""

    terms: tuple[Term, ...] = ()
    moment: Moment | None = None
    slides: int = 0

    def slugs(self, facet: str) -> Spoken:
        """Return the values of the terms of one facet."""
        found = (slug for term in self.terms if term.facet == facet for slug in term.slugs)
        return tuple(dict.fromkeys(found))

    @property
    def topics(self) -> tuple[Term, ...]:
        """Worries, wishes and subjects in the brief's own words."""
        return tuple(term for term in self.terms if term.facet in TOPICS)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Sentences of personas and stages that the brief repeats."""
        return tuple(term.line for term in self.terms if term.line)


TOPICS = (Kind.WORRY.value, Kind.ASK.value, Kind.ABOUT.value)
ORDER = (
    *("prospect", "account", "persona", "stage", "industry", "product", "kind", "slides"),
    *("objection", "pain", "question", *TOPICS),
)


@dataclass(slots=True)
class Segment:
    """A stretch of a brief. `tokens` are its words, folded; `used` those that were understood."""

    kind: Kind
    text: str
    tokens: list[str]
    used: set[int] = field(default_factory=set)

    @property
    def left(self) -> list[str]:
        """The telling words of which nothing was understood yet."""
        return [
            token
            for place, token in enumerate(self.tokens)
            if place not in self.used
            and len(token) > 1
            and token not in STOPS
            and token not in cues.FILLER
            and not self._is_length(place)
        ]

    def _is_length(self, place: int) -> bool:
        """The number or the unit of "45 minutes": how long they meet, not what about."""
        after = self.tokens[place + 1 : place + 2]
        counts = self.tokens[place].isdecimal() and after and after[0] in cues.LENGTHS
        before = self.tokens[max(place - 1, 0) : place]
        measures = self.tokens[place] in cues.LENGTHS and before and before[0].isdecimal()
        return bool(counts or measures)

    def use(self, said: Sequence[str]) -> bool:
        """Mark these words as understood where they stand; False where they do not."""
        count = len(said)
        for start in range(len(self.tokens) - count + 1):
            if self.tokens[start : start + count] == list(said):
                self.used.update(range(start, start + count))
                return True
        return False


def segments(brief: str) -> list[Segment]:
    """Cut a brief at its clauses, and at words such as "worried about"."""
    found = []
    text = cues.COLON.sub(_colon, brief)
    for clause in filter(None, map(str.strip, cues.END_OF_CLAUSE.split(text))):
        marks = list(cues.CUE.finditer(clause))
        if not marks and (question := cues.QUESTION.match(clause)):
            found.append((Kind.ASK, question["asked"]))
            continue
        head = clause[: marks[0].start()] if marks else clause
        found.append((Kind.HEAD, head))
        ends = [*(mark.start() for mark in marks[1:]), len(clause)]
        for mark, end in zip(marks, ends, strict=False):
            found.append((Kind(str(mark.lastgroup)), clause[mark.end() : end]))
    return [
        Segment(kind, said, words(said))
        for kind, text in found
        if (said := trimmed(text)) and words(said)
    ]


def _colon(mark: re.Match[str]) -> str:
    """Let a colon end a clause, unless it follows a word that announces what comes."""
    said = mark["before"].lower()
    return mark.group() if said in cues.ANNOUNCING else f"{mark['before']};"


def trimmed(text: str) -> str:
    """Return a stretch of text without the words that only tie it to the next."""
    if cues.QUESTION.match(text):
        return " ".join(text.split())
    spans = list(cues.WORD.finditer(text))
    while spans and spans[0].group().lower() in cues.LEADING:
        spans.pop(0)
    while spans and spans[-1].group().lower() in cues.TRAILING:
        spans.pop()
    if not spans:
        return ""
    end = spans[-1].end()
    return " ".join(text[spans[0].start() : end + (text[end : end + 1] in ")%")].split())


def read_names(
    parts: Sequence[Segment], vocabulary: Vocabulary, known: Sequence[Known]
) -> list[Term]:
    """Return what is named: accounts, prospects, personas, industries, products, kinds."""
    terms = []
    for one in known:
        for part in parts:
            if part.use(one.said):
                said = " ".join(one.said)
                terms.append(_term(one.facet, one.name, said, (str(one.pk),)))
    for part in parts:
        for name, span in names_among(part.tokens, part.text, vocabulary):
            if name.facet == "stage" and not _is_a_stage(part, span):
                continue
            if name.facet == "kind" and "comparison" in name.slugs:
                continue  # in a brief, what they do
            part.used.update(span)
            said = " ".join(part.tokens[span.start : span.stop])
            terms.append(_term(name.facet, name.label, said, name.slugs))
    return terms


def _is_a_stage(part: Segment, span: range) -> bool:
    """Tell a stage's name from the same word used as a verb."""
    beside = {*part.tokens[max(0, span.start - 2) : span.start], *part.tokens[span.stop :][:1]}
    return "stage" in beside or "phase" in beside or len(part.tokens) == len(span)


def read_titles(parts: Sequence[Segment], personas: Mapping[str, tuple[str, str]]) -> list[Term]:
    """Return the persona of a job title that says what one does in other words than its name.

    `personas` maps a slug to name and role. Heads of clauses are read first.
    """
    by_function: dict[str, list[str]] = {}
    for slug, (name, _role) in personas.items():
        for function in functions_of(words(name)):
            by_function.setdefault(function, []).append(slug)
    for part in sorted(parts, key=lambda part: part.kind is not Kind.HEAD):
        for span in _titles(part):
            said = part.tokens[span.start : span.stop]
            for function in functions_of(said):
                if found := by_function.get(function):
                    part.used.update(span)
                    label = personas[found[0]][0]
                    return [_term("persona", label, " ".join(said), (found[0],))]
    return []


def functions_of(said: Sequence[str]) -> list[str]:
    """Return what a job is for, by the words of its title, in their order."""
    return [
        function
        for token in said
        for function, named in cues.FUNCTIONS.items()
        if token in named.split()
    ]


def _titles(part: Segment) -> Iterator[range]:
    """Yield where job titles stand: "plant manager", "head of IT", "buyer"."""
    tokens = part.tokens
    named = {word for words_ in cues.FUNCTIONS.values() for word in words_.split()}
    for place, token in enumerate(tokens):
        if token not in named or place in part.used:
            continue
        after = tokens[place + 1 : place + 2]
        before = tokens[max(0, place - 2) : place]
        if after and after[0] in cues.HEADS:
            yield range(place, place + 2)
        elif before and before[-1] in cues.HEADS:
            yield range(place - 1, place + 1)
        elif len(before) == 2 and before[0] in cues.HEADS and before[1] == "of":
            yield range(place - 2, place + 1)
        elif token in cues.PERSONS or (part.left == [token] and not cues.COMPANIES & set(tokens)):
            yield range(place, place + 1)


def read_meeting(parts: Sequence[Segment]) -> tuple[Moment | None, str]:
    """Return which meeting it is, by the first words that say so, with those words.

    Worries and wishes of the buyer's do not speak of the meeting.
    """
    read: tuple[Moment | None, str] = (None, "")
    for kind in (Kind.HEAD, Kind.ABOUT):
        for part in (part for part in parts if part.kind is kind):
            for found in cues.MEETING.finditer(part.text):
                if kind is Kind.HEAD:
                    part.use(words(found.group()))
                if read[0] is None:
                    read = Moment(str(found.lastgroup)), " ".join(found.group().split())
    return read


def read_length(parts: Sequence[Segment]) -> tuple[int, str]:
    """Return how many slides are asked for, 0 where none is said, with the words."""
    for part in parts:
        if found := cues.SLIDES.search(part.text):
            number = cues.NUMBERS.get(found["n"].lower()) or int(found["n"])
            part.use(words(found.group()))
            return min(number, MOST_SLIDES), found.group()
    return 0, ""


@dataclass(frozen=True, slots=True)
class Trade:
    """Words that may name a trade. `is_told`: the words beside them speak of a company or of
    somebody's post there."""

    part: Segment
    said: str
    is_told: bool


def trades(parts: Sequence[Segment]) -> list[Trade]:
    """Return what may name a trade: "logistics" of "the CFO of a logistics company"."""
    found = []
    for part in parts:
        left = [token for token in part.left if token not in cues.COMPANIES]
        if part.kind is Kind.HEAD and 0 < len(left) <= LONGEST_TRADE:
            is_told = bool(part.used) or bool(cues.COMPANIES & set(part.tokens))
            found.append(Trade(part, " ".join(left), is_told))
    return found


def read_trade(trade: Trade, label: str, slugs: Spoken) -> Term:
    """Take words for an industry; where nothing beside them says so, they stay a topic too."""
    if trade.is_told:
        trade.part.used.update(range(len(trade.part.tokens)))
    return _term("industry", label, trade.said, slugs)


def read_topics(parts: Sequence[Segment]) -> list[Term]:
    """Return worries, wishes and whatever else the words are about, in their order."""
    terms = []
    for part in parts:
        left = [token for token in part.left if token not in cues.COMPANIES]
        if not left:
            continue
        kind, text = part.kind, part.text
        if kind is Kind.HEAD:
            kind = Kind.ABOUT
            if part.used and len(left) < 2:
                continue  # a word beside a name: "the Newcastle depot of Swale"
            text = " ".join(left) if part.used else text
        terms.append(_term(kind.value, text, text, ()))
    return terms[:MOST_TOPICS]


def read_lines(
    topics: Sequence[Term], vocabulary: Vocabulary, near: Mapping[str, Mapping[str, float]]
) -> list[Term]:
    """Return the objections, pains and questions that the topics repeat, the nearest first.

    `near` gives each topic's cosine to each line by the line's key.
    """
    found: dict[str, Term] = {}
    for topic in topics:
        for line in lines_among(telling_stems(topic.label), vocabulary, near.get(topic.key, {})):
            term = Term(line.key, line.kind, line.text, topic.label, (line.owner,), line)
            found.setdefault(line.key, term)
            break  # one sentence says one thing
    return list(found.values())[:MOST_LINES]


def assembled(
    terms: Sequence[Term], *, moment: Moment | None, slides: int, ignored: Collection[str]
) -> Reading:
    """Put together what was understood, without what was taken away."""
    order = {facet: place for place, facet in enumerate(ORDER)}
    unique = {term.key: term for term in terms if term.key not in ignored}
    kept = sorted(unique.values(), key=lambda term: order.get(term.facet, len(order)))
    if f"slides:{slides}" in ignored:
        slides = 0
    return Reading(tuple(kept), moment, slides)


def without(reading: Reading, *facets: str) -> Reading:
    """Return the reading without its terms of these facets: they were chosen by hand."""
    kept = tuple(term for term in reading.terms if term.facet not in facets)
    return replace(reading, terms=kept)


def stage_at(moment: Moment, stages: Sequence[tuple[str, str]]) -> str:
    """Return the slug of the stage at which a meeting is, of (slug, name) in their order.

    A stage whose name says the same is taken; else the one that lies as far along the way.
    """
    said = telling_stems(cues.STAGE_WORDS[moment])
    for slug, name in stages:
        if telling_stems(f"{name} {slug.replace('-', ' ')}") & said:
            return slug
    if not stages:
        return ""
    return stages[round(cues.ALONG[moment] * (len(stages) - 1))][0]


def _term(facet: str, label: str, said: str, slugs: Spoken) -> Term:
    what = slugs[0] if slugs else f"{zlib.crc32(label.lower().encode()):08x}"
    return Term(f"{facet}:{what}", facet, label, said, slugs)
