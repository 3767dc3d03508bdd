"""Whatever a deck says: printed again from what was kept, its bytes are those of the first time,
and printed anew from the same slides, too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cms.slides.pdf import write_pdf
from cms.slides.printing import Metadata
from pitch_builder.builds import signing, sources
from pitch_builder.builds.keys import current_key
from pitch_builder.builds.manifest import Manifest
from tests.cms.slides.cast import THEMES, slide

pytestmark = pytest.mark.django_db
# Long words, accents, figures and marks: what hyphenation, ligatures and subsets turn on.
words = st.sampled_from(
    ["office", "fjord", "Ärger", "naïve", "68 %", "£1.2m", "a", "CO₂e", "—", "energy", "“fine”"]
)
titles = st.lists(words, min_size=1, max_size=5).map(" ".join)
kinds = st.sampled_from(
    ["statement", "bullets", "two_columns", "quote", "figures", "table", "chart", "timeline"]
)
moments = st.integers(0, 10**9).map(lambda n: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(0, n))


def words_of(kind: str, title: str) -> dict[str, str]:
    name = {"statement": "statement", "quote": "quote"}.get(kind)
    return {name: f"<p>{title}</p>"} if name else {"title": title}


# To make a failing deck smaller would take minutes.
@settings(max_examples=8, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    st.sampled_from(THEMES),
    st.lists(st.tuples(kinds, titles), min_size=1, max_size=3),
    titles,
    moments,
    st.binary(min_size=16, max_size=16),
)
def test_the_same_slides_give_the_same_bytes_at_once_and_from_the_archive(
    theme, chosen, title, moment, identifier
):
    slides = [
        slide(kind, theme, number, **words_of(kind, text))
        for number, (kind, text) in enumerate(chosen, 1)
    ]
    meta = Metadata(title, created=moment, identifier=identifier)
    signed = {}

    def attach(forme, steps):
        manifest = Manifest(
            identifier.hex(), 1, title, 1, moment.isoformat(), "", "", "en", theme.family, 0, "",
            printed_from=sources.keep(forme),
        )  # fmt: skip
        signed.update(signing.sign(manifest.to_json(), current_key()))
        return [sources.manifest_file(signed)]

    printed = write_pdf(slides, meta, attach=attach)
    assert sources.print_again(signed) == printed.pdf
    assert write_pdf(slides, meta, attach=attach).pdf == printed.pdf
