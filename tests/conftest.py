"""Fixtures shared by all tests: settings, databases and the fixed cast of users."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import caches
from hypothesis import settings as hypothesis_settings
from wagtail.signal_handlers import reference_index_auto_update_disabled

from tests.plugins.databases import database_url, django_db_setup  # noqa: F401
from tests.real_parts.fixtures import *  # noqa: F403

# How long an example takes says more of the machine than of the code: that is for the benchmarks.
hypothesis_settings.register_profile("tandem", deadline=None)
hypothesis_settings.load_profile("tandem")

WAGTAIL_SEARCH = {"BACKEND": "wagtail.search.backends.database"}


@pytest.fixture(autouse=True)
def _test_settings(settings, tmp_path):
    """Plain static files, cheap password hashes, files and index in the test's own folder."""
    settings.STORAGES = {
        "default": {
            "BACKEND": "cms.media.storage.LocalMedia",
            "OPTIONS": {"location": str(tmp_path / "media"), "base_url": "/media/"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SEARCH_DATA_DIR = tmp_path / "search"
    settings.SIGNING_KEY_FILE = tmp_path / "signing-key"
    settings.SEARCH_EMBEDDER = "hashing"
    # Wagtail's own search serves the lists of the admin alone; keeping it up to date would take
    # a third of the time of every asset that a test makes. See `wagtail_search`.
    settings.WAGTAILSEARCH_BACKENDS = {"default": {**WAGTAIL_SEARCH, "AUTO_UPDATE": False}}
    settings.CACHES = {
        name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
        for name in ("default", "renditions")
    }
    yield
    for cache in caches.all():
        cache.clear()


@pytest.fixture(autouse=True)
def _reference_index(request):
    """Wagtail's index of what refers to what costs a sixth of the run; see `reference_index`."""
    if "reference_index" in request.fixturenames:
        yield
        return
    reference_index_auto_update_disabled.value = True
    yield
    with suppress(AttributeError):  # the importer disables it for itself, and lets it go
        del reference_index_auto_update_disabled.value


@pytest.fixture
def reference_index():
    """What refers to what is known, as on a site: for tests of usage and of rights to files."""


@pytest.fixture
def real_model(settings):
    """The prepared embedding model, for tests that are about meaning."""
    from search.embedding import manifest
    from search.errors import ModelMissing

    try:
        manifest.read(Path(settings.EMBEDDING_MODEL_DIR) / manifest.PACKAGED_NAME)
    except ModelMissing as error:
        pytest.skip(str(error))
    settings.SEARCH_EMBEDDER = "onnx"


@pytest.fixture
def wagtail_search(settings):
    """Wagtail's own search follows what the test writes, as it does on a site."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": WAGTAIL_SEARCH}


def _member(username: str, *groups: str):
    user = get_user_model().objects.create_user(
        username,
        f"{username}@tandem.test",
        "pass",
        first_name=username.replace("_", " ").title().split()[0],
        last_name="Example",
    )
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])
    return user


@pytest.fixture
def marketer(db):
    return _member("marketer", "Marketing")


@pytest.fixture
def marketing_lead(db):
    return _member("marketing_lead", "Marketing", "Marketing leads")


@pytest.fixture
def rep(db):
    return _member("rep", "Sales")


@pytest.fixture
def other_rep(db):
    return _member("other_rep", "Sales")


@pytest.fixture
def sales_lead(db):
    return _member("sales_lead", "Sales", "Sales leads")


@pytest.fixture
def outsider(db):
    """A user who may log in nowhere."""
    return _member("outsider")
