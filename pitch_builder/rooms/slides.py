"""The printed slides of a build, one by one, as they are shown on screens."""

from __future__ import annotations

import re

from django.core.cache import caches

from pitch_builder.builds.models import Build

KEEP_SECONDS = 600
_SECTION = re.compile(r'(?=<section class="slide )')
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)


def sections_of(build: Build) -> tuple[str, ...]:
    """Return the HTML of each slide of a build; a build never changes, so it is kept a while.

    Raises FileNotFoundError where the storage has lost the file.
    """
    cache = caches["renditions"]
    key = f"build-slides:{build.pk}"
    known = cache.get(key)
    if known is None:
        with build.html.open("rb") as file:
            known = split_sections(file.read().decode())
        cache.set(key, known, KEEP_SECONDS)
    return known


def split_sections(document: str) -> tuple[str, ...]:
    """Return the slides of a printed document, each one `<section class="slide …">`."""
    found = _BODY.search(document)
    body = found.group(1) if found else document
    return tuple(part.strip() for part in _SECTION.split(body) if part.strip())
