"""Manifest: a build's bill of materials, as plain data. No ORM.

Slide by slide it names the asset, its revision and the block; fact by fact the version and
the value that was printed; and the digests by which a change is found later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = 1


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


@dataclass(frozen=True, slots=True)
class Manifest:
    """All of a build. `build` is its id; times are ISO 8601 in UTC."""

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
    overrides: tuple[str, ...] = ()
    format: int = field(default=FORMAT)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Manifest:
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
        return cls(**{**data, "slides": slides, "overrides": tuple(data.get("overrides", ()))})

    @property
    def fact_ids(self) -> set[int]:
        return {fact.id for slide in self.slides for fact in slide.facts}

    @property
    def asset_ids(self) -> set[int]:
        return {slide.asset for slide in self.slides if slide.asset is not None}

    @property
    def picture_ids(self) -> set[int]:
        return {picture.id for slide in self.slides for picture in slide.pictures}


def content_digest(block_type: str, raw: Any) -> str:
    """Return the hash of a slide block's stored words, figures and settings.

    Facts enter by id, so that a fact's new value is told apart from a changed text.
    """
    packed = json.dumps([block_type, raw], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(packed.encode()).hexdigest()
