from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from search.errors import StoreBusy
from search.stores import get_store
from tests.factories.search import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(source):
    source.put(document("a", "Carbon"), document("b", "Cost"))
    return source


def test_it_indexes_and_says_what_it_did(filled, capsys):
    call_command("rebuild_search_index")
    output = capsys.readouterr()
    assert "2 written, 0 up to date, 0 dropped; 2 passages" in output.out
    assert "2/2" in output.err
    assert get_store().count().documents == 2


def test_json_is_all_that_is_printed(filled, capsys):
    call_command("rebuild_search_index", json=True)
    output = capsys.readouterr()
    assert json.loads(output.out)["written"] == 2
    assert output.err == ""


def test_fresh_writes_everything_again(filled, capsys):
    call_command("rebuild_search_index", json=True)
    capsys.readouterr()
    call_command("rebuild_search_index", json=True, fresh=True)
    report = json.loads(capsys.readouterr().out)
    assert (report["written"], report["reused"], report["embedded"]) == (2, 2, 0)


def test_a_search_error_is_a_message_not_a_trace(filled, monkeypatch):
    def busy(*args, **kwargs):
        raise StoreBusy("Another process is writing the search index.")

    monkeypatch.setattr("search.services.rebuild", busy)
    with pytest.raises(CommandError, match="Another process"):
        call_command("rebuild_search_index")
