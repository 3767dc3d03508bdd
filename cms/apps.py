from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_migrate


def make_cache_table(**kwargs: Any) -> None:
    """Migrations and what follows them use the cache, whose table no migration makes."""
    from django.core.management import call_command

    call_command("createcachetable", database=kwargs["using"], verbosity=0)


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Content"

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from cms.assets import indexing, permissions
        from cms.brand.models import Brand
        from cms.facts import history
        from cms.library import answering, pins, vocabulary
        from cms.media import rights as media_rights
        from cms.recommendations import permissions as recommendation_permissions
        from cms.recommendations import privacy as recommendation_privacy
        from cms.site import brand as site_brand
        from cms.site import navigation
        from personas.access.grants import declare_step

        pre_migrate.connect(make_cache_table, sender=self, dispatch_uid="cms.cache_table")
        ReferenceIndex.register_model(Brand)
        permissions.declare_permissions()
        recommendation_permissions.declare_permissions()
        recommendation_privacy.register()
        declare_step(permissions.ensure_content_access)
        indexing.connect()
        history.connect()
        media_rights.connect()
        navigation.connect()
        site_brand.connect()
        vocabulary.connect()
        pins.connect()
        answering.connect()
