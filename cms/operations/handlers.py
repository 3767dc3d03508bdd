"""Which function does which kind of job.

An app declares its handlers in a module named `job_handlers`, in the app itself or in one
of its subjects. Keep heavy imports inside the function: web processes load these modules.

    @handler("decks.build")
    def build(*, job_id: int, progress: Progress, build_id: int) -> Report: ...

A handler takes ids only, does nothing when their rows are gone, and leaves the same result
when it runs twice. It raises `JobError` (or an error that it names in `errors`) where
the owner should read why, and `TryAgainLaterError` where waiting may help.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from cms.operations.errors import OperationsError, UnknownJobKindError
from cms.operations.registry import Registry
from cms.operations.reports import Report


class Progress(Protocol):
    """Called by the work as it goes; cheap enough for every item of a long loop."""

    def __call__(self, done: int, total: int, message: str = "") -> None: ...


Handle = Callable[..., Report | dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Handler:
    kind: str
    handle: Handle
    # Errors of the app whose text is written for people.
    errors: tuple[type[Exception], ...]


_handlers: Registry[Handler] = Registry("job handler", "job_handlers")
_warm_ups: Registry[Callable[[], object]] = Registry("warm-up", "job_handlers")


def handler(kind: str, *, errors: tuple[type[Exception], ...] = ()) -> Callable[[Handle], Handle]:
    """Register the decorated function as the one that does jobs of this kind."""

    def register(handle: Handle) -> Handle:
        _handlers.add(kind, Handler(kind, handle, (OperationsError, *errors)))
        return handle

    return register


def get_handler(kind: str) -> Handler:
    """Return the handler of a kind. Raises UnknownJobKindError."""
    found = _handlers.get(kind)
    if found is None:
        raise UnknownJobKindError(kind)
    return found


def warm_up(name: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function that a worker calls once when it starts, as loading a model."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        _warm_ups.add(name, function)
        return function

    return register


def get_warm_ups() -> list[tuple[str, Callable[[], object]]]:
    return list(_warm_ups.items())
