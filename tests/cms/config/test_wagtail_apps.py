"""Wagtail's apps start whole, but for the API that nobody is served."""

from __future__ import annotations

import sys

from django.apps import apps
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry
from wagtail.signals import page_slug_changed

from cms.config.wagtail_apps import WithoutApi
from tests.house.test_layers import modules_after

STARTED = "import django, json, sys\ndjango.setup()\n{then}print(json.dumps(sorted(sys.modules)))"


def test_a_start_imports_nothing_of_the_api():
    started = modules_after(STARTED.format(then=""))
    assert "wagtail.images.apps" in started
    assert started.isdisjoint({"ninja", "pydantic", "rest_framework", "psycopg"})
    assert not [name for name in started if ".api.v3" in name]


def test_the_api_itself_can_still_be_imported():
    then = "from wagtail.api.v3.api import api\n"
    then += "assert api.get_openapi_schema(path_prefix='/')['paths']\n"
    assert "ninja" in modules_after(STARTED.format(then=then))


def test_what_else_the_apps_do_at_the_start_is_done():
    from wagtail.contrib.redirects.models import Redirect
    from wagtail.contrib.redirects.signal_handlers import autocreate_redirects_on_slug_change

    lean = [config for config in apps.get_app_configs() if isinstance(config, WithoutApi)]
    assert {config.label for config in lean} == {
        "wagtailredirects", "wagtaildocs", "wagtailimages", "wagtailsnippets",
    }  # fmt: skip
    for model in (Redirect, get_document_model(), get_image_model()):
        assert policy_registry.get_by_type(model, fallback=False)
    heard = [receiver() for _key, receiver, *_rest in page_slug_changed.receivers]
    assert autocreate_redirects_on_slug_change in heard


def test_no_stand_in_outlives_the_start():
    stand_ins = [m for name, m in sys.modules.items() if ".api.v3" in name and not m.__spec__]
    assert not stand_ins
