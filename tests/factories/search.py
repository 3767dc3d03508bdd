"""Documents and a source of them, with neither Wagtail nor a database behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from search.documents import BODY, Document, Section


def document(
    key: str,
    title: str = "",
    text: str | Sequence[Section] = "",
    *,
    language: str = "en",
    visible_from: datetime | None = None,
    visible_until: datetime | None = None,
    updated_at: datetime | None = None,
    **filters: str | tuple[str, ...],
) -> Document:
    """Make a document of one body section, or of the given ones."""
    sections = (Section(text, kind=BODY),) if isinstance(text, str) else tuple(text)
    return Document(
        key=key,
        title=title or key,
        sections=sections,
        language=language,
        filters={k: (v,) if isinstance(v, str) else v for k, v in filters.items()},
        visible_from=visible_from,
        visible_until=visible_until,
        updated_at=updated_at,
    )


class ListSource:
    """A source over a dictionary that a test changes at will."""

    def __init__(self, *documents: Document, name: str = "list") -> None:
        self.name = name
        self.held = {document.key: document for document in documents}

    def put(self, *documents: Document) -> None:
        self.held |= {document.key: document for document in documents}

    def keys(self) -> Iterable[str]:
        return list(self.held)

    def documents(self, keys: Sequence[str]) -> Iterable[Document]:
        return [self.held[key] for key in keys if key in self.held]
