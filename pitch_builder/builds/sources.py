"""What a build was printed from: kept when it is printed, and printed again from.

All of it lies in the archive by content, and the manifest names each piece. So a build depends
on nothing that changes: not on the deck, not on an asset, a figure, a picture or a theme, and not
on a later release's style sheet or fonts.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cms.slides.metrics import FONTS
from cms.slides.printing import EmbeddedFile, Forme, Metadata
from cms.slides.screen import NAMED
from pitch_builder.builds import archive
from pitch_builder.builds.manifest import Manifest, ManifestFile, PrintedFrom
from pitch_builder.errors import SourceLost

MANIFEST = "manifest.json"


def manifest_file(signed: Mapping[str, Any]) -> EmbeddedFile:
    """Return the signed manifest as the file that the PDF carries; always the same bytes."""
    content = json.dumps(signed, sort_keys=True, indent=1, ensure_ascii=False).encode()
    return EmbeddedFile(MANIFEST, content, "What each slide was built from, signed")


def keep(forme: Forme) -> PrintedFrom:
    """Put a forme with its fonts and pictures into the archive; return their digests.

    Call it while it is printed: raises OSError where a picture is gone by then.
    """
    from cms.slides.fetching import read_media
    from cms.slides.pdf import engine_versions

    names = sorted(
        {unescape(match[2]) for html in forme.sections for match in NAMED.finditer(html)}
    )
    fonts = sorted({name for _family, name, _weight in forme.faces})
    return PrintedFrom(
        forme=archive.put(_packed(forme)),
        sheet=archive.put(forme.sheet.encode()),
        fonts=tuple(
            ManifestFile(name, archive.put((FONTS / name).read_bytes())) for name in fonts
        ),
        pictures=tuple(ManifestFile(name, archive.put(read_media(name))) for name in names),
        renderer=engine_versions(),
    )


def _packed(forme: Forme) -> bytes:
    meta = asdict(forme.metadata)
    meta["created"] = forme.metadata.created.isoformat()
    meta["identifier"] = forme.metadata.identifier.hex()
    data = {
        "sections": forme.sections,
        "theme": forme.theme,
        "metadata": meta,
        "faces": forme.faces,
    }
    return json.dumps(data, sort_keys=True, ensure_ascii=False).encode()


def _forme(printed_from: PrintedFrom) -> Forme:
    data = json.loads(archive.get(printed_from.forme))
    meta = data["metadata"]
    return Forme(
        sections=tuple(data["sections"]),
        theme=data["theme"],
        metadata=Metadata(
            **{
                **meta,
                "keywords": tuple(meta["keywords"]),
                "created": datetime.fromisoformat(meta["created"]),
                "identifier": bytes.fromhex(meta["identifier"]),
            }
        ),
        sheet=archive.get(printed_from.sheet).decode(),
        faces=tuple((family, name, weight) for family, name, weight in data["faces"]),
    )


def print_again(signed: Mapping[str, Any]) -> bytes:
    """Return the PDF that a manifest describes, printed anew from the archive.

    Raises SourceLost where something of it is gone, and a SlideError where the engine of today
    cannot set a slide on one page.
    """
    from cms.slides.fetching import SlideFetcher
    from cms.slides.pdf import reprint

    printed_from = Manifest.from_json(signed).printed_from
    if printed_from is None:
        raise SourceLost(_("This build was made before builds kept what they were printed from."))
    pictures = {file.name: archive.get(file.digest) for file in printed_from.pictures}

    def read(name: str) -> bytes:
        if name not in pictures:
            raise OSError(f"{name} is not in the manifest")
        return pictures[name]

    with _fonts(printed_from) as folder:
        return reprint(
            _forme(printed_from),
            fonts=folder,
            fetcher=SlideFetcher(read),
            attached=[manifest_file(signed)],
        )


@contextmanager
def _fonts(printed_from: PrintedFrom) -> Iterator[Path]:
    """Lay the archived fonts out in a folder, for as long as they are needed."""
    with tempfile.TemporaryDirectory(prefix="tandem-fonts-") as name:
        folder = Path(name)
        for file in printed_from.fonts:
            (folder / Path(file.name).name).write_bytes(archive.get(file.digest))
        yield folder
