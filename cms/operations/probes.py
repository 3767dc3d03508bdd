"""What `manage.py doctor` looks at. An app declares its probes in a module `doctor_probes`.

    @probe("rooms")
    def rooms() -> Finding:
        return Finding.ok("12 rooms are open")

A probe is quick, changes nothing that stays, and says what to do about what it finds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from cms.operations.registry import Registry


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a probe found, in one line, and what to do where that is not well."""

    level: Level
    text: str
    remedy: str = ""

    @classmethod
    def ok(cls, text: str) -> Self:
        return cls(Level.OK, text)

    @classmethod
    def warn(cls, text: str, remedy: str) -> Self:
        """Something works less well, or will stop working."""
        return cls(Level.WARN, text, remedy)

    @classmethod
    def bad(cls, text: str, remedy: str) -> Self:
        """Something does not work; doctor's exit status is 1."""
        return cls(Level.BAD, text, remedy)


Look = Callable[[], Finding]


@dataclass(frozen=True, slots=True)
class Probe:
    look: Look
    order: int


_probes: Registry[Probe] = Registry("doctor's probe", "doctor_probes")


def probe(name: str, *, order: int = 500) -> Callable[[Look], Look]:
    """Register the decorated function under a name of one or two words."""

    def register(look: Look) -> Look:
        _probes.add(name, Probe(look, order))
        return look

    return register


def examine() -> list[tuple[str, Finding]]:
    """Call all probes, in their order. One that breaks is itself a bad finding."""
    found = sorted(_probes.items(), key=lambda item: item[1].order)
    return [(name, _look(entry)) for name, entry in found]


def _look(entry: Probe) -> Finding:
    try:
        return entry.look()
    except Exception as error:  # a probe meets whatever is broken
        text = f"could not be looked at: {type(error).__name__}: {error}"
        return Finding.bad(text, "The error says what is missing; see also the lines above.")
