"""Forms for rooms and their links."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from personas.journey.models import JourneyStage
from personas.persona.models import Persona
from pitch_builder.decks.forms import MERGE_HELP, PersonChoiceForm
from pitch_builder.rooms.links import DAYS, LONGEST_DAYS
from pitch_builder.rooms.models import Room
from pitch_builder.rooms.passcodes import LONGEST, SHORTEST

NOT_FILLED_IN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class NewRoomForm(PersonChoiceForm):
    title = forms.CharField(
        label=_("Headline"),
        max_length=160,
        help_text=_(
            "The first words that the prospect reads, such as “{{first_name}}, here is "
            "what we promised on Tuesday”."
        )
        + " "
        + MERGE_HELP,
    )
    message = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=MERGE_HELP,
    )
    persona = forms.ModelChoiceField(
        label=_("Persona"),
        queryset=Persona.objects.all(),
        required=False,
        empty_label=_("The prospect's own"),
    )
    stage = forms.ModelChoiceField(
        label=_("Stage"),
        queryset=JourneyStage.objects.all(),
        required=False,
        empty_label=_("The prospect's own"),
    )
    field_order = ["title", "account", "prospect", "message", "persona", "stage"]


class RoomDetailsForm(forms.ModelForm):
    class Meta:
        model = Room
        fields = [
            "title",
            "message",
            "next_step",
            "next_step_text",
            "next_step_link",
            "persona",
            "stage",
            "names_reader",
        ]
        help_texts = {
            "title": MERGE_HELP,
            "message": MERGE_HELP,
            "next_step_link": _("Left empty, it is your booking link."),
        }
        widgets = {
            "message": forms.Textarea(attrs={"rows": 8}),
            "next_step_text": forms.Textarea(attrs={"rows": 3}),
        }


class CopyRoomForm(PersonChoiceForm):
    title = forms.CharField(label=_("Headline"), max_length=160, help_text=MERGE_HELP)
    field_order = ["title", "account", "prospect"]


class ColleagueForm(forms.Form):
    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    email = forms.EmailField(label=_("E-mail"))
    passcode = forms.CharField(
        label=_("Passcode, if you want one"),
        required=False,
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.TextInput(attrs=NOT_FILLED_IN),
    )


class PasscodeForm(forms.Form):
    """Left empty, no passcode is asked for."""

    passcode = forms.CharField(
        label=_("Passcode"), required=False, min_length=SHORTEST, max_length=LONGEST
    )


class ExtendForm(forms.Form):
    days = forms.IntegerField(
        label=_("Days from today"), min_value=1, max_value=LONGEST_DAYS, initial=DAYS
    )


class LetterForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 16}))
