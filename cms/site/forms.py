"""The form of a landing page: its fields, and what shows that a person sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from cms.assets.kinds import LandingPage

LEAST_SECONDS = 2
MOST_SECONDS = 24 * 60 * 60
_SALT = "landing-form"


class LandingForm(forms.Form):
    """Asks what the page's author chose; e-mail and consent always."""

    email = forms.EmailField(label=_("Work e-mail"), max_length=254)
    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    company = forms.CharField(label=_("Company"), max_length=160)
    title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    consent = forms.BooleanField(
        error_messages={"required": _("Please tick the box, or we may not answer you.")}
    )
    # People do not see this field; programs that fill in everything do.
    website = forms.CharField(required=False, max_length=200)
    token = forms.CharField(required=False, max_length=200)

    ORDER = ("first_name", "last_name", "email", "company", "title", "phone")
    AUTOCOMPLETE = {
        "first_name": "given-name",
        "last_name": "family-name",
        "email": "email",
        "company": "organization",
        "title": "organization-title",
        "phone": "tel",
    }

    def __init__(self, page: LandingPage, data: Any = None) -> None:
        super().__init__(data, auto_id="form-%s", label_suffix="")
        self.page = page
        asks = {"company": page.asks_company, "title": page.asks_title, "phone": page.asks_phone}
        for name, asked in asks.items():
            if not asked:
                del self.fields[name]
        self.questions: dict[str, str] = {}
        for number, child in enumerate(page.questions):
            name = f"q-{slugify(child.value['name']) or number}"
            self.questions[name] = child.value["label"]
            self.fields[name] = forms.CharField(
                label=child.value["label"],
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        for name, hint in self.AUTOCOMPLETE.items():
            if name in self.fields:
                self.fields[name].widget.attrs["autocomplete"] = hint
        for name, field in self.fields.items():
            if name != "consent":
                field.error_messages["required"] = _("Please fill this in.")
            if self.is_bound and name in self.errors:
                field.widget.attrs["aria-invalid"] = "true"
                field.widget.attrs["aria-describedby"] = f"form-{name}-error"

    @property
    def action(self) -> str:
        """Where the form is sent; a room may put an address of its own in its place."""
        return reverse("form-submit", args=[self.page.pk])

    @property
    def shown(self) -> list[Any]:
        """The fields with a label, in the order of the page."""
        names = [name for name in self.ORDER if name in self.fields]
        return [self[name] for name in [*names, *self.questions]]

    @property
    def token_now(self) -> str:
        """A fresh mark of when the form was shown."""
        return signing.dumps(self.page.pk, salt=_SALT)

    @property
    def is_from_program(self) -> bool:
        """Tell whether something filled in what nobody sees."""
        return bool(self.data.get("website"))

    def clean_token(self) -> str:
        """The form must have been shown, a moment ago, by us, for this page."""
        token = str(self.cleaned_data["token"])
        try:
            page_id = signing.loads(token, salt=_SALT, max_age=MOST_SECONDS)
        except signing.BadSignature:
            page_id = None
        if page_id != self.page.pk:
            self.add_error(None, _("The page was open for a long time. Please send it again."))
        elif _is_too_fresh(token):
            self.add_error(None, _("That was very quick. Please send it once more."))
        return token

    @property
    def answers(self) -> dict[str, str]:
        """The further questions and what was answered, those with an answer only."""
        return {
            label: self.cleaned_data[name]
            for name, label in self.questions.items()
            if self.cleaned_data.get(name)
        }


def _is_too_fresh(token: str) -> bool:
    try:
        signing.loads(token, salt=_SALT, max_age=LEAST_SECONDS)
    except signing.SignatureExpired:
        return False
    return True
