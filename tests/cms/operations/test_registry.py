"""Registries are filled once, and nobody looks into one that is half filled."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.operations import registry
from cms.operations.registry import Registry


def test_a_thread_that_comes_second_waits_until_all_is_there(monkeypatch):
    found = Registry[int]("number", "numbers")
    begun = Event()

    def slowly(name):
        begun.set()
        time.sleep(0.2)
        found.add("late", 7)

    monkeypatch.setattr(registry, "own_packages", lambda: ["cms"])
    monkeypatch.setattr(registry, "find_spec", lambda name: name)
    monkeypatch.setattr(registry, "import_module", slowly)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(found.get, "late")
        assert begun.wait(5)
        second = pool.submit(found.get, "late")
        assert [first.result(5), second.result(5)] == [7, 7]


def test_a_module_that_looks_into_the_registry_it_fills_sees_what_is_there(monkeypatch):
    found = Registry[int]("number", "numbers")
    seen = []

    def looks(name):
        found.add("one", 1)
        seen.append(found.get("one"))

    monkeypatch.setattr(registry, "own_packages", lambda: ["cms"])
    monkeypatch.setattr(registry, "find_spec", lambda name: name)
    monkeypatch.setattr(registry, "import_module", looks)
    assert list(found.items()) == [("one", 1)]
    assert seen == [1]


def test_a_name_is_given_once():
    found = Registry[int]("number", "numbers")
    found.add("one", 1)
    with pytest.raises(ImproperlyConfigured):
        found.add("one", 2)
