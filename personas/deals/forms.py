from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from personas.access.forms import OwnedForm
from personas.deals.models import Deal
from personas.deals.people import people_to_offer, why_not


class PeopleChoice(forms.CheckboxSelectMultiple):
    """The people of the account that the form names; another account brings its own people."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        groups = self.optgroups(name, [str(pk) for pk in value or ()], attrs)
        options = [option for _group, options, _at in groups for option in options]
        context = {"options": options, "url": reverse("deal:people")}
        return render_to_string("personas/deals/people_choice.html", context)


class PeopleField(forms.ModelMultipleChoiceField):
    """“People involved” of a deal of this account; without an account nobody is offered."""

    def __init__(self, account: Any, *, user: Any, chosen: Iterable[int] = ()) -> None:
        field: Any = Deal._meta.get_field("prospects")
        super().__init__(
            people_to_offer(account, user=user, chosen=chosen),
            required=False,
            label=capfirst(field.verbose_name),
            help_text=field.help_text,
            widget=PeopleChoice,
        )

    def label_from_instance(self, prospect: Any) -> str:
        return f"{prospect}, {prospect.title}" if prospect.title else str(prospect)


def account_number(text: Any) -> int | None:
    """The number of the account that a form or an address names; None where it names none."""
    named = str(text or "")
    return int(named) if named.isdecimal() and len(named) < 19 else None


class DealForm(OwnedForm):
    """A deal by hand. The services save it, and keep who is hidden from a rep."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_account = self.instance.account_id
        self.present: set[int] = set()
        if self.instance.pk is not None:
            self.present = set(self.instance.prospects.values_list("pk", flat=True))
        if self.for_user is None:
            return
        named = self.data.get("account") if self.is_bound else self.initial.get("account")
        self.fields["prospects"] = PeopleField(
            account_number(named), user=self.for_user, chosen=self.present
        )
        if self.instance.pk is None:
            self._propose_currency()

    def _propose_currency(self) -> None:
        """Deals of one person are mostly in one currency: that of their latest."""
        latest = Deal.objects.owned_by(self.for_user).order_by("-pk").first()
        if latest is not None:
            self.initial["currency"] = latest.currency

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        account = cleaned.get("account")
        if account is None:
            return cleaned
        asked = self.present if account.pk == self.kept_account else set()
        for prospect in cleaned.get("prospects") or ():
            if prospect.pk not in asked and (reason := why_not(prospect, account)):
                self.add_error("prospects", reason)
        return cleaned


class WonForm(forms.Form):
    """When a deal was won; today, unless another day is named."""

    on = forms.DateField(label=gettext_lazy("Won on"), widget=AdminDateInput)

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deal = deal
        self.fields["on"].initial = timezone.localdate()

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return self.cleaned_data["on"]


class LostForm(WonForm):
    """When, why and to whom a deal was lost."""

    reason = forms.CharField(
        label=gettext_lazy("Why it was lost"),
        max_length=200,
        help_text=gettext_lazy("In their words, if you have them: “no budget until May”."),
    )
    competitor = forms.CharField(
        label=gettext_lazy("To whom"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("A competitor, or what they keep using. Blank if you do not know."),
    )
    field_order = ["reason", "competitor", "on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Lost on")
        self.fields["competitor"].initial = self.deal.competitor
