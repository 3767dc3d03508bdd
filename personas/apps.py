from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PersonasConfig(AppConfig):
    name = "personas"
    verbose_name = "People and rules"

    def ready(self) -> None:
        from personas.access.declarations import declare_permissions
        from personas.access.policies import register_policies
        from personas.access.services import after_migrate
        from personas.deals import privacy

        declare_permissions()
        register_policies()
        privacy.register()
        post_migrate.connect(after_migrate, dispatch_uid="personas.ensure_groups")
