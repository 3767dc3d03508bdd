"""The shape of what a job leaves behind, shown the same way for every kind of job."""

from __future__ import annotations

from typing import TypedDict


class Item(TypedDict, total=False):
    """One thing that the work met: a file, a row, a slide."""

    what: str
    why: str
    url: str


class ReportLink(TypedDict):
    text: str
    url: str


class Report(TypedDict, total=False):
    """What was done. All keys are optional.

    summary: one sentence.
    counts: what was counted, by label, in the order of display.
    taken: things that were taken, with a remark in `why` where there is one.
    problems: things that were not taken, or not whole, and why.
    links: where to go from here.
    """

    summary: str
    counts: dict[str, int | float | str]
    taken: list[Item]
    problems: list[Item]
    links: list[ReportLink]
