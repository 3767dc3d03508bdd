"""What is asked before content is taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser

from cms.assets.models import Asset
from cms.library.usage import Subject
from pitch_builder.recalls.models import Recall


class RecallForm(forms.Form):
    """The replacement is asked for where an asset is recalled."""

    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=Recall._meta.get_field("why").help_text,
    )
    replacement = forms.ModelChoiceField(
        label=_("Replacement"),
        queryset=Asset.objects.all(),
        required=False,
        widget=AdminPageChooser(target_models=[Asset]),
        help_text=Recall._meta.get_field("replacement").help_text,
    )
    message = forms.CharField(
        label=_("Message to those who saw it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=Recall._meta.get_field("message").help_text,
    )

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if subject is Subject.FACT:
            del self.fields["replacement"]
