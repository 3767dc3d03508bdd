"""A folder of tagged texts, to try suggestions on: documents and a manifest of their tags."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frontmatter

from cms.errors import ContentError
from search.documents import Document, Section

MANIFEST = "manifest.jsonl"
_HEADING = re.compile(r"^(#{1,6})\s+(.+)$")


@dataclass(frozen=True, slots=True)
class Tagged:
    """A document and its tags."""

    document: Document
    tags: tuple[str, ...]


def read_tagged(folder: Path, key: str = "") -> tuple[str, list[Tagged]]:
    """Return the key of the tags, and the documents that have any.

    The manifest holds one JSON object a line: `path`, `title` and a list of tags under `key`,
    by default the list that most of them have. Raises ContentError.
    """
    try:
        lines = (folder / MANIFEST).read_text("utf-8").splitlines()
        rows: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise ContentError(f"{folder / MANIFEST} cannot be read: {error}") from error
    lists = Counter(name for row in rows for name, value in row.items() if _is_tags(value))
    if not key and lists:
        key = lists.most_common(1)[0][0]
    if not lists[key]:
        raise ContentError(
            f"No row of {MANIFEST} has a list of tags" + (f" under {key!r}." if key else ".")
        )
    return key, [_read(folder, row, key) for row in rows if _is_tags(row.get(key))]


def _is_tags(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(tag, str) for tag in value)


def _read(folder: Path, row: dict[str, Any], key: str) -> Tagged:
    path = (folder / str(row.get("path", ""))).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ContentError(f"{row.get('path')} is outside of {folder}.")
    try:
        text = frontmatter.loads(path.read_text("utf-8")).content
    except (OSError, ValueError) as error:
        raise ContentError(f"{path} cannot be read: {error}") from error
    title = str(row.get("title") or path.stem)
    return Tagged(
        Document(str(row["path"]), title, tuple(sections(text))), tuple(dict.fromkeys(row[key]))
    )


def sections(markdown: str) -> Iterator[Section]:
    """Yield the stretches of a Markdown text, each with the headings that it stands under."""
    path: list[tuple[int, str]] = []
    held: list[str] = []
    for line in markdown.splitlines():
        found = _HEADING.match(line)
        if not found:
            held += [line] if line.strip() else []
            continue
        if held:
            yield Section("\n".join(held), tuple(heading for _, heading in path))
        level = len(found[1])
        path = [*(above for above in path if above[0] < level), (level, found[2].strip())]
        held = []
    if held:
        yield Section("\n".join(held), tuple(heading for _, heading in path))
