"""A reader's name on each page of a PDF: whose copy it is stays to be seen when it travels."""

from __future__ import annotations

import io
from html import escape

import pikepdf
from pikepdf import Name

from cms.brand.themes import Theme

# A grey that can be read on white and on the themes' dark grounds, without drawing the eye.
GREY = "#7c8688"


def stamp(pdf: bytes, text: str, theme: Theme) -> bytes:
    """Return the PDF with a line of text at the foot of each page, below the footer.

    The line is an artifact: screen readers pass it over, and the file stays valid PDF/UA. Files
    inside the PDF, such as its manifest, are kept as they are.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document, pikepdf.open(_line(text, theme)) as line:
        mark = document.copy_foreign(line.pages[0].as_form_xobject())
        for page in document.pages:
            name = page.add_resource(mark, Name.XObject, prefix="Reader")
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(b"\nQ\n/Artifact BMC\nq %s Do Q\nEMC\n" % str(name).encode())
        made = io.BytesIO()
        document.save(made, deterministic_id=True, fix_metadata_version=False)
    return made.getvalue()


def _line(text: str, theme: Theme) -> io.BytesIO:
    """Set the line on an empty page of a slide's size, in the theme's own typeface."""
    from weasyprint import HTML

    from cms.slides.layout import engine, press_for

    html = (
        "<style>@page { size: 320mm 180mm; margin: 0 } body { margin: 0 } p { margin: 0; "
        f"position: absolute; left: 16mm; top: 173mm; width: 288mm; color: {GREY}; "
        f"font: 8pt/4mm '{theme.typefaces.text}'; white-space: nowrap; overflow: hidden }}</style>"
        f"<p>{escape(text)}</p>"
    )
    with engine:
        fonts = press_for(theme.typefaces.files).fonts
        return io.BytesIO(HTML(string=html).write_pdf(font_config=fonts))
