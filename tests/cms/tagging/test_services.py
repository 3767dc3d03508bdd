"""Tags are suggested with their reasons, and given only by somebody who may."""

from __future__ import annotations

import pytest

from cms.assets.models import Asset
from cms.errors import NotAllowed
from cms.tagging import services
from cms.tagging.knowledge import knowledge
from cms.tagging.models import SuggestionState, TagField, TagSuggestion
from cms.tagging.suggesting import suggestions_for
from personas.persona.models import Persona
from search.stores import get_store
from tests.cms.tagging.conftest import COLD, MONEY, body
from tests.factories.cms import ArticleFactory
from tests.factories.personas import PersonaFactory

pytestmark = pytest.mark.django_db


def names(asset, field):
    draft = Asset.objects.get(pk=asset.pk).specific.get_latest_revision_as_object()
    return [term.name for term in getattr(draft, field).all()]


def test_a_draft_gets_the_tags_of_its_neighbours_with_the_reason(draft, engineer, food, tagged):
    found = suggestions_for(draft)
    best = {s.field: s for s in reversed(found)}
    persona = best[TagField.PERSONAS]
    assert persona.term == engineer.pk
    assert persona.confidence > 0.6
    assert persona.text == engineer.pains
    assert {n.pk for n in persona.near} <= {a.pk for a in tagged if "Cold" in a.title}
    assert best[TagField.INDUSTRIES].name == "Food"


def test_what_it_carries_is_not_suggested(draft, engineer):
    services.accept({draft.pk: {"personas": [engineer.pk]}}, user=None)
    found = suggestions_for(Asset.objects.get(pk=draft.pk).specific)
    assert ("personas", engineer.pk) not in [(s.field.value, s.term) for s in found]


def test_suggesting_tags_nothing(draft, marketer):
    report = services.suggest([draft.pk], user=marketer)
    assert TagSuggestion.objects.open().filter(asset=draft).count() >= 2
    assert "1 of 1" in report["summary"]
    assert not names(draft, "personas")


def test_suggesting_again_adds_nothing_and_forgets_what_is_old(draft, marketer):
    services.suggest([draft.pk], user=marketer)
    before = set(TagSuggestion.objects.values_list("field", "term"))
    TagSuggestion.objects.create(asset=draft, field="stages", term=999, confidence=0.9)
    services.suggest([draft.pk], user=marketer)
    assert set(TagSuggestion.objects.values_list("field", "term")) == before


def test_accepted_suggestions_are_on_the_draft(draft, marketer, engineer):
    services.suggest([draft.pk], user=marketer)
    row = TagSuggestion.objects.get(field="personas", term=engineer.pk)
    report = services.accept_suggestions([row.pk], user=marketer)
    assert report["summary"] == "1 asset was tagged."
    assert names(draft, "personas") == ["Plant engineer"]
    assert not names(draft, "industries")
    row.refresh_from_db()
    assert (row.state, row.decided_by) == (SuggestionState.ACCEPTED, marketer)
    assert Asset.objects.get(pk=draft.pk).latest_revision.user == marketer


def test_a_declined_tag_is_not_suggested_again(draft, marketer, engineer):
    services.suggest([draft.pk], user=marketer)
    row = TagSuggestion.objects.get(field="personas", term=engineer.pk)
    assert services.decline([row.pk], user=marketer) == 1
    services.suggest([draft.pk], user=marketer)
    row.refresh_from_db()
    assert row.state == SuggestionState.DECLINED
    assert services.declined_of(draft) == {("personas", engineer.pk)}


@pytest.mark.parametrize("name", ["rep", "sales_lead", "outsider"])
def test_only_marketing_may(draft, name, request):
    user = request.getfixturevalue(name)
    services.suggest([draft.pk], user=None)
    ids = list(TagSuggestion.objects.values_list("pk", flat=True))
    for act in (
        lambda: services.suggest([draft.pk], user=user),
        lambda: services.accept_suggestions(ids, user=user),
        lambda: services.decline(ids, user=user),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not names(draft, "personas")
    assert TagSuggestion.objects.open().count() == len(ids)


def test_a_field_that_is_no_tag_is_refused(draft):
    with pytest.raises(KeyError):
        services.accept({draft.pk: {"owner": [1]}}, user=None)


def test_a_term_that_was_deleted_is_passed_over(draft, marketer, engineer):
    services.suggest([draft.pk], user=marketer)
    ids = list(TagSuggestion.objects.filter(field="personas").values_list("pk", flat=True))
    Persona.objects.all().delete()
    services.accept_suggestions(ids, user=marketer)
    assert not names(draft, "personas")


def test_new_tags_are_learnt_from_at_once(tagged, cfo):
    before = knowledge(TagField.PERSONAS)
    assert knowledge(TagField.PERSONAS) is before
    services.accept({tagged[0].pk: {"personas": [cfo.pk]}}, user=None)
    assert knowledge(TagField.PERSONAS) is not before


def test_what_is_published_but_not_sketched_is_taken_from_the_index(tagged):
    from cms.likeness.models import AssetSketch
    from search import services as search

    search.rebuild()
    assert get_store().count().documents
    AssetSketch.objects.all().delete()
    assert len(knowledge(TagField.PERSONAS).assets) == len(tagged)


def test_on_a_new_site_only_the_terms_own_words_speak():
    PersonaFactory(name="Plant engineer", pains=COLD, slug="plant")
    PersonaFactory(name="CFO", pains=MONEY, slug="cfo")
    asset = ArticleFactory(title="Cold store", body=body(COLD), publish=False)
    found = suggestions_for(asset)
    assert not any(s.near for s in found)
    assert [s.name for s in found[:1]] in ([], ["Plant engineer"])


def test_many_assets_cost_no_more_queries_each(tagged, marketer, django_assert_max_num_queries):
    pks = [
        ArticleFactory(title=f"Doors {n}", body=body(COLD), publish=False).pk for n in range(20)
    ]
    services.suggest(pks[:1], user=marketer)
    with django_assert_max_num_queries(40 + 14 * len(pks)):
        services.suggest(pks, user=marketer)
