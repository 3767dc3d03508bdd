"""Texts that people type or import, turned into values of a prospect's fields.

One place for forms, proposed changes and CSV files, so that all refuse the same things in the
same words. No query here: what names another record is looked up by the caller.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext as _

from personas.prospects.enums import Consent, Lifecycle
from personas.prospects.models import Prospect

TEXTS = (
    "first_name",
    "last_name",
    "phone",
    "title",
    "persona_reason",
    "source",
    "notes",
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*\Z")


def clean_text(field: str, text: str) -> str:
    """The text, stripped. Raises ValidationError when the field has no room for it."""
    limit = Prospect._meta.get_field(field).max_length  # type: ignore[union-attr]
    if limit and len(text.strip()) > limit:
        raise ValidationError(_("longer than %(limit)d characters") % {"limit": limit})
    if "\0" in text:
        raise ValidationError(_("holds a character that no text has"))
    return text.strip()


def clean_email(text: str) -> str:
    """Raises ValidationError for what is no e-mail address."""
    address = text.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(_("“%(text)s” is no e-mail address") % {"text": text}) from None
    return clean_text("email", address)


def clean_language(text: str) -> str:
    """`pt_BR` -> `pt-br`. Raises ValidationError for what is no language code."""
    code = text.strip().lower().replace("_", "-")
    if not _LANGUAGE.match(code):
        raise ValidationError(_("“%(text)s” is no language code such as “en”") % {"text": text})
    return clean_text("language", code)


def clean_choice(choices: type[models.TextChoices], text: str) -> str:
    """A choice by value or label, upper and lower case alike. Raises ValidationError."""
    wanted = text.strip().casefold()
    for value, label in choices.choices:
        if wanted in (str(value).casefold(), str(label).casefold()):
            return str(value)
    known = ", ".join(str(label) for label in choices.labels)
    raise ValidationError(_("“%(text)s” is none of: %(known)s") % {"text": text, "known": known})


def clean_plain(field: str, text: str) -> str:
    """The value of any field that is a text or a choice. Raises ValidationError."""
    if field == "email":
        return clean_email(text)
    if field == "language":
        return clean_language(text)
    if field == "consent":
        return clean_choice(Consent, text)
    if field == "lifecycle":
        return clean_choice(Lifecycle, text)
    return clean_text(field, text)
