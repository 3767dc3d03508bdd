"""Reports that arrive together are written together; each is answered for itself."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from personas.engagement.models import Engagement
from pitch_builder.rooms import together
from pitch_builder.rooms.access import enter
from pitch_builder.rooms.beacons import read_beacon
from pitch_builder.rooms.models import Visit
from pitch_builder.rooms.visiting import Report, note_beacons
from tests.factories.rooms import BROWSER, beacon, make_link

pytestmark = pytest.mark.django_db


def report_of(link, *seen, **more):
    import json

    data = read_beacon(json.dumps(beacon(*seen, **more)).encode())
    return Report(enter(link.token, lean=True), data, BROWSER)


def test_many_are_written_with_as_many_queries_as_few(room, rep, django_assert_max_num_queries):
    links = [make_link(room, rep, first_name=f"P{n}") for n in range(12)]
    note_beacons([report_of(link) for link in links])
    later = [
        report_of(link, {"id": "view0002-1", "ms": 900, "gestures": 0, "first": False})
        for link in links
    ]
    with django_assert_max_num_queries(7):
        visits = note_beacons(later)
    assert len({visit.pk for visit in visits}) == 12
    assert Engagement.objects.filter(verb="read").count() == 24
    assert set(Visit.objects.values_list("visible_ms", "pages")) == {(3900, 1)}


def test_several_of_one_stay_add_up(link):
    first, second = report_of(link), report_of(link, {"id": "view0009-1", "first": False})
    visits = note_beacons([first, second, first])
    assert len({visit.pk for visit in visits}) == 1
    visit = Visit.objects.get()
    assert Engagement.objects.filter(verb="opened").count() == 1
    assert Engagement.objects.filter(verb="read").count() == 2
    note_beacons([first, second])
    again = Visit.objects.get()
    assert (again.visible_ms, again.pages) == (visit.visible_ms, visit.pages)


@pytest.mark.django_db(transaction=True)
def test_who_comes_first_writes_for_all_who_wait(room, rep, monkeypatch):
    links = [make_link(room, rep, first_name=f"P{n}") for n in range(6)]
    sizes = []
    write = together.note_beacons
    entered, go = threading.Event(), threading.Event()

    def slowly(reports):
        sizes.append(len(reports))
        entered.set()
        assert go.wait(10)
        return write(reports)

    monkeypatch.setattr(together, "note_beacons", slowly)

    def send(link):
        try:
            report = report_of(link)
            together.write_down(report.guest, report.beacon, user_agent=BROWSER)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        first = pool.submit(send, links[0])
        assert entered.wait(10)
        others = [pool.submit(send, link) for link in links[1:]]
        for _ in range(1000):
            if len(together._queue) == 5:
                break
            threading.Event().wait(0.01)
        go.set()
        for done in [first, *others]:
            done.result(20)
    assert sizes == [1, 5]
    assert Visit.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_one_that_fails_takes_nobody_with_it(room, rep, monkeypatch):
    good, bad = (make_link(room, rep, first_name=name) for name in ("Ada", "Bo"))
    write = together.note_beacons

    def failing(reports):
        if any(report.guest.link.pk == bad.pk for report in reports):
            raise ValueError("this one")
        return write(reports)

    monkeypatch.setattr(together, "note_beacons", failing)
    waiting = together.Waiting(report_of(good))
    together._queue.append(waiting)
    report = report_of(bad)
    with pytest.raises(ValueError, match="this one"):
        together.write_down(report.guest, report.beacon, user_agent=BROWSER)
    assert waiting.done and waiting.error is None
    assert Visit.objects.get().link == good
