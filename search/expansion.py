"""From the words typed to the words searched for: spelling and unfinished words."""

from __future__ import annotations

from dataclasses import dataclass, field

from search.query import ParsedQuery, reworded
from search.stores.base import Store, Term

SECOND_GUESS = 0.4  # what a further correction or completion weighs


@dataclass(slots=True)
class Expanded:
    """Terms to score with, the text to embed, and what was changed on the way."""

    terms: list[Term] = field(default_factory=list)
    pairs: tuple[tuple[str, str], ...] = ()
    text: str = ""
    corrected: dict[str, str] = field(default_factory=dict)
    completed: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def expand(parsed: ParsedQuery, store: Store, *, typing: bool = False) -> Expanded:
    """Return what to search for. A word that is known stays as it is.

    An unknown word becomes its nearest known ones; the last word, while typing or unknown,
    also the known words that begin with it.
    """
    made = Expanded()
    known = store.known(parsed.words)
    replaced: dict[str, str] = {}
    for position, (word, is_known) in enumerate(zip(parsed.words, known, strict=True)):
        last = position == len(parsed.words) - 1
        if is_known:
            made.terms.append(Term(word))
            if last and typing:
                more = [w for w in store.completions(word, 4) if w != word.lower()]
                made.terms += [Term(w, SECOND_GUESS) for w in more]
            continue
        found = store.completions(word, 3) if last else []
        if found:
            made.completed[word] = found[0]
        else:
            found = store.corrections(word)
            if not found:
                made.unknown.append(word)
                continue
            made.corrected[word] = found[0]
        replaced[word] = found[0]
        made.terms.append(Term(found[0]))
        made.terms += [Term(w, SECOND_GUESS) for w in found[1:]]
    made.text = reworded(parsed.text, replaced)
    read = [None if word in made.unknown else replaced.get(word, word) for word in parsed.words]
    made.pairs = tuple(
        (one, other)
        for place in parsed.together
        if (one := read[place]) is not None and (other := read[place + 1]) is not None
    )
    return made
