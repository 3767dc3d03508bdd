"""Forms for making decks and copies of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from personas.accounts.viewsets import AccountChooserViewSet
from personas.deals.models import Deal
from personas.deals.viewsets import DealChooserViewSet
from personas.journey.models import JourneyStage
from personas.persona.models import Persona
from personas.prospects.viewsets import ProspectChooserViewSet
from pitch_builder.decks.models import Deck
from pitch_builder.decks.outlines import DeckTemplate
from pitch_builder.decks.selection import NOTES_MOST

MERGE_HELP = _(
    "May hold {{account}}, {{first_name}}, {{name}}, {{rep}}, {{date}}, {{deal}} and "
    "{{deal_value}}."
)


class PersonChoiceForm(forms.Form):
    """Whom it is for. Both may be made on the spot, in the chooser's second tab."""

    account = forms.ModelChoiceField(
        label=_("Account"),
        queryset=None,
        widget=AccountChooserViewSet().widget_class,
        help_text=_("Choose one, or make it under “New account”."),
    )
    prospect = forms.ModelChoiceField(
        label=_("Prospect"),
        queryset=None,
        required=False,
        widget=ProspectChooserViewSet().widget_class,
        help_text=_("The person it is for, if there is one yet."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        from personas.accounts.models import Account
        from personas.prospects.models import Prospect

        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = Account.objects.visible_to(user)  # type: ignore[attr-defined]
        self.fields["prospect"].queryset = Prospect.objects.visible_to(user)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        account, prospect = cleaned.get("account"), cleaned.get("prospect")
        if account and prospect and prospect.account_id not in (None, account.pk):
            self.add_error(
                "prospect",
                _("%(name)s belongs to %(account)s.")
                % {"name": prospect, "account": prospect.account},
            )
        return cleaned


class NewDeckForm(PersonChoiceForm):
    title = forms.CharField(
        label=_("Title"),
        max_length=160,
        help_text=_("Stands on the cover: at most seven words.") + " " + MERGE_HELP,
    )
    lead = forms.CharField(label=_("Subtitle"), max_length=200, required=False)
    template = forms.ModelChoiceField(
        label=_("Template"),
        queryset=DeckTemplate.objects.all(),
        required=False,
        empty_label=_("None: start empty"),
        help_text=_("Gives the deck its sections."),
    )
    deal = forms.ModelChoiceField(
        label=_("Deal"),
        queryset=None,
        required=False,
        widget=DealChooserViewSet().widget_class(linked_fields={"account": "#id_account"}),
        help_text=_("What it is to win, of this account. Fills {{deal}} and {{deal_value}}."),
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
    field_order = ["title", "lead", "account", "prospect", "deal", "template", "persona", "stage"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["deal"].queryset = Deal.objects.visible_to(user)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        account, deal = cleaned.get("account"), cleaned.get("deal")
        if account and deal and deal.account_id != account.pk:
            self.add_error(
                "deal",
                _("%(name)s is a deal with %(account)s.")
                % {"name": deal, "account": deal.account},
            )
        return cleaned


class DealField(forms.ModelChoiceField):
    """Deals of one account, with their state: names alone do not tell last year's from this."""

    def label_from_instance(self, deal: Any) -> str:
        return f"{deal.name} ({deal.get_state_display()})"


class DeckDetailsForm(forms.ModelForm):
    """Offers people and deals of the deck's account that the user sees, and its present ones."""

    class Meta:
        model = Deck
        fields = ["title", "lead", "prospect", "deal", "persona", "stage", "template"]
        help_texts = {"title": MERGE_HELP}
        field_classes = {"deal": DealField}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        from personas.prospects.models import Prospect

        super().__init__(*args, **kwargs)
        people = Prospect.objects.visible_to(user).filter(account=self.instance.account)
        here = Prospect.objects.filter(pk=self.instance.prospect_id)
        self.fields["prospect"].queryset = people | here  # type: ignore[attr-defined]
        deals = Deal.objects.visible_to(user).of_account(self.instance.account)
        present = Deal.objects.filter(pk=self.instance.deal_id)
        self.fields["deal"].queryset = (deals | present).open_first()  # type: ignore[attr-defined]


class CopyDeckForm(PersonChoiceForm):
    title = forms.CharField(label=_("Title"), max_length=160, help_text=MERGE_HELP)
    field_order = ["title", "account", "prospect"]


class ChangeForm(forms.Form):
    """What every change of a storyboard says: the name of its request, so that it is done once."""

    token = forms.CharField(required=False, max_length=36)


class SlidesForm(ChangeForm):
    """Slides of the deck by their ids: “4,7,8”."""

    slides = forms.CharField(max_length=4000)

    def clean_slides(self) -> list[int]:
        try:
            return [int(part) for part in self.cleaned_data["slides"].split(",")]
        except ValueError as error:
            raise forms.ValidationError(_("These are no slides.")) from error


class PutForm(ChangeForm):
    """A slide of an asset that is put in another's place."""

    asset = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    block = forms.CharField(max_length=36)


class PlaceForm(SlidesForm):
    """Where slides are put: before another, or to the end of a section."""

    section = forms.CharField(required=False, max_length=80)
    before = forms.IntegerField(required=False)
    version = forms.IntegerField(required=False)


class NotesForm(ChangeForm):
    slide = forms.IntegerField()
    notes = forms.CharField(required=False, max_length=NOTES_MOST, strip=False)
    was = forms.CharField(required=False, max_length=NOTES_MOST, strip=False)


class FactForm(ChangeForm):
    """Which number of which slide gives way to which fact."""

    slide = forms.IntegerField(min_value=1)
    written = forms.CharField(max_length=60, strip=False)
    fact = forms.IntegerField(min_value=1)


class SectionForm(ChangeForm):
    """A section by its name, and what it is to be called or to stand behind."""

    name = forms.CharField(required=False, max_length=80, strip=False)
    to = forms.CharField(required=False, max_length=200)
    after = forms.CharField(required=False, max_length=80, strip=False)


class StepForm(ChangeForm):
    """The step that is to be undone or redone, as the button named it."""

    change = forms.IntegerField(required=False)


class DraftForm(forms.Form):
    """What an editor's page says of its draft beside the slide itself; 0 is none yet."""

    slide = forms.IntegerField(required=False)
    version = forms.IntegerField(required=False)
    number = forms.IntegerField(min_value=2, max_value=999)
    take = forms.ChoiceField(required=False, choices=[("mine", "mine"), ("theirs", "theirs")])


class AddSlidesForm(ChangeForm):
    asset = forms.IntegerField()
    block = forms.CharField(required=False)
    section = forms.CharField(required=False, max_length=80, strip=False)
    before = forms.IntegerField(required=False)
    reason = forms.CharField(required=False, max_length=300)
    batch = forms.UUIDField(required=False)
