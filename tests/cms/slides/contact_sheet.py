"""Print every layout and variant in both themes and set them on one sheet to look at.

python -m tests.cms.slides.contact_sheet FOLDER
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main(folder: Path) -> None:
    import pypdfium2
    from PIL import Image

    from cms.slides.pdf import Metadata, write_pdf
    from tests.cms.slides.cast import THEMES, whole_deck

    folder.mkdir(parents=True, exist_ok=True)
    for theme in THEMES:
        pdf = write_pdf(whole_deck(theme), Metadata(f"Layouts, {theme.family}")).pdf
        (folder / f"{theme.family}.pdf").write_bytes(pdf)
        pages = [page.render(scale=0.6).to_pil() for page in pypdfium2.PdfDocument(pdf)]
        width, height = pages[0].size
        columns, gap = 4, 12
        rows = -(-len(pages) // columns)
        size = (columns * (width + gap) + gap, rows * (height + gap) + gap)
        sheet = Image.new("RGB", size, "#d8dbdb")
        for index, page in enumerate(pages):
            row, column = divmod(index, columns)
            sheet.paste(page, (gap + column * (width + gap), gap + row * (height + gap)))
        sheet.save(folder / f"{theme.family}.png")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
    import django

    django.setup()
    main(Path(sys.argv[1]))
