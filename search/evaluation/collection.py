"""A judged collection in the BEIR layout, read from a folder.

corpus.jsonl          one object a line: _id, title (may be missing), text
queries.jsonl         _id, text
qrels/NAME.tsv        query-id, corpus-id, score, with a header; or qrels_NAME.tsv beside
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.documents import Document, Section
from search.errors import SearchError

_HEADING = re.compile(r"(#{1,6})\s+(.*\S)")


class BadCollection(SearchError):
    """A folder is not a judged collection; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Judgements:
    """Which documents answer which queries: query id -> document id -> relevance."""

    name: str
    gains: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, the judged queries, and the judgements of each file."""

    name: str
    documents: Mapping[str, Document]
    queries: Mapping[str, str]
    judgements: tuple[Judgements, ...]


def load(folder: Path, qrels: Path | None = None) -> Collection:
    """Read a folder, with all its judgements or those of one file. Raises BadCollection."""
    if not folder.is_dir():
        raise BadCollection(f"{folder} is not a folder.")
    documents: dict[str, Document] = {}
    for line, entry in _objects(folder / "corpus.jsonl"):
        key = _text(entry, "_id", line)
        if key in documents:
            raise BadCollection(f"{line}: the document {key!r} is there twice.")
        title = _text(entry, "title", line, "")
        documents[key] = Document(key, title, sections(_text(entry, "text", line, "")))
    queries = {}
    for line, entry in _objects(folder / "queries.jsonl"):
        queries[_text(entry, "_id", line)] = _text(entry, "text", line)
    if not documents:
        raise BadCollection(f"{folder / 'corpus.jsonl'} holds no document.")
    judged = tuple(_judgements(path, queries, documents) for path in _files(folder, qrels))
    asked = {query for judgements in judged for query in judgements.gains}
    return Collection(
        folder.resolve().name,
        documents,
        {key: text for key, text in queries.items() if key in asked},
        judged,
    )


def sections(text: str) -> tuple[Section, ...]:
    """Cut a text into paragraphs; under Markdown headings, each knows their path."""
    made: list[Section] = []
    path: list[tuple[int, str]] = []
    lines: list[str] = []

    def close() -> None:
        if lines:
            made.append(Section("\n".join(lines), tuple(heading for _, heading in path)))
            lines.clear()

    for line in text.splitlines():
        if heading := _HEADING.match(line):
            close()
            level = len(heading[1])
            path[:] = [*(entry for entry in path if entry[0] < level), (level, heading[2])]
        elif line.strip():
            lines.append(line.strip())
        else:
            close()
    close()
    return tuple(made)


class CollectionSource:
    """A collection as a source of search's."""

    def __init__(self, collection: Collection) -> None:
        self.name = collection.name
        self._documents = collection.documents

    def keys(self) -> Iterable[str]:
        return list(self._documents)

    def documents(self, keys: Sequence[str]) -> Iterable[Document]:
        return [self._documents[key] for key in keys if key in self._documents]


def _files(folder: Path, qrels: Path | None) -> list[Path]:
    if qrels is not None:
        inside = folder / qrels
        return [inside if inside.is_file() else qrels]
    found = sorted([*folder.glob("qrels/*.tsv"), *folder.glob("qrels*.tsv")])
    if not found:
        raise BadCollection(f"{folder} has no judgements: neither qrels/*.tsv nor qrels_*.tsv.")
    return found


def _judgements(
    path: Path, queries: Mapping[str, str], documents: Mapping[str, Document]
) -> Judgements:
    gains: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_lines(path), 1):
        cells = line.split("\t")
        if not line.strip() or (number == 1 and not _is_number(cells[-1])):
            continue
        if len(cells) != 3 or not _is_number(cells[2]):
            raise BadCollection(
                f"{path}, line {number}: query-id, corpus-id and a whole number were expected, "
                "with tabs between them."
            )
        query, document, gain = cells[0], cells[1], int(cells[2])
        if query not in queries:
            raise BadCollection(f"{path}, line {number}: there is no query {query!r}.")
        # Public collections judge a few documents that their corpus lacks: never found.
        gains.setdefault(query, {})[document] = gain
    answered = {q: known for q, known in gains.items() if any(v > 0 for v in known.values())}
    if not answered:
        raise BadCollection(f"{path} names no relevant document.")
    if not any(key in documents for known in answered.values() for key in known):
        raise BadCollection(f"{path} names no document of this corpus.")
    return Judgements(path.stem.removeprefix("qrels_"), answered)


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"-?\d+", cell.strip()))


def _objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (where, object) of each line that is not empty."""
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            entry = json.loads(line)
        except ValueError as error:
            raise BadCollection(f"{where} is not JSON: {error}.") from error
        if not isinstance(entry, dict):
            raise BadCollection(f"{where} is not a JSON object.")
        yield where, entry


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                yield line.rstrip("\r\n")
    except FileNotFoundError:
        raise BadCollection(f"{path} is missing.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadCollection(f"{path} cannot be read: {error}.") from error


def _text(entry: Mapping[str, Any], name: str, where: str, otherwise: str | None = None) -> str:
    value = entry.get(name)
    if value is None and otherwise is not None:
        return otherwise
    if isinstance(value, int) and name == "_id":
        return str(value)
    if not isinstance(value, str) or (name == "_id" and not value):
        raise BadCollection(f"{where} has no {name!r} that is a text.")
    return value
