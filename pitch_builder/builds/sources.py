"""What a build was printed from: kept when it is printed, and printed again from.

All of it lies in the archive by content, and the manifest names each piece. So a build depends
on nothing that changes: not on the deck, not on an asset, a figure, a picture or a theme, and not
on a later release's style sheet or fonts.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cms.brand.themes import Theme
from cms.slides.metrics import FONTS
from cms.slides.pptx import stored
from cms.slides.pptx.shapes import SlideShapes
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


def keep_shapes(slides: Sequence[SlideShapes], theme: Theme) -> str:
    """Put the slides of a build, as shapes, into the archive; return their digest."""
    return archive.put(stored.pack(slides, theme))


def kept_shapes(printed_from: PrintedFrom) -> tuple[tuple[SlideShapes, ...], Theme]:
    """Return the slides of a build as shapes, and their theme. Raises SourceLost."""
    if not printed_from.shapes:
        raise SourceLost(_("This build was made before builds kept what presentations need."))
    try:
        return stored.unpack(archive.get(printed_from.shapes))
    except stored.UnknownShapes as error:
        raise SourceLost(_("This build was kept in a form that is no longer read.")) from error


def kept_forme(signed: Mapping[str, Any]) -> tuple[PrintedFrom, Forme]:
    """Return what a manifest says that its PDF was printed from. Raises SourceLost."""
    printed_from = Manifest.from_json(signed).printed_from
    if printed_from is None:
        raise SourceLost(_("This build was made before builds kept what they were printed from."))
    return printed_from, _forme(printed_from)


def reader_of(printed_from: PrintedFrom) -> Callable[[str], bytes]:
    """Return a function that opens the pictures of a build by name, as they were printed."""
    digests = {file.name: file.digest for file in printed_from.pictures}

    def read(name: str) -> bytes:
        if name not in digests:
            raise OSError(f"{name} is not in the manifest")
        return archive.get(digests[name])

    return read


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


def print_again(
    signed: Mapping[str, Any], picture: Callable[[str, bytes], bytes] | None = None
) -> bytes:
    """Return the PDF that a manifest describes, printed anew from the archive.

    `picture`, given a name and what was printed, may return the same picture at another size:
    it has a frame of its own, so that the layout stays. Raises SourceLost where something of it
    is gone, and a SlideError where the engine of today cannot set a slide on one page.
    """
    from cms.slides.fetching import SlideFetcher
    from cms.slides.pdf import reprint

    printed_from, forme = kept_forme(signed)
    # Read before it is printed: the engine would take a lost picture for a fault of the layout.
    kept = {file.name: archive.get(file.digest) for file in printed_from.pictures}

    def read(name: str) -> bytes:
        if name not in kept:
            raise OSError(f"{name} is not in the manifest")
        return picture(name, kept[name]) if picture else kept[name]

    with _fonts(printed_from) as folder:
        return reprint(
            forme,
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
