from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from search import checks, sources
from search.embedding import get_embedder
from tests.factories.search import ListSource


def ids(messages) -> list[str]:
    return [message.id for message in messages]


def test_a_second_source_of_the_same_name_is_refused(source):
    with pytest.raises(ImproperlyConfigured, match="list"):
        sources.register(ListSource())
    sources.unregister("list")
    sources.register(ListSource())
    assert [s.name for s in sources.registered()] == ["list"]


def test_e001_an_unknown_embedder(settings):
    assert ids(checks.check_embedder(None)) == []
    settings.SEARCH_EMBEDDER = "guess"
    assert ids(checks.check_embedder(None)) == ["search.E001"]
    with pytest.raises(ImproperlyConfigured):
        get_embedder()


def test_e002_a_model_that_is_neither_prepared_nor_a_folder(settings, tmp_path):
    settings.EMBEDDING_MODEL_DIR = tmp_path / "models"
    assert ids(checks.check_model_setting(None)) == []
    settings.EMBEDDING_MODEL = str(tmp_path / "mine")
    assert ids(checks.check_model_setting(None)) == ["search.E002"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "modules.json").write_text("[]")
    assert ids(checks.check_model_setting(None)) == []


@pytest.mark.parametrize(
    "wake", ["no.such.module", "search.errors.nothing", "search.errors.__doc__"]
)
def test_e003_a_wake_that_cannot_be_called(settings, wake):
    settings.SEARCH_WAKE = wake
    assert ids(checks.check_wake(None)) == ["search.E003"]


def test_e003_is_silent_about_a_function(settings):
    settings.SEARCH_WAKE = "search.services.warm_up"
    assert ids(checks.check_wake(None)) == []
    settings.SEARCH_WAKE = ""
    assert ids(checks.check_wake(None)) == []


def test_w001_a_model_that_is_not_prepared(settings, tmp_path):
    assert ids(checks.check_prepared(None)) == []
    settings.SEARCH_EMBEDDER = "onnx"
    settings.EMBEDDING_MODEL_DIR = tmp_path
    assert ids(checks.check_prepared(None)) == ["search.W001"]
