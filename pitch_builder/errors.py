"""The errors that services of `pitch_builder` raise; their text is written for people."""

from __future__ import annotations

from collections.abc import Sequence


class PitchError(Exception):
    """Base of all errors of this layer."""


class NotAllowed(PitchError):
    """The acting user lacks the right."""


class Conflict(PitchError):
    """The deck was changed elsewhere since it was read; `changes` says by whom, when and what."""

    def __init__(self, message: str, changes: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.changes = list(changes)


class NothingToBuild(PitchError):
    """The deck has no slide that can be shown."""


class GateClosed(PitchError):
    """Slides may not be shown now: expired, withdrawn, internal. `findings` names them."""

    def __init__(self, message: str, findings: Sequence[str]) -> None:
        super().__init__(message)
        self.findings = list(findings)


class LinkUnusable(PitchError):
    """A room link that is unknown, expired or revoked."""


class KeyUnusable(PitchError):
    """The key that manifests are signed with cannot be read, written or replaced."""


class SourceLost(PitchError):
    """A build cannot be printed again: something that it was printed from is gone or changed."""
