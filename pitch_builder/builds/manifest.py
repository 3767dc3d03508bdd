"""Manifest: a build's bill of materials, as plain data. No ORM.

Slide by slide it names the asset, its revision and the block; fact by fact the version and
the value that was printed; the digests by which a change is found later; and all that the same
PDF can be printed from again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

FORMAT = 2


@dataclass(frozen=True, slots=True)
class ManifestFact:
    """A fact as it was printed. `version` is the id of its published revision."""

    id: int
    key: str
    label: str
    version: int | None
    display: str
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class ManifestPicture:
    """A picture as it was printed; `digest` is the hash of the original file."""

    id: int
    digest: str


@dataclass(frozen=True, slots=True)
class ManifestSlide:
    """One page of the PDF. An own slide has no asset and is not approved by marketing.

    Nor is an `edited` one: the rep's version of the asset's slide, made from what had the
    `base_digest` and, as far as it was kept, this revision.
    """

    number: int
    title: str
    kind: str
    slide_id: int | None
    block: str = ""
    asset: int | None = None
    asset_title: str = ""
    revision: int | None = None
    content_digest: str = ""
    facts: tuple[ManifestFact, ...] = ()
    pictures: tuple[ManifestPicture, ...] = ()
    approved: bool = True
    fit_step: int = 0
    edited: bool = False
    base_digest: str = ""

    def gave_way(self, asset: int | None, block: str) -> bool:
        """Tell whether another block of marketing's, this one, stands in its place by now."""
        return bool(self.asset and block) and (self.asset, self.block) != (asset, block)


@dataclass(frozen=True, slots=True)
class ManifestOverride:
    """A finding of the gate that somebody with the right let pass, by name and with a reason."""

    slide: int
    code: str
    what: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """A file that the PDF was printed from; `digest` is its SHA-256."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class PrintedFrom:
    """What went into the press, by SHA-256: the forme (the slides' HTML with the theme's
    variables and the PDF's own data), the style sheet, each font and picture as printed; and the
    same slides as `shapes`, which presentations are made from. `renderer` names each program that
    shapes the bytes with its version."""

    forme: str
    sheet: str
    shapes: str = ""
    fonts: tuple[ManifestFile, ...] = ()
    pictures: tuple[ManifestFile, ...] = ()
    renderer: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PrintedFrom:
        files = {
            name: tuple(ManifestFile(**file) for file in data.get(name, ()))
            for name in ("fonts", "pictures")
        }
        return cls(**{**data, **files, "renderer": tuple(data.get("renderer", ()))})

    @property
    def digests(self) -> set[str]:
        """All that it names."""
        alone = {digest for digest in (self.forme, self.sheet, self.shapes) if digest}
        return alone | {file.digest for file in (*self.fonts, *self.pictures)}


@dataclass(frozen=True, slots=True)
class Manifest:
    """All of a build. `build` is its id, `code` its short name in addresses; times are ISO 8601
    in UTC. `merge` holds what the merge fields stood for."""

    build: str
    deck: int
    deck_title: str
    number: int
    built_at: str
    account: str
    recipient: str
    language: str
    theme: str
    theme_version: int
    renderer: str
    slides: tuple[ManifestSlide, ...] = ()
    overrides: tuple[ManifestOverride, ...] = ()
    code: str = ""
    merge: Mapping[str, str] = field(default_factory=dict)
    printed_from: PrintedFrom | None = None
    format: int = field(default=FORMAT)

    def to_json(self) -> dict[str, Any]:
        """Return plain data, as JSON has it."""
        made: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return made

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Manifest:
        """Read what `to_json` returned, signed or not, also in an earlier format."""
        slides = tuple(
            ManifestSlide(
                **{
                    **slide,
                    "facts": tuple(ManifestFact(**fact) for fact in slide.get("facts", ())),
                    "pictures": tuple(
                        ManifestPicture(**picture) for picture in slide.get("pictures", ())
                    ),
                }
            )
            for slide in data.get("slides", ())
        )
        known = {item.name for item in fields(cls)}
        made = {name: value for name, value in data.items() if name in known}
        printed_from = data.get("printed_from")
        return cls(
            **{
                **made,
                "slides": slides,
                "overrides": tuple(
                    ManifestOverride(**override) for override in data.get("overrides", ())
                ),
                "printed_from": PrintedFrom.from_json(printed_from) if printed_from else None,
            }
        )

    @property
    def fact_ids(self) -> set[int]:
        return {fact.id for slide in self.slides for fact in slide.facts}

    @property
    def asset_ids(self) -> set[int]:
        return {slide.asset for slide in self.slides if slide.asset is not None}

    @property
    def revision_ids(self) -> set[int]:
        """Revisions of assets and, as their versions, of facts."""
        found = {slide.revision for slide in self.slides}
        found |= {fact.version for slide in self.slides for fact in slide.facts}
        return {pk for pk in found if pk is not None}

    @property
    def picture_ids(self) -> set[int]:
        return {picture.id for slide in self.slides for picture in slide.pictures}


def same_but_for_figures(one: Manifest, other: Manifest) -> bool:
    """Tell whether two builds show the same slides in the same order and look, whatever the
    values of their figures."""

    def shown(manifest: Manifest) -> list[tuple[object, ...]]:
        # A title may hold a figure; where there is a digest, it covers the title's words.
        return [
            (s.kind, s.slide_id, s.asset, s.block, s.content_digest or s.title, s.pictures)
            for s in manifest.slides
        ]

    return (one.theme, one.theme_version, one.overrides, shown(one)) == (
        other.theme,
        other.theme_version,
        other.overrides,
        shown(other),
    )


def content_digest(block_type: str, raw: Any) -> str:
    """Return the hash of a slide block's stored words, figures and settings.

    Facts enter by id, so that a fact's new value is told apart from a changed text.
    """
    packed = json.dumps([block_type, raw], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(packed.encode()).hexdigest()
