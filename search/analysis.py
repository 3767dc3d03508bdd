"""From text to index words: the same for what is indexed and what is asked."""

from __future__ import annotations

from functools import lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

LONGEST = 60  # characters of a word; longer ones are encoded data

STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian",
    "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip


@lru_cache(maxsize=64)
def analyzer(language: str) -> TextAnalyzer:
    """Return the analyzer of a language: folded, lower case, stemmed where there is a stemmer.

    The empty language gives the words as they are, for phrases and for the vocabulary.
    """
    builder = (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(LONGEST))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
    )
    stemmer = STEMMERS.get(language.split("-")[0].lower())
    return (builder.filter(Filter.stemmer(stemmer)) if stemmer else builder).build()


def words(text: str) -> list[str]:
    """Return the words of `text`, folded and in lower case."""
    return list(analyzer("").analyze(text))


@lru_cache(maxsize=20_000)
def stems(word: str, languages: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """Return, for each part of `word`, its distinct stems under `languages`.

    "compliance-report" has two parts; "Rate" may have a stem a language.
    """
    parts = words(word)
    return tuple(
        tuple(sorted({stem for name in languages for stem in analyzer(name).analyze(part)}))
        for part in parts
    )


STOP_WORDS = {
    "en": frozenset(
        """a about after again all also am an and any are as at be because been before being
        between both but by can could did do does doing down during each few for from further
        had has have having he her here hers him his how i if in into is it its just me more
        most my no nor not of off on once only or other our ours out over own same she should
        so some such than that the their them then there these they this those through to too
        under until up very was we were what when where which while who whom why will with
        would you your yours""".split()  # noqa: SIM905
    )
}
"""Words that a question holds but is not about; dropped from queries, never from documents."""


def telling(tokens: list[str], language: str = "en") -> list[str]:
    """Return the words that carry meaning; all of them where none would be left."""
    stops = STOP_WORDS.get(language.split("-")[0], frozenset())
    return [token for token in tokens if token.lower() not in stops] or tokens
