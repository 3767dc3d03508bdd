"""Writing many assets: Wagtail's own index takes each once, not at each of its saves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_put_off: ContextVar[bool] = ContextVar("indexing_put_off", default=False)


def is_indexing_put_off() -> bool:
    return _put_off.get()


@contextmanager
def indexed_once(changed: list[Any]) -> Iterator[None]:
    """Put off Wagtail's search and reference index, then bring `changed` up to date in both.

    Use it inside the transaction that writes; the caller adds what it wrote to the list.
    """
    # These load only after the models, which ask `is_indexing_put_off`.
    from wagtail.models import ReferenceIndex
    from wagtail.search.index import insert_or_update_object
    from wagtail.signal_handlers import disable_reference_index_auto_update

    token = _put_off.set(True)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        _put_off.reset(token)
    for page in changed:
        ReferenceIndex.create_or_update_for_object(page)
        insert_or_update_object(page)
