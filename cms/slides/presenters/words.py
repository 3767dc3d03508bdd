"""What the templates of word slides get: frames in mm are those of cms/css/slides.css."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.brand.contrast import luminance
from cms.brand.themes import Theme
from cms.slides import pictures
from cms.slides.context import SlideContext
from cms.slides.icons import icon
from cms.slides.metrics import plain
from cms.slides.motif import motif_uri
from cms.slides.presenters.parts import figure
from cms.slides.presenters.typesetting import Typesetter
from cms.slides.qr import qr_svg

Slot = dict[str, Any]


def _sizes(step: int, *sizes: float) -> float:
    return sizes[min(step, len(sizes) - 1)]


def title(value: Mapping[str, Any], context: SlideContext, step: int) -> Slot:
    theme, set_ = context.theme, Typesetter(context.theme)
    variant = value.get("variant") or "split"
    width = 141.0 if variant == "section" else 165.5
    size = _sizes(step, 70, 60, 52) if variant == "split" else _sizes(step, 60, 48, 44)
    image, seed = value.get("picture"), str(value.get("title"))
    if variant == "full":
        ground = (
            pictures.full_bleed(image, theme)
            if image
            else theme.cover_wide or motif_uri(theme, seed, 320, 180, dark=True)
        )
    elif variant == "split":
        ground = (
            pictures.filled(image, 126.5, 180)
            if image
            else theme.cover_tall or motif_uri(theme, seed, 126.5, 180)
        )
    else:
        ground = (
            pictures.toned(image, theme, 126.5, 160)
            if image
            else motif_uri(theme, seed, 320, 180, dark=True)
        )
    return {
        "variant": variant,
        "title": set_.display(value.get("title"), width, size),
        "lead": set_.text(value.get("lead"), min(width, 141.0), 20),
        "ground": ground,
        "logo": _logo(theme, variant),
        "drawn": not image,
        "footer": variant == "section",
        "dark": variant != "split",
    }


def _logo(theme: Theme, variant: str) -> str:
    """The logo for the ground that it stands on."""
    on_dark = variant == "full" or luminance(theme.colours.cover_ground) < 0.18
    return (theme.logo_on_dark or theme.logo) if on_dark else theme.logo


def statement(value: Mapping[str, Any], context: SlideContext, step: int) -> Slot:
    set_ = Typesetter(context.theme)
    variant = value.get("variant") or "dark"
    width = 288.0 if variant == "dark" else 165.5
    size = _sizes(step, 62, 56, 48) if variant == "dark" else _sizes(step, 48, 44, 40)
    main = set_.display(value.get("statement"), width, size, most=5)
    emphasis = set_.display(value.get("emphasis"), width, size, most=3)
    # The emphasis starts a line of its own where that costs no line more than three.
    apart = bool(emphasis) and main.count + emphasis.count <= (3 if variant == "dark" else 4)
    if emphasis and not apart:
        joined = f"{main.html} <b class='emphasis'>{emphasis.html}</b>"
        main = set_._set(joined, width, lambda text: set_.metrics.display_width(text, size), 4)
    return {
        "variant": variant,
        "dark": variant == "dark",
        "tint": variant == "evidence",
        "statement": main,
        "emphasis": emphasis if apart else None,
        "source": set_.text(value.get("source"), 116.5, 14),
        "proofs": [
            {
                "heading": set_.text(item["heading"], 92, 16, strong=True),
                "text": set_.paragraphs(item.get("text"), 92, 16),
            }
            for item in value.get("proofs") or ()
        ]
        if variant == "evidence"
        else [],
    }


def bullets(value: Mapping[str, Any], context: SlideContext, step: int) -> Slot:
    set_ = Typesetter(context.theme)
    variant = value.get("variant") or "numbers"
    numbered = variant == "numbers"
    size = _sizes(step, 16, 14)
    points = list(value.get("items") or ())

    def row(number: int, item: Mapping[str, Any]) -> Slot:
        heading = item.get("heading") or ""
        width, text_size = (141.0 if numbered else 92.0), size
        if numbered and not heading:
            width, text_size = 263.5, _sizes(step, 18, 16)
        return {
            "number": number,
            "icon_name": item.get("icon") or "",
            "icon": icon(item.get("icon") or "", context.theme.colours.accent),
            "heading": heading
            and set_.text(heading, 116.5 if numbered else 92, 18 if numbered else 16, strong=True),
            "text": set_.paragraphs(item.get("text"), width, text_size),
        }

    return {
        "variant": variant,
        "title": set_.title(value.get("title")),
        "rows": [row(number, item) for number, item in enumerate(points, 1)],
        "row_height": min(26.5, 106 / max(len(points), 1)),
    }


def two_columns(value: Mapping[str, Any], context: SlideContext, step: int) -> Slot:
    set_ = Typesetter(context.theme)
    variant = value.get("variant") or "text"
    panel = variant == "panel"
    size = _sizes(step, 18, 16, 14)
    left, right = value.get("left") or {}, value.get("right") or {}

    def column(part: Mapping[str, Any], width: float, text_size: float) -> Slot:
        return {
            "heading": set_.text(part.get("heading"), width, 18, strong=True),
            "text": set_.paragraphs(part.get("text"), width, text_size),
        }

    return {
        "variant": variant,
        "title": set_.title(value.get("title"), 165.5 if panel else 288),
        "left": column(left, 165.5 if panel else 141, size),
        "right": column(right, 92 if panel else 141, 14 if panel else size),
        "figures": [
            figure(item, set_, width=92, sizes=(40, 34, 30)) for item in value.get("figures") or ()
        ]
        if panel
        else [],
    }


def quote(value: Mapping[str, Any], context: SlideContext, step: int) -> Slot:
    set_ = Typesetter(context.theme)
    variant = value.get("variant") or "portrait"
    dark = variant == "dark"
    size = _sizes(step, 56, 44, 36) if dark else _sizes(step, 44, 36, 30)
    words = set_.inline(value.get("quote")).strip().strip('“”"')
    image = value.get("portrait")
    portrait = ""
    if image:
        portrait = pictures.filled(image, 24, 24) if dark else pictures.filled(image, 92, 144)
    name = str(value.get("name") or "")
    return {
        "variant": variant,
        "dark": dark,
        "quote": set_.display(_quoted(words), 288 if dark else 165.5, size, most=6),
        "hang": set_.hang(size),
        "name": set_.inline(name),
        "role": set_.text(value.get("role"), 165.5, 14),
        "portrait": portrait,
        "initials": "".join(part[0] for part in name.split()[:2]).upper(),
        "label": plain(words)[:80],
    }


def _quoted(words: str) -> Any:
    from django.utils.safestring import mark_safe

    return _Markup(mark_safe(f"“{words}”"))


class _Markup:
    """Markup that is ready: one paragraph of rich text without a database form."""

    def __init__(self, markup: str) -> None:
        self.source = f"<p>{markup}</p>"


def agenda(value: Mapping[str, Any], context: SlideContext, step: int) -> Slot:
    set_ = Typesetter(context.theme)
    points = list(value.get("items") or ())
    return {
        "title": set_.title(value.get("title"), 92),
        "when": set_.paragraphs(value.get("when"), 92, 14),
        "rows": [
            {
                "number": number,
                "heading": set_.inline(item["heading"]),
                "text": set_.inline(item.get("text")) if step == 0 else "",
                "minutes": item.get("minutes"),
            }
            for number, item in enumerate(points, 1)
        ],
        "row_height": 27,
    }


def call_to_action(value: Mapping[str, Any], context: SlideContext, step: int) -> Slot:
    set_ = Typesetter(context.theme)
    size = _sizes(step, 48, 44, 36)
    contact = context.contact if value.get("contact", True) else None
    card: Slot | None = None
    if contact:
        address = contact.link or context.verify_link
        card = {
            "person": contact,
            "initials": "".join(part[0] for part in contact.name.split()[:2]).upper(),
            "role": set_.text(contact.role, 76, 12),
            "qr": qr_svg(address, context.theme.colours.ink, address) if address else "",
            "link": address,
            "address": address.split("://")[-1].rstrip("/"),
        }
    return {
        "tint": True,
        "title": set_.display(value.get("title"), 165.5, size, most=3),
        "steps": [
            {"when": set_.inline(item["when"]), "text": set_.text(item["text"], 113, 16)}
            for item in value.get("steps") or ()
        ],
        "card": card,
    }
