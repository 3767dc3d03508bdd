"""The field that a chooser fills calls nobody by name whom its form does not offer."""

from __future__ import annotations

import pytest
from django import forms

from personas.access.choosers import TeamChooser
from personas.prospects.models import Prospect
from personas.prospects.viewsets import ProspectChooserViewSet
from tests.factories.personas import ProspectFactory

pytestmark = pytest.mark.django_db
WIDGET = ProspectChooserViewSet().widget_class


def shown(user, **given):
    class Person(forms.Form):
        person = forms.ModelChoiceField(
            queryset=Prospect.objects.visible_to(user),
            widget=ProspectChooserViewSet().widget_class,
        )

    return str(Person(**given)["person"])


def test_only_what_the_form_offers_is_named(rep, other_rep):
    joan = ProspectFactory(last_name="Threlkeld", owner=rep)
    for given in ({"initial": {"person": joan.pk}}, {"data": {"person": str(joan.pk)}}):
        assert "Threlkeld" in shown(rep, **given)
        assert "Threlkeld" not in shown(other_rep, **given)
    assert "Threlkeld" not in shown(other_rep, initial={"person": joan})


def test_an_address_that_names_nothing_shows_an_empty_field(rep):
    for value in ("x", "0", "9" * 30):
        assert "Choose a prospect" in shown(rep, data={"person": value})


def test_outside_a_form_it_is_wagtails_own(rep):
    joan = ProspectFactory(owner=rep)
    widget = type("OfProspects", (TeamChooser,), {"model": Prospect})()
    assert widget.get_instance(joan.pk) == joan
    assert widget.get_instance(None) is None
