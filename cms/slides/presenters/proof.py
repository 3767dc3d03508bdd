"""What the templates of proof slides get: pictures, figures, logos, comparison, timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cms.slides import pictures
from cms.slides.context import SlideContext
from cms.slides.facts import figure_value
from cms.slides.motif import motif_uri
from cms.slides.presenters.parts import figure, joined, like
from cms.slides.presenters.typesetting import Typesetter
from cms.slides.typography import largest_size

Slot = dict[str, Any]

FIGURE_WIDTHS = {1: 190.0, 2: 141.0, 3: 92.0, 4: 67.5}
FIGURE_SIZES = {1: (230, 60), 2: (108, 44), 3: (80, 36), 4: (60, 30)}
LABEL_SIZES = {1: 20, 2: 18, 3: 18, 4: 16}


def picture(value: Mapping[str, Any], context: SlideContext, step: int) -> Slot:
    set_ = Typesetter(context.theme)
    variant = value.get("variant") or "inset"
    full = variant == "full"
    image = value.get("image")
    alt = str(value.get("alt") or value.get("title") or "")
    if image:
        shown = (
            pictures.full_bleed(image, context.theme)
            if full
            else pictures.filled(image, 165.5, 136)
        )
    else:
        frame = (320.0, 180.0) if full else (165.5, 136.0)
        shown = motif_uri(context.theme, alt, *frame, dark=full)
    size = (16 if step == 0 else 14) if full else (18, 16, 14)[min(step, 2)]
    item = value.get("figure") or {}
    has_figure = bool(item.get("fact") or item.get("value")) and not full
    return {
        "variant": variant,
        "dark": full,
        "title": set_.title(value.get("title"), 116.5 if full else 92),
        "image": shown,
        "alt": alt,
        "text": set_.paragraphs(value.get("text"), 92, size),
        "caption": set_.text(value.get("caption"), 92 if full else 165.5, 14 if full else 12),
        "figure": figure(item, set_, width=92, sizes=(52, 44, 36)) if has_figure else None,
    }


def figures(value: Mapping[str, Any], context: SlideContext, step: int) -> Slot:
    set_ = Typesetter(context.theme)
    items = list(value.get("items") or ())[:4]
    count = max(len(items), 1)
    width = FIGURE_WIDTHS[count]
    largest, smallest = FIGURE_SIZES[count]
    shown = [figure_value(item) for item in items]
    size = largest_size(
        [joined(one) for one in shown],
        width,
        set_.metrics.figure_width,
        range(largest - 4 * step, smallest - 1, -2),
    )
    highest = max((max(i.get("before") or 0, i.get("now") or 0) for i in items), default=0)
    columns = []
    for item, one in zip(items, shown, strict=True):
        before, now = item.get("before"), item.get("now")
        top = max(before or 0, now or 0)
        columns.append(
            {
                "value": set_.inline(one.text),
                "unit": set_.inline(one.unit),
                "label": set_.text(one.label, width, LABEL_SIZES[count]),
                "note": set_.text(item.get("note"), width, 14),
                "signal": bool(item.get("signal")),
                "bars": [
                    {
                        "share": f"{(number / top if top else 0):.4f}",
                        "value": set_.inline(like(one.text, number, one.unit)),
                        "label": set_.inline(label),
                        "now": index == 1,
                    }
                    for index, (number, label) in enumerate(
                        ((before, item.get("before_label") or _("before")), (now, _("now")))
                    )
                    if number is not None
                ]
                if before is not None and now is not None
                else [],
            }
        )
    return {
        "count": count,
        "variant": f"n{count}",
        "title": set_.title(value.get("title")) if value.get("title") else None,
        "columns": columns,
        "size": size,
        "reason": set_.paragraphs(value.get("reason"), 92, 14 if step else 16)
        if count == 1
        else [],
        "note": set_.text(value.get("note"), 288 if count > 1 else 190, 14),
        "compared": highest > 0,
        "noted": any(column["note"] for column in columns),
    }


def logos(value: Mapping[str, Any], context: SlideContext, step: int) -> Slot:
    set_ = Typesetter(context.theme)
    colours = context.theme.colours
    names = list(value.get("logos") or ())
    return {
        "title": set_.title(value.get("title")),
        "cells": [
            {
                "name": item["name"],
                "label": set_.inline(item["name"]),
                "image": pictures.logo(item["image"], colours.muted) if item.get("image") else "",
            }
            for item in names
        ],
        "note": set_.text(value.get("note"), 288, 14),
    }


def comparison(value: Mapping[str, Any], context: SlideContext, step: int) -> Slot:
    set_ = Typesetter(context.theme)
    columns = list(value.get("columns") or ())
    own = [bool(column.get("own")) for column in columns]
    rows = list(value.get("rows") or ())
    return {
        "title": set_.title(value.get("title")),
        "criterion": set_.inline(value.get("criterion") or _("Criterion")),
        "columns": [
            {"name": set_.inline(column["name"]), "own": is_own}
            for column, is_own in zip(columns, own, strict=True)
        ],
        "rows": [
            {
                "criterion": set_.inline(row["criterion"]),
                "cells": [
                    {"text": set_.inline(cell), "own": is_own}
                    for cell, is_own in zip(row["cells"], own, strict=False)
                ],
            }
            for row in rows
        ],
        "row_height": f"{min(16.0, 88 / max(len(rows), 1)):.2f}",
        "note": set_.text(value.get("note"), 288, 14),
    }


def timeline(value: Mapping[str, Any], context: SlideContext, step: int) -> Slot:
    set_ = Typesetter(context.theme)
    # A phase that is being written may lack its days yet.
    phases = [
        phase
        for phase in value.get("phases") or ()
        if phase["start"] is not None and phase["end"] is not None
    ]
    first = min((phase["start"] for phase in phases), default=0)
    last = max((phase["end"] for phase in phases), default=1)
    scale = 190 / max(last - first, 1e-9)
    unit = str(value.get("unit") or "")
    marks = sorted({phase["start"] for phase in phases} | {last})
    kept: list[float] = []
    for mark in marks:
        # Marks closer than 9 mm would run into each other; the end always stays.
        if kept and (mark - kept[-1]) * scale < 9:
            if mark == last:
                kept[-1] = mark
            continue
        kept.append(mark)
    rows = [
        {
            "name": set_.inline(phase["name"]),
            "text": set_.text(phase.get("text"), 92, 14 if step == 0 else 12),
            "span": _span(phase["end"] - phase["start"], unit),
            "left": f"{(phase['start'] - first) * scale:.2f}",
            "width": f"{(phase['end'] - phase['start']) * scale:.2f}",
            "signal": bool(phase.get("signal")),
        }
        for phase in phases
    ]
    return {
        "title": set_.title(value.get("title")),
        "rows": rows,
        "marked": any(row["signal"] for row in rows),
        "row_height": (row_height := min(21.0, 88 / max(len(rows), 1))),
        "height": f"{row_height * len(rows):.2f}",
        "marks": [
            {
                "left": f"{(mark - first) * scale:.2f}",
                "label": set_.inline(
                    f"{unit.capitalize()} {_plain(mark)}" if index == 0 else _plain(mark)
                ),
                "last": mark == last,
            }
            for index, mark in enumerate(kept)
        ],
        "note": set_.text(value.get("note"), 288, 14),
    }


def _plain(number: float) -> str:
    return f"{number:g}"


def _span(length: float, unit: str) -> str:
    return f"{length:g} {unit}{'' if length == 1 or unit.endswith('s') else 's'}"
