"""Which kind of source document becomes which kind of asset, and which names its data has.

The declared mapping below is the default. A YAML file in the same shape replaces parts of it:

    kinds:
      battlecard: {kind: comparison, visibility: internal}
      "*_process": {kind: article, visibility: internal}
    fields:
      customer: [organization, client]

A kind may hold * and ?; the first match in order wins, those of the file before our own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from cms.assets.enums import AssetKind, Visibility
from cms.importing.errors import DocumentRefused, MappingRefused
from cms.importing.reading import Meta, read_bytes

MAPPING_LIMIT = 256 * 1024
# What a folder of documents can become. A video or an e-book is a file, a landing page a form.
IMPORTABLE = frozenset(
    {AssetKind.CASE_STUDY, AssetKind.PRODUCT_SHEET, AssetKind.ARTICLE, AssetKind.COMPARISON}
)


@dataclass(frozen=True, slots=True)
class Target:
    """What a source kind becomes. `known` is False where no line of the mapping names it."""

    kind: str
    visibility: str
    known: bool = True


PUBLIC_ARTICLE = Target(AssetKind.ARTICLE, Visibility.PUBLIC)
INTERNAL_ARTICLE = Target(AssetKind.ARTICLE, Visibility.INTERNAL)

KINDS: dict[str, Target] = {
    "case_study": Target(AssetKind.CASE_STUDY, Visibility.PUBLIC),
    "product_page": Target(AssetKind.PRODUCT_SHEET, Visibility.PUBLIC),
    "product_sheet": Target(AssetKind.PRODUCT_SHEET, Visibility.PUBLIC),
    "competitor_comparison": Target(AssetKind.COMPARISON, Visibility.INTERNAL),
    "comparison": Target(AssetKind.COMPARISON, Visibility.INTERNAL),
    "article": PUBLIC_ARTICLE,
    "blog": PUBLIC_ARTICLE,
    "community": PUBLIC_ARTICLE,
    "event": PUBLIC_ARTICLE,
    "guide": PUBLIC_ARTICLE,
    "resource": PUBLIC_ARTICLE,
    "topic": PUBLIC_ARTICLE,
    "buyer_journey": INTERNAL_ARTICLE,
    "messaging": INTERNAL_ARTICLE,
    "persona": INTERNAL_ARTICLE,
    "sales_enablement": INTERNAL_ARTICLE,
    "*_process": INTERNAL_ARTICLE,
}
# Nobody said what it is: a draft article. A kind that we do not know: for the team only.
NO_KIND = PUBLIC_ARTICLE
UNKNOWN_KIND = Target(AssetKind.ARTICLE, Visibility.INTERNAL, known=False)

FIELDS: dict[str, tuple[str, ...]] = {
    "kind": ("kind", "type", "layout"),
    "title": ("title",),
    "summary": ("summary", "description", "deck", "excerpt"),
    "date": ("date", "published", "published_on", "publishdate", "pubdate"),
    "industries": ("industries", "industry", "topics", "topic"),
    "customer": ("customer", "organization", "organisation", "company"),
    "customer_size": ("customer_size", "employees", "size"),
    "challenge": ("challenge", "problem"),
    "solution": ("solution",),
    "competitor": ("competitor",),
    "source": ("source",),
    "address": ("url", "permalink", "canonical_url"),
}


@dataclass(frozen=True, slots=True)
class KindMapping:
    kinds: Mapping[str, Target]
    fields: Mapping[str, Sequence[str]]

    def target(self, kind: str) -> Target:
        """Return what a source kind becomes."""
        name = kind.strip().lower().replace("-", "_").replace(" ", "_")
        if not name:
            return NO_KIND
        for pattern, target in self.kinds.items():
            if fnmatchcase(name, pattern.replace("-", "_")):
                return target
        return UNKNOWN_KIND

    def value(self, meta: Meta, field: str) -> str:
        """Return the first value under the field's names, as text, or nothing."""
        for name in self.fields[field]:
            value = meta.get(name)
            if isinstance(value, list):
                value = value[0] if value else ""
            if value is not None and not isinstance(value, bool) and str(value).strip():
                return str(value).strip()
        return ""

    def values(self, meta: Meta, field: str) -> list[str]:
        """Return all values of the first of the field's names that has any."""
        for name in self.fields[field]:
            value = meta.get(name)
            items = value if isinstance(value, list) else [str(value)] if value else []
            found = [item.strip() for item in items if item.strip()]
            if found:
                return found
        return []

    @property
    def digest(self) -> str:
        """Hash of the whole mapping: another one makes all documents count as changed."""
        shape = {
            "kinds": {name: asdict(target) for name, target in self.kinds.items()},
            "fields": {name: list(names) for name, names in self.fields.items()},
        }
        return hashlib.sha256(json.dumps(shape).encode()).hexdigest()


DECLARED = KindMapping(KINDS, FIELDS)


def load_mapping(path: Path, base: KindMapping = DECLARED) -> KindMapping:
    """Return the declared mapping with a file's lines before it. Raises MappingRefused."""
    try:
        data = yaml.safe_load(read_bytes(path, MAPPING_LIMIT))
    except DocumentRefused as error:
        raise MappingRefused(f"{path.name}: {error}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise MappingRefused(
            _("%(name)s is not valid YAML: %(why)s") % {"name": path.name, "why": error}
        ) from error
    if not isinstance(data, dict) or not data.keys() <= {"kinds", "fields"}:
        raise MappingRefused(
            _("%(name)s must hold “kinds”, “fields” or both.") % {"name": path.name}
        )
    kinds, fields = data.get("kinds") or {}, data.get("fields") or {}
    if not isinstance(kinds, dict) or not isinstance(fields, dict):
        raise MappingRefused(_("“kinds” and “fields” hold names with values."))
    own = {str(name).lower(): _target(str(name), value) for name, value in kinds.items()}
    return KindMapping(
        {**own, **{name: target for name, target in base.kinds.items() if name not in own}},
        {**base.fields, **{str(n): _names(str(n), v, base) for n, v in fields.items()}},
    )


def _target(name: str, value: Any) -> Target:
    if isinstance(value, str):
        value = {"kind": value}
    kind = str(value.get("kind", "")) if isinstance(value, dict) else ""
    if kind not in IMPORTABLE:
        raise MappingRefused(
            _("“%(name)s”: the kind must be one of %(kinds)s.")
            % {"name": name, "kinds": ", ".join(sorted(IMPORTABLE))}
        )
    default = Visibility.INTERNAL if kind == AssetKind.COMPARISON else Visibility.PUBLIC
    visibility = str(value.get("visibility", default))
    if visibility not in Visibility.values:
        raise MappingRefused(
            _("“%(name)s”: the visibility must be one of %(choices)s.")
            % {"name": name, "choices": ", ".join(Visibility.values)}
        )
    return Target(kind, visibility)


def _names(field: str, value: Any, base: KindMapping) -> tuple[str, ...]:
    if field not in base.fields:
        raise MappingRefused(
            _("There is no field “%(name)s”; there are %(fields)s.")
            % {"name": field, "fields": ", ".join(sorted(base.fields))}
        )
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise MappingRefused(_("“%(name)s” takes a list of names.") % {"name": field})
    return tuple(name.lower() for name in names)
