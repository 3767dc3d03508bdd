"""How an event names a thing of any kind."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models


def root_model(model: type[models.Model]) -> type[models.Model]:
    """The topmost table that a model's row stands in.

    A case study is an asset is a page: one row, one number. Events name it as a page, so that
    asking with any of the three classes finds the same events.
    """
    found = model._meta.concrete_model or model
    while found._meta.parents:
        found = next(iter(found._meta.parents))
    return found


def type_of(instance: models.Model) -> ContentType:
    return ContentType.objects.get_for_model(root_model(type(instance)))
