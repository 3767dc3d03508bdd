"""Values that facts had before."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cms.facts.history import known_facts
from tests.factories.cms import FactFactory

pytestmark = pytest.mark.django_db


def publish(fact, value):
    fact.value = value
    fact.save_revision().publish()


def test_former_values_are_known_the_newest_first():
    fact = FactFactory(value=61)
    for value in (64, 61, 68):
        publish(fact, value)
    [known] = known_facts()
    assert known.value.number == 68
    assert known.before == (Decimal(61), Decimal(64))


def test_a_draft_is_no_former_value():
    fact = FactFactory(value=61)
    publish(fact, 68)
    fact.value = 99
    fact.save_revision()
    assert known_facts()[0].before == (Decimal(61),)


def test_many_facts_cost_two_queries_and_then_none(django_assert_num_queries):
    for _n in range(3):
        publish(FactFactory(value=61), 68)
    with django_assert_num_queries(2):
        assert len(known_facts()) == 3
    with django_assert_num_queries(0):
        known_facts()


def test_a_new_value_is_known_at_once():
    fact = FactFactory(value=61)
    known_facts()
    publish(fact, 68)
    assert known_facts()[0].value.number == 68
