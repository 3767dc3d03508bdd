"""Long work shown as a bar in a terminal."""

from __future__ import annotations

from typing import Any

from tqdm import tqdm

from search.results import Progress


def shown_on(bar: tqdm[Any]) -> Progress:
    """Return a progress that moves `bar`."""

    def progress(done: int, total: int, message: str) -> None:
        bar.total = total
        bar.set_description(message, refresh=False)
        bar.update(done - bar.n)

    return progress
