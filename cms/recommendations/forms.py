"""The form in which leads of marketing change what recommendations weigh."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.recommendations.weights import TERMS, BadWeights, Weights
from cms.recommendations.wording import HELP, LABELS

OTHERS = ("variety", "trials")


class WeightsForm(forms.Form):
    """One number a weight, and why they are changed."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("One sentence for those who look back at this later."),
    )

    def __init__(self, *args: Any, weights: Weights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*TERMS, *OTHERS):
            most = {"variety": 1.0, "trials": 0.3}.get(name, 100.0)
            step = 1 if name in TERMS else 0.01
            self.fields[name] = forms.FloatField(
                label=LABELS[name],
                help_text=HELP[name],
                min_value=0,
                max_value=most,
                initial=f"{weights.of(name):g}",
                widget=forms.NumberInput(attrs={"step": step, "inputmode": "decimal"}),
            )
        self.order_fields([*TERMS, *OTHERS, "reason"])

    @property
    def term_fields(self) -> list[Any]:
        return [self[name] for name in TERMS]

    @property
    def other_fields(self) -> list[Any]:
        return [self[name] for name in OTHERS]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                Weights.read({name: data[name] for name in (*TERMS, *OTHERS)})
            except BadWeights as error:
                raise forms.ValidationError(_("At least one term must count.")) from error
        return data

    @property
    def values(self) -> dict[str, float]:
        return {name: self.cleaned_data[name] for name in (*TERMS, *OTHERS)}
