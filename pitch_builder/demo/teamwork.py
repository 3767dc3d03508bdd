"""What the demo's people said to each other about decks, and what marketing took back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pitch_builder.demo.reading import Fields, read_yaml


@dataclass(frozen=True, slots=True)
class DemoApproval:
    """A lead's word on what was built first."""

    deck: str
    by: str
    day: int
    note: str


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """A deck with a new `lead` on its cover was built again, and waits for approval."""

    deck: str
    lead: str


@dataclass(frozen=True, slots=True)
class DemoShare:
    deck: str
    by: str
    with_user: str
    may_edit: bool


@dataclass(frozen=True, slots=True)
class DemoComment:
    """`slide` counts the deck's slides from 1, the cover not counted; 0 is the whole deck."""

    deck: str
    by: str
    day: int
    slide: int
    text: str
    done: bool


@dataclass(frozen=True, slots=True)
class DemoRecall:
    asset: str
    by: str
    day: int
    why: str
    replacement: str


@dataclass(frozen=True, slots=True)
class Teamwork:
    approvals: tuple[DemoApproval, ...]
    asked: tuple[DemoRequest, ...]
    shares: tuple[DemoShare, ...]
    comments: tuple[DemoComment, ...]
    recalls: tuple[DemoRecall, ...]


def _approval(row: Fields) -> DemoApproval:
    made = DemoApproval(
        deck=row.text("deck"),
        by=row.text("by"),
        day=row.whole("day"),
        note=row.text("note", ""),
    )
    row.done()
    return made


def _request(row: Fields) -> DemoRequest:
    made = DemoRequest(deck=row.text("deck"), lead=row.text("lead"))
    row.done()
    return made


def _share(row: Fields) -> DemoShare:
    made = DemoShare(
        deck=row.text("deck"),
        by=row.text("by"),
        with_user=row.text("with"),
        may_edit=row.flag("may_edit", False),
    )
    row.done()
    return made


def _comment(row: Fields) -> DemoComment:
    made = DemoComment(
        deck=row.text("deck"),
        by=row.text("by"),
        day=row.whole("day"),
        slide=row.whole("slide", 0),
        text=row.text("text"),
        done=row.flag("done", False),
    )
    row.done()
    return made


def _recall(row: Fields) -> DemoRecall:
    made = DemoRecall(
        asset=row.text("asset"),
        by=row.text("by"),
        day=row.whole("day"),
        why=row.text("why"),
        replacement=row.text("replacement"),
    )
    row.done()
    return made


def read_teamwork(folder: Path) -> Teamwork:
    path = folder / "teamwork.yaml"
    file = Fields.of(read_yaml(path), path.name)
    made = Teamwork(
        approvals=tuple(_approval(row) for row in file.children("approvals")),
        asked=tuple(_request(row) for row in file.children("asked")),
        shares=tuple(_share(row) for row in file.children("shares")),
        comments=tuple(_comment(row) for row in file.children("comments")),
        recalls=tuple(_recall(row) for row in file.children("recalls")),
    )
    file.done()
    return made
