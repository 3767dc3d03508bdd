"""Number blocks for figures that are typed in, beside those that are facts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks


class _TypedNumber:
    """Reads a submitted number as a number, so that an unchanged form is seen as unchanged.

    Wagtail compares what is stored with the submitted words, where "1.5" differs from 1.5 and
    "" from None: each save would make a revision, and an approval would be of an older one.
    """

    field: Any

    def value_from_form(self, value: Any) -> Any:
        try:
            return self.field.to_python(value)
        except ValidationError:
            return value  # `clean` says what is wrong with it

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Migrations know the plain block: what is stored is the same."""
        _path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        return f"wagtail.blocks.{type(self).__name__}", args, kwargs


class FloatBlock(_TypedNumber, blocks.FloatBlock):
    """A number with decimals."""


class IntegerBlock(_TypedNumber, blocks.IntegerBlock):
    """A whole number."""
