"""What a reader may hand in: the code at the foot of a page, or the file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pitch_builder.verification.files import LARGEST_PDF


def plain_code(text: str) -> str:
    """Return a code as it is kept: `ABCDE-FGHIJ` and a whole address both end in one."""
    last = text.strip().rstrip("/").split("/v/")[-1].split("/")[0]
    return "".join(sign for sign in last.lower() if sign.isalnum())


class CheckForm(forms.Form):
    """One of both has to be given."""

    code = forms.CharField(required=False, max_length=200)
    file = forms.FileField(required=False, allow_empty_file=True)

    def clean_code(self) -> str:
        return plain_code(self.cleaned_data["code"])

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and file.size > LARGEST_PDF:
            raise ValidationError(_("The file is too large to be a copy of ours."))
        return file

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not (given.get("code") or given.get("file") or self.errors):
            raise ValidationError(_("Type the code at the foot of a page, or choose the file."))
        return given
