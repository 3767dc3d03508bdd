from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from wagtail.models import Page

from personas.engagement.enums import Grade, Verb
from personas.engagement.models import Engagement
from personas.engagement.services import EngagementEvent, record
from personas.errors import AppendOnlyError
from personas.prospects.privacy import erase_prospect
from tests.factories.personas import AccountFactory, EngagementFactory, ProspectFactory

pytestmark = pytest.mark.django_db


def event(**kwargs) -> EngagementEvent:
    return EngagementEvent(**{"verb": Verb.OPENED, "key": "k", **kwargs})


def test_it_records_what_was_done_with_what_and_where():
    prospect, page, room = ProspectFactory(), Page.get_first_root_node(), AccountFactory()

    assert (
        record(
            [
                event(
                    prospect_id=prospect.pk,
                    subject=page,
                    subject_part="slide 2",
                    context=room,
                    dwell_ms=1200,
                )
            ]
        )
        == 1
    )

    found = Engagement.objects.get()
    assert (found.subject, found.subject_part, found.context) == (page, "slide 2", room)
    assert (found.prospect, found.account, found.dwell_ms) == (prospect, prospect.account, 1200)
    assert found.subject_label == str(page)


def test_it_leaves_out_a_key_known_in_its_context():
    first, second = AccountFactory(), AccountFactory()

    assert record([event(context=first), event(context=first)]) == 1
    assert record([event(context=first), event(context=second)]) == 1
    assert Engagement.objects.count() == 2


def test_it_leaves_out_a_known_key_without_a_context():
    assert (record([event()]), record([event()])) == (1, 0)


def test_an_event_without_a_key_is_always_new():
    assert record([event(key=""), event(key="")]) == 2


def test_the_database_refuses_a_key_twice_in_a_context():
    room = AccountFactory()
    kind = ContentType.objects.get_for_model(room)
    for context in ({"context_type": kind, "context_id": room.pk}, {}):
        EngagementFactory(key="same", **context)
        with pytest.raises(IntegrityError), transaction.atomic():
            EngagementFactory(key="same", **context)


def test_it_records_nothing_of_who_switched_it_off_or_was_erased():
    silent, erased, open_ = (
        ProspectFactory(records_visits=False),
        ProspectFactory(),
        ProspectFactory(),
    )
    erase_prospect(erased)

    people = (silent, erased, open_)
    assert record([event(key=str(p.pk), prospect_id=p.pk) for p in people]) == 1
    assert Engagement.objects.get().prospect == open_


def test_it_caps_a_dwell_that_nobody_can_have_had():
    record([event(key="a", dwell_ms=10**12), event(key="b", dwell_ms=-5)])
    assert sorted(Engagement.objects.values_list("dwell_ms", flat=True)) == [0, 86_400_000]


def test_the_number_of_queries_does_not_grow_with_the_events(django_assert_num_queries):
    prospects, room = ProspectFactory.create_batch(3), AccountFactory()
    ContentType.objects.get_for_model(room)
    events = [event(key=str(n), context=room, prospect_id=prospects[n % 3].pk) for n in range(90)]
    # Two savepoints of the test, prospects who may be recorded, known keys, two inserts: 90 rows
    # are more than SQLite takes at once.
    with django_assert_num_queries(4 if connection.vendor == "sqlite" else 3):
        assert record(events) == 90


def test_a_page_is_one_subject_whatever_class_asks():
    page = Page.get_first_root_node()
    record([event(subject=page.specific)])
    assert Engagement.objects.about(page).count() == 1
    assert Engagement.objects.about(page.specific).count() == 1


def test_events_are_neither_changed_nor_deleted():
    found = EngagementFactory()
    for change in (
        found.save,
        found.delete,
        Engagement.objects.all().delete,
        lambda: Engagement.objects.update(verb="read"),
    ):
        with pytest.raises(AppendOnlyError):
            change()


def test_defensible_events_are_those_of_people():
    for grade in Grade:
        EngagementFactory(grade=grade)
    found = Engagement.objects.defensible().values_list("grade", flat=True)
    assert set(found) == {"human", "likely"}


def test_a_rep_sees_events_of_prospects_they_see(rep, other_rep, marketer, sales_lead, outsider):
    mine = EngagementFactory(prospect__owner=rep)
    nobodys = EngagementFactory()
    theirs = EngagementFactory(prospect__owner=other_rep)
    anonymous = EngagementFactory(prospect=None, account=None)

    assert set(Engagement.objects.visible_to(rep)) == {mine, nobodys, anonymous}
    assert set(Engagement.objects.visible_to(marketer)) == {mine, nobodys, theirs, anonymous}
    assert Engagement.objects.visible_to(sales_lead).count() == 4
    assert not Engagement.objects.visible_to(outsider)
