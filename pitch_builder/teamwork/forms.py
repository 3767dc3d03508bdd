"""Forms of the team's page of a deck."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from personas.access.roles import Role
from pitch_builder.teamwork.models import LONGEST_COMMENT


class Colleague(forms.ModelChoiceField):
    """Somebody in sales, by full name."""

    def label_from_instance(self, user: Any) -> str:
        return user.get_full_name() or user.get_username()


def _in_sales() -> Any:
    names = [role.value for role in Role.sales()]
    people = get_user_model().objects.filter(is_active=True, groups__name__in=names)
    return people.distinct().order_by("first_name", "last_name", "username")


class ColleagueForm(forms.Form):
    """`owner` of the deck is not offered: it is theirs."""

    colleague: str

    def __init__(self, *args: Any, owner: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = _in_sales().exclude(pk=owner.pk) if owner else _in_sales()
        self.fields[self.colleague].queryset = offered  # type: ignore[attr-defined]


class ShareForm(ColleagueForm):
    colleague = "with_user"
    with_user = Colleague(label=_("Colleague"), queryset=None)
    may_edit = forms.BooleanField(label=_("May change it"), required=False)


class HandOverForm(ColleagueForm):
    colleague = "to"
    to = Colleague(label=_("New owner"), queryset=None)


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    slide = forms.IntegerField(required=False, widget=forms.HiddenInput)


class DecisionForm(forms.Form):
    note = forms.CharField(
        label=_("A word to whoever asked"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
