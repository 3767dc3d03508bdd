"""From a document to passages (pure).

A passage is about 160 words, ends at a sentence, and belongs to one heading. Each slide is
a passage of its own, so that a search can answer with the slide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from search.documents import BODY, SLIDE, SUMMARY, Document, Passage, Section

WORDS = 160
SMALL = 50  # a passage with fewer words goes on into the next heading
# Blanks after a full stop, which a quote or bracket may have closed, or from a line's end on.
_SENTENCE_END = re.compile(r"((?:(?<=[.!?])|(?<=[.!?][\"')\]\u201d\u2019\u00bb])|(?=\n))\s+)")


def passages(document: Document, words: int = WORDS) -> list[Passage]:
    """Cut `document` into passages of about `words` words; at least one, in reading order.

    Summaries come first, then the body, then the slides. No word of a section is lost.
    """
    made: list[Section] = []
    for kind in (SUMMARY, BODY):
        made += _packed([s for s in document.sections if s.kind == kind], words)
    made += [s for s in document.sections if s.kind == SLIDE and (s.text.strip() or s.headings)]
    if not made:
        made = [Section(text="", kind=SUMMARY)]
    return [
        Passage(document.key, number, s.text.strip(), s.headings, s.anchor, s.kind)
        for number, s in enumerate(made)
    ]


def embedding_texts(title: str, passages: Iterable[Passage]) -> list[str]:
    """Return what is embedded for the passages of a document."""
    return [embedding_text(title, passage) for passage in passages]


def embedding_text(title: str, passage: Passage) -> str:
    """Return what is embedded for a passage: title and heading path give it its context."""
    path = " > ".join(h for h in passage.headings if h and h != title)
    return "\n".join(part for part in (title, path, passage.text) if part)


def _packed(sections: list[Section], words: int) -> Iterator[Section]:
    """Join short neighbours and split long ones, so that each is about `words` words."""
    held: list[str] = []
    count = 0
    first: Section | None = None
    heading: tuple[str, ...] = ()
    for section in sections:
        if not section.text.strip():
            continue
        if first is not None and section.headings != heading:
            if count >= SMALL:
                yield _joined(first, held)
                first, held, count = None, [], 0
            elif section.headings:
                held.append(section.headings[-1])
        heading = section.headings
        for piece in pieces(section.text, words):
            length = len(piece.split())
            if first is not None and count and count + length > words * 1.25:
                yield _joined(first, held)
                first, held, count = None, [], 0
            if first is None:
                first = section
            held.append(piece)
            count += length
    if first is not None:
        yield _joined(first, held)


def _joined(first: Section, texts: list[str]) -> Section:
    return Section("\n".join(texts), first.headings, first.anchor, first.kind)


def pieces(text: str, words: int = WORDS) -> Iterator[str]:
    """Split `text` at sentence ends into pieces of at most about `words` words.

    Lines stay apart, for a list's items and a table's cells end in no full stop. A single
    sentence of more than twice as many words is cut between them.
    """
    held, count = "", 0
    parts = _SENTENCE_END.split(text)
    for sentence, blank in zip(parts[::2], ["", *parts[1::2]], strict=True):
        tokens = sentence.split()
        while len(tokens) > words * 2:
            if held:
                yield held
                held, count = "", 0
            yield " ".join(tokens[:words])
            tokens = tokens[words:]
        if not tokens:
            continue
        if held and count + len(tokens) > words:
            yield held
            held, count = "", 0
        if held:
            held += "\n" if "\n" in blank else " "
        held += " ".join(tokens)
        count += len(tokens)
    if held:
        yield held
