"""Typed access to the demo's YAML and Markdown files, with errors that name file and field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

UNIT_SPACE = re.compile(
    r"(?<=\d) (?=(?:%|[kMG]Wh|kVA|kW|km|kg|bar|°C|g CO₂e|t CO₂e|million)(?!\w))"
)


APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?=[\s,.;:])")
QUOTED = re.compile(r'"([^"\n]+)"')


def typeset(text: str) -> str:
    """`text` with curly quotes and apostrophes."""
    return QUOTED.sub("\u201c\\1\u201d", APOSTROPHE.sub("\u2019", text))


def typeset_all(value: object) -> Any:
    """The same for every text inside lists and mappings."""
    if isinstance(value, str):
        return typeset(value)
    if isinstance(value, Mapping):
        return {key: typeset_all(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typeset_all(item) for item in value]
    return value


class ContentError(ValueError):
    """A demo file that cannot be used. The message names the file, the field and the reason."""

    def __init__(self, where: str, field: str, reason: str) -> None:
        super().__init__(f"{where}: {field}: {reason}")
        self.where, self.field, self.reason = where, field, reason


@dataclass(frozen=True, slots=True)
class Fields:
    """One mapping of a file. `done()` refuses the keys that nobody asked for."""

    where: str
    data: Mapping[str, Any]
    asked: set[str]

    @classmethod
    def of(cls, data: object, where: str) -> Fields:
        if not isinstance(data, Mapping):
            raise ContentError(where, "(all)", f"expected a mapping, found {type(data).__name__}")
        return cls(where, data, set())

    def _get(self, name: str, default: object = ...) -> Any:
        self.asked.add(name)
        if name in self.data and self.data[name] is not None:
            return self.data[name]
        if default is ...:
            raise ContentError(self.where, name, "is missing")
        return default

    def text(self, name: str, default: str | None = None) -> str:
        """A stripped string; line breaks of folded YAML stay as they are."""
        value = self._get(name, ... if default is None else default)
        if not isinstance(value, str):
            raise ContentError(self.where, name, f"expected text, found {value!r}")
        value = typeset(value.strip())
        if not value and default is None:
            raise ContentError(self.where, name, "is empty")
        return value

    def texts(self, name: str, *, optional: bool = False) -> tuple[str, ...]:
        value = self._get(name, () if optional else ...)
        if not isinstance(value, list | tuple) or not all(isinstance(x, str) for x in value):
            raise ContentError(self.where, name, "expected a list of texts")
        return tuple(typeset(x.strip()) for x in value)

    def one_of(self, name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(name, default)
        if value not in allowed:
            raise ContentError(self.where, name, f"{value!r} is not one of {', '.join(allowed)}")
        return value

    def whole(self, name: str, default: int | None = None) -> int:
        value = self._get(name, ... if default is None else default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise ContentError(self.where, name, f"expected a whole number, found {value!r}")
        return value

    def whole_or_none(self, name: str) -> int | None:
        self.asked.add(name)
        return None if self.data.get(name) is None else self.whole(name)

    def decimal(self, name: str) -> Decimal:
        """Exact decimals: write them quoted in YAML, so that 7.80 stays 7.80."""
        value = self._get(name)
        try:
            return Decimal(str(value))
        except InvalidOperation as error:
            raise ContentError(self.where, name, f"{value!r} is not a number") from error

    def flag(self, name: str, default: bool) -> bool:
        value = self._get(name, default)
        if not isinstance(value, bool):
            raise ContentError(self.where, name, f"expected true or false, found {value!r}")
        return value

    def day(self, name: str) -> date:
        value = self._get(name)
        if not isinstance(value, date):
            raise ContentError(self.where, name, f"expected a date, found {value!r}")
        return value

    def child(self, name: str) -> Fields:
        return Fields.of(self._get(name), f"{self.where}: {name}")

    def child_or_none(self, name: str) -> Fields | None:
        self.asked.add(name)
        return self.child(name) if self.data.get(name) is not None else None

    def children(self, name: str, *, optional: bool = False) -> Iterator[Fields]:
        value = self._get(name, () if optional else ...)
        if not isinstance(value, list | tuple):
            raise ContentError(self.where, name, "expected a list")
        for number, item in enumerate(value, start=1):
            yield Fields.of(item, f"{self.where}: {name}[{number}]")

    def mapping(self, name: str) -> dict[str, str]:
        value = self._get(name)
        if not isinstance(value, Mapping):
            raise ContentError(self.where, name, "expected a mapping")
        return {str(key): str(item) for key, item in value.items()}

    def rest(self) -> dict[str, Any]:
        """The keys not asked for yet, raw; they count as asked."""
        left = {
            key: typeset_all(value) for key, value in self.data.items() if key not in self.asked
        }
        self.asked.update(left)
        return left

    def done(self) -> None:
        unknown = [str(key) for key in self.data if key not in self.asked]
        if unknown:
            raise ContentError(self.where, ", ".join(unknown), "is not a field here")


def read_bound(path: Path) -> str:
    """The file's text with no-break spaces between numbers and the units that follow them."""
    return UNIT_SPACE.sub("\u00a0", path.read_text(encoding="utf-8"))


def read_yaml(path: Path) -> object:
    try:
        return yaml.safe_load(read_bound(path))
    except FileNotFoundError as error:
        raise ContentError(path.name, "(file)", "is missing") from error
    except yaml.YAMLError as error:
        raise ContentError(path.name, "(file)", f"is not YAML: {error}") from error


def read_rows(path: Path) -> Iterator[Fields]:
    """The mappings of a YAML file that is one list."""
    rows = read_yaml(path)
    if not isinstance(rows, list):
        raise ContentError(path.name, "(file)", "expected a list")
    for number, row in enumerate(rows, start=1):
        yield Fields.of(row, f"{path.name}[{number}]")


def read_front_matter(path: Path) -> tuple[Fields, str]:
    """The YAML between the two `---` lines of a Markdown file, and the Markdown below."""
    text = read_bound(path)
    parts = text.split("---\n", 2)
    if len(parts) != 3 or parts[0]:
        raise ContentError(path.name, "(file)", "must start with front matter between --- lines")
    try:
        data = yaml.safe_load(parts[1])
    except yaml.YAMLError as error:
        raise ContentError(path.name, "front matter", f"is not YAML: {error}") from error
    return Fields.of(data, path.name), typeset(parts[2].strip()) + "\n"
