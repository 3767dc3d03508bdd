from django.apps import AppConfig


class PitchBuilderConfig(AppConfig):
    name = "pitch_builder"
    verbose_name = "Pitch builder"

    def ready(self) -> None:
        from pitch_builder import permissions
        from pitch_builder.builds import reactions

        reactions.connect()
        permissions.declare_permissions()
        permissions.register_policies()
