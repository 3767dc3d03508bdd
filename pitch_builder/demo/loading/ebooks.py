"""The demo's e-books: the asset's own text, printed."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.html import escape
from weasyprint import HTML

from cms.importing.markup import markdown_tree
from cms.slides.fetching import SlideFetcher
from pitch_builder.demo import assets as files
from pitch_builder.demo.assets import ASSET_LINK, FACT_REFERENCE, PICTURE_REFERENCE
from pitch_builder.demo.loading.shelf import Shelf


def print_ebook(row: files.DemoAsset, details: files.Ebook, shelf: Shelf) -> bytes:
    """Return an A5 PDF of the e-book's text, with its figures as they are today."""
    text = FACT_REFERENCE.sub(lambda m: shelf.facts[m.group(1)].current.display, row.body)
    text = PICTURE_REFERENCE.sub("", ASSET_LINK.sub(r"\1", text))
    hero = shelf.image(row.hero, row.hero_alt)
    html = render_to_string(
        "pitch_builder/demo/ebook.html",
        {
            "title": row.title,
            "subtitle": details.subtitle,
            "company": shelf.content.company.name,
            "picture": f"media:{hero.file.name}" if hero else "",
            "picture_alt": row.hero_alt,
            "body": _html(text),
            "accent": shelf.content.company.brand.get("accent", "#333333"),
        },
    )
    return HTML(string=html, url_fetcher=SlideFetcher(), base_url="media:").write_pdf(
        pdf_variant="pdf/ua-1"
    )


def _html(text: str) -> str:
    """Return sanitised HTML of Markdown."""

    def write(node: object) -> str:
        if isinstance(node, str):
            return escape(node)
        inner = "".join(write(child) for child in node.children)  # type: ignore[attr-defined]
        tag = node.tag  # type: ignore[attr-defined]
        return f"<{tag}>{inner}</{tag}>" if tag else inner

    return "".join(write(child) for child in markdown_tree(text).children)
