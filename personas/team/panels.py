"""The contact card on the account page of each user."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import modelform_factory
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.account import BaseSettingsPanel

from personas.access.roles import roles_of
from personas.team.models import ContactCard


class ContactCardForm(WagtailAdminModelForm):
    def save(self, commit: bool = True) -> Any:
        """No card for somebody who fills in nothing."""
        if self.instance.pk is None and not any(self.cleaned_data.values()):
            return self.instance
        return super().save(commit=commit)


class ContactCardPanel(BaseSettingsPanel):
    name = "contact_card"
    title = _("Contact card")
    help_text = _("Prospects see it in rooms and at the end of your decks.")
    order = 250

    def is_active(self) -> bool:
        return bool(roles_of(self.user))

    def get_form(self) -> forms.ModelForm:
        card = ContactCard.objects.filter(user=self.user).first() or ContactCard(user=self.user)
        form_class = modelform_factory(
            ContactCard,
            form=ContactCardForm,
            fields=["job_title", "phone", "photo", "booking_url"],
        )
        kwargs: dict[str, Any] = {"instance": card, "prefix": self.name, "for_user": self.user}
        if self.request.method == "POST":
            kwargs |= {"data": self.request.POST, "files": self.request.FILES}
        return form_class(**kwargs)


def contact_card_panel(request: HttpRequest, user: Any, profile: Any) -> ContactCardPanel:
    return ContactCardPanel(request, user, profile)
