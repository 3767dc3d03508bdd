"""Reading what somebody typed (pure): words, "quoted phrases" and -exclusions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from search.analysis import telling

MOST_WORDS = 60  # of a pasted text, the beginning is searched for
_PART = re.compile(r'(?:(?<=\s)|^)(-?)"([^"]+)"|(?:(?<=\s)|^)-(\w[\w\'.-]*)|(\S+)')
_WORD = re.compile(r"\w+(?:['.&/+-]\w+)*")
_QUOTES = str.maketrans({**dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'), "\u2019": "'"})


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """`words` score, in the order and as often as typed (those of phrases too); `phrases`
    must and `excluded` must not stand in a document; `text` is what is meant, as typed.
    `together` names the words that the next one follows at once, by their place."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    text: str = ""
    together: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.phrases or self.excluded)


def parse(typed: str) -> ParsedQuery:
    """Read a query. Anything can be typed; nothing is an error."""
    said: list[str] = []
    meant: list[str] = []
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []
    for minus, phrase, unwanted, plain in _PART.findall(typed.translate(_QUOTES)):
        found = tuple(_WORD.findall(phrase or unwanted or plain))
        if found and (minus or unwanted):
            excluded.append(found)
            continue
        if found and phrase:
            phrases.append(found)
        said.extend(found)
        # Punctuation goes to the model as typed: it reads sentences, not words.
        meant.append(phrase or plain)
        if len(said) >= MOST_WORDS:
            break
    said = said[:MOST_WORDS]
    chosen = set(telling(said))
    places = [place for place, word in enumerate(said) if word in chosen]
    return ParsedQuery(
        words=tuple(said[place] for place in places),
        phrases=tuple(phrases),
        excluded=tuple(excluded),
        text=" ".join(meant) if said else "",
        together=tuple(n for n, (one, other) in enumerate(pairwise(places)) if other == one + 1),
    )


def reworded(text: str, replaced: dict[str, str]) -> str:
    """Return `text` with some of its words replaced, all else as it was."""
    return _WORD.sub(lambda match: replaced.get(match[0], match[0]), text)
