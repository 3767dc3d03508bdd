"""The brief as a form, and what is still asked before the deck is made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.taxonomy.models import Industry
from personas.accounts.models import Account
from personas.accounts.viewsets import AccountChooserViewSet
from personas.journey.models import JourneyStage
from personas.persona.models import Persona
from personas.prospects.models import Prospect
from personas.prospects.viewsets import ProspectChooserViewSet
from pitch_builder.briefs.drafting import MOST_CHARACTERS, Brief, Choose
from pitch_builder.decks.forms import MERGE_HELP
from pitch_builder.decks.outlines import DeckTemplate

IGNORED = "not"  # keys of terms that the words are not to be understood as


class BriefForm(forms.Form):
    """A brief as an address carries it. What is chosen here stands before what the words say."""

    words = forms.CharField(
        label=_("Whom do you meet, and what do they care about?"),
        max_length=MOST_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "bf__words", "spellcheck": "true"}),
    )
    prospect = forms.ModelChoiceField(
        label=_("Prospect"),
        queryset=None,
        required=False,
        widget=ProspectChooserViewSet().widget_class,
        help_text=_("The person you meet, if they are here already."),
        error_messages={"invalid_choice": _("This prospect is not yours, or no longer here.")},
    )
    account = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)
    template = forms.ChoiceField(label=_("Template"), required=False)
    persona = forms.ModelChoiceField(
        label=_("Persona"), queryset=None, required=False, to_field_name="slug"
    )
    stage = forms.ModelChoiceField(
        label=_("Stage"),
        queryset=JourneyStage.objects.all(),
        required=False,
        to_field_name="slug",
    )
    industry = forms.ModelChoiceField(
        label=_("Industry"),
        queryset=Industry.objects.all(),
        required=False,
        to_field_name="slug",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prospects: Any = Prospect.objects
        accounts: Any = Account.objects
        self.fields["prospect"].queryset = (  # type: ignore[attr-defined]
            prospects.visible_to(user).known().select_related("account", "persona", "stage")
        )
        self.fields["account"].queryset = accounts.visible_to(user)  # type: ignore[attr-defined]
        self.fields["persona"].queryset = Persona.objects.live()  # type: ignore[attr-defined]
        self.fields["template"].choices = [  # type: ignore[attr-defined]
            ("", _("The one that fits best")),
            *((str(pk), name) for pk, name in DeckTemplate.objects.values_list("pk", "name")),
            (Choose.OWN.value, _("None: Tandem's own storyline")),
        ]

    @property
    def ignored(self) -> tuple[str, ...]:
        """Keys of terms that were taken away."""
        data: Any = self.data
        values = data.getlist(IGNORED) if hasattr(data, "getlist") else data.get(IGNORED, ())
        return tuple(dict.fromkeys(value[:120] for value in values))[:30]

    def rows_of(self, name: str) -> Any:
        """Return what can be chosen in a field."""
        field: Any = self.fields[name]
        return field.queryset

    def brief(self) -> Brief:
        """Return the brief of a valid form."""
        cleaned = self.cleaned_data
        return Brief(
            words=cleaned["words"],
            prospect=cleaned["prospect"],
            account=cleaned["account"],
            template=self._template(cleaned["template"]),
            persona=cleaned["persona"],
            stage=cleaned["stage"],
            industry=cleaned["industry"],
            ignored=self.ignored,
        )

    def _template(self, chosen: str) -> DeckTemplate | Choose:
        if chosen == Choose.OWN:
            return Choose.OWN
        return (chosen and DeckTemplate.objects.filter(pk=chosen).first()) or Choose.BEST


class MakeForm(forms.Form):
    """What the deck is called, and for whom it is."""

    title = forms.CharField(label=_("Title"), max_length=160, help_text=MERGE_HELP)
    lead = forms.CharField(label=_("Subtitle"), max_length=200, required=False)
    for_account = forms.ModelChoiceField(
        label=_("Account"),
        queryset=None,
        widget=AccountChooserViewSet().widget_class,
        help_text=_("Choose one, or make it under “New account”."),
        error_messages={"required": _("Choose the account: a deck is for somebody.")},
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts: Any = Account.objects
        self.fields["for_account"].queryset = accounts.visible_to(user)  # type: ignore[attr-defined]
