"""The demo's e-books as PDF, set from the text of their assets."""

from __future__ import annotations

import base64
from collections.abc import Callable
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from pitch_builder.demo.assets import ASSET_LINK, FACT_REFERENCE, DemoAsset, Ebook
from pitch_builder.demo.content import DemoContent
from pitch_builder.demo.pictures import drawings
from pitch_builder.demo.pictures.canvas import FONTS

STYLE = """
@page { size: 148mm 210mm; margin: 20mm 18mm 20mm 18mm;
  @bottom-left { content: string(book); font: 7.5pt 'Book Text'; color: #645d68 }
  @bottom-right { content: counter(page); font: 7.5pt 'Book Text'; color: #645d68 } }
@page cover { margin: 0; background: %(dark)s;
  @bottom-left { content: none } @bottom-right { content: none } }
html { font: 9.6pt/1.5 'Book Text'; color: %(ink)s }
.cover { page: cover; height: 210mm; position: relative; break-after: page; color: #f9f8fa }
.cover img { position: absolute; left: 0; top: 0; width: 148mm; height: 112mm; object-fit: cover }
.cover h1 { position: absolute; left: 14mm; top: 124mm; width: 118mm; margin: 0;
  font: 27pt/1.08 'Book Display'; string-set: book content() }
.cover p { position: absolute; left: 14mm; margin: 0; width: 118mm }
.cover .sub { top: 166mm; font-size: 12pt; color: #d0c6d4 }
.cover .who { top: 192mm; font-size: 8.5pt; color: #d0c6d4 }
.lead { font: 13.5pt/1.42 'Book Display'; color: %(accent)s; margin: 0 0 9mm }
h2 { font: 17pt/1.15 'Book Display'; margin: 9mm 0 3mm; break-after: avoid }
p { margin: 0 0 2.8mm; orphans: 3; widows: 3 }
ol, ul { margin: 0 0 3.5mm; padding-left: 6mm } li { margin-bottom: 1.4mm }
blockquote { margin: 5mm 0; padding-left: 5mm; border-left: 1.2mm solid %(signal)s;
  font: 12.5pt/1.35 'Book Display'; break-inside: avoid }
blockquote p:last-child { font: 8.5pt 'Book Text'; color: #645d68; margin: 0 }
table { width: 100%%; border-collapse: collapse; margin: 4mm 0 5mm; font-size: 8.6pt;
  break-inside: avoid }
th, td { text-align: left; padding: 1.4mm 2mm 1.4mm 0; border-bottom: .2mm solid #d9cdd9 }
th { border-bottom: .5mm solid %(ink)s; vertical-align: bottom }
.imprint { margin-top: 12mm; padding-top: 3mm; border-top: .2mm solid #d9cdd9; font-size: 7.5pt;
  color: #645d68 }
"""


def _faces() -> str:
    faces = (
        ("Book Display", "folio-display", 400),
        ("Book Text", "folio-text", 400),
        ("Book Text", "folio-text-strong", 600),
        ("Book Text", "folio-text-strong", 700),
    )
    return "".join(
        f"@font-face {{ font-family: '{family}'; font-weight: {weight}; "
        f"src: url({Path(FONTS, name).with_suffix('.ttf').as_uri()}) }}"
        for family, name, weight in faces
    )


def _body(asset: DemoAsset, fact_text: Callable[[str], str]) -> str:
    text = FACT_REFERENCE.sub(lambda found: fact_text(found[1]), asset.body)
    text = ASSET_LINK.sub(lambda found: found[1], text)
    return str(MarkdownIt("commonmark").enable("table").render(text))


def ebook_pdf(asset: DemoAsset, content: DemoContent, fact_text: Callable[[str], str]) -> bytes:
    """The e-book `asset` as a tagged PDF in A5.

    `fact_text` gives a fact's value with its unit by its key, as it stands when the book is made.
    """
    if not isinstance(asset.details, Ebook):
        raise TypeError(f"{asset.slug} is not an e-book")
    hero = drawings.picture(asset.hero)
    image = base64.b64encode(hero.data).decode()
    company, brand = content.company, content.company.brand
    summary = FACT_REFERENCE.sub(lambda found: fact_text(found[1]), asset.summary)
    html = (
        f'<html lang="en"><head><title>{escape(asset.title)}</title></head><body>'
        f'<section class="cover"><img src="data:image/jpeg;base64,{image}" '
        f'alt="{escape(asset.hero_alt)}"><h1>{escape(asset.title.split(":")[0])}</h1>'
        f'<p class="sub">{escape(asset.details.subtitle)}</p>'
        f'<p class="who">{escape(company.name)}, {escape(company.website)}</p></section>'
        f'<p class="lead">{escape(summary)}</p>{_body(asset, fact_text)}'
        f'<p class="imprint">{escape(company.imprint)}</p></body></html>'
    )
    fonts = FontConfiguration()
    style = CSS(string=_faces() + STYLE % brand, font_config=fonts)
    pdf = HTML(string=html).write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    return bytes(pdf or b"")
