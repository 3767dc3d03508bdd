"""The tantivy index: BM25 over whole documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import FieldType, Occur, Query

from search.analysis import analyzer, stems, words
from search.errors import StoreUnavailable
from search.stores.base import PAIR, Entry

HEAP = 48_000_000
TITLE_TIMES = 3


def schema() -> tantivy.Schema:
    """`text` is stemmed and scores; `words` is as written, for phrases and spelling."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("serial", indexed=True, fast=True)
    builder.add_text_field("text", index_option="position")
    builder.add_text_field("words", index_option="position")
    return builder.build()


class LexicalIndex:
    """An index folder, opened for reading by any process and for writing by one."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.schema = schema()
        self.index = tantivy.Index(self.schema, path=str(folder))
        self.index.config_reader("manual")

    def write(
        self, entries: Sequence[tuple[Entry, int]], deleted: Iterable[str], next_serial: int
    ) -> None:
        """Replace and take out documents in one commit.

        What bears `next_serial` or more was left by a writer that was killed before its state
        was committed; it goes, for its serials are given anew.
        """
        writer = self._writer()
        left_behind = Query.range_query(
            self.schema, "serial", FieldType.Integer, lower_bound=next_serial
        )
        writer.delete_documents_by_query(left_behind)
        for key in deleted:
            writer.delete_documents_by_term("key", key)
        for entry, serial in entries:
            writer.delete_documents_by_term("key", entry.document.key)
            writer.add_document(_document(entry, serial))
        writer.commit()
        writer.wait_merging_threads()

    def clear(self) -> None:
        """Take everything out."""
        writer = self._writer()
        writer.delete_all_documents()
        writer.commit()
        writer.wait_merging_threads()

    def _writer(self) -> tantivy.IndexWriter:
        """Return the writer, past what one that was killed before its commit has left.

        A file of deletions is named for its segment and for the number of the operation, which
        is given anew: where one is left, tantivy refuses to write it again.
        """
        writer = self.index.writer(heap_size=HEAP, num_threads=1)
        writer.garbage_collect_files()
        return writer

    def searcher(self) -> tantivy.Searcher:
        """Return a view of the latest commit, which later commits do not change.

        Raises StoreUnavailable where the index's files cannot be read any more.
        """
        try:
            self.index.reload()
            return self.index.searcher()
        except (ValueError, OSError) as error:
            raise StoreUnavailable(f"The search index cannot be read: {error}") from error


def _document(entry: Entry, serial: int) -> tantivy.Document:
    stemmed, plain = analyzer(entry.document.language), analyzer("")
    made = tantivy.Document()
    made.add_text("key", entry.document.key)
    made.add_integer("serial", serial)
    title = entry.document.title
    for _ in range(TITLE_TIMES):
        made.add_pre_tokenized_text("text", stemmed.pre_tokenize(title))
    made.add_pre_tokenized_text("words", plain.pre_tokenize(title))
    seen = {title, ""}
    for passage in entry.passages:
        for text in (*passage.headings, passage.text):
            if text not in seen:
                made.add_pre_tokenized_text("text", stemmed.pre_tokenize(text))
                made.add_pre_tokenized_text("words", plain.pre_tokenize(text))
        seen.update(passage.headings)
    return made


def stem_query(schema: tantivy.Schema, stem: str) -> Query:
    """Return what documents that hold a stem match, each with its BM25 for that stem."""
    return Query.term_query(schema, "text", stem)


def pairs_query(
    schema: tantivy.Schema, pairs: Sequence[tuple[str, str]], languages: frozenset[str]
) -> Query | None:
    """Return the scoring query of what pairs of words add where they stand together."""
    found: list[Query] = []
    for pair in dict.fromkeys(pairs):
        forms = {tuple(analyzer(name).analyze(" ".join(pair))) for name in languages}
        phrases = [
            Query.phrase_query(schema, "text", list(form))
            for form in sorted(forms)
            if len(form) > 1
        ]
        if phrases:
            best = phrases[0] if len(phrases) == 1 else Query.disjunction_max_query(phrases)
            found.append(Query.boost_query(best, PAIR))
    if len(found) < 2:
        return found[0] if found else None
    return Query.boolean_query([(Occur.Should, query) for query in found])


def conditions_query(
    schema: tantivy.Schema,
    phrases: Sequence[Sequence[str]],
    excluded: Sequence[Sequence[str]],
    languages: frozenset[str],
) -> Query | None:
    """Return what must and must not stand in a document; None without a condition."""
    clauses: list[tuple[Occur, Query]] = []
    for phrase in phrases:
        tokens = words(" ".join(phrase))
        if tokens:
            clauses.append((Occur.Must, _phrase(schema, tokens)))
    for phrase in excluded:
        tokens = words(" ".join(phrase))
        if len(tokens) > 1:
            clauses.append((Occur.MustNot, _phrase(schema, tokens)))
        elif tokens:
            for variants in stems(tokens[0], languages):
                clauses += [
                    (Occur.MustNot, Query.term_query(schema, "text", stem)) for stem in variants
                ]
    if not clauses:
        return None
    if all(occur == Occur.MustNot for occur, _ in clauses):
        clauses.append((Occur.Must, Query.all_query()))
    return Query.boolean_query(clauses)


def _phrase(schema: tantivy.Schema, tokens: list[str]) -> Query:
    if len(tokens) == 1:
        return Query.term_query(schema, "words", tokens[0])
    return Query.phrase_query(schema, "words", list(tokens))


class Matches(NamedTuple):
    """The serials of documents that match a query, and their scores."""

    serials: NDArray[np.int64]
    scores: NDArray[np.float64]


def matches(searcher: tantivy.Searcher, query: Query) -> Matches:
    """Return every document that matches.

    Each becomes an object of Python's on the way: of thousands, that takes longer than to find
    them.
    """
    found = searcher.search(query, limit=max(1, searcher.num_docs), count=False).hits
    if not found:
        return Matches(np.zeros(0, np.int64), np.zeros(0))
    serials = searcher.fast_field_values("serial", list(map(itemgetter(1), found)))
    scores = np.fromiter(map(itemgetter(0), found), np.float64, len(found))
    return Matches(np.array(serials, np.int64), scores)
