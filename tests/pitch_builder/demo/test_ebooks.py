from __future__ import annotations

import io

import pikepdf
import pytest

from pitch_builder.demo import content as demo
from pitch_builder.demo.ebooks import ebook_pdf


def test_an_ebook_is_a_tagged_pdf_with_the_facts_in_it() -> None:
    content = demo.read()
    asked: list[str] = []

    def fact_text(key: str) -> str:
        asked.append(key)
        return "4 working days"

    data = ebook_pdf(content.asset("first-audited-year"), content, fact_text)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) >= 5
        assert "/StructTreeRoot" in pdf.Root
    assert "close-days" in asked


def test_another_asset_is_refused() -> None:
    content = demo.read()
    with pytest.raises(TypeError, match="hollin-freight"):
        ebook_pdf(content.asset("hollin-freight"), content, str)
