"""Wagtail's apps without its API for other programs, which Tandem does not serve.

At each start these apps add their routes to that API. What the routes import (ninja, pydantic, a
schema of every model) takes nearly half of the start of every process and command.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any

from django.apps import AppConfig
from wagtail.contrib.redirects.apps import WagtailRedirectsAppConfig
from wagtail.documents.apps import WagtailDocsAppConfig
from wagtail.images.apps import WagtailImagesAppConfig
from wagtail.snippets.apps import WagtailSnippetsAppConfig


class WithoutApi(AppConfig):
    """Leaves the registration with the API out of an app's `ready`, and nothing else."""

    def ready(self) -> None:
        with _nowhere_to_register(self.name):
            super().ready()


class RedirectsConfig(WithoutApi, WagtailRedirectsAppConfig):
    pass


class DocumentsConfig(WithoutApi, WagtailDocsAppConfig):
    pass


class ImagesConfig(WithoutApi, WagtailImagesAppConfig):
    pass


class SnippetsConfig(WithoutApi, WagtailSnippetsAppConfig):
    pass


@contextmanager
def _nowhere_to_register(app: str) -> Iterator[None]:
    """Stand in for the modules that `ready` registers with, for as long as it runs.

    They hold what registering needs and no more: whatever else a later Wagtail wants of them
    stops the start. Modules that are loaded already stay.
    """
    own: dict[str, Any] = {"router": None, "register_content_types": lambda: None}
    stand_ins: dict[str, dict[str, Any]] = {
        "wagtail.api.v3.api": {"api": SimpleNamespace(add_router=lambda prefix, router: None)},
        f"{app}.api.v3": own,
        f"{app}.api.v3.registry": own,
        f"{app}.api.v3.router": own,
    }
    put = []
    for name, content in stand_ins.items():
        if name not in sys.modules:
            module = ModuleType(name)
            vars(module).update(content)
            sys.modules[name] = module
            put.append(name)
    try:
        yield
    finally:
        for name in put:
            del sys.modules[name]
